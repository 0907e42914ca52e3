import type { Work } from '../db/work.ts'

export type Coding = { system: string; code: string; display?: string }
export type Resource = {
  resourceType: string
  id: string
  meta?: { lastUpdated?: string; versionId?: string; security?: Coding[] }
} & Record<string, unknown>
/** A resource, the client it is about, and whether it says that somebody is treated for substance use. */
export type Entry = { resource: Resource; clientId: string; isSubstanceUse: boolean }

export type SearchParameter = { name: string; type: 'token' | 'string' | 'date' | 'reference'; documentation: string }
/** What was asked, by parameter; each may stand several times. Every value has been read and checked. */
export type Search = { values: (name: string) => string[]; count: number; after: string | null }

/** One type of resource, mapped by the concept that owns it. `search` answers in the order of ids, after a given one. */
export type ResourceFace = {
  type: string
  profile?: string
  parameters: SearchParameter[]
  /** Parameters of which one must be given: a search without them would walk everybody's record. */
  needsOneOf?: string[]
  search: (work: Work, search: Search) => Promise<Entry[]>
  read: (work: Work, id: string) => Promise<Entry | undefined>
}

/** A type of resource that says nothing about anybody, such as a form: no consent, no label, no accounting of disclosures. */
export type CatalogFace = Pick<ResourceFace, 'type' | 'parameters'> & {
  search: (work: Work, search: Search) => Promise<Resource[]>
  read: (work: Work, id: string) => Promise<Resource | undefined>
}

/** A reference such as 'Patient/1234' or the bare id. */
export const idOf = (reference: string, type: string): string => reference.replace(new RegExp(`^(?:.*/)?${type}/`), '')

// FHIR ids hold 64 characters at most and two UUIDs do not fit: each travels as 25 characters of base 36.
export const shortId = (id: string): string =>
  BigInt(`0x${id.replaceAll('-', '')}`)
    .toString(36)
    .padStart(25, '0')

export function longId(short: string): string | null {
  if (!/^[0-9a-z]{25}$/.test(short)) return null
  let value = 0n
  for (const letter of short) value = value * 36n + BigInt(Number.parseInt(letter, 36))
  const hex = value.toString(16).padStart(32, '0')
  if (hex.length > 32) return null
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
