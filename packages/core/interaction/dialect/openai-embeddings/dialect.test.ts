/** Shows that embeddings answer the list of cases, as far as they can say what it asks for. */
import { checkDialect, opaque, says } from '../case-list.test.ts'

const list = { object: 'list', data: [{ object: 'embedding', index: 0, embedding: [0.5, -1] }] }

checkDialect('openai.embeddings', {
  cases: {
    'a text may be a string': [
      {
        request: { input: 'Once upon', dimensions: 2, user: 'u' },
        response: list,
        expected: {
          system: '',
          turns: [says('user', 'Once upon')],
          answers: [],
          tools: [],
          parameters: [['dimensions', '2']],
          minted: [],
          presented: [],
          endUser: 'u',
        },
      },
    ],
    'a text may be in blocks': [
      { request: { input: ['a', 'b'] }, expected: { turns: [says('user', 'a', 'b')] } },
      {
        request: { input: [{ type: 'text', text: 'a' }, { text: 'b' }] },
        expected: { turns: [says('user', 'a', 'b')] },
      },
    ],
    'a system prompt may be a string': 'cannot be said',
    'a system prompt in pieces is joined by line feeds': 'cannot be said',
    'instructions in mid-conversation are a turn of the system': 'cannot be said',
    'images and files are opaque': [
      { request: { input: [[1, 2], [3]] }, expected: { turns: [says('user', opaque('tokens'), opaque('tokens'))] } },
      { request: { input: [{ type: 'image_url' }] }, expected: { turns: [says('user', opaque('image_url'))] } },
    ],
    'a tool call and its result are parts': 'cannot be said',
    'several tools may be called in one answer': 'cannot be said',
    'calls and results of tools that the provider runs are read': 'cannot be said',
    'reasoning is a part, what signs it is a token': 'cannot be said',
    'reasoning whose text is withheld is opaque': 'cannot be said',
    'several outputs are several answers or one of several parts': 'cannot be said',
    'blocks of unknown type are opaque': [
      { request: { input: [{}] }, expected: { turns: [says('user', opaque('unknown'))] } },
    ],
    'a refusal is text': 'cannot be said',
    'empty content makes no part': [{ request: { input: '' }, expected: { turns: [] } }],
    'an error has no answer': [
      { response: { error: { message: 'm', type: 't' } }, expected: { answers: [], minted: [] } },
    ],
    'tools that are offered have a name and a schema': 'cannot be said',
    'ids that the client made are no tokens': 'cannot be said',
    'ids that the client brought along are not minted again': 'cannot be said',
    'what has the wrong type is passed over': [
      { request: { input: 7 }, response: { data: 7, id: 7 }, expected: { turns: [], answers: [], minted: [] } },
    ],
  },
  echoes: 'cannot be said',
})
