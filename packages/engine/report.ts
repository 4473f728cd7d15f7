export * from './report/report.ts'
export { renderTerminal } from './report/terminal.ts'
export { renderHtml } from './report/html.ts'
export { renderJson } from './report/json.ts'
