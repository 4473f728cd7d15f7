export * from './interaction/interaction.ts'
export * from './interaction/reject.ts'
export { parseRecord, recordBytesMax, recordDepthMax } from './interaction/record.ts'
export { parseAccount } from './interaction/account.ts'
export {
  dialectNames,
  hardenBody,
  openAnswerStream,
  openHardener,
  readAnswerUsage,
  readConversation,
} from './interaction/dialect.ts'
export { parseTimestamp } from './interaction/timestamp.ts'
export type * from './interaction/answer-stream.ts'
export { EventStreamDecoder, eventCharsMax } from './interaction/event-stream.ts'
export * from './interaction/body-members.ts'
export type { EventHardener, HardenedEvent, Hardening } from './interaction/hardening.ts'
