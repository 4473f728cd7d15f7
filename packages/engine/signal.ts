export { type ActivityRow, columnsOf } from './signal/activity-row.ts'
export { type AccountFacts, Activity, type ActivityColumns, Lexicon, sketchBins } from './signal/activity.ts'
export {
  type Axis,
  counted,
  type EventEvidence,
  type EventSignal,
  type Need,
  outsiders,
  plural,
  readTraits,
  type Signal,
  type SignalContext,
  type TestOutcome,
  type TestSignal,
  type TraitEvidence,
  type TraitSignal,
} from './signal/signal.ts'
export { HashNumbers } from './signal/hash-numbers.ts'
export { readRefusals, type RefusedMs } from './signal/refusal.ts'
export { catalogue, type CatalogueEntry, type Strength } from './signal/catalogue.ts'
export { signals, testSignals } from './signal/table.ts'
export { tieTurns } from './signal/turn-taking/signal.ts'
export { areOneRound, type Calls, lookAt, type Round, strengthening } from './signal/turn-taking/turn-pool.ts'
