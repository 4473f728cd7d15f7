/** Anthropic's Messages, whose content is made of blocks and whose tool results stand in user messages. */
export { hardenBody, openHardener } from './harden.ts'
export { readRequest } from './request.ts'
export { readResponse } from './response.ts'
export { openStream } from './stream.ts'
export { readUsage } from './usage.ts'
