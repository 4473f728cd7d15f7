/** Why a line was not imported. Closed: reports count by these words and tests name each of them. */
export type RejectReason =
  | 'not UTF-8'
  | 'truncated'
  | 'not JSON'
  | 'not an object'
  | 'missing field'
  | 'wrong type'
  | 'too long'
  | 'nested too deep'
  | 'lone surrogate'
  | 'time out of range'
  | 'unknown dialect'
  | 'unsupported version'

/** The verdict on one line: what it says, or why it is refused. `detail` names the field and what was found there. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: RejectReason; readonly detail: string }
