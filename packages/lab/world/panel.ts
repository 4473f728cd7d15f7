/**
 * The panel: worlds on which no detector was tuned, each with other languages, relays, tricks and innocents.
 *
 * They were written from what relays and their users do, without a look at how anything is detected; whoever tunes on
 * them should write others.
 */
import { crudeWorlds } from './panel/crude-worlds.ts'
import { languageWorlds } from './panel/language-worlds.ts'
import { evasiveWorlds } from './panel/evasive-worlds.ts'
import { hardWorlds } from './panel/hard-worlds.ts'
import type { PanelWorld } from './panel/panel-world.ts'

export type { EvasionLevel, PanelWorld } from './panel/panel-world.ts'

/** All worlds of the panel. Their names are unique. */
export const panel: readonly PanelWorld[] = [...crudeWorlds, ...languageWorlds, ...evasiveWorlds, ...hardWorlds]
