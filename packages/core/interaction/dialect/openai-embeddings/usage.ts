/** The counts of embeddings have the names and meanings of those of chat completions; there is no output. */
export { readUsage } from '../openai-chat/usage.ts'
