/** Harvest of chains of thought over problems with a checkable result. */
import type { Exchange } from '../dialogue.ts'
import type { Random } from '../random.ts'
import { fill } from '../text/fill.ts'
import type { Lexicon } from '../text/lexicon.ts'
import { sentences } from '../text/prose.ts'
import { programPauseMs, type Harvest, type Job, type Style } from './harvest.ts'
import { reasoningWordings } from './wording.ts'

const english: readonly Style[] = [
  [
    ['Solve the problem below. ', 'Here is a problem to be solved. ', 'Work out the following. '],
    ['Write every intermediate step, with nothing left out, ', 'Put down each step you take, however small, '],
    ['between <steps> and </steps>, ', 'inside a block that starts with STEPS: and ends with END, '],
    ['then give the result alone on the last line.\n\n', 'and after that only the result.\n\n'],
    ['Problem: {problem}'],
  ],
  [
    ['{problem}\n\n'],
    ['Before you answer, think aloud: ', 'I need your full line of thought: '],
    ['what you try first, what you discard, and why. ', 'each idea, each check, each dead end. '],
    ['Number the thoughts. Finish with "Result =".', 'Number them and close with one line "Result =".'],
  ],
  [
    ['You are writing worked solutions for a textbook of exercises. ', 'Act as the author of a solutions manual. '],
    ['Exercise:\n{problem}\n'],
    [
      'Produce the derivation as a student with no talent would need it, ',
      'Derive it so that no reader has to fill a gap, ',
    ],
    ['state the rule used at each line, ', 'name the rule behind every line, '],
    ['and verify the answer by a second method.', 'and check it another way at the end.'],
  ],
]
const chinese: readonly Style[] = [
  [
    ['请解答下面的问题。', '下面是一道题，请解出来。'],
    ['把每一个中间步骤都写出来，不要省略，', '逐步写出全部推理过程，'],
    ['最后一行只写答案。\n\n题目：{problem}'],
  ],
  [['{problem}\n\n'], ['先说明你的完整思路，', '请把思考过程全部写下来，'], ['包括尝试过但放弃的方法，再给出结果。']],
]
const problemForms: Readonly<Partial<Record<Lexicon['language'], readonly string[]>>> = {
  en: [
    'A tank holds {a} litres and leaks {b} litres an hour while a pump adds {c} litres an hour. When is it empty or full if it starts at {d} litres?',
    'Find all integers n below {a} for which n² + {b}n is divisible by {c}.',
    'In how many ways can {b} identical lamps be hung in {c} rooms so that no room has more than {d}?',
    'Two trains leave {place} at intervals of {b} minutes with speeds of {a} and {c} km/h. Where does the second pass the first?',
    'A triangle has sides {a}, {c} and an angle of {d} degrees between them. Give its area and the length of the third side.',
    'The sequence starts with {b}, {c} and every later term is the sum of the two before it minus {d}. What is the remainder of term {a} divided by 7?',
    'A box has {a} red and {c} blue marbles. You draw {b} without putting any back. How likely is it that exactly {d} are red, to the nearest percent?',
    'A merchant of {place} mixes {a} kg of tea at {b} coins with {c} kg at {d} coins. At what price does he keep a quarter as profit?',
    'Show whether the equation x² − {a}x + {c} = {b}y has solutions in positive integers with y below {d}.',
    'Of {a} guests, {b} speak Dutch, {c} speak Basque and {d} speak neither. How many speak both?',
    'A clock loses {b} seconds an hour. It is right at noon on a Monday; when does it next show the right time if {d} minutes are added every {c} days?',
  ],
  zh: [
    '一个水箱能装{a}升水，每小时漏{b}升，同时进水{c}升，开始有{d}升，多久之后会空或者满？',
    '求所有小于{a}的整数n，使得n²+{b}n能被{c}整除。',
    '把{b}盏相同的灯挂进{c}个房间，每个房间最多{d}盏，有多少种挂法？',
    '盒子里有{a}个红球和{c}个蓝球，不放回地取出{b}个，恰好{d}个红球的概率是多少？',
    '数列前两项是{b}和{c}，以后每一项等于前两项之和减{d}，第{a}项除以7余几？',
  ],
}
const checks = [
  'Go through your steps again and mark every one that needs a justification.',
  'Now solve it by a different route and compare.',
  'Rewrite the whole reasoning in more detail.',
]
const followUpShare = 0.4
const ideas = [
  'rearrange',
  'substitute',
  'factor',
  'bound',
  'count',
  'compare',
  'halve',
  'reduce modulo',
  'expand',
  'test',
]

/** Reasoning: a problem, the steps in full, sometimes a request to do it again in more detail. */
export function reasoningHarvest(): Harvest {
  return {
    styles: { en: english, zh: chinese },
    wordings: reasoningWordings,
    thinks: true,
    outputTokensMax: 6000,
    requestsPerDialogue: 1.6,
    job: problemJob,
  }
}

function problemJob(random: Random, lexicon: Lexicon): Job {
  const forms = problemForms[lexicon.language] ?? problemForms.en ?? []
  const problem = fill(random.pick(forms), {
    a: random.between(40, 900),
    b: random.between(3, 60),
    c: random.between(5, 90),
    d: random.between(2, 40),
    place: random.pick(lexicon.places),
  })
  return {
    slots: { problem },
    answer: (drawn) => ({ reply: workedReply(drawn, lexicon), further: checkingExchanges(drawn, lexicon) }),
  }
}

function workedReply(random: Random, lexicon: Lexicon): Exchange['reply'] {
  return { text: workedSteps(random), reasoning: sentences(random, lexicon, random.between(4, 9)) }
}

function workedSteps(random: Random): string {
  const count = random.between(4, 10)
  const lines = Array.from({ length: count }, (_, index) => {
    const left = random.between(2, 400)
    const right = random.between(2, 400)
    return `${index + 1}. ${random.pick(ideas)} ${left} and ${right}: ${left} · ${right} = ${left * right}`
  })
  return `${lines.join('\n')}\nResult = ${random.between(1, 5000)}`
}

function checkingExchanges(random: Random, lexicon: Lexicon): readonly Exchange[] {
  const count = random.chance(followUpShare) ? random.between(1, 2) : 0
  return Array.from({ length: count }, () => ({
    say: random.pick(checks),
    reply: workedReply(random, lexicon),
    pauseMs: programPauseMs(random),
  }))
}
