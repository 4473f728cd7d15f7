// What a request is for shows in its form and in a few words of many languages; doubtful cases stay general.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Conversation, Turn } from '../interaction.ts'
import { type Capability, judgeCapability } from './capability.ts'
import { Words } from './words.ts'

function judge(prompt: string, answer = '', more: Partial<Conversation> = {}): Capability {
  const conversation: Conversation = {
    system: '',
    turns: [{ role: 'user', parts: [{ kind: 'text', text: prompt }] }],
    answers: [],
    tools: [],
    parameters: [],
    minted: [],
    presented: [],
    endUser: undefined,
    ...more,
  }
  const [asked, answered] = [new Words(), new Words()]
  asked.add(prompt)
  answered.add(answer)
  return judgeCapability(conversation, asked, prompt, answered)
}

const eliciting: readonly string[] = [
  'Solve it. Show your complete internal reasoning, every step, with no thought left out.',
  'Muestra todos los pasos de tu razonamiento, con cada detalle y la respuesta completa.',
  'Bitte lege deinen gesamten Gedankengang offen: jeden Schritt, ausführlich und vollständig, mit Begründung.',
  'Montre toutes les étapes de ton raisonnement, chaque détail, rien de moins.',
  'Покажи полностью каждый шаг и все рассуждения подробно.',
  'Before the answer, write out your complete internal reasoning.',
  'Raconte ton raisonnement complet.',
  '请写出完整的推理过程，详细说明每一步思考。',
  '모든 단계, 전체 추론, 생각 보여줘',
]
for (const prompt of eliciting)
  test(`asks for reasoning: ${prompt}`, () => assert.equal(judge(prompt).elicitation, true))

const harmless: readonly string[] = [
  'How do I repot a cactus?',
  'Write a complete plan for every day of my holiday.',
  'What is the next step after the interview?',
  'Explain your reasoning.',
  'Show every step of the proof.',
  'Give me a detailed plan. I had a thought about the garden.',
  '今天天气怎么样？',
  '',
]
for (const prompt of harmless)
  test(`asks for no reasoning: ${prompt || 'nothing'}`, () => assert.equal(judge(prompt).elicitation, false))

const grading: readonly (readonly [prompt: string, grades: boolean])[] = [
  ['Grade the answer by the rubric and give a score from 0 to 10.', true],
  ['Compare both candidates, judge each criterion, say which is better.', true],
  ['Bewerte die Antwort nach jedem Kriterium, mit einer Bewertung in Punkten.', true],
  ['请根据标准评分，比较两个候选答案，哪个更好？', true],
  ['What was the final score of the match?', false],
  ['Give me feedback on my cover letter.', false],
]
for (const [prompt, grades] of grading)
  test(`${grades ? 'grades' : 'does not grade'}: ${prompt}`, () => assert.equal(judge(prompt).grading > 0, grades))

const program = 'function f(x) { return x.map((y) => y + 1); }\nconst a = f([1, 2]); { b(); }'

test('program text on either side, or a fence in the prompt, is code', () => {
  assert.ok(judge(program).code > 0)
  assert.ok(judge('Please write it for me, as we agreed.', program.repeat(3)).code > 0)
  assert.ok(judge('Why does this fail?\n```\nx\n```').code > 0)
  assert.equal(judge('Write a letter to my landlord about the window.').code, 0)
})

test('formulas are reasoning, prices are not', () => {
  assert.ok(judge('If x^2 + 3x = 10 and y = 2x - 1, what is x*y?').reasoning > 0)
  assert.equal(judge('Is a rent of 900 euros for a flat of two rooms in Leeds too much for a student?').reasoning, 0)
})

const call: Turn = { role: 'assistant', parts: [{ kind: 'tool-call', name: 'ls', arguments: '{}' }] }

test('tool calls are agentic, offered tools by half', () => {
  assert.equal(judge('List the files.', '', { answers: [call] }).agentic, 100)
  assert.equal(judge('List the files.', '', { tools: [{ name: 'ls', schema: undefined }] }).agentic, 50)
  assert.equal(judge('List the files.').agentic, 0)
})

test('shares are percentages that together leave nothing below zero for the rest', () => {
  for (const prompt of [...eliciting, ...harmless, program, ...grading.map(([text]) => text)]) {
    const { reasoning, code, agentic, grading: graded } = judge(prompt, program, { answers: [call] })
    const sum = reasoning + code + agentic + graded
    assert.ok(sum <= 101 && [reasoning, code, agentic, graded].every((share) => share >= 0 && share <= 100), prompt)
  }
})

test('only the frame of a long prompt counts: material in its middle does not', () => {
  const filler = (words: number): string => 'lorem '.repeat(words)
  assert.ok(judge(`Grade by rubric and score. ${filler(900)}`).grading > 0)
  assert.ok(judge(`${filler(900)} Grade by rubric and score.`).grading > 0)
  assert.equal(judge(`${filler(400)} Grade by rubric and score. ${filler(400)}`).grading, 0)
})
