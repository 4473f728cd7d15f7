/** Plain counters of other rooms as metrics. */
import { Gauge, type Registry } from 'prom-client'

/** Numbers by name; one level of names within is a label. */
export type Counters = Readonly<Record<string, number | Readonly<Record<string, number>>>>

/**
 * Exports what `read` answers, asked at every scrape, as `stillhunt_gateway_<room>_<name>`. They are declared as gauges:
 * which of them only rise is told where they are counted.
 */
export function exportCounters(registry: Registry, room: string, read: () => Counters): void {
  for (const [name, first] of Object.entries(read())) {
    const words = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
    const isLabelled = typeof first === 'object'
    const gauge: Gauge = new Gauge({
      name: `stillhunt_gateway_${room}_${words}`,
      help: `${room}: ${words.replaceAll('_', ' ')}.`,
      labelNames: isLabelled ? ['kind'] : [],
      collect() {
        const value = read()[name]
        if (typeof value === 'number') this.set(value)
        else for (const [kind, count] of Object.entries(value ?? {})) this.set({ kind }, count)
      },
      registers: [],
    })
    registry.registerMetric(gauge)
  }
}
