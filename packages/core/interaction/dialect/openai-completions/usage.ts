/** The counts of completions have the names and meanings of those of chat completions. */
export { readUsage } from '../openai-chat/usage.ts'
