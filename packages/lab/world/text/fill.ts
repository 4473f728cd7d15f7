/** Fills the slots of a template: `{name}` becomes the value of `name`. A slot without a value is our own bug. */
export function fill(template: string, slots: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = slots[name]
    if (value === undefined) throw new RangeError(`template has a slot that is not filled: ${name}`)
    return String(value)
  })
}
