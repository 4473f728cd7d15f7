import type { AnswerStream } from '../../answer-stream.ts'
import { addLogprobs, ChoiceAssembly, keepLast, type ChoiceFormat } from '../../choice-assembly.ts'
import { textOf } from '../../json-value.ts'
import { readUsage } from './usage.ts'

/** Adds up the chunks of a completion, which are bodies with a piece of the text of each choice. */
export function openStream(): AnswerStream {
  return new ChoiceAssembly(format)
}

const format: ChoiceFormat = {
  begin: () => ({ text: '', finish_reason: null }),
  add(choice, name, value) {
    if (name === 'text') choice['text'] = textOf(choice['text']) + textOf(value)
    else if (name === 'logprobs') addLogprobs(choice, name, value)
    else keepLast(choice, name, value)
  },
  finish: (choice) => ({ ...choice }),
  readUsage,
}
