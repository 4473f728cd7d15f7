import type { NextStep } from '../next-step.ts'
import type { ReadingFact } from '../reading.ts'
import type { Verdict } from '../verdict.ts'
import type { Ink } from './ink.ts'
import { faint, plain, type Sheet } from './sheet.ts'

/** Most columns for the labels at the left. */
const LABEL_COLUMNS = 12

/** What was read. */
export function reading(sheet: Sheet, facts: readonly ReadingFact[]): readonly string[] {
  return facts.flatMap(({ label, lines, isFlaw }) =>
    lines.flatMap((text, index) =>
      sheet.paragraph({
        lead: { text: index === 0 ? label : '', ink: isFlaw ? 'caution' : 'faint' },
        leadColumns: LABEL_COLUMNS,
        text,
      }),
    ),
  )
}

const VERDICT_INKS: Readonly<Record<Verdict['outcome'], Ink>> = {
  claims: 'extraction',
  'no claim': 'good',
  'nothing read': 'caution',
}

/** What it comes to. */
export function summary(sheet: Sheet, { outcome, title, meaning }: Verdict): readonly string[] {
  const { claims, noClaim, flaw } = sheet.glyphs
  const mark = outcome === 'claims' ? claims : outcome === 'no claim' ? noClaim : flaw
  const ink = VERDICT_INKS[outcome]
  return [
    ...sheet.paragraph({ lead: { text: `${mark} `, ink }, text: title, ink }),
    ...sheet.paragraph({ indent: mark.length + 1, text: meaning }),
  ]
}

/** What the records lacked; nothing when they lacked nothing. */
export function lacking(sheet: Sheet, lacked: readonly string[]): readonly string[] {
  if (lacked.length === 0) return []
  const lead = plain(`${sheet.glyphs.bullet} `)
  return [
    sheet.line({ text: 'What the records lacked', ink: 'strong' }),
    ...lacked.flatMap((text) => sheet.paragraph({ lead, indent: 2, text })),
  ]
}

/** What to do now. */
export function next(sheet: Sheet, steps: readonly NextStep[]): readonly string[] {
  const lead = faint(`${sheet.glyphs.bullet} `)
  return [
    sheet.line({ text: 'Next', ink: 'strong' }),
    ...steps.flatMap(({ command, purpose }) =>
      sheet.paragraph({ lead, indent: 2, text: command === null ? purpose : `\`${command}\` ${purpose}` }),
    ),
  ]
}

/** Sections below one another, without those that are empty, ending in a line feed. */
export function joined(sections: readonly (readonly string[])[]): string {
  const texts = sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'))
  return `${texts.join('\n\n')}\n`
}
