import { type Entry, type ResourceFace, type Search, type SearchParameter } from './resource.ts'

/** One concept's part of a type that several concepts have, and the category under which it files what it tells. */
export type Part = { category: string; face: ResourceFace }

const category: SearchParameter = {
  name: 'category',
  type: 'token',
  documentation: 'The kind of it, such as vital-signs or survey',
}

/**
 * Several concepts that have the same type, as one face: in the order of ids, each page filled from all of them. `category` asks
 * some of the parts alone. A parameter is known here when every part knows it, so that none of them can leave a filter out.
 */
export function together(type: string, parts: readonly Part[]): ResourceFace {
  const shared = (parts[0]?.face.parameters ?? []).filter(({ name }) =>
    parts.every(({ face }) => face.parameters.some((one) => one.name === name)),
  )
  return {
    type,
    parameters: [...shared, category],
    needsOneOf: ['patient', '_id'],
    search: async (work, search) => {
      const found: Entry[] = []
      for (const { face } of parts.filter((part) => isAsked(part, search)))
        found.push(...(await face.search(work, search)))
      return found.toSorted((one, other) => (one.resource.id < other.resource.id ? -1 : 1)).slice(0, search.count)
    },
    read: async (work, id) => {
      for (const { face } of parts) {
        const entry = await face.read(work, id)
        if (entry !== undefined) return entry
      }
      return undefined
    },
  }
}

/** Every `category` that was given has to fit; within one of them, any of those between commas. */
const isAsked = ({ category: own }: Part, search: Search): boolean =>
  search.values('category').every((value) => value.split(',').some((one) => one.split('|').at(-1) === own))
