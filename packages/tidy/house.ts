/**
 * The house: which room may import which. A room is a folder with a door, `room.ts` beside `room/`; a package without
 * rooms is one room. The order is the order of the dataflow, and no row may name a room that leads back to it.
 */
export const house: Readonly<Record<string, readonly string[]>> = {
  'core/interaction': [],
  'core/fingerprint': ['core/interaction'],
  'core/statistics': [],
  'core/link': [],
  'core/campaign': ['core/link'],
  'core/policy': ['core/interaction'],
  'core/spelling': [],
  'engine/store': [],
  'engine/signal': ['core/statistics', 'core/link', 'engine/store'],
  'engine/report': [],
  'engine/pipeline': [
    'core/interaction',
    'core/fingerprint',
    'core/statistics',
    'core/link',
    'core/campaign',
    'engine/store',
    'engine/signal',
    'engine/report',
  ],
  'gateway/wire': ['core/interaction', 'core/policy'],
  // Test doubles of what a gateway talks to: a model server that says what it is told, a Redis of one's own.
  'gateway/double': [],
  // Files that are read whole, replaced whole and watched, and folders that one process has.
  'gateway/file': [],
  'gateway/key': ['core/policy', 'gateway/file'],
  'gateway/limit': ['core/policy'],
  'gateway/verdict': ['core/policy', 'gateway/file'],
  // Who made what; shared between processes, and through Redis, as limits are.
  'gateway/owner': ['gateway/limit'],
  'gateway/tap': ['core/interaction', 'gateway/file'],
  'gateway/config': ['core/policy', 'core/spelling'],
  'gateway/proxy': [
    'core/interaction',
    'core/policy',
    'gateway/wire',
    'gateway/key',
    'gateway/limit',
    'gateway/verdict',
    'gateway/owner',
    'gateway/tap',
  ],
  'gateway/process': [
    'core/policy',
    'gateway/wire',
    'gateway/file',
    'gateway/key',
    'gateway/limit',
    'gateway/verdict',
    'gateway/owner',
    'gateway/tap',
    'gateway/config',
    'gateway/proxy',
  ],
  'lab/world': [],
  'lab/score': ['lab/world'],
  'lab/baseline': ['core/interaction', 'core/fingerprint', 'core/campaign', 'lab/world'],
  'lab/comparison': ['lab/world', 'lab/score', 'lab/baseline'],
  lab: ['core/link', 'core/campaign', 'core/statistics', 'lab/world', 'lab/score', 'lab/comparison', 'engine/pipeline'],
  cli: [
    'core/interaction',
    'core/policy',
    'core/spelling',
    'gateway/key',
    'gateway/verdict',
    'gateway/process',
    'engine/pipeline',
    'engine/report',
    'lab/world',
    'lab/baseline',
    'lab/comparison',
  ],
  tidy: [],
  readme: [],
}

/**
 * What tests may import beyond their room's row: a generator's output is held against the reader's idea of it, and read;
 * a signal's query is asked of records that came in as records do; what is drawn at random is drawn by seed.
 */
export const testsMayAlso: Readonly<Record<string, readonly string[]>> = {
  'core/link': ['core/statistics'],
  'lab/world': ['core/interaction'],
  'lab/baseline': ['lab/score'],
  'gateway/limit': ['gateway/double'],
  'gateway/owner': ['gateway/double'],
  'gateway/proxy': ['gateway/double'],
  'gateway/process': ['gateway/double'],
  'engine/signal': ['engine/pipeline'],
  'engine/pipeline': ['core/statistics', 'lab/world'],
}

/** Packages from outside that belong to one room: the rest of the house does not know that they exist. */
export const keptTo: Readonly<Record<string, string>> = {
  chdb: 'engine/store',
  '@redis/client': 'gateway/limit',
  yaml: 'gateway/config',
  pino: 'gateway/process',
  undici: 'gateway/proxy',
  'd3-force': 'engine/report',
  'fast-string-truncated-width': 'engine/report',
  'oxc-parser': 'tidy',
}

/** Packages that compute: no file of theirs but a test imports anything of Node. */
export const pure: readonly string[] = ['core']
