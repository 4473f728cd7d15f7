export {
  counted,
  type EventEvidence,
  type EventSignal,
  type Need,
  outsiders,
  plural,
  type Signal,
  type SignalContext,
  type TraitEvidence,
  type TraitSignal,
} from './signal/signal.ts'
export { signals } from './signal/table.ts'
