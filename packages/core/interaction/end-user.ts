import { objectOf, textOf, type JsonObject } from './json-value.ts'

/** The id that a customer passes for its own user in a request body of any dialect; undefined when there is none. */
export function readEndUser(body: JsonObject): string | undefined {
  return (
    textOf(body['user']) ||
    textOf(body['safety_identifier']) ||
    textOf(objectOf(body['metadata'])?.['user_id']) ||
    undefined
  )
}
