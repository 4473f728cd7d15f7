/**
 * What an interaction exercises (reasoning, code, agentic work, grading, general) and two flags: it asks for the
 * model's reasoning (elicitation), it has the model judge answers (grading). Heuristics on form and on closed word
 * lists in several languages: weak evidence by design, telling only in the aggregate of a campaign.
 */
import type { Conversation } from '../interaction.ts'
import { Words } from './words.ts'

/** Shares in percent; what is left to 100 is general. */
export interface Capability {
  reasoning: number
  code: number
  agentic: number
  grading: number
  elicitation: boolean
}

const reasoningTerm = 1
const exposeTerm = 2
const gradingTerm = 4
/** Terms of reasoning that name the thinking itself: steps and proofs can be asked for without it. */
const thoughtTerm = 8 | reasoningTerm

const terms: readonly (readonly [number, string])[] = [
  [
    reasoningTerm,
    `steps step chain derivation rationale proof working pasos étapes begründung schritt schritte passos passaggi
     шаги шаг langkah bước luận 단계 خطوة`,
  ],
  [
    thoughtTerm,
    `reasoning thought thoughts thinking scratchpad monologue razonamiento pensamiento raisonnement pensée gedankengang
     denkprozess raciocínio ragionamento рассуждения рассуждение мысли penalaran 추론 생각 المنطق التفكير`,
  ],
  [
    exposeTerm,
    `complete full internal every each all detailed detail hidden verbatim entire whole explicit fully completely
     completo completa cada todos todas detalle complet chaque détail vollständig jeden jede ausführlich tutto ogni
     полностью каждый подробно lengkap setiap đầy từng 모든 전체 كامل كل`,
  ],
  [
    gradingTerm,
    `score scores scored grade graded rate rating rubric criteria criterion candidate candidates judge evaluate
     evaluation winner better preferable prefer compare critique feedback verdict reviewer points
     puntuación puntúa evalúa evaluar califica criterio candidata notez évaluez évaluer critère bewerte bewertung
     kriterium punkte avalie pontuação valuta punteggio оцени оценка критерий nilai kriteria điểm chấm
     평가 점수 채점 قيم درجة معيار`,
  ],
]

/** Han and kana are read character by character, so their terms are sought in the text itself. */
const ideographTerms: readonly (readonly [number, readonly string[]])[] = [
  [reasoningTerm, ['推理', '思考', '步骤', '步驟', '过程', '過程', '推論', 'ステップ']],
  [exposeTerm, ['完整', '详细', '詳細', '每一', '逐步', '全部', 'すべて', '内部']],
  [gradingTerm, ['评分', '打分', '评估', '评价', '比较', '更好', '採点', '評価', '候选', 'スコア']],
]

const tableSlots = 2048

/** Word hash → kind of term, open addressing. Built once: the lists are constants. */
function buildTable(): { hash: Int32Array; kind: Uint8Array } {
  const hash = new Int32Array(tableSlots)
  const kind = new Uint8Array(tableSlots)
  const words = new Words()
  for (const [term, list] of terms) {
    words.clear()
    words.add(list)
    for (let i = 0; i < words.count; i += 1) {
      let slot = words.hash[i]! & (tableSlots - 1)
      while (kind[slot] !== 0) slot = (slot + 1) & (tableSlots - 1)
      hash[slot] = words.hash[i]!
      kind[slot] = term
    }
  }
  return { hash, kind }
}

const table = buildTable()

function termOf(word: number): number {
  let slot = word & (tableSlots - 1)
  while (table.kind[slot] !== 0) {
    if (table.hash[slot] === word) return table.kind[slot]!
    slot = (slot + 1) & (tableSlots - 1)
  }
  return 0
}

/** Terms are sought in the first and the last so many words: instructions frame the material. */
const frameWords = 120

/** A word that demands all of something belongs to a thought this many words before or after it. */
const nearWords = 3

interface TermCounts {
  /** All of the thinking is asked for in one phrase. */
  exposesThought: boolean
  reasoning: number
  expose: number
  grading: number
}

function countTerms(words: Words, text: string): TermCounts {
  const seen = new Set<number>()
  const counts: TermCounts = { exposesThought: false, reasoning: 0, expose: 0, grading: 0 }
  const last = { expose: -Infinity, thought: -Infinity }
  const note = (term: number): void => {
    if ((term & reasoningTerm) !== 0) counts.reasoning += 1
    else if (term === exposeTerm) counts.expose += 1
    else counts.grading += 1
  }
  for (let i = 0; i < words.count; i += 1) {
    if (i === frameWords) i = Math.max(i, words.count - frameWords)
    const word = words.hash[i]!
    const term = termOf(word)
    if (term === 0) continue
    if (term === exposeTerm) last.expose = i
    if (term === thoughtTerm) last.thought = i
    if (Math.abs(last.expose - last.thought) <= nearWords) counts.exposesThought = true
    if (seen.has(word)) continue
    seen.add(word)
    note(term)
  }
  if (words.ideographs > 0)
    for (const [term, list] of ideographTerms) for (const phrase of list) if (text.includes(phrase)) note(term)
  return counts
}

const codeDensityMin = 0.045
const formulaDensityMin = 0.07

/** Working in numbers: digits and formula marks are a good part of the text, be it question or answer. */
function isFormulaic({ mathMarks, digits, units }: Words): boolean {
  return units > 0 && (mathMarks + digits) / units >= formulaDensityMin
}

/**
 * Judges one interaction. `prompt` are the words of `promptText`, what the user newly asked; `answer` those of the
 * answers. Pure; O(words of the prompt's frame).
 */
export function judgeCapability(
  conversation: Conversation,
  prompt: Words,
  promptText: string,
  answer: Words,
): Capability {
  const counts = countTerms(prompt, promptText)
  const usesTools =
    conversation.turns.some((turn) => turn.role === 'tool' || turn.parts.some((part) => part.kind === 'tool-call')) ||
    conversation.answers.some((turn) => turn.parts.some((part) => part.kind === 'tool-call'))
  const marks = prompt.codeMarks + answer.codeMarks
  const units = Math.max(1, prompt.units + answer.units)
  const isCode = marks / units >= codeDensityMin || promptText.includes('```')
  const isFormula = isFormulaic(prompt) || isFormulaic(answer)
  const elicitation = counts.exposesThought || (counts.reasoning >= 2 && counts.expose >= 2)
  const agentic = usesTools ? 1 : conversation.tools.length > 0 ? 0.5 : 0
  const grading = counts.grading >= 3 ? 1 : 0
  const code = isCode ? 0.8 : 0
  const reasoning = elicitation ? 1 : isFormula || counts.reasoning >= 2 ? 0.6 : 0
  const sum = agentic + grading + code + reasoning
  const percent = (share: number): number => Math.round((share * 100) / Math.max(1, sum))
  return {
    reasoning: percent(reasoning),
    code: percent(code),
    agentic: percent(agentic),
    grading: percent(grading),
    elicitation,
  }
}
