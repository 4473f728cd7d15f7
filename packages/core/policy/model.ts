/** Which models somebody may ask for. */
import type { FaultList } from './fault.ts'
import { readList, readName } from './member.ts'

/** Most models that one list names. */
export const modelsMax = 1000

/** Whether `model` is one of `patterns`, each a name or a beginning with `*`; without patterns every model is. */
export function allowsModel(patterns: readonly string[] | undefined, model: string): boolean {
  return (
    patterns === undefined ||
    patterns.some((pattern) => (pattern.endsWith('*') ? model.startsWith(pattern.slice(0, -1)) : model === pattern))
  )
}

/** A list of models as people write it, at least one: each a name, or a beginning with `*` after it. */
export function readModels(value: unknown, path: string, faults: FaultList): readonly string[] | undefined {
  const models = readList(value, path, modelsMax, faults, (item, itemPath) => {
    const name = readName(item, itemPath, faults)
    if (name?.slice(0, -1).includes('*') === true)
      return faults.add(
        itemPath,
        'has a * that is not its last character',
        'give a name, or a beginning with * after it',
      )
    return name
  })
  if (models?.length === 0 && (value as unknown[]).length === 0)
    return faults.add(path, 'is empty', 'name a model, or leave the list out for all')
  return models
}
