/** Brings a store's schema up to date: numbered SQL files, applied once each, in order. */
import { readdir, readFile } from 'node:fs/promises'
import { type Store, StoreError } from './store.ts'

const folder = new URL('./migration/', import.meta.url)

/** The statements of a file: separated by a semicolon at a line's end. */
function statementsOf(sql: string): string[] {
  return sql
    .split(/;\s*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement.replace(/^\s*--.*$/gm, '').trim() !== '')
}

/**
 * Applies what is missing. A migration's statements say IF NOT EXISTS by our rewriting of CREATE, so one that was
 * cut off in the middle is finished by the next run. Throws `newer schema` for a store of a later version.
 */
export async function migrate(store: Store): Promise<void> {
  await store.run('CREATE TABLE IF NOT EXISTS migration (name String) ENGINE = MergeTree ORDER BY name')
  const rows = await store.query<{ name: string }>('SELECT DISTINCT name FROM migration')
  const applied = new Set(rows.map((row) => row.name))
  const files = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  const unknown = [...applied].filter((name) => !files.includes(name))
  if (unknown.length > 0)
    throw new StoreError(
      'newer schema',
      `the store was written by a later version (${unknown.join(', ')}); update Stillhunt to read it`,
    )
  for (const name of files) {
    if (applied.has(name)) continue
    for (const statement of statementsOf(await readFile(new URL(name, folder), 'utf8')))
      await store.run(statement.replace(/^((?:--.*\n)*)CREATE (TABLE|VIEW) (?!IF)/m, '$1CREATE $2 IF NOT EXISTS '))
    await store.run('INSERT INTO migration SELECT {name:String}', { name })
  }
}
