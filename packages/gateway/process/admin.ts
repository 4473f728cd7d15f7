/** What operators and their machines look at: health, readiness, metrics. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What is asked of the gateway. */
export interface Condition {
  /** Why no request should be sent here; undefined when it may. */
  readonly notReadyBecause: () => string | undefined
  /** Metrics in Prometheus' text format. */
  readonly metrics: () => Promise<{ readonly contentType: string; readonly text: string }>
}

/** Serves `/healthz` (it runs), `/readyz` (send requests here) and `/metrics`. Port 0 takes any that is free. */
export async function serveAdmin(
  { host, port }: { readonly host: string; readonly port: number },
  condition: Condition,
): Promise<{ readonly port: number; close(): void }> {
  const server = createServer((request, response) => {
    const answer = (status: number, type: string, text: string): void => {
      response.writeHead(status, { 'content-type': type }).end(request.method === 'HEAD' ? undefined : text)
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') return answer(405, 'text/plain', 'GET or HEAD\n')
    switch (request.url) {
      case '/healthz':
        return answer(200, 'text/plain', 'ok\n')
      case '/readyz': {
        const reason = condition.notReadyBecause()
        return answer(reason === undefined ? 200 : 503, 'text/plain', `${reason ?? 'ok'}\n`)
      }
      case '/metrics':
        condition.metrics().then(
          ({ contentType, text }) => answer(200, contentType, text),
          () => answer(500, 'text/plain', 'the metrics could not be collected\n'),
        )
        return
      default:
        return answer(404, 'text/plain', '/healthz, /readyz and /metrics are here\n')
    }
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}
