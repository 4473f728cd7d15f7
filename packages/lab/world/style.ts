/** How a client asks: which model, whether streamed, with which parameters. */
import type { Dialogue } from './dialogue.ts'
import type { DialectName, JsonObject } from './line.ts'
import { models } from './provider.ts'
import type { Random } from './random.ts'

/** The part of a dialogue that a client keeps from one conversation to the next. */
export type Style = Pick<Dialogue, 'dialect' | 'model' | 'parameters' | 'stream'> & { readonly reasons: boolean }

/** The name that each dialect gives to the bound on the length of an answer. */
const boundNames: Readonly<Record<DialectName, string>> = {
  'openai.chat': 'max_completion_tokens',
  'openai.responses': 'max_output_tokens',
  'anthropic.messages': 'max_tokens',
}

const bounds = [1000, 1500, 2000, 3000, 4000, 6000]

/** Parameters that bound answers at `tokens`, with a temperature when one is given. */
export function boundedBy(dialect: DialectName, tokens: number, temperature?: number): JsonObject {
  return { [boundNames[dialect]]: tokens, ...(temperature === undefined ? {} : { temperature }) }
}

/** Parameters that ask the model to think, where the dialect has a word for it. */
export function thinkingBy(dialect: DialectName, tokens: number): JsonObject {
  if (dialect === 'openai.chat') return { reasoning_effort: 'high' }
  if (dialect === 'openai.responses') return { reasoning: { effort: 'high' }, include: ['reasoning.encrypted_content'] }
  return { thinking: { type: 'enabled', budget_tokens: tokens } }
}

/** The style of an ordinary client. */
export function drawStyle(random: Random, dialect: DialectName): Style {
  const reasons = dialect !== 'openai.chat' && random.chance(0.2)
  const needsBound = dialect === 'anthropic.messages' || random.chance(0.4)
  return {
    dialect,
    model: reasons ? models.thinking : random.pick([models.large, models.large, models.small]),
    stream: random.chance(0.6),
    reasons,
    parameters: {
      ...(needsBound ? boundedBy(dialect, random.pick(bounds)) : {}),
      ...(!reasons && random.chance(0.3) ? { temperature: random.pick([0, 0.2, 0.5, 0.7, 1]) } : {}),
      ...(reasons ? thinkingBy(dialect, 1024 * random.between(1, 8)) : {}),
    },
  }
}
