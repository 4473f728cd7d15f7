// The picture is the same every time, stays in its frame, and puts linked accounts near each other.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { layOut, type Position } from './graph-layout.ts'
import type { DrawnEdge } from './graph-selection.ts'

const FRAME = { width: 1000, height: 500, margin: 40 }

// Two rings of eight with every chord, and a single link between them.
const edges: readonly DrawnEdge[] = [0, 8]
  .flatMap((start) =>
    Array.from({ length: 64 }, (_, index) => ({
      source: start + (index >> 3),
      target: start + (index & 7),
      nats: 10,
      signal: 'a',
    })).filter(({ source, target }) => source < target),
  )
  .concat([{ source: 0, target: 8, nats: 2, signal: 'b' }])
const radii = Array.from({ length: 16 }, () => 5)

function distance(left: Position | undefined, right: Position | undefined): number {
  return Math.hypot((left?.x ?? 0) - (right?.x ?? 0), (left?.y ?? 0) - (right?.y ?? 0))
}

test('the same graph is laid out the same', () => {
  assert.deepEqual(layOut(radii, edges, FRAME), layOut(radii, edges, FRAME))
})

test('every node is inside of the frame, one alone in its middle', () => {
  for (const { x, y } of layOut(radii, edges, FRAME)) {
    assert.ok(x >= 40 && x <= 960 && y >= 40 && y <= 460, `${x} ${y}`)
  }
  assert.deepEqual(layOut([5], [], FRAME), [{ x: 500, y: 250 }])
})

test('groups lie apart', () => {
  const positions = layOut(radii, edges, FRAME)
  const within = distance(positions[1], positions[2]) + distance(positions[9], positions[10])
  assert.ok(within / 2 < distance(positions[4], positions[12]))
})
