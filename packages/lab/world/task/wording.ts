/** How a model would put each task differently every time: nested alternatives in brackets, slots in braces. */
import type { Language } from '../text/lexicon.ts'

/** Wordings of one task by language; English always has some. */
export type Wordings = Readonly<Partial<Record<Language, readonly string[]>>> & { readonly en: readonly string[] }

/** Chains of thought; slot `{problem}`. */
export const reasoningWordings: Wordings = {
  en: [
    '[Could you|Please|I would like you to|Kindly] [work through|solve|tackle|go over|deal with] [this|the following|the next] [exercise|question|puzzle|task|problem][ for me|] [and|while you] [spell out|show|lay open|write down] [every|each] [thought|step|move|consideration] [on the way|as you go|before the result|in order].\n\n{problem}\n\n[The final|Your final|The last] [line|sentence] [should|must|has to] [contain|hold|be] [nothing but|only|just] the [answer|result|outcome].',
    '{problem}\n\n[Take your time|Do not hurry|Slowly, please]. [I care about|What matters to me is|I am after] [how you get there|the way you reason|the path] [more than|rather than|as much as] [the number|the result|what comes out]: [describe|tell|record] [your attempts|what you try|the ideas you have], [including|even|also] the [wrong|failed|useless] ones[, and why you drop them|].',
    '[Here is|Below you find|Look at] [something|a thing|an item] [from a set of problems|out of a collection|that needs solving]: {problem} [Explain|Derive|Justify] [the solution|what you do|it] [line by line|piece by piece|bit by bit], [naming|giving|stating] [the reason|what allows it|the principle] [each time|for every line|throughout], [then|and finally|and at the end] [check it|verify it|test it] [independently|in another way|a second time].',
  ],
  zh: [
    '[请|麻烦|希望你][解答|求解|处理|算一下][这道|下面这个|以下][题|题目|问题]，[并且|同时][写出|列出|说明][每一步|所有步骤|全部推理]，[不要|别][省略|跳过][任何|中间][细节|过程]。\n\n{problem}',
    '{problem}\n\n[我想看|请展示|重点是][你的|完整的][思路|思考过程|推导]，[包括|也要写][走不通的|错误的|放弃的][尝试|想法]，[最后|然后][给出|写上][答案|结果]。',
  ],
}

/** Programs; slots `{language}` and `{specification}`. */
export const codeWordings: Wordings = {
  en: [
    '[Write|Implement|Give me|Produce|I need] [a|one] {language} [function|routine|solution] [that does the following|for this|with this behaviour]: {specification} [No prose|Code only|Nothing but code|Only the program][, please|].',
    '[Suppose|Imagine] [a reviewer|a colleague|someone] [asks for|wants|requests] this [in|written in|done in] {language}: {specification} [What would|How would] [you hand in|your code look like|you write it]? [Cover|Mind|Think of|Handle] [odd inputs|the edge cases|the corners] [too|as well|and say which].',
    '{specification}\n[Target|Language|To be written in|Stack]: {language}. [It will be|Expect it to be|It gets] [run against|checked by|tested with] [unseen|secret|further] [tests|cases|inputs], so [be exact|take care|get the limits right].',
  ],
}

/** Tool trajectories; slots `{root}` and `{issue}`. */
export const agenticWordings: Wordings = {
  en: [
    '[You are|You have been put|You find yourself] [in|inside] [a sandbox|a container|a machine] [with|that holds] [a checkout|the code|a project] [at|under|in] {root}. [Somebody|A user|The tracker] [reported|says|asks]: {issue} [Fix|Settle|Handle|Sort out] [it|this|that] [with the tools you have|by calling tools|through the tools], [telling|saying|noting] [before each|ahead of every] [call|step|action] [what you expect|why|what for].',
    '{issue}\n\n[Code|Project|Repository|Workspace]: {root}. [Go on until|Do not stop before|Carry on till] [everything passes|the tests are green|the suite is happy]; [nobody|no human] [is around|will reply|can help].',
    '[Task|Assignment|Mission] for an [autonomous|unattended] [worker|engineer|agent]: [work in|stay inside|use] {root}, [and|then] {issue} [Think|Reason] [aloud|openly] [all along|at every turn].',
  ],
}

/** Verdicts; slots `{question}`, `{candidate}`, `{rubric}`, `{open}`, `{close}`. */
export const gradingWordings: Wordings = {
  en: [
    '[How good|Of what quality|How convincing] is the [reply|answer|response] below? [Mind|Weigh|Consider] [these points|the following|this]: {rubric}.\n\n[Asked|Question|They asked]: {question}\n\n[Given|Reply|They got]: {candidate}\n\n[Finish with|End on|Close with] [a mark|a number|a grade] [from|between] 0 [to|and] 10.',
    '{question}\n~\n{candidate}\n~\n[Mark|Score|Assess] [the second part|what stands second|the latter] as [an answer|a reply] to the [first|former][, please|]. [Criteria|Standards|Points]: {rubric}. [One line each|A sentence per point|Briefly], [then|and] [the total|an overall value|the sum].',
    '[As a|Being a|In the role of a] [strict|fair|careful] [examiner|judge|marker], [look at|read|go through] this [exchange|pair]. [Person|User]: {question} [Machine|System|Assistant]: {candidate} [Is it so that|Check whether|Decide if] {rubric}? [Answer|Reply] [as|in] {open}"score": n{close}.',
  ],
}

/** Instruction data; slots `{count}`, `{wanted}`, `{seeds}`, `{seed}`, `{operation}`. */
export const instructionWordings: Wordings = {
  en: [
    '[Some|A few|A handful of] [requests|tasks|prompts] [that people make|from users|as examples]:\n{seeds}\n[Think of|Add|Write] {wanted} [others|more|further ones] [unlike these|on fresh subjects|in other styles], [and|each time also] [respond to|answer|do] [them|each].',
    '"{seed}" — [turn this into|make of it|rewrite it as] [a tougher|a harder|a more demanding] [request|task|prompt] by {operation}, [then|and afterwards] [answer it|give the ideal reply|solve it] [yourself|in full|well].',
    '{seeds}\n\n[The list|This list|It] [goes on|continues] [for|with] {wanted} [more|additional] [lines|items|entries], [every one|each] [with|followed by] [its|the] [answer|solution|reply]. [Please write|Provide|Give] [them|those].',
  ],
}
