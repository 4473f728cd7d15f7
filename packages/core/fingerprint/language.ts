/**
 * What language a prompt is in, coarsely: scripts of their own by their characters, Latin by the words that every text
 * of a language has. Meant for counting how many languages come out of one account; a single prompt may be misjudged.
 */
import { Words } from './words.ts'

/** The languages told apart, by code; 0 is "cannot tell". Codes are stored: add at the end only. */
export const languages = [
  '',
  'en',
  'es',
  'fr',
  'de',
  'pt',
  'it',
  'nl',
  'id',
  'vi',
  'tr',
  'pl',
  'ru',
  'el',
  'ar',
  'he',
  'hi',
  'th',
  'zh',
  'ja',
  'ko',
] as const

/** Words that hardly a sentence does without, and that the other languages of the list do not have. */
const functionWords: Readonly<Record<string, string>> = {
  en: 'the and of to is are that with this what how you for',
  es: 'el los las una del por con cómo qué está para pero más',
  fr: 'le les des une est dans pour avec vous qui sur pas cette',
  de: 'der die das und ist nicht ein eine mit auf für wie ich den',
  pt: 'os uma não com você em são mais isso pelo ao seu da',
  it: 'il gli della che di sono nel perché questo anche più è',
  nl: 'het een van niet zijn ik naar voor maar wat deze wordt',
  id: 'yang dan ini itu dengan untuk tidak dari adalah pada saya',
  vi: 'của và là không các cho với những một được này trong',
  tr: 've bir bu için ile değil olarak nasıl çok daha gibi',
  pl: 'jest nie się na że jak dla czy oraz przez tego są',
}

const tableSlots = 1024
const headWords = 80
const headUnits = 400
/** A language is named from so many of its function words on; one can be a name's. */
const hitsMin = 2

function buildTable(): { hash: Int32Array; language: Uint8Array } {
  const table = { hash: new Int32Array(tableSlots), language: new Uint8Array(tableSlots) }
  const words = new Words()
  for (const [code, list] of Object.entries(functionWords)) {
    words.clear()
    words.add(list)
    for (let i = 0; i < words.count; i += 1) {
      let slot = words.hash[i]! & (tableSlots - 1)
      while (table.language[slot] !== 0) slot = (slot + 1) & (tableSlots - 1)
      table.hash[slot] = words.hash[i]!
      table.language[slot] = (languages as readonly string[]).indexOf(code)
    }
  }
  return table
}

const table = buildTable()
const otherScript = /[\u0370-\uffff]/
const votes = new Uint8Array(languages.length)

/** The index in {@link languages} of what `text`, whose words are `words`, is in. Reads its beginning only: O(1). */
export function languageOf(words: Words, text: string): number {
  const units = Math.min(text.length, headUnits)
  if (!otherScript.test(text)) return latinLanguage(words)
  votes.fill(0)
  let foreign = 0
  for (let i = 0; i < units; i += 1) {
    const unit = text.charCodeAt(i)
    if (unit < 0x370) continue
    const language = languageOfUnit(unit)
    if (language === 0) continue
    votes[language]! += votes[language]! < 255 ? 1 : 0
    foreign += 1
  }
  // Kana decide: Japanese has more Han than kana, Chinese has none.
  if (votes[japanese]! > 0) votes[chinese] = 0
  return foreign * 4 >= units && foreign > 1 ? highestVote(1) : latinLanguage(words)
}

function latinLanguage(words: Words): number {
  votes.fill(0)
  const end = Math.min(words.count, headWords)
  for (let i = 0; i < end; i += 1) {
    const word = words.hash[i]!
    for (let slot = word & (tableSlots - 1); table.language[slot] !== 0; slot = (slot + 1) & (tableSlots - 1))
      if (table.hash[slot] === word) votes[table.language[slot]!]! += 1
  }
  return highestVote(hitsMin)
}

/** The language with the most votes, at least `least`; the first of those with equally many. */
function highestVote(least: number): number {
  let best = 0
  for (let language = 1; language < votes.length; language += 1)
    if (votes[language]! >= least && votes[language]! > votes[best]!) best = language
  return best
}

const code = (name: (typeof languages)[number]): number => languages.indexOf(name)
const japanese = code('ja')
const chinese = code('zh')

/** First and last unit of scripts that stand for one language each here. */
const scripts: readonly (readonly [from: number, to: number, language: number])[] = [
  [0x370, 0x3ff, code('el')],
  [0x400, 0x52f, code('ru')],
  [0x590, 0x5ff, code('he')],
  [0x600, 0x77f, code('ar')],
  [0x900, 0x97f, code('hi')],
  [0xe00, 0xe7f, code('th')],
  [0x3040, 0x30ff, japanese],
  [0x3400, 0x9fff, chinese],
  [0xac00, 0xd7af, code('ko')],
]

function languageOfUnit(unit: number): number {
  for (const [from, to, language] of scripts) if (unit >= from && unit <= to) return language
  return 0
}
