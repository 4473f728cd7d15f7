/** The wire formats by the names that records use: adding one is adding its folder and one line here. */
export * as 'anthropic.messages' from './anthropic-messages/dialect.ts'
export * as 'openai.chat' from './openai-chat/dialect.ts'
export * as 'openai.completions' from './openai-completions/dialect.ts'
export * as 'openai.embeddings' from './openai-embeddings/dialect.ts'
export * as 'openai.responses' from './openai-responses/dialect.ts'
