/** What a world of the panel is made of. */
import { consumerChat } from '../archetype/consumer-chat.ts'
import { greyReseller, type GreyResellerOptions } from '../archetype/grey-reseller.ts'
import { operator, type OperatorOptions } from '../archetype/operator.ts'
import type { CustomerOptions } from '../customers.ts'
import type { Part } from '../scene.ts'
import type { Language } from '../text/lexicon.ts'
import type { WorldSpec } from '../world.ts'

/**
 * How much an operator spends on not being found. E0: one template, shared addresses and cards; E1: residential exits;
 * E2: an identity, a card and a client per account; E3: every request worded anew; E4: among genuine customers of the
 * same relay; E5: few requests on aged accounts with rhythms of their own; E6: strict affinity, no failover, other ids,
 * accounts that are replaced.
 */
export type EvasionLevel = 'E0' | 'E1' | 'E2' | 'E3' | 'E4' | 'E5' | 'E6'

/** A world of the panel. */
export interface PanelWorld {
  readonly name: string
  /** What it asks of a detector, in half a sentence. */
  readonly about: string
  readonly spec: WorldSpec
  /** The level of each extraction campaign. */
  readonly levels: Readonly<Record<string, EvasionLevel>>
  /** Whether the account registry may be read with the logs. */
  readonly hasRegistry: boolean
}

/** A world of the panel, declared. */
export interface PanelDeclaration extends Omit<WorldSpec, 'seed' | 'parts'> {
  readonly name: string
  readonly about: string
  /** What its people speak, customers of relays included, as often as they do. */
  readonly languages: readonly Language[]
  readonly operators?: readonly (readonly [EvasionLevel, OperatorOptions & { readonly name: string }])[]
  readonly resellers?: readonly (GreyResellerOptions & { readonly name: string })[]
  /** The ordinary crowd. */
  readonly consumers: { readonly accounts: number; readonly requestsPerDay: number }
  readonly others: readonly Part[]
  readonly hasRegistry?: boolean
}

/** Makes the world; its name is its seed. */
export function panelWorld(declaration: PanelDeclaration): PanelWorld {
  const { name, about, languages, operators = [], resellers = [], consumers, others, ...rest } = declaration
  const { hasRegistry = true, ...frame } = rest
  const customers: CustomerOptions = { customerLanguages: languages, customerTopics: 'mixed' }
  const parts = [
    ...operators.map(([, options]) => operator({ material: 'own', ...customers, ...options })),
    ...resellers.map((options) => greyReseller({ ...customers, ...options })),
    consumerChat({ topics: 'mixed', languages, ...consumers }),
    ...others,
  ]
  return {
    name,
    about,
    hasRegistry,
    levels: Object.fromEntries(operators.map(([level, options]) => [options.name, level])),
    spec: { ...frame, seed: `panel ${name}`, parts },
  }
}
