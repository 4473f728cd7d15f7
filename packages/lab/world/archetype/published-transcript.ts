/** A transcript that its author put on the web, and readers who replay it: the same minted ids from unrelated accounts. */
import { popularAgents } from '../agent/popular.ts'
import { ordinaryLanguages, playCrowd, type Crowd } from '../crowd.ts'
import type { Dialogue, Turn } from '../dialogue.ts'
import type { DialectName } from '../line.ts'
import { drawPerson, personCaller, personRegistry, type Person } from '../person.ts'
import { playScripts } from '../play.ts'
import type { Random } from '../random.ts'
import { dayMs, hourMs } from '../rhythm.ts'
import { stayOn } from '../router.ts'
import { activeWindow, makePart, type Part, type PartOptions, type Scene } from '../scene.ts'
import { benignLabel, openSeat } from '../seat.ts'
import { readingMs } from '../text/everyday.ts'
import { answerText, followUp } from '../text/prose.ts'
import { everydayWriter } from '../everyday-writer.ts'
import { agentWriter } from '../agent/writer.ts'

/** Options of {@link publishedTranscript}; `accounts` counts author and readers. */
export interface PublishedTranscriptOptions extends PartOptions {
  readonly dialect?: DialectName
}

interface Transcript {
  /** The dialogue by which it was made; readers send its system prompt and its tools too. */
  readonly dialogue: Dialogue
  readonly turns: readonly Turn[]
}

const replayShare = 0.4
const publishedAfterDays = 1
const requestsPerDialogue = 2

/** A part with one author and readers, a null group. Readers replay the transcript and go on from there. */
export function publishedTranscript(options: PublishedTranscriptOptions = {}): Part {
  const { accounts = 16, requestsPerDay = 1, dialect = 'anthropic.messages' } = options
  return makePart('published_transcript', options, (scene) => {
    const transcript = playAuthor(scene, options, dialect)
    const readers: Crowd = {
      label: benignLabel('transcript_reader', true, scene.name),
      accounts: accounts - 1,
      requestsPerDay,
      languages: ordinaryLanguages,
      requestsPerDialogue,
      member: (random, person) => ({ write: readerWriter(random, { ...person, dialect }, transcript) }),
    }
    playCrowd(scene, { ...options, fromDay: (options.fromDay ?? 0) + publishedAfterDays }, readers)
  })
}

/** The author works with an agent in the first hours; what was said is the transcript. */
function playAuthor(scene: Scene, options: PartOptions, dialect: DialectName): Transcript {
  const random = scene.random.fork('author')
  const person = drawPerson(random, ['en'], dialect)
  const label = benignLabel('published_author', true, scene.name)
  const registry = personRegistry(random, scene, person)
  const seat = openSeat(scene, random, { registry, label, caller: personCaller(person) })
  const write = agentWriter(random, random.pick(popularAgents), dialect)
  const dialogue = write()
  const exchanges = [...dialogue.exchanges, ...write().exchanges]
  const startMs =
    activeWindow(scene, options).fromMs + Math.floor(random.unit() * (publishedAfterDays * dayMs - hourMs))
  const [turns = []] = playScripts(
    scene,
    [{ startMs, write: () => ({ ...dialogue, exchanges }) }],
    stayOn(random, seat),
  )
  return { dialogue, turns }
}

function readerWriter(random: Random, person: Person, transcript: Transcript): () => Dialogue {
  const everyday = everydayWriter(random, person)
  const answers = transcript.turns.flatMap((turn, index) => (endsTalk(turn) ? [index + 1] : []))
  let begun = 0
  return () => {
    begun += 1
    if (answers.length === 0 || (begun > 1 && !random.chance(replayShare))) return everyday()
    const topic = random.pick(person.lexicon.topics)
    const reply = { text: answerText(random, person.lexicon, topic, 5) }
    const say = followUp(random, person.lexicon, topic)
    const prelude = transcript.turns.slice(0, random.pick(answers))
    return { ...transcript.dialogue, prelude, exchanges: [{ say, reply, pauseMs: readingMs(random) }] }
  }
}

/** Whether somebody else can speak after the turn: an answer that waits for no tool. */
function endsTalk(turn: Turn): boolean {
  return turn.role === 'assistant' && turn.calls.length === 0
}
