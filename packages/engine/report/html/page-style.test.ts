// Colours can be read: WCAG 2.2 contrast, level AA, in light and in dark.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PAGE_STYLE } from './page-style.ts'

const [light = '', dark = ''] = PAGE_STYLE.match(/:root \{[^}]*--paper[^}]*\}/g) ?? []

function colours(block: string): Map<string, string> {
  return new Map([...block.matchAll(/--([\w-]+): #([0-9a-f]{6})/g)].map(([, name = '', hex = '']) => [name, hex]))
}

/** Relative luminance as WCAG defines it. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(left: string, right: string): number {
  const [low = 0, high = 0] = [luminance(left), luminance(right)].toSorted((a, b) => a - b)
  return (high + 0.05) / (low + 0.05)
}

for (const [scheme, block] of Object.entries({ light, dark })) {
  const palette = new Map([...colours(light), ...colours(block)])
  const colour = (name: string): string => palette.get(name) ?? assert.fail(name)

  test(`text stands out from its ground, ${scheme}`, () => {
    for (const name of ['ink', 'quiet', 'extraction', 'resale', 'coordinated', 'caution']) {
      assert.ok(contrast(colour(name), colour('paper')) >= 4.5, name)
    }
  })

  test(`lines of the graph stand out from theirs, ${scheme}`, () => {
    for (let signal = 0; signal <= 6; signal += 1) {
      assert.ok(contrast(colour(`s${signal}`), colour('wash')) >= 3, `s${signal}`)
    }
  })
}
