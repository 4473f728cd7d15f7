/** A watch: the detection as it goes through time, seeing at each step what came before and judging what that changed. */
import { Detector, type Group } from '@stillhunt/core/campaign'
import { type Evidence, type KnownEvidence, Replay } from '@stillhunt/core/link'
import { GroupTurns } from './group-turns.ts'
import { fdrDefault, type FoundGroup, judgeGroup, settleClaims, unmeasured } from './analysis.ts'
import type { Directory } from './directory.ts'
import type { UsageLog } from './usage-log.ts'

/** A group whose accounts are the same is judged again once its records grew by this share. */
const growthShareMin = 0.05

interface Judged {
  readonly found: FoundGroup
  readonly records: number
}

/** See the file's header. */
export class Watch {
  readonly detector: Detector
  readonly evidence: Evidence
  private readonly directory: Directory
  private readonly log: UsageLog
  private readonly replay: Replay
  private readonly turns: GroupTurns
  private readonly fdr: number
  private judged = new Map<Group, Judged>()

  /** `known` must not be used by others afterwards: see {@link Replay}. */
  constructor(known: KnownEvidence, directory: Directory, log: UsageLog, fdr: number = fdrDefault) {
    this.fdr = fdr
    this.directory = directory
    this.log = log
    this.replay = new Replay(
      known,
      Float64Array.from(directory.entries, ({ firstMs }) => firstMs),
    )
    this.evidence = this.replay.evidence
    this.detector = new Detector(this.evidence)
    this.turns = new GroupTurns(this.evidence, log)
  }

  /**
   * Goes on to `beforeMs`. Answers the groups as they stand then, and which of them were judged anew; at the last step all
   * are measured once more, so that what is told of them is of that moment.
   */
  step(
    beforeMs: number,
    isLast = false,
  ): { readonly groups: readonly FoundGroup[]; readonly fresh: ReadonlySet<FoundGroup> } {
    const news = this.replay.advance(beforeMs)
    if (news.ties.length > 0 || news.alike.length > 0) this.detector.look(news)
    const inTurn = this.turns.look(this.detector.groups(), beforeMs)
    if (inTurn.length > 0) this.detector.look({ ties: inTurn, alike: [] })
    const joined = this.turns.join(this.detector.groups(), beforeMs)
    if (joined.length > 0) this.detector.look({ ties: joined, alike: [] })
    const next = new Map<Group, Judged>()
    const fresh = new Set<FoundGroup>()
    const groups: FoundGroup[] = []
    for (const group of this.detector.groups()) {
      const known = this.judged.get(group)
      const judged = this.judge(group, isLast ? undefined : known, beforeMs)
      if (judged !== known) fresh.add(judged.found)
      next.set(group, judged)
      groups.push(judged.found)
    }
    this.judged = next
    const settled = settleClaims(groups, this.detector, this.fdr)
    return { groups: settled, fresh: new Set(settled.filter((_, index) => fresh.has(groups[index]!))) }
  }

  private judge(group: Group, known: Judged | undefined, beforeMs: number): Judged {
    if (group.pool.accounts.size === 0)
      return known ?? { found: judgeGroup(group, unmeasured, this.directory, this.evidence.traits), records: 0 }
    const accounts = group.members.map(({ account }) => account)
    const records = this.log.countBefore(accounts, beforeMs)
    if (known !== undefined && records < (1 + growthShareMin) * known.records) return known
    const usage = this.log.usageOf(group, this.evidence.traits, beforeMs)
    return { found: judgeGroup(group, usage, this.directory, this.evidence.traits), records }
  }
}
