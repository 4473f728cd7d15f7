export { ConfigurationError, checkConfiguration, loadConfiguration } from './process/load.ts'
export { runGateway, type RunOptions } from './process/run.ts'
