import {
  forceCollide,
  forceLink,
  forceManyBody,
  forceSimulation,
  forceX,
  forceY,
  type SimulationLinkDatum,
  type SimulationNodeDatum,
} from 'd3-force'
import type { DrawnEdge } from './graph-selection.ts'

/** Where a node is drawn, in whole units of the picture. */
export interface Position {
  readonly x: number
  readonly y: number
}

/** A picture's size and the room kept free along its edge, in its own units. */
export interface Frame {
  readonly width: number
  readonly height: number
  readonly margin: number
}

const TICKS = 180
// d3's own decay reaches its end after 300 ticks.
const ALPHA_DECAY = 1 - 0.001 ** (1 / TICKS)

/**
 * Places nodes so that linked ones are near each other (Fruchterman and Reingold, "Graph Drawing by Force-Directed
 * Placement", 1991, in d3-force's velocity Verlet form) and stretches the outcome to the frame. The same radii and
 * edges give the same positions: the start is a spiral and the random source begins anew each time.
 */
export function layOut(radii: readonly number[], edges: readonly DrawnEdge[], frame: Frame): readonly Position[] {
  const nodes = radii.map((): SimulationNodeDatum => ({}))
  const links = edges.map(({ source, target, nats }) => ({ source, target, nats }))
  const natsMax = edges.reduce((high, { nats }) => Math.max(high, nats), 1)
  const pull = forceLink<SimulationNodeDatum, SimulationLinkDatum<SimulationNodeDatum> & { nats: number }>(links)
    .distance(46)
    .strength(({ nats }) => 0.04 + (0.3 * Math.max(0, nats)) / natsMax)
  // Wider than high, as the frame is.
  const simulation = forceSimulation(nodes)
    .randomSource(randomSource())
    .alphaDecay(ALPHA_DECAY)
    .force('link', pull)
    .force('charge', forceManyBody().strength(-140).distanceMax(420))
    .force('x', forceX().strength(0.045))
    .force('y', forceY().strength(0.085))
    .force(
      'collide',
      forceCollide((_, index) => (radii[index] ?? 0) + 4),
    )
    .stop()
  simulation.tick(TICKS)
  return stretch(nodes, frame)
}

const SCALE_MAX = 2.2
// A frame is wide and a crowd is round; more than this and distances mean nothing.
const WIDENING_MAX = 1.5

function stretch(nodes: readonly SimulationNodeDatum[], { width, height, margin }: Frame): readonly Position[] {
  const xs = nodes.map(({ x }) => x ?? 0)
  const ys = nodes.map(({ y }) => y ?? 0)
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]
  const fitting = [(width - 2 * margin) / Math.max(1, right - left), (height - 2 * margin) / Math.max(1, bottom - top)]
  const scaleY = Math.min(...fitting, SCALE_MAX)
  const scaleX = Math.min(fitting[0] ?? 1, SCALE_MAX, scaleY * WIDENING_MAX)
  return nodes.map((_, index) => ({
    x: Math.round(width / 2 + ((xs[index] ?? 0) - (left + right) / 2) * scaleX),
    y: Math.round(height / 2 + ((ys[index] ?? 0) - (top + bottom) / 2) * scaleY),
  }))
}

// mulberry32 (Tommy Ettinger, 2017): only nodes on the very same spot ever draw from it.
function randomSource(): () => number {
  let state = 0x5713
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
