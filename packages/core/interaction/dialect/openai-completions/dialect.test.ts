/** Shows that completions answer the list of cases, as far as they can say what it asks for. */
import { checkDialect, opaque, says } from '../case-list.test.ts'

const choice = (text: unknown, index = 0): unknown => ({ text, index, logprobs: null, finish_reason: 'stop' })
const answer = (...choices: readonly unknown[]): unknown => ({ id: 'cmpl-D8ZFN477TMm6AoQohx2jSTOJMh60M', choices })

checkDialect('openai.completions', {
  cases: {
    'a text may be a string': [
      {
        request: { prompt: 'Once upon', max_tokens: 5, logprobs: 2 },
        response: answer(choice(' a time')),
        expected: {
          system: '',
          turns: [says('user', 'Once upon')],
          answers: [says('assistant', ' a time')],
          tools: [],
          parameters: [
            ['logprobs', '2'],
            ['max_tokens', '5'],
          ],
          minted: ['cmpl-D8ZFN477TMm6AoQohx2jSTOJMh60M'],
          presented: [],
        },
      },
      {
        request: { prompt: 'def f(x):', suffix: 'return y' },
        expected: { turns: [says('user', 'def f(x):', 'return y')], parameters: [] },
      },
    ],
    'a text may be in blocks': [
      { request: { prompt: ['a', 'b'] }, expected: { turns: [says('user', 'a', 'b')] } },
      { request: { prompt: [{ text: 'a' }, 'b'] }, expected: { turns: [says('user', 'a', 'b')] } },
    ],
    'a system prompt may be a string': 'cannot be said',
    'a system prompt in pieces is joined by line feeds': 'cannot be said',
    'instructions in mid-conversation are a turn of the system': 'cannot be said',
    'images and files are opaque': [
      { request: { prompt: [1, 2, 3] }, expected: { turns: [says('user', opaque('tokens'))] } },
      {
        request: { prompt: [[1, 2], [3], 'a'] },
        expected: { turns: [says('user', opaque('tokens'), opaque('tokens'), 'a')] },
      },
    ],
    'a tool call and its result are parts': 'cannot be said',
    'several tools may be called in one answer': 'cannot be said',
    'calls and results of tools that the provider runs are read': 'cannot be said',
    'reasoning is a part, what signs it is a token': 'cannot be said',
    'reasoning whose text is withheld is opaque': 'cannot be said',
    'several outputs are several answers or one of several parts': [
      {
        response: answer(choice('a'), choice('b', 1)),
        expected: { answers: [says('assistant', 'a'), says('assistant', 'b')] },
      },
    ],
    'blocks of unknown type are opaque': [
      {
        request: { prompt: [{ type: 'image' }, {}] },
        expected: { turns: [says('user', opaque('image'), opaque('unknown'))] },
      },
    ],
    'a refusal is text': 'cannot be said',
    'empty content makes no part': [
      { request: { prompt: '' }, response: answer(choice('')), expected: { turns: [], answers: [says('assistant')] } },
      { request: { prompt: ['', 'a'] }, expected: { turns: [says('user', 'a')] } },
      { request: { prompt: [] }, expected: { turns: [] } },
    ],
    'an error has no answer': [
      { response: { error: { message: 'm', type: 't' } }, expected: { answers: [], minted: [] } },
    ],
    'tools that are offered have a name and a schema': 'cannot be said',
    'ids that the client made are no tokens': 'cannot be said',
    'ids that the client brought along are not minted again': 'cannot be said',
    'what has the wrong type is passed over': [
      {
        request: { prompt: 7, suffix: {} },
        response: { choices: 7, id: 7 },
        expected: { turns: [], answers: [], minted: [] },
      },
      { request: { prompt: [null, true, 'a'] }, expected: { turns: [says('user', 'a')] } },
      { response: answer(null, 'a', choice(7), { message: {} }), expected: { answers: [] } },
    ],
  },
  echoes: 'cannot be said',
})
