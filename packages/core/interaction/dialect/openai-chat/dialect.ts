/** OpenAI's Chat Completions, as many other providers serve them too, with the members that those add. */
export { hardenBody, openHardener } from './harden.ts'
export { readRequest } from './request.ts'
export { readResponse } from './response.ts'
export { openStream } from './stream.ts'
export { readUsage } from './usage.ts'
