/** Shows that a batch's results are where its client has a key, and that nothing else of a body changes. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withOwnResultsUrl } from './results-url.ts'

const changed = (json: string): string =>
  Buffer.from(withOwnResultsUrl(Buffer.from(json), 'https://gateway.example')).toString()

test('the results of a batch are at our own host, whatever the provider’s is', () => {
  const path = '/v1/messages/batches/msgbatch_1/results'
  for (const host of ['https://api.anthropic.com', 'http://127.0.0.1:8080/prefix'])
    assert.equal(
      changed(`{ "id": "msgbatch_1", "n": 1.50, "results_url": "${host}${path}" , "x":"é"}`),
      `{ "id": "msgbatch_1", "n": 1.50, "results_url": "https://gateway.example${path}" , "x":"é"}`,
    )
})

test('what is no such thing stays as it is', () => {
  for (const json of [
    '{"results_url":null}',
    '{"results_url":"https://elsewhere.example/v1/files/1"}',
    '{"results_url":["/v1/messages/batches/1/results"]}',
    '{"type":"error"}',
    '[]',
    'no JSON',
    '',
  ])
    assert.equal(changed(json), json)
})
