/** Writes the bundled example world: `node packages/lab/example.ts [--out DIR]`, by default to `.stillhunt/example`. */
import { parseArgs } from 'node:util'
import { exampleSpec, generateWorld, writeWorld } from './world.ts'

const { values } = parseArgs({ options: { out: { type: 'string', default: '.stillhunt/example' } } })
const world = generateWorld(exampleSpec)
writeWorld(world, values.out)
const members = world.labels.filter((label) => label.campaign !== null).length
console.log(
  `${world.records.length} interactions of ${world.accounts.length} accounts, ${members} of them in hidden campaigns, in ${values.out}`,
)
