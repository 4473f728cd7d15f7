/** Small worlds for tests of the baselines: people, and rings that differ from them in what a test asks for. */
import type { LabelLine } from '../world.ts'
import { Random } from '../world.ts'
import type { Truth } from './method.ts'
import type { Traffic } from './traffic.ts'
import { TrafficReader } from './traffic-reader.ts'

/** What the members of a ring do otherwise than people, who each send a dozen texts of their own from an own address. */
export interface RingOptions {
  readonly rings?: number
  readonly accounts?: number
  readonly calls?: number
  /** `own`: like people. `template`: a common beginning. `same`: one list of prompts. `alike`: half are near repeats. */
  readonly text?: 'own' | 'template' | 'same' | 'alike' | 'foreign'
  /** `days`: at any time, like people. `hour`: all in one. `together`: one hour a day. `turns`: each on a day of its own. */
  readonly time?: 'days' | 'hour' | 'together' | 'turns'
  readonly address?: 'own' | 'shared'
  readonly payment?: 'own' | 'shared'
}

/** A world with its truth. */
export interface Scene {
  readonly traffic: Traffic
  readonly truth: Truth
  readonly labels: readonly LabelLine[]
}

const people = 60
const days = 10
const hourMs = 3_600_000
const beganMs = Date.UTC(2026, 5, 1)
const letters = 'bcdfghklmnprstvw'

/** A record line with only what is asked for. */
export function recordLine(
  id: string,
  account: string,
  timeMs: number,
  prompt: string,
  rest: Readonly<Record<string, unknown>> = {},
): string {
  return JSON.stringify({
    v: 1,
    id,
    ts: new Date(timeMs).toISOString(),
    account,
    dialect: 'openai.chat',
    model: 'm',
    status: 200,
    request: { model: 'm', messages: [{ role: 'user', content: prompt }] },
    response: { choices: [{ index: 0, message: { role: 'assistant', content: 'Yes.' }, finish_reason: 'stop' }] },
    usage: { input_tokens: 20, output_tokens: 5 },
    ...rest,
  })
}

/** The people and the rings of these options. */
export function scene(options: RingOptions): Scene {
  const reader = new TrafficReader()
  const labels: LabelLine[] = []
  const label = (account: string, campaign: string | null): void => {
    const kind = campaign === null ? 'benign' : 'extraction'
    labels.push({ account, archetype: '', campaign, kind, hard: false, group: null })
  }
  for (let index = 0; index < people; index += 1) {
    const account = `person-${index}`
    label(account, null)
    addAccount(reader, account, new Random(account), {}, `address of ${account}`, `card of ${account}`, index)
  }
  const { rings = 1, accounts = 8, address = 'own', payment = 'own' } = options
  for (let ring = 0; ring < rings; ring += 1)
    for (let index = 0; index < accounts; index += 1) {
      const account = `ring-${ring}-${index}`
      label(account, `ring-${ring}`)
      const of = (sharing: string): string => (sharing === 'shared' ? `ring ${ring}` : account)
      addAccount(reader, account, new Random(account), options, of(address), `card of ${of(payment)}`, index)
    }
  const traffic = reader.finish()
  const byName = new Map(labels.map((each) => [each.account, each]))
  return { traffic, labels, truth: traffic.accounts.map(({ name }) => byName.get(name)) }
}

function addAccount(
  reader: TrafficReader,
  account: string,
  random: Random,
  { calls = 12, text = 'own', time = 'days' }: RingOptions,
  address: string,
  payment: string,
  index: number,
): void {
  reader.addAccount(JSON.stringify({ account, payment, created: '2026-01-01T00:00:00Z' }))
  for (let call = 0; call < calls; call += 1) {
    const hour = {
      days: random.between(0, days * 24 - 1),
      hour: 50,
      together: 24 * (call % days),
      turns: 24 * (index % days),
    }[time]
    const timeMs = beganMs + hour * hourMs + random.between(0, hourMs - 1)
    reader.addRecord(
      recordLine(`${account}-${call}`, account, timeMs, promptOf(text, random, call), { client: { ip: address } }),
    )
  }
}

function promptOf(text: NonNullable<RingOptions['text']>, random: Random, call: number): string {
  if (text === 'template')
    return `Write an exam question with its full solution for a class about ${words(random, 4, 'common')}.`
  if (text === 'same') return words(new Random(`list ${call}`), 18, 'common')
  if (text === 'alike' && call % 2 === 1)
    return `${words(new Random(`alike ${call % 4}`), 18, 'common')} ${words(random, 1, 'common')}`
  return words(random, 18, text === 'foreign' ? 'foreign' : 'common')
}

/** Words of a made-up vocabulary of a few hundred. */
function words(random: Random, count: number, vocabulary: string): string {
  const word = (): string => {
    const letter = new Random(`${vocabulary} ${random.between(0, 299)}`)
    return Array.from({ length: 3 }, () => `${letter.pick([...letters])}${letter.pick([...'aeiou'])}`).join('')
  }
  return Array.from({ length: count }, word).join(' ')
}
