/** Whether `model` is meant by `pattern`: the same name, or one that begins like a pattern that ends in `*`. */
export function matchesModel(pattern: string, model: string): boolean {
  return pattern.endsWith('*') ? model.startsWith(pattern.slice(0, -1)) : model === pattern
}
