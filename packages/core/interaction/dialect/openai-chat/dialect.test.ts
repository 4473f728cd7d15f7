/** Shows that chat completions, with the members that other providers add, answer the list of cases. */
import { calls, checkDialect, opaque, returns, says, thinks } from '../case-list.test.ts'

const idOne = 'call_l6rt5U7b1a3tGzJRdAwYa2OS'
const idTwo = 'call_CWDFOJMUgEWQOa01nXQ1qdXM'
const signature = 'ErKC39TClITE+KjHe9OUM3+9ypVgjkpz'

const ask = (...messages: readonly unknown[]): unknown => ({ messages })
const answer = (...messages: readonly unknown[]): unknown => ({
  id: 'chatcmpl-ck5onxVXTqzH4CAhKedv',
  choices: messages.map((message, index) => ({ index, message, finish_reason: 'stop' })),
})
const call = (id: string, name: string, json: string): unknown => ({
  id,
  type: 'function',
  function: { name, arguments: json },
})
const text = (content: string): unknown => ({ type: 'text', text: content })

checkDialect('openai.chat', {
  cases: {
    'a text may be a string': [
      {
        request: ask(
          { role: 'user', content: 'Hi' },
          { role: 'assistant', content: 'Hello' },
          { role: 'user', content: 'Bye' },
        ),
        response: answer({ role: 'assistant', content: 'Ciao', refusal: null }),
        expected: {
          system: '',
          turns: [says('user', 'Hi'), says('assistant', 'Hello'), says('user', 'Bye')],
          answers: [says('assistant', 'Ciao')],
          minted: ['chatcmpl-ck5onxVXTqzH4CAhKedv'],
          presented: [],
        },
      },
    ],
    'a text may be in blocks': [
      {
        request: ask(
          { role: 'user', content: [text('a'), text('b')] },
          { role: 'assistant', content: [text('c'), 'd'] },
        ),
        response: answer({ role: 'assistant', content: [text('e')] }),
        expected: { turns: [says('user', 'a', 'b'), says('assistant', 'c', 'd')], answers: [says('assistant', 'e')] },
      },
    ],
    'a system prompt may be a string': [
      {
        request: ask({ role: 'system', content: 'S' }, { role: 'user', content: 'u' }),
        expected: { system: 'S', turns: [says('user', 'u')] },
      },
      { request: ask({ role: 'developer', content: 'D' }), expected: { system: 'D', turns: [] } },
    ],
    'a system prompt in pieces is joined by line feeds': [
      {
        request: ask({ role: 'system', content: [text('a'), text('b')] }, { role: 'developer', content: 'c' }),
        expected: { system: 'a\nb\nc', turns: [] },
      },
    ],
    'instructions in mid-conversation are a turn of the system': [
      {
        request: ask(
          { role: 'user', content: 'u' },
          { role: 'system', content: 'now' },
          { role: 'developer', content: 'then' },
        ),
        expected: { system: '', turns: [says('user', 'u'), says('system', 'now'), says('system', 'then')] },
      },
    ],
    'images and files are opaque': [
      {
        request: ask({
          role: 'user',
          content: [
            { type: 'image_url', image_url: { url: 'data:' } },
            text('see'),
            { type: 'file', file: {} },
            { type: 'input_audio', input_audio: {} },
          ],
        }),
        response: answer({ role: 'assistant', content: null, audio: { id: 'audio_6847f3a1b2c3', transcript: 'Hi' } }),
        expected: {
          turns: [says('user', opaque('image_url'), 'see', opaque('file'), opaque('input_audio'))],
          answers: [says('assistant', opaque('audio'))],
          minted: ['chatcmpl-ck5onxVXTqzH4CAhKedv', 'audio_6847f3a1b2c3'],
        },
      },
    ],
    'a tool call and its result are parts': [
      {
        request: ask(
          { role: 'assistant', content: null, tool_calls: [call(idOne, 'weather', '{"city": "Lyon"}')] },
          { role: 'tool', tool_call_id: idOne, content: '21' },
          { role: 'tool', tool_call_id: idTwo, content: [text('a'), text('b'), { type: 'image_url' }] },
        ),
        response: answer({ role: 'assistant', content: null, tool_calls: [call(idTwo, 'weather', '{"city":"Ly')] }),
        expected: {
          turns: [
            says('assistant', calls('weather', '{"city":"Lyon"}')),
            says('tool', returns('21')),
            says('tool', returns('a\nb'), opaque('image_url')),
          ],
          answers: [says('assistant', calls('weather', '{"city":"Ly'))],
          presented: [idOne, idTwo],
        },
      },
      {
        request: ask(
          { role: 'assistant', content: null, function_call: { name: 'weather', arguments: '{ }' } },
          { role: 'function', name: 'weather', content: '21' },
        ),
        expected: { turns: [says('assistant', calls('weather', '{}')), says('tool', returns('21'))], presented: [] },
      },
    ],
    'several tools may be called in one answer': [
      {
        response: answer({
          role: 'assistant',
          content: 'Both.',
          tool_calls: [
            call(idOne, 'a', '{}'),
            { id: idTwo, type: 'custom', custom: { name: 'sql', input: 'SELECT  1' } },
          ],
        }),
        expected: {
          answers: [says('assistant', 'Both.', calls('a', '{}'), calls('sql', 'SELECT  1'))],
          minted: ['chatcmpl-ck5onxVXTqzH4CAhKedv', idOne, idTwo],
        },
      },
    ],
    'calls and results of tools that the provider runs are read': [
      // They leave no trace in this dialect but annotations on the text.
      {
        response: answer({ role: 'assistant', content: 'Found.', annotations: [{ type: 'url_citation' }] }),
        expected: { answers: [says('assistant', 'Found.')] },
      },
    ],
    'reasoning is a part, what signs it is a token': [
      {
        response: answer({ role: 'assistant', content: 'A', reasoning_content: 'Hm' }),
        expected: { answers: [says('assistant', thinks('Hm'), 'A')] },
      },
      {
        response: answer({
          role: 'assistant',
          content: 'A',
          reasoning: 'Hm',
          reasoning_details: [{ type: 'reasoning.text', text: 'Hm', signature }],
        }),
        expected: {
          answers: [says('assistant', thinks('Hm'), 'A')],
          minted: ['chatcmpl-ck5onxVXTqzH4CAhKedv', signature],
        },
      },
      {
        request: ask({
          role: 'assistant',
          content: 'A',
          thinking_blocks: [{ type: 'thinking', thinking: 'Hm', signature }],
        }),
        expected: { turns: [says('assistant', thinks('Hm'), 'A')], presented: [signature] },
      },
      {
        request: ask({
          role: 'assistant',
          tool_calls: [
            {
              id: idOne,
              extra_content: { google: { thought_signature: signature } },
              function: { name: 'a', arguments: '{}' },
            },
          ],
        }),
        expected: { presented: [idOne, signature] },
      },
      {
        response: answer({
          role: 'assistant',
          content: 'A',
          extra_content: { google: { thought_signature: signature } },
        }),
        expected: { minted: ['chatcmpl-ck5onxVXTqzH4CAhKedv', signature] },
      },
    ],
    'reasoning whose text is withheld is opaque': [
      {
        response: answer({
          role: 'assistant',
          content: 'A',
          reasoning_details: [{ type: 'reasoning.encrypted', id: 'rs_b132a674a453801c', data: signature }],
        }),
        expected: {
          answers: [says('assistant', opaque('reasoning'), 'A')],
          minted: ['chatcmpl-ck5onxVXTqzH4CAhKedv', 'rs_b132a674a453801c', signature],
        },
      },
    ],
    'several outputs are several answers or one of several parts': [
      {
        response: answer({ content: 'a' }, { content: 'b' }, { content: 'c' }),
        expected: { answers: [says('assistant', 'a'), says('assistant', 'b'), says('assistant', 'c')] },
      },
    ],
    'blocks of unknown type are opaque': [
      {
        request: ask({ role: 'user', content: [{ type: 'hologram', text: 'x' }, { text: 'no type' }, {}] }),
        expected: { turns: [says('user', opaque('hologram'), opaque('unknown'), opaque('unknown'))] },
      },
    ],
    'a refusal is text': [
      {
        request: ask({ role: 'assistant', content: [{ type: 'refusal', refusal: 'No.' }] }),
        response: answer({ role: 'assistant', content: null, refusal: 'No.' }),
        expected: { turns: [says('assistant', 'No.')], answers: [says('assistant', 'No.')] },
      },
    ],
    'empty content makes no part': [
      {
        request: ask(
          { role: 'user', content: '' },
          { role: 'user', content: null },
          { role: 'user', content: [] },
          { role: 'user' },
        ),
        response: answer({ role: 'assistant', content: null }),
        expected: { turns: [says('user'), says('user'), says('user'), says('user')], answers: [says('assistant')] },
      },
      {
        request: ask({ role: 'tool', tool_call_id: idOne, content: null }),
        expected: { turns: [says('tool', returns(''))] },
      },
    ],
    'an error has no answer': [
      {
        response: { error: { message: 'Overloaded', type: 'server_error', code: null } },
        expected: { answers: [], minted: [] },
      },
      { response: {}, expected: { answers: [], minted: [] } },
      { expected: { answers: [], minted: [] } },
    ],
    'tools that are offered have a name and a schema': [
      {
        request: {
          tools: [
            { type: 'function', function: { name: 'a', parameters: { type: 'object' } } },
            { type: 'function', function: { name: 'b', parameters: null } },
            { type: 'custom', custom: { name: 'c', format: { type: 'text' } } },
            { type: 'web_search' },
            {},
          ],
          functions: [{ name: 'd', parameters: {} }],
        },
        expected: {
          tools: [
            { name: 'a', schema: { type: 'object' } },
            { name: 'b', schema: undefined },
            { name: 'c', schema: { type: 'text' } },
            { name: 'web_search', schema: undefined },
            { name: 'd', schema: {} },
          ],
        },
      },
    ],
    'ids that the client made are no tokens': [
      {
        request: ask(
          { role: 'assistant', tool_calls: [call('call_1', 'a', '{}')] },
          { role: 'tool', tool_call_id: 'call_1', content: '' },
        ),
        response: { id: '0', choices: [{ message: { tool_calls: [call('call_abc', 'a', '{}')] } }] },
        expected: { presented: [], minted: [] },
      },
    ],
    'ids that the client brought along are not minted again': [
      {
        request: ask({ role: 'assistant', tool_calls: [call(idOne, 'a', '{}')] }),
        response: answer({ tool_calls: [call(idOne, 'a', '{}')] }),
        expected: { presented: [idOne], minted: ['chatcmpl-ck5onxVXTqzH4CAhKedv'] },
      },
    ],
    'what has the wrong type is passed over': [
      {
        request: {
          messages: [
            null,
            7,
            'x',
            [],
            { role: 9, content: 'u' },
            { role: 'assistant', tool_calls: [null, 1, {}], content: 4 },
          ],
          tools: {},
        },
        response: { id: 7, choices: [null, {}, { message: 'x' }, { message: {} }] },
        expected: {
          turns: [says('user', 'u'), says('assistant', calls('', ''))],
          answers: [says('assistant')],
          tools: [],
        },
      },
      { request: { messages: { role: 'user' } }, response: { choices: {} }, expected: { turns: [], answers: [] } },
    ],
  },
  echoes: {
    text: {
      response: answer({ role: 'assistant', content: 'Hi', refusal: null }),
      request: ask({ role: 'assistant', content: [text('Hi')] }),
    },
    'text beside a tool call': {
      response: answer({ content: 'Look.', tool_calls: [call(idOne, 'a', '{"x": [1, 2]}')] }),
      request: ask(
        { role: 'assistant', content: 'Look.', tool_calls: [call(idOne, 'a', '{"x":[1,2]}')] },
        { role: 'tool', tool_call_id: idOne, content: '' },
      ),
    },
    'several tool calls': {
      response: answer({ content: null, tool_calls: [call(idOne, 'a', '{}'), call(idTwo, 'b', '{"y": 1.0}')] }),
      request: ask({
        role: 'assistant',
        content: '',
        tool_calls: [call(idOne, 'a', '{ }'), call(idTwo, 'b', '{"y":1}')],
      }),
    },
    'tool call without arguments': {
      response: answer({ content: null, tool_calls: [call(idOne, 'a', '')] }),
      request: ask({ role: 'assistant', tool_calls: [call(idOne, 'a', '')] }),
    },
    'reasoning before text': {
      response: answer({ content: 'A', reasoning_content: 'Hm', reasoning_details: [{ text: 'Hm', signature }] }),
      request: ask({ role: 'assistant', content: 'A', reasoning_details: [{ text: 'Hm', signature }] }),
    },
  },
})
