/** Records that show traits, and the beginnings of their texts where records are kept. */
import { parseRecord } from '@stillhunt/core/interaction'
import type { ExcerptEntry } from '../../report.ts'
import type { Store } from '../../store.ts'
import type { Analysis } from '../analysis.ts'

/** Ids of records of an account that show a value, none where the value is not of records or was not asked for. */
export type ShownRecords = (value: number, account: number) => readonly string[]

const recordsPerAccount = 2
/** Values, accounts or records bound to one query. */
const boundMax = 1000
const excerptCharsMax = 200

/** Reads which records of `accounts` show `values`, a few of each account. */
export async function readShownRecords(
  store: Store,
  { directory, traits }: Analysis,
  accounts: readonly number[],
  values: readonly number[],
): Promise<ShownRecords> {
  const found = new Map<string, readonly string[]>()
  const hashes = accounts.map((account) => directory.hash(account))
  for (const keys of slices([...new Set(values)].map((value) => traits.key(value))))
    for (const bound of slices(hashes)) {
      const rows = await store.query<{ key: string; account: string; records: string[] }>(
        `SELECT toString(value) AS key, toString(account) AS account, groupArraySorted(${recordsPerAccount})(id) AS records
         FROM (SELECT account, id, arrayJoin(arrayIntersect(arrayConcat(segments, environments,
                 [system, toolset, parameters, address, prefix, ja4, headers]), {keys:Array(UInt64)})) AS value
               FROM interaction WHERE account IN {accounts:Array(UInt64)})
         GROUP BY value, account`,
        { keys: keys.map(BigInt), accounts: bound },
      )
      for (const { key, account, records } of rows) found.set(`${key} ${account}`, records)
    }
  return (value, account) => found.get(`${traits.key(value)} ${directory.hash(account)}`) ?? []
}

/** The beginnings of the last texts of the users in `records`, in that order; none where records are not kept. */
export async function readExcerpts(store: Store, records: readonly string[]): Promise<ExcerptEntry[]> {
  const [kept] = await store.query<{ n: string }>('SELECT count() AS n FROM text')
  if (Number(kept?.n ?? 0) === 0) return []
  const lines = new Map<string, string>()
  for (const ids of slices([...new Set(records)])) {
    const rows = await store.query<{ id: string; line: string }>(
      `SELECT asked.id AS id, min(text.line) AS line
       FROM text INNER JOIN (SELECT DISTINCT record, id FROM interaction WHERE id IN {ids:Array(String)}) AS asked
            ON asked.record = text.record
       WHERE text.record IN (SELECT record FROM interaction WHERE id IN {ids:Array(String)})
       GROUP BY asked.id`,
      { ids },
    )
    for (const { id, line } of rows) lines.set(id, line)
  }
  return [...new Set(records)].flatMap((record) => {
    const text = excerptOf(lines.get(record) ?? '')
    return text === '' ? [] : [{ record, text }]
  })
}

/** One line without control characters; empty for a record that says nothing. */
function excerptOf(line: string): string {
  const parsed = line === '' ? null : parseRecord(line)
  if (parsed?.ok !== true) return ''
  const texts = parsed.value.conversation.turns
    .filter(({ role }) => role === 'user')
    .flatMap(({ parts }) => parts.flatMap((part) => (part.kind === 'text' ? [part.text] : [])))
  const shown = (texts.at(-1) ?? '')
    .slice(0, 4 * excerptCharsMax)
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\s]+/gu, ' ')
    .trim()
  const characters = [...shown]
  return characters.length > excerptCharsMax ? `${characters.slice(0, excerptCharsMax).join('')}…` : shown
}

function* slices<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < items.length; at += boundMax) yield items.slice(at, at + boundMax)
}
