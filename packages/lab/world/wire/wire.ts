/** The wire formats by name. Adding a dialect is adding its file and its line here. */
import type { DialectName } from '../line.ts'
import { anthropicMessages } from './anthropic-messages.ts'
import { openaiChat } from './openai-chat.ts'
import { openaiResponses } from './openai-responses.ts'
import type { WireFormat } from './wire-format.ts'

/** The writer of each dialect. */
export const wireFormats: Readonly<Record<DialectName, WireFormat>> = {
  'openai.chat': openaiChat,
  'openai.responses': openaiResponses,
  'anthropic.messages': anthropicMessages,
}

/** The dialects that the lab can write. */
export const dialectNames: readonly DialectName[] = ['openai.chat', 'openai.responses', 'anthropic.messages']
