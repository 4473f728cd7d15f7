/** Who made what, in memory, bounded in time and in number. */
import type { ListedBatch, Owned, Thing } from './owner.ts'

/** Bounds of an {@link OwnerTable}. */
export interface TableRule {
  /** The most things that are remembered. Beyond that whoever has most loses the oldest: one alone crowds nobody out. */
  readonly idsMax: number
  /** After so long nobody's any more. */
  readonly retentionMs: number
  /** Ms since the epoch. */
  readonly nowMs: () => number
}

/** What one account made of one kind with one server: names of things, and when each was made, oldest first. */
interface Holder {
  readonly kind: Thing['kind']
  readonly account: string
  readonly server: string
  /** In whole seconds since the epoch, which take no memory of their own; less than 0 for what is gone since. */
  readonly madeS: Map<string, number>
}

/** How many holders are looked at for one that comes. */
const looksPerNote = 2
/** How many are looked at for one to lose something, beside the one that lost last. */
const candidates = 16

/** See the file's header. */
export class OwnerTable {
  readonly #rule: TableRule
  readonly #holderOf = new Map<string, Holder>()
  readonly #holders = new Map<string, Holder>()
  readonly #servers = new Set<string>()
  #turn: Iterator<Holder> | undefined
  #loser: Holder | undefined
  /** Things that were forgotten before their time. */
  crowdedOut = 0

  constructor(rule: TableRule) {
    this.#rule = rule
  }

  /** Things that are remembered. */
  get size(): number {
    return this.#holderOf.size
  }

  /** The first who made a thing keeps it: `taken` for anybody else. `known` when nothing changed. */
  note(owned: Owned, madeMs: number = this.#rule.nowMs()): 'new' | 'known' | 'taken' {
    const { account, server } = owned
    const known = this.find(owned)
    if (known !== undefined) return known.account === account && known.server === server ? 'known' : 'taken'
    const name = nameOf(owned)
    this.#drop(this.#holderOf.get(name), name)
    const holder = this.#holderFor(owned)
    holder.madeS.set(name, Math.floor(madeMs / 1000))
    this.#holderOf.set(name, holder)
    this.#sweep()
    while (this.#holderOf.size > this.#rule.idsMax) this.#crowdOut()
    return 'new'
  }

  /** Whose a thing is; undefined when nobody is known to have made it. */
  find(thing: Thing): Owned | undefined {
    const name = nameOf(thing)
    const holder = this.#holderOf.get(name)
    const madeS = holder?.madeS.get(name) ?? -1
    if (holder === undefined || madeS < 0) return undefined
    if (!this.#isOver(madeS)) return { ...thing, account: holder.account, server: holder.server }
    this.#drop(holder, name)
    return undefined
  }

  /** It is nobody's from now on. A batch keeps its place in the list. */
  forget(thing: Thing): void {
    const name = nameOf(thing)
    const holder = this.#holderOf.get(name)
    const madeS = holder?.madeS.get(name)
    if (thing.kind !== 'batch') this.#drop(holder, name)
    else if (madeS !== undefined) holder!.madeS.set(name, -Math.abs(madeS))
  }

  /** The batches of an account, newest first. Costs a pass over them. */
  batchesOf(account: string): readonly ListedBatch[] {
    const kind = 'batch'
    const all: { readonly batch: ListedBatch; readonly madeS: number }[] = []
    for (const server of this.#servers) {
      const holder = this.#holders.get(holderName({ kind, account, server }))
      for (const [name, madeS] of holder?.madeS ?? []) {
        const batch = { kind, id: name.slice(kind.length + 1), account, server, isGone: madeS < 0 } as const
        if (!this.#isOver(madeS)) all.push({ batch, madeS: Math.abs(madeS) })
      }
    }
    all.reverse().sort((one, other) => other.madeS - one.madeS)
    return all.map(({ batch }) => batch)
  }

  #isOver(madeS: number): boolean {
    return this.#rule.nowMs() - Math.abs(madeS) * 1000 > this.#rule.retentionMs
  }

  #holderFor({ kind, account, server }: Owned): Holder {
    const name = holderName({ kind, account, server })
    const known = this.#holders.get(name)
    if (known !== undefined) return known
    const holder: Holder = { kind, account, server, madeS: new Map() }
    this.#holders.set(name, holder)
    this.#servers.add(server)
    return holder
  }

  #drop(holder: Holder | undefined, name: string): void {
    if (holder === undefined) return
    this.#holderOf.delete(name)
    holder.madeS.delete(name)
    if (holder.madeS.size === 0) this.#holders.delete(holderName(holder))
  }

  /** Forgets what is over of some holders, in turn: of those who never come again, too. */
  #sweep(): void {
    for (let looks = 0; looks < looksPerNote; looks += 1) {
      const holder = this.#next()
      for (const [name, madeS] of holder?.madeS ?? []) {
        if (!this.#isOver(madeS)) break
        this.#drop(holder!, name)
      }
    }
  }

  #crowdOut(): void {
    let most = this.#loser
    for (let looks = 0; looks < candidates; looks += 1) {
      const holder = this.#next()
      if (most === undefined || holder!.madeS.size > most.madeS.size) most = holder
    }
    this.#loser = most
    for (const name of most!.madeS.keys()) {
      this.#drop(most!, name)
      this.crowdedOut += 1
      break
    }
    if (most!.madeS.size === 0) this.#loser = undefined
  }

  #next(): Holder | undefined {
    const { value, done } = (this.#turn ??= this.#holders.values()).next()
    if (done !== true) return value
    this.#turn = this.#holders.values()
    return this.#turn.next().value as Holder | undefined
  }
}

function nameOf({ kind, id }: Thing): string {
  return `${kind} ${id}`
}

function holderName({ kind, account, server }: Omit<Owned, 'id'>): string {
  return `${kind}\n${server}\n${account}`
}
