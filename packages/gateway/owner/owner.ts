/** What is asked about whose a thing is, and what is answered. */

/** What a call can leave with the provider and be fetched by its id later. */
export type ThingKind = 'response' | 'batch'

/** One of them. To the provider it is the operator's, as all that pass here are. */
export interface Thing {
  readonly kind: ThingKind
  readonly id: string
}

/** A thing, whose it is and where. */
export interface Owned extends Thing {
  readonly account: string
  /** URL of the model server that has it: only there it is this thing. */
  readonly server: string
}

/**
 * `absent` is what nobody made and what somebody else made alike. `unanswered`: who would know could not be asked, and
 * nothing that this process knows says that it is theirs.
 */
export type Found = Owned | 'absent' | 'unanswered'

/** A batch in the list of its account: one that is no more keeps its place, since pages go on from it. */
export interface ListedBatch extends Owned {
  readonly isGone: boolean
}

/** Knows which account made what. Nothing here ever rejects. */
export interface Owners {
  /**
   * An account made a thing. When this resolves, whoever asks finds it, in every process, or will once they can be
   * reached. False where it is somebody else's already: the first who made it keeps it, since some servers let clients
   * choose ids.
   */
  note(owned: Owned): Promise<boolean>
  find(thing: Thing, account: string): Promise<Found>
  /** All batches of an account, newest first. */
  batchesOf(account: string): Promise<readonly ListedBatch[] | 'unanswered'>
  /** It is no more: to be found by nobody. */
  forget(owned: Owned): Promise<void>
  /** Releases timers, files and connections. */
  close(): Promise<void>
}
