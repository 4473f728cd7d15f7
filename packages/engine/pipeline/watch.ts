/** A watch: the detection as it goes through time, seeing at each step what came before and judging what that changed. */
import { Detector, type Group } from '@stillhunt/core/campaign'
import { type Evidence, type KnownEvidence, Replay, type Tie } from '@stillhunt/core/link'
import type { SignalContext } from '../signal.ts'
import type { Store } from '../store.ts'
import type { Directory } from './directory.ts'
import { readEvidence } from './evidence.ts'
import { GroupTurns } from './group-turns.ts'
import { trimHeap } from './heap.ts'
import { fdrDefault, type FoundGroup, judgeGroup, settleClaims, unmeasured } from './judgement.ts'
import { UsageLog } from './usage-log.ts'
import { readView } from './view.ts'

/** How to look. */
export interface LookOptions {
  /** The share of false claims among all claims that is put up with, in (0, 1); {@link fdrDefault} when absent. */
  readonly fdr?: number
  /** Signals and families of signals that are left out, by name, to see what each is worth. */
  readonly without?: ReadonlySet<string>
  /** Of more accounts those are looked at that have most in common with others; what there is room for when absent. */
  readonly accountsMax?: number
}

/** A group whose accounts are the same is judged again once its records grew by this share. */
const growthShareMin = 0.05

interface Judged {
  readonly found: FoundGroup
  readonly records: number
}

/** See the file's header. */
export class Watch {
  readonly directory: Directory
  readonly log: UsageLog
  readonly detector: Detector
  readonly evidence: Evidence
  private readonly replay: Replay
  private readonly turns: GroupTurns
  private readonly fdr: number
  private readonly isTimed: boolean
  private judged = new Map<Group, Judged>()
  private beforeMs = -Infinity

  private constructor(
    known: KnownEvidence,
    { directory, log }: Pick<Watch, 'directory' | 'log'>,
    { fdr = fdrDefault, without }: LookOptions,
  ) {
    this.fdr = fdr
    this.isTimed = without?.has('turn-taking') !== true && without?.has('handoff') !== true
    this.directory = directory
    this.log = log
    this.replay = new Replay(known, directory.firstMs)
    this.evidence = this.replay.evidence
    this.detector = new Detector(this.evidence)
    this.turns = new GroupTurns(this.evidence, log)
  }

  /** Reads all that is to be seen. */
  static async over(store: Store, options: LookOptions = {}): Promise<Watch> {
    const directory = await readView(store, options.accountsMax)
    trimHeap(directory.size)
    const known = await readEvidence(contextOf(store, directory), options.without)
    trimHeap(directory.size)
    const log = await UsageLog.read(store, directory, known.traits, candidatesIn(known))
    // What follows needs this process's own memory rather than the engine's.
    await store.trim()
    trimHeap(directory.size)
    return new Watch(known, { directory, log }, options)
  }

  /** Lets in what came before `beforeMs`, and looks at whom it concerns. */
  advance(beforeMs: number): void {
    this.beforeMs = beforeMs
    const news = this.replay.advance(beforeMs)
    if (news.ties.length > 0 || news.alike.length > 0) this.detector.look(news)
    if (!this.isTimed) return
    this.lookAt(this.turns.look(this.detector.groups(), beforeMs))
    this.lookAt(this.turns.join(this.detector.groups(), beforeMs))
  }

  /** Gives back what only further looks need. */
  rest(): void {
    this.detector.rest()
  }

  /** The groups as they stand, those measured anew of which there is more; of all where `isAnew`. And which these were. */
  judge(isAnew = true): { readonly groups: readonly FoundGroup[]; readonly fresh: ReadonlySet<FoundGroup> } {
    const next = new Map<Group, Judged>()
    const fresh = new Set<FoundGroup>()
    const groups: FoundGroup[] = []
    for (const group of this.detector.groups()) {
      const known = this.judged.get(group)
      const judged = this.judgeOne(group, isAnew ? undefined : known)
      if (judged !== known) fresh.add(judged.found)
      next.set(group, judged)
      groups.push(judged.found)
    }
    this.judged = next
    const settled = settleClaims(groups, this.detector, this.fdr)
    return { groups: settled, fresh: new Set(settled.filter((_, index) => fresh.has(groups[index]!))) }
  }

  private lookAt(ties: readonly Tie[]): void {
    if (ties.length > 0) this.detector.look({ ties, alike: [] })
  }

  private judgeOne(group: Group, known: Judged | undefined): Judged {
    if (group.pool.accounts.size === 0)
      return known ?? { found: judgeGroup(group, unmeasured, this.directory, this.evidence.traits), records: 0 }
    const accounts = group.members.map(({ account }) => account)
    const records = this.log.countBefore(accounts, this.beforeMs)
    if (known !== undefined && records < (1 + growthShareMin) * known.records) return known
    const usage = this.log.usageOf(group, this.evidence.traits, this.beforeMs)
    return { found: judgeGroup(group, usage, this.directory, this.evidence.traits), records }
  }
}

function contextOf(store: Store, directory: Directory): SignalContext {
  return {
    store,
    population: directory.population,
    indexOf: (account) => directory.indexOf(BigInt(account)),
    indicesOf: (accounts) => directory.indicesOf(accounts),
  }
}

/** Accounts that can come to be in a group: with an event, or with several things that others have. */
function candidatesIn({ sharings, traits, population }: KnownEvidence): number[] {
  const candidates = new Set<number>()
  for (let index = 0; index < sharings.length; index += 1)
    for (const account of sharings.accountsOf(index)) candidates.add(account)
  for (let account = 0; account < population.org.length; account += 1)
    if (traits.valuesOf(account).length > 1) candidates.add(account)
  return [...candidates].sort((a, b) => a - b)
}
