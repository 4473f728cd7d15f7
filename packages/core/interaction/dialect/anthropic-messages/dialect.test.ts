/** Shows that Anthropic's messages answer the list of cases. */
import { calls, checkDialect, opaque, returns, says, thinks } from '../case-list.test.ts'

const idOne = 'toolu_01L63B4KWAxdjc54ZtJcwppc'
const idTwo = 'toolu_01PQjhxo3eirCdKNvCJrKc8f'
const serverId = 'srvtoolu_01H51YYF9DTtdAHfcxxTs1NV'
const signature = 'ErKC39TClITE+KjHe9OUM3+9ypVgjkpz'
const message = 'msg_01DPp9Be1rcWVE3a3al0kUaU'

const ask = (...messages: readonly unknown[]): unknown => ({ messages })
const answer = (...content: readonly unknown[]): unknown => ({
  id: message,
  type: 'message',
  role: 'assistant',
  content,
})
const text = (content: string): unknown => ({ type: 'text', text: content })
const use = (id: string, name: string, input: unknown): unknown => ({ type: 'tool_use', id, name, input })
const result = (id: string, content: unknown): unknown => ({ type: 'tool_result', tool_use_id: id, content })

checkDialect('anthropic.messages', {
  cases: {
    'a text may be a string': [
      {
        request: ask(
          { role: 'user', content: 'Hi' },
          { role: 'assistant', content: 'Hello' },
          { role: 'user', content: 'Bye' },
        ),
        response: { id: message, content: 'Ciao' },
        expected: {
          system: '',
          turns: [says('user', 'Hi'), says('assistant', 'Hello'), says('user', 'Bye')],
          answers: [says('assistant', 'Ciao')],
          minted: [message],
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
        response: answer(text('e')),
        expected: { turns: [says('user', 'a', 'b'), says('assistant', 'c', 'd')], answers: [says('assistant', 'e')] },
      },
    ],
    'a system prompt may be a string': [
      {
        request: { system: 'S', messages: [{ role: 'user', content: 'u' }] },
        expected: { system: 'S', turns: [says('user', 'u')] },
      },
    ],
    'a system prompt in pieces is joined by line feeds': [
      {
        request: { system: [text('a'), { ...(text('b') as object), cache_control: {} }, 'c'] },
        expected: { system: 'a\nb\nc' },
      },
    ],
    'instructions in mid-conversation are a turn of the system': [
      {
        request: ask({ role: 'user', content: 'u' }, { role: 'system', content: 'now' }),
        expected: { system: '', turns: [says('user', 'u'), says('system', 'now')] },
      },
    ],
    'images and files are opaque': [
      {
        request: ask({
          role: 'user',
          content: [{ type: 'image', source: {} }, text('see'), { type: 'document', source: {} }],
        }),
        expected: { turns: [says('user', opaque('image'), 'see', opaque('document'))] },
      },
    ],
    'a tool call and its result are parts': [
      {
        request: ask(
          { role: 'assistant', content: [use(idOne, 'weather', { city: 'Lyon' })] },
          {
            role: 'user',
            content: [result(idOne, '21'), result(idTwo, [text('a'), text('b'), { type: 'image' }]), text('Well?')],
          },
        ),
        response: answer(use(idTwo, 'weather', {})),
        expected: {
          turns: [
            says('assistant', calls('weather', '{"city":"Lyon"}')),
            says('tool', returns('21'), returns('a\nb'), opaque('image')),
            says('user', 'Well?'),
          ],
          answers: [says('assistant', calls('weather', '{}'))],
          presented: [idOne, idTwo],
        },
      },
      {
        request: ask({
          role: 'user',
          content: [text('a'), result(idOne, '1'), text('b'), text('c'), result(idTwo, undefined)],
        }),
        expected: {
          turns: [says('user', 'a'), says('tool', returns('1')), says('user', 'b', 'c'), says('tool', returns(''))],
        },
      },
    ],
    'several tools may be called in one answer': [
      {
        response: answer(text('Both.'), use(idOne, 'a', {}), use(idTwo, 'b', { x: [1] })),
        expected: {
          answers: [says('assistant', 'Both.', calls('a', '{}'), calls('b', '{"x":[1]}'))],
          minted: [message, idOne, idTwo],
        },
      },
    ],
    'calls and results of tools that the provider runs are read': [
      {
        response: answer(
          { type: 'server_tool_use', id: serverId, name: 'web_search', input: { query: 'q' } },
          {
            type: 'web_search_tool_result',
            tool_use_id: serverId,
            content: [{ type: 'web_search_result', encrypted_content: signature }],
          },
          { type: 'mcp_tool_use', id: 'mcptoolu_015oTj2fXVKLrDohFetJd5UL', name: 'echo', input: {}, server_name: 's' },
          { type: 'mcp_tool_result', tool_use_id: 'mcptoolu_015oTj2fXVKLrDohFetJd5UL', content: [text('hello')] },
          {
            type: 'advisor_tool_result',
            tool_use_id: serverId,
            content: { type: 'advisor_result', encrypted_content: 'opaque-encrypted-advice' },
          },
        ),
        expected: {
          answers: [
            says(
              'assistant',
              calls('web_search', '{"query":"q"}'),
              returns(''),
              opaque('web_search_result'),
              calls('echo', '{}'),
              returns('hello'),
              returns(''),
            ),
          ],
          minted: [message, serverId, signature, 'mcptoolu_015oTj2fXVKLrDohFetJd5UL', 'opaque-encrypted-advice'],
        },
      },
    ],
    'reasoning is a part, what signs it is a token': [
      {
        request: ask({ role: 'assistant', content: [{ type: 'thinking', thinking: 'Hm', signature }, text('A')] }),
        response: answer({ type: 'thinking', thinking: 'So', signature: `${signature}2` }, text('B')),
        expected: {
          turns: [says('assistant', thinks('Hm'), 'A')],
          answers: [says('assistant', thinks('So'), 'B')],
          presented: [signature],
          minted: [message, `${signature}2`],
        },
      },
    ],
    'reasoning whose text is withheld is opaque': [
      {
        request: ask({ role: 'assistant', content: [{ type: 'redacted_thinking', data: signature }] }),
        response: answer({ type: 'thinking', thinking: '', signature: `${signature}2` }, text('B')),
        expected: {
          turns: [says('assistant', opaque('redacted_thinking'))],
          answers: [says('assistant', opaque('thinking'), 'B')],
          presented: [signature],
          minted: [message, `${signature}2`],
        },
      },
    ],
    'several outputs are several answers or one of several parts': [
      { response: answer(text('a'), text('b')), expected: { answers: [says('assistant', 'a', 'b')] } },
    ],
    'blocks of unknown type are opaque': [
      {
        request: ask({ role: 'user', content: [{ type: 'hologram', text: 'x' }, { text: 'no type' }, {}] }),
        response: answer({ type: 'compaction', content: 'S' }, { type: 'fallback' }),
        expected: {
          turns: [says('user', opaque('hologram'), opaque('unknown'), opaque('unknown'))],
          answers: [says('assistant', opaque('compaction'), opaque('fallback'))],
        },
      },
    ],
    'a refusal is text': [
      {
        response: { ...(answer(text('No.')) as object), stop_reason: 'refusal' },
        expected: { answers: [says('assistant', 'No.')] },
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
        response: answer(),
        expected: { turns: [says('user'), says('user'), says('user'), says('user')], answers: [says('assistant')] },
      },
    ],
    'an error has no answer': [
      {
        response: { type: 'error', error: { type: 'overloaded_error', message: 'm' }, request_id: 'req_01' },
        expected: { answers: [], minted: [] },
      },
      { response: {}, expected: { answers: [], minted: [] } },
      { expected: { answers: [], minted: [] } },
    ],
    'tools that are offered have a name and a schema': [
      {
        request: {
          tools: [
            { name: 'a', input_schema: { type: 'object' } },
            { name: 'b', input_schema: null },
            { type: 'web_search_20250305', name: 'web_search' },
            { type: 'mcp_toolset' },
            {},
          ],
        },
        expected: {
          tools: [
            { name: 'a', schema: { type: 'object' } },
            { name: 'b', schema: undefined },
            { name: 'web_search', schema: undefined },
            { name: 'mcp_toolset', schema: undefined },
          ],
        },
      },
    ],
    'ids that the client made are no tokens': [
      {
        request: ask(
          { role: 'assistant', content: [use('toolu_1', 'a', {})] },
          { role: 'user', content: [result('toolu_1', '')] },
        ),
        response: { id: 'msg_1', content: [use('toolu_2', 'a', {})] },
        expected: { presented: [], minted: [] },
      },
    ],
    'ids that the client brought along are not minted again': [
      {
        request: { container: 'container_011CU6rVteVhydYXRyNs6G1M' },
        response: { ...(answer() as object), container: { id: 'container_011CU6rVteVhydYXRyNs6G1M' } },
        expected: { presented: ['container_011CU6rVteVhydYXRyNs6G1M'], minted: [message] },
      },
      {
        request: { container: { id: 'container_011CU6rVteVhydYXRyNs6G1M' } },
        response: { ...(answer() as object), container: { id: 'container_022CU6rVteVhydYXRyNs6G1M' } },
        expected: {
          presented: ['container_011CU6rVteVhydYXRyNs6G1M'],
          minted: [message, 'container_022CU6rVteVhydYXRyNs6G1M'],
        },
      },
    ],
    'what has the wrong type is passed over': [
      {
        request: {
          system: 7,
          messages: [
            null,
            7,
            'x',
            [],
            { role: 9, content: 'u' },
            { role: 'assistant', content: [null, 4, {}, use(7 as never, 8 as never, null)] },
          ],
          tools: {},
        },
        response: { id: 7, content: [null, 7, [], text(9 as never)] },
        expected: {
          system: '',
          turns: [says('user', 'u'), says('assistant', opaque('unknown'), calls('', 'null'))],
          answers: [says('assistant')],
          tools: [],
        },
      },
      { request: { messages: { role: 'user' } }, response: { content: {} }, expected: { turns: [], answers: [] } },
    ],
  },
  echoes: {
    text: { response: answer(text('Hi')), request: ask({ role: 'assistant', content: 'Hi' }) },
    'text beside a tool call': {
      response: answer(text('Look.'), use(idOne, 'a', { x: [1, 2] })),
      request: ask(
        { role: 'assistant', content: [text('Look.'), use(idOne, 'a', { x: [1, 2] })] },
        { role: 'user', content: [result(idOne, '')] },
      ),
    },
    'several tool calls': {
      response: answer(use(idOne, 'a', {}), use(idTwo, 'b', '{"y": 1.0}')),
      request: ask({ role: 'assistant', content: [use(idOne, 'a', {}), use(idTwo, 'b', { y: 1 })] }),
    },
    'tool call without arguments': {
      response: answer(use(idOne, 'a', {})),
      request: ask({ role: 'assistant', content: [use(idOne, 'a', {}), text('')] }),
    },
    'reasoning before text': {
      response: answer({ type: 'thinking', thinking: 'Hm', signature }, text('A')),
      request: ask({ role: 'assistant', content: [{ type: 'thinking', thinking: '', signature }, text('A')] }),
    },
  },
})
