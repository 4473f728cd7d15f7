export { nearest, suggestion } from './spelling/nearest.ts'
