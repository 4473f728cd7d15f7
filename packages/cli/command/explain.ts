import { type Command } from '../command.ts'
export const explainCommand: Command = {
  name: 'explain',
  summary: 'print every link and test behind a claim',
  help: '',
  run: async () => 0,
}
