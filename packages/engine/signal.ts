export {
  counted,
  type EventEvidence,
  type EventSignal,
  type Need,
  outsiders,
  plural,
  readTraits,
  type Signal,
  type SignalContext,
  type TraitAnswer,
  type TraitEvidence,
  type TraitSignal,
} from './signal/signal.ts'
export { tieTurns } from './signal/turn-taking/signal.ts'
export { type Call, lookAt } from './signal/turn-taking/turn-pool.ts'
export { signals } from './signal/table.ts'
