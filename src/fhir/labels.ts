import type { Coding, Entry, Resource } from './resource.ts'

const confidentiality = 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality'
const actCode = 'http://terminology.hl7.org/CodeSystem/v3-ActCode'

/** Restricted, and under Part 2, on everything that leaves; in substance-use care also what it is about. */
export const labelsOf = (isSubstanceUse: boolean): Coding[] => [
  { system: confidentiality, code: 'R', display: 'restricted' },
  { system: actCode, code: '42CFRPart2', display: '42 CFR Part2' },
  { system: actCode, code: 'NOPERSISTP', display: 'no collection beyond purpose of use' },
  ...(isSubstanceUse
    ? [{ system: actCode, code: 'SUD', display: 'substance use disorder information sensitivity' }]
    : []),
]

/** The resource as it leaves: labelled, with the notice that must accompany it (42 CFR 2.32). */
export function labelled({ resource, isSubstanceUse }: Entry, notice: string): Resource {
  const { resourceType, id, meta, ...rest } = resource
  return {
    resourceType,
    id,
    meta: { ...meta, security: labelsOf(isSubstanceUse) },
    text: { status: 'additional', div: `<div xmlns="http://www.w3.org/1999/xhtml">${escaped(notice)}</div>` },
    ...rest,
  }
}

/** A bundle is as sensitive as the most sensitive thing in it. */
export const highWaterMark = (entries: Entry[]): Coding[] => labelsOf(entries.some((entry) => entry.isSubstanceUse))

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
