import { formatConfidence, formatCount, formatCounted } from '../quantity.ts'
import type { AccountEntry, CampaignEntry, CampaignPicture } from '../report.ts'
import { layOut, type Frame, type Position } from './graph-layout.ts'
import { selectGraph, type DrawnEdge, type DrawnGraph } from './graph-selection.ts'
import { markup, NOTHING, short, verbatim, type Markup } from './markup.ts'

const FRAME: Frame = { width: 1000, height: 520, margin: 40 }
const RADIUS_MAX = 14
/** The smallest dot as a part of the largest. */
const RADIUS_RATIO_MIN = 0.25
/** Signals with a colour of their own; the others share the last one. */
const COLOURS_MAX = 6
const SHADES = 3

/** The accounts of a campaign and their links, as a figure; nothing when no link is known. */
export function accountGraph(campaign: CampaignEntry, picture: CampaignPicture): Markup {
  const graph = selectGraph(campaign, picture.edges)
  if (graph.edges.length === 0) return NOTHING
  const members = graph.nodes.map((index) => campaign.accounts[index]).filter((member) => member !== undefined)
  const radii = radiiOf(members)
  const positions = layOut(radii, graph.edges, FRAME)
  const signals = signalsByWeight(graph.edges)
  const label = `Graph of ${formatCounted(members.length, 'account')} and ${formatCounted(graph.edges.length, 'link')}`
  return markup`<figure class="graph">
<svg viewBox="0 0 ${FRAME.width} ${FRAME.height}" role="img" aria-label="${label}">
${linkPaths(graph.edges, positions, signals)}
${members.map((member, index) => node(member, positions[index], radii[index] ?? RADIUS_MAX))}</svg>
${key(signals)}
<figcaption>${caption(campaign, picture, graph)}</figcaption>
</figure>`
}

// Area, not radius, is what the eye compares; a crowd needs smaller dots to be seen through.
function radiiOf(members: readonly AccountEntry[]): readonly number[] {
  const most = members.reduce((high, { interactions }) => Math.max(high, interactions), 1)
  const largest = Math.min(RADIUS_MAX, 90 / Math.sqrt(members.length))
  return members.map(({ interactions }) => {
    const radius = largest * Math.max(RADIUS_RATIO_MIN, Math.sqrt(interactions / most))
    return Math.round(radius * 10) / 10
  })
}

function node(member: AccountEntry, position: Position | undefined, radius: number): Markup {
  const { x, y } = position ?? { x: 0, y: 0 }
  const detail = `${formatConfidence(member.probability)}, ${formatCounted(member.interactions, 'interaction')}`
  return markup`<circle cx="${x}" cy="${y}" r="${radius}"><title>${short(member.account)}: ${detail}</title></circle>
`
}

function signalsByWeight(edges: readonly DrawnEdge[]): readonly string[] {
  const weights = new Map<string, number>()
  for (const { signal, nats } of edges) weights.set(signal, (weights.get(signal) ?? 0) + nats)
  return [...weights]
    .toSorted(([leftName, left], [rightName, right]) => right - left || (leftName < rightName ? -1 : 1))
    .map(([signal]) => signal)
}

// One path for all links of one colour and shade: an element for each link would be most of the page.
function linkPaths(edges: readonly DrawnEdge[], positions: readonly Position[], signals: readonly string[]): Markup[] {
  const natsMax = edges.reduce((high, { nats }) => Math.max(high, nats), Number.MIN_VALUE)
  const paths = new Map<string, string>()
  for (const { source, target, nats, signal } of edges) {
    const shade = Math.max(0, Math.min(SHADES - 1, Math.floor((nats / natsMax) * SHADES)))
    const name = `n${shade} s${Math.min(COLOURS_MAX, signals.indexOf(signal))}`
    const [from, to] = [positions[source], positions[target]]
    if (from && to) paths.set(name, `${paths.get(name) ?? ''}M${from.x} ${from.y}L${to.x} ${to.y}`)
  }
  // The strongest are drawn last, on top.
  return [...paths]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, path]) => markup`<path class="${name}" d="${verbatim(path)}"/>\n`)
}

function key(signals: readonly string[]): Markup {
  const names = signals.slice(0, COLOURS_MAX)
  const rest = signals.length - names.length
  const entries = [...names, ...(rest > 0 ? [formatCounted(rest, 'other signal')] : [])]
  return markup`<ul class="key" aria-label="Colours of signals">${entries.map(
    (name, index) =>
      markup`<li><svg viewBox="0 0 18 4" aria-hidden="true"><path class="s${index}" d="M0 2H18"/></svg>${short(name)}</li>`,
  )}</ul>`
}

function caption(campaign: CampaignEntry, { edges }: CampaignPicture, graph: DrawnGraph): string {
  const nats = graph.edges.map((edge) => edge.nats)
  const range = `${Math.min(...nats).toFixed(1)} to ${Math.max(...nats).toFixed(1)} nats`
  const isWhole = graph.nodes.length === campaign.accounts.length && graph.edges.length === edges.length
  const drawn = isWhole
    ? `${formatCounted(graph.nodes.length, 'account')} and ${formatCounted(graph.edges.length, 'link')}.`
    : `Drawn are ${formatCount(graph.nodes.length)} of ${formatCounted(campaign.accounts.length, 'account')} and ` +
      `${formatCount(graph.edges.length)} of ${formatCounted(edges.length, 'recorded link')}, the strongest.`
  return `${drawn} A dot is an account, larger with more interactions; a line is a link, heavier with more evidence (${range}).`
}
