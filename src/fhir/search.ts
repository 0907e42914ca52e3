import { isDay } from '../basics/dates.ts'
import { refuse, type Refusal } from '../basics/refusal.ts'
import type { ResourceFace, Search } from './resource.ts'

const everywhere = ['_count', '_after', '_id', '_format', '_summary']

/**
 * Reads a search. A parameter that is not known is refused and not ignored: to ignore a filter would tell more than was asked.
 */
export function readSearch(
  face: Pick<ResourceFace, 'type' | 'parameters' | 'needsOneOf'>,
  query: Record<string, string[]>,
): Search | Refusal {
  const known = new Map(face.parameters.map((parameter) => [parameter.name, parameter]))
  for (const [name, values] of Object.entries(query)) {
    const [bare = '', modifier] = name.split(':')
    if (everywhere.includes(name)) continue
    const parameter = known.get(bare)
    if (
      parameter === undefined ||
      (modifier !== undefined && !(parameter.type === 'string' && ['exact', 'contains'].includes(modifier)))
    ) {
      return refuse('not-supported', `The search parameter "${name.slice(0, 60)}" is not supported for ${face.type}.`)
    }
    for (const value of values) {
      if (value.length > 200) return refuse('invalid', `The value of "${bare}" is too long.`)
      if (parameter.type === 'date' && readDate(value) === null)
        return refuse('invalid', `"${bare}" needs a date such as ge2026-01-31.`)
    }
  }
  const count = Number(query._count?.at(-1) ?? '50')
  if (!Number.isInteger(count) || count < 0 || count > 1_000_000)
    return refuse('invalid', '_count needs a whole number.')
  const needs = face.needsOneOf ?? []
  if (needs.length > 0 && !needs.some((name) => (query[name]?.length ?? 0) > 0)) {
    return refuse('required', `Give ${needs.join(' or ')}: ${face.type} is searched for one patient at a time.`)
  }
  return { values: (name) => query[name] ?? [], count: Math.min(count, 200), after: query._after?.at(-1) ?? null }
}

export type DateTest = { prefix: 'eq' | 'ge' | 'gt' | 'le' | 'lt'; day: string }

/** 'ge2026-01-31' and the like; a month or a year alone is not taken. */
export function readDate(value: string): DateTest | null {
  const [, prefix = '', day = ''] = /^(eq|ge|gt|le|lt|sa|eb)?(\d{4}-\d{2}-\d{2})(?:T.*)?$/.exec(value) ?? []
  if (!isDay(day)) return null
  if (prefix === 'sa') return { prefix: 'gt', day }
  if (prefix === 'eb') return { prefix: 'lt', day }
  return { prefix: prefix === '' ? 'eq' : (prefix as DateTest['prefix']), day } // the pattern above lets nothing else through
}

export const sqlOperator = { eq: '=', ge: '>=', gt: '>', le: '<=', lt: '<' } as const
