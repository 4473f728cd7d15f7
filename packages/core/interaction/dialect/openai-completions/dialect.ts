/** OpenAI's older Completions, which continue a text rather than answer a message; servers of open models have them. */
export { hardenBody, openHardener } from './harden.ts'
export { readRequest } from './request.ts'
export { readResponse } from './response.ts'
export { openStream } from './stream.ts'
export { readUsage } from './usage.ts'
