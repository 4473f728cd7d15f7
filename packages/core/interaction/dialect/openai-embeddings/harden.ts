import { leaveAll, type EventHardener } from '../../hardening.ts'
import type { JsonObject } from '../../json-value.ts'

/** Vectors have neither log-probabilities nor reasoning. */
export function hardenBody(body: JsonObject): JsonObject {
  return body
}

/** Leaves every event as it is. */
export function openHardener(): EventHardener {
  return leaveAll
}
