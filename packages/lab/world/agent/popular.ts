/** The agents that everybody uses: invented programs with as many users as their prompts have readers. */
import type { Agent } from './agent.ts'

const patchwork: Agent = {
  program: 'patchwork-cli',
  versions: ['3.4.0', '3.4.0', '3.3.2', '3.1.7'],
  system:
    'You are Patchwork, a coding assistant that runs in a terminal. You and the user share one working copy. Read before you write. ' +
    "Keep changes small and explain them in one sentence. Never delete files that you did not create. Prefer the project's own style over " +
    'your taste. Run the tests after each change and stop when they pass. When an instruction is unclear, ask one question. ' +
    'Paths are relative to the root of the repository. Output of commands may be cut; ask for more when you need it.',
  abilities: {
    read: { name: 'view_file', first: 'path', second: 'lines', description: 'Shows a file, or some of its lines.' },
    edit: { name: 'change_file', first: 'path', second: 'patch', description: 'Applies a patch to a file.' },
    shell: {
      name: 'terminal',
      first: 'command',
      second: 'folder',
      description: 'Runs a command and returns what it prints.',
    },
    search: {
      name: 'find_in_files',
      first: 'pattern',
      second: 'folder',
      description: 'Searches the repository for a pattern.',
    },
  },
}

const tiller: Agent = {
  program: 'tiller',
  versions: ['0.19.4', '0.19.4', '0.19.1', '0.17.0'],
  system:
    'Tiller steers a language model through a software project. Plan first: list the steps, then do them one by one with the tools. ' +
    'After every tool call, say what you learned. Do not invent files. Do not run commands that reach the network unless the user agreed. ' +
    'When the work is done, summarise what changed and what was left out. Be brief; the user reads this in a narrow side panel.',
  abilities: {
    read: { name: 'open', first: 'file', second: 'range', description: 'Open a file of the workspace.' },
    edit: { name: 'write', first: 'file', second: 'content', description: 'Write a file of the workspace.' },
    shell: { name: 'run', first: 'cmd', second: 'timeout', description: 'Run a shell command.' },
    search: { name: 'grep', first: 'query', second: 'glob', description: 'Search the workspace.' },
  },
}

const codewren: Agent = {
  program: 'codewren-vscode',
  versions: ['12.2.1', '12.2.0', '12.0.3'],
  system:
    "You work inside an editor as a pair programmer. The open file and the selection come first in the user's message. " +
    'Answer with an edit when one is wanted and with words when a question was asked. Follow the language version of the project. ' +
    'Mention risks before you make a change that touches more than three files. Use at most one tool at a time.',
  abilities: {
    read: { name: 'editor_read', first: 'uri', second: 'span', description: 'Reads a document.' },
    edit: { name: 'editor_replace', first: 'uri', second: 'replacement', description: 'Replaces text in a document.' },
    shell: { name: 'task_run', first: 'task', second: 'arguments', description: 'Runs a task of the workspace.' },
    search: { name: 'symbol_search', first: 'symbol', second: 'kind', description: 'Finds symbols by name.' },
  },
}

/** The popular agents, the most popular first. */
export const popularAgents: readonly Agent[] = [patchwork, tiller, codewren]
