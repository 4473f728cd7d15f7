/** Shows that the Responses dialect answers the list of cases, folding the items of one answer into one turn. */
import { calls, checkDialect, opaque, returns, says, thinks } from '../case-list.test.ts'

const idOne = 'call_l6rt5U7b1a3tGzJRdAwYa2OS'
const idTwo = 'call_CWDFOJMUgEWQOa01nXQ1qdXM'
const itemOne = 'fc_9a11489a5f4f69de565e705d76109912'
const reasoningId = 'rs_b132a674a453801ce85385b3016ce9f9'
const messageId = 'msg_d265d55353303ea06ac066e6a89bf21c'
const encrypted = 'gAAAAABelRDALeisGTAAfjefJoibO006'
const response = 'resp_cbe19a2c98a1f759ec5d98b29824e66b'

const ask = (...input: readonly unknown[]): unknown => ({ input })
const answer = (...output: readonly unknown[]): unknown => ({ id: response, object: 'response', output })
const text = (content: string): unknown => ({ type: 'output_text', text: content, annotations: [] })
const message = (...content: readonly unknown[]): unknown => ({
  type: 'message',
  id: messageId,
  role: 'assistant',
  content,
})
const call = (id: string, name: string, json: unknown): unknown => ({
  type: 'function_call',
  call_id: id,
  name,
  arguments: json,
})
const output = (id: string, content: unknown): unknown => ({
  type: 'function_call_output',
  call_id: id,
  output: content,
})

checkDialect('openai.responses', {
  cases: {
    'a text may be a string': [
      {
        request: { input: 'Hi' },
        response: answer({ type: 'message', role: 'assistant', content: 'Ciao' }),
        expected: {
          system: '',
          turns: [says('user', 'Hi')],
          answers: [says('assistant', 'Ciao')],
          minted: [response],
          presented: [],
        },
      },
      {
        request: ask({ role: 'user', content: 'Hi' }, { role: 'assistant', content: 'Hello' }),
        expected: { turns: [says('user', 'Hi'), says('assistant', 'Hello')] },
      },
    ],
    'a text may be in blocks': [
      {
        request: ask(
          {
            role: 'user',
            content: [
              { type: 'input_text', text: 'a' },
              { type: 'input_text', text: 'b' },
            ],
          },
          message(text('c')),
        ),
        response: answer(message(text('d'), text('e'))),
        expected: {
          turns: [says('user', 'a', 'b'), says('assistant', 'c')],
          answers: [says('assistant', 'd', 'e')],
          presented: [messageId],
          minted: [response],
        },
      },
    ],
    'a system prompt may be a string': [
      { request: { instructions: 'S', input: 'u' }, expected: { system: 'S', turns: [says('user', 'u')] } },
      {
        request: ask({ role: 'developer', content: 'D' }, { role: 'user', content: 'u' }),
        expected: { system: 'D', turns: [says('user', 'u')] },
      },
    ],
    'a system prompt in pieces is joined by line feeds': [
      {
        request: {
          instructions: 'a',
          input: [
            {
              role: 'system',
              content: [
                { type: 'input_text', text: 'b' },
                { type: 'input_text', text: 'c' },
              ],
            },
            { role: 'developer', content: 'd' },
          ],
        },
        expected: { system: 'a\nb\nc\nd', turns: [] },
      },
      {
        request: { instructions: [{ role: 'developer', content: 'a' }, { content: [text('b')] }] },
        expected: { system: 'a\nb' },
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
            { type: 'input_image', image_url: '' },
            { type: 'input_text', text: 'see' },
            { type: 'input_file' },
          ],
        }),
        response: answer({ type: 'image_generation', id: 'ig_0953eda47ee17412006933' }),
        expected: {
          turns: [says('user', opaque('input_image'), 'see', opaque('input_file'))],
          answers: [says('assistant', opaque('image_generation'))],
          minted: [response, 'ig_0953eda47ee17412006933'],
        },
      },
    ],
    'a tool call and its result are parts': [
      {
        request: ask(
          { ...(call(idOne, 'weather', '{"city": "Lyon"}') as object), id: itemOne },
          output(idOne, '21'),
          output(idTwo, [
            { type: 'input_text', text: 'a' },
            { type: 'input_text', text: 'b' },
            { type: 'input_image' },
          ]),
        ),
        response: answer(call(idTwo, 'weather', '{"city":"Ly')),
        expected: {
          turns: [
            says('assistant', calls('weather', '{"city":"Lyon"}')),
            says('tool', returns('21')),
            says('tool', returns('a\nb'), opaque('input_image')),
          ],
          answers: [says('assistant', calls('weather', '{"city":"Ly'))],
          presented: [itemOne, idOne, idTwo],
        },
      },
    ],
    'several tools may be called in one answer': [
      {
        request: ask(
          message(text('Both.')),
          call(idOne, 'a', '{}'),
          { type: 'custom_tool_call', call_id: idTwo, name: 'sql', input: '[ 1 ]' },
          output(idOne, '1'),
          { type: 'custom_tool_call_output', call_id: idTwo, output: '2' },
        ),
        expected: {
          turns: [
            says('assistant', 'Both.', calls('a', '{}'), calls('sql', '[ 1 ]')),
            says('tool', returns('1')),
            says('tool', returns('2')),
          ],
          presented: [messageId, idOne, idTwo],
        },
      },
    ],
    'calls and results of tools that the provider runs are read': [
      {
        response: answer(
          { type: 'web_search_call', id: 'ws_0953eda47ee17412006933', action: { type: 'search', query: 'q' } },
          { type: 'code_interpreter_call', id: 'ci_0953eda47ee17412006933', code: '1  + 1' },
          { type: 'mcp_call', id: 'mcp_04f6b17429cf2b020069', name: 'echo', arguments: '{ }', output: 'hello' },
          { type: 'shell_call', id: 'sh_0f1a2b3c4d5e6f7a8b9c', call_id: idOne, action: { commands: ['ls'] } },
          { type: 'shell_call_output', id: 'sho_0f1a2b3c4d5e6f7a8b9c', call_id: idOne, output: [{ stdout: 'x' }] },
          { type: 'mcp_list_tools', id: 'mcpl_04f6b17429cf2b020069' },
          { type: 'local_shell_call', call_id: idTwo },
        ),
        expected: {
          answers: [
            says(
              'assistant',
              calls('web_search_call', '{"type":"search","query":"q"}'),
              calls('code_interpreter_call', '1  + 1'),
              calls('echo', '{}'),
              returns('hello'),
              calls('shell_call', '{"commands":["ls"]}'),
              returns(''),
              opaque('unknown'),
              opaque('mcp_list_tools'),
              calls('local_shell_call', ''),
            ),
          ],
        },
      },
      {
        request: ask(
          { type: 'shell_call', id: 'sh_0f1a2b3c4d5e6f7a8b9c', call_id: idOne, action: {} },
          { type: 'shell_call_output', id: 'sho_0f1a2b3c4d5e6f7a8b9c', call_id: idOne },
          message(text('Done.')),
          { type: 'shell_call_output', call_id: idTwo },
          { type: 'mcp_approval_response', approval_request_id: 'mcpr_04f6b17429cf2b02006949', approve: true },
        ),
        expected: {
          turns: [
            says('assistant', calls('shell_call', '{}'), returns(''), 'Done.'),
            says('tool', returns('')),
            says('user', opaque('mcp_approval_response')),
          ],
          presented: [
            'sh_0f1a2b3c4d5e6f7a8b9c',
            idOne,
            'sho_0f1a2b3c4d5e6f7a8b9c',
            messageId,
            idTwo,
            'mcpr_04f6b17429cf2b02006949',
          ],
        },
      },
    ],
    'reasoning is a part, what signs it is a token': [
      {
        request: {
          previous_response_id: 'resp_10c602fd5c65e715f32442dd',
          conversation: { id: 'conv_68c0b3a1d2e4f5a6b7c8' },
          input: [
            {
              type: 'reasoning',
              id: reasoningId,
              encrypted_content: encrypted,
              summary: [{ type: 'summary_text', text: 'Hm' }],
              content: [{ type: 'reasoning_text', text: 'So' }],
            },
            { type: 'item_reference', id: messageId },
          ],
        },
        response: answer({
          type: 'reasoning',
          id: `${reasoningId}2`,
          summary: [
            { type: 'summary_text', text: 'a' },
            { type: 'summary_text', text: 'b' },
          ],
        }),
        expected: {
          turns: [says('assistant', thinks('Hm\nSo'), opaque('item_reference'))],
          answers: [says('assistant', thinks('a\nb'))],
          presented: ['resp_10c602fd5c65e715f32442dd', 'conv_68c0b3a1d2e4f5a6b7c8', reasoningId, encrypted, messageId],
          minted: [response, `${reasoningId}2`],
        },
      },
      {
        request: { conversation: 'conv_68c0b3a1d2e4f5a6b7c8' },
        expected: { presented: ['conv_68c0b3a1d2e4f5a6b7c8'] },
      },
    ],
    'reasoning whose text is withheld is opaque': [
      {
        response: answer(
          { type: 'reasoning', id: reasoningId, summary: [], encrypted_content: encrypted },
          { type: 'compaction', encrypted_content: `${encrypted}2` },
        ),
        expected: {
          answers: [says('assistant', opaque('reasoning'), opaque('compaction'))],
          minted: [response, reasoningId, encrypted, `${encrypted}2`],
        },
      },
    ],
    'several outputs are several answers or one of several parts': [
      {
        response: answer(message(text('a')), message(text('b'))),
        expected: { answers: [says('assistant', 'a', 'b')] },
      },
    ],
    'blocks of unknown type are opaque': [
      {
        request: ask(
          { role: 'user', content: [{ type: 'hologram', text: 'x' }, { text: 'no type' }, {}] },
          { type: 'wormhole' },
        ),
        expected: {
          turns: [
            says('user', opaque('hologram'), opaque('unknown'), opaque('unknown')),
            says('assistant', opaque('wormhole')),
          ],
        },
      },
    ],
    'a refusal is text': [
      {
        response: answer(message({ type: 'refusal', refusal: 'No.' })),
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
        response: answer(message(), message(text(''))),
        expected: { turns: [says('user'), says('user'), says('user'), says('user')], answers: [says('assistant')] },
      },
      { request: { input: '' }, expected: { turns: [says('user')] } },
    ],
    'an error has no answer': [
      {
        response: { error: { message: 'Overloaded', type: 'server_error', code: null } },
        expected: { answers: [], minted: [] },
      },
      {
        response: { id: response, status: 'failed', error: { code: 'server_error' }, output: [] },
        expected: { answers: [], minted: [response] },
      },
      { response: {}, expected: { answers: [], minted: [] } },
      { expected: { answers: [], minted: [] } },
    ],
    'tools that are offered have a name and a schema': [
      {
        request: {
          tools: [
            { type: 'function', name: 'a', parameters: { type: 'object' }, strict: true },
            { type: 'function', name: 'b', parameters: null },
            { type: 'custom', name: 'c', format: { type: 'text' } },
            { type: 'web_search' },
            { type: 'namespace', name: 'n', tools: [{ type: 'function', name: 'd', parameters: {} }, null] },
            {},
          ],
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
        request: { previous_response_id: 'resp_1', input: [call('call_1', 'a', '{}'), output('call_1', '')] },
        response: { id: 'resp_2', output: [call('call_abc', 'a', '{}')] },
        expected: { presented: [], minted: [] },
      },
    ],
    'ids that the client brought along are not minted again': [
      {
        request: ask(call(idOne, 'a', '{}')),
        response: answer(call(idOne, 'a', '{}')),
        expected: { presented: [idOne], minted: [response] },
      },
    ],
    'what has the wrong type is passed over': [
      {
        request: {
          instructions: 7,
          input: [
            null,
            7,
            'x',
            [],
            { role: 9, content: 'u' },
            { type: 'function_call', call_id: 1, name: 2, arguments: null },
          ],
          tools: {},
        },
        response: { id: 7, output: [null, 7, { type: 8 }] },
        expected: {
          system: '',
          turns: [says('user', 'u'), says('assistant', calls('function_call', ''))],
          answers: [says('assistant', opaque('unknown'))],
          tools: [],
        },
      },
      { request: { input: { role: 'user' } }, response: { output: {} }, expected: { turns: [], answers: [] } },
    ],
  },
  echoes: {
    text: { response: answer(message(text('Hi'))), request: ask({ role: 'assistant', content: 'Hi' }) },
    'text beside a tool call': {
      response: answer(message(text('Look.')), call(idOne, 'a', '{"x": [1, 2]}')),
      request: ask(
        { role: 'user', content: 'u' },
        message(text('Look.')),
        call(idOne, 'a', '{"x":[1,2]}'),
        output(idOne, ''),
      ),
    },
    'several tool calls': {
      response: answer(call(idOne, 'a', '{}'), call(idTwo, 'b', '{"y": 1.0}')),
      request: ask(call(idOne, 'a', '{ }'), call(idTwo, 'b', '{"y":1}'), output(idOne, ''), output(idTwo, '')),
    },
    'tool call without arguments': {
      response: answer(call(idOne, 'a', '')),
      request: ask(call(idOne, 'a', '')),
    },
    'reasoning before text': {
      response: answer(
        { type: 'reasoning', id: reasoningId, summary: [], encrypted_content: encrypted },
        message(text('A')),
      ),
      request: ask({ type: 'reasoning', id: reasoningId, summary: [] }, message(text('A'))),
    },
  },
})
