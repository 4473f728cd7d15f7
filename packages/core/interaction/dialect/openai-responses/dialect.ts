/** OpenAI's Responses, whose input and output are lists of items rather than of messages. */
export { hardenBody, openHardener } from './harden.ts'
export { readRequest } from './request.ts'
export { readResponse } from './response.ts'
export { openStream } from './stream.ts'
export { readUsage } from './usage.ts'
