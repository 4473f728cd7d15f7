export * from './report/report.ts'
export { checkReport } from './report/check.ts'
export type { ShapeFault } from './report/shape.ts'
export { renderTerminal, type TerminalOptions } from './report/terminal.ts'

export { renderJson } from './report/json.ts'
