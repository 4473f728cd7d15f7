/** OpenAI's Embeddings: texts go in, vectors come out, nothing is said. */
export { hardenBody, openHardener } from './harden.ts'
export { readRequest } from './request.ts'
export { readResponse } from './response.ts'
export { openStream } from './stream.ts'
export { readUsage } from './usage.ts'
