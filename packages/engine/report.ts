export * from './report/report.ts'
export * from './report/inspection.ts'
export { checkReport } from './report/check.ts'
export type { ShapeFault } from './report/shape.ts'
export { headline } from './report/headline.ts'
export { renderTerminal, type TerminalOptions } from './report/terminal.ts'
export { renderInspection } from './report/terminal/inspection.ts'

export { renderJson } from './report/json.ts'
