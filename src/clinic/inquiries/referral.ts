import type { Day } from '../../basics/dates.ts'

/** What one referral document says about one person, in Stepwell's own words. Nothing here has been saved yet. */
export type ReadReferral = {
  /** SHA-256 of the file as it came: the same file sent twice is known by it. */
  documentHash: string
  person: Person
  contacts: Contact[]
  problems: Item[]
  medications: Item[]
  allergies: Item[]
  coverages: Item[]
  /** Only visits that matter for admission, the latest first; the others are counted in `notUnderstood`. */
  encounters: Item[]
  /** The latest of each useful measure; `startedOn` is the day it was taken, `detail` its value. */
  results: Item[]
  /** Security labels found anywhere in the file: '42CFRPart2', 'R', 'ETH'. See `redisclosureApplies`. */
  labels: string[]
  referrer: { name?: string }
  counts: { resourceType: string; found: number; used: number }[]
  /** Everything the file holds that Stepwell did not take, in plain words, so that nothing is dropped silently. */
  notUnderstood: { what: string; why: string; count: number }[]
  /** Facts that the safety gate of placement should look at. */
  warnings: string[]
}

export const SEXES = ['female', 'male', 'other', 'unknown'] as const
export type Sex = (typeof SEXES)[number]

export type Person = {
  givenName: string
  familyName: string
  middleNames?: string
  preferredName?: string
  /** Maiden and earlier family names: a chart may still be kept under one of them. */
  formerFamilyNames?: string[]
  birthDate: Day
  sex: Sex
  pronouns?: string
  language?: string
  maritalStatus?: string
  race?: string
  ethnicity?: string
  /** Social Security, passport and licence numbers are cut to their last four characters while reading. */
  identifiers: { system: string; value: string; label: string }[]
}

export type Contact = {
  kind: 'phone' | 'email' | 'address' | 'emergency'
  /** For 'emergency' the phone or email; empty when the file names someone without giving a number. */
  value: string
  use?: string
  name?: string
  relationship?: string
}

export type Item = {
  codeSystem: string | null
  code: string | null
  label: string
  status: 'active' | 'resolved' | 'unknown'
  startedOn: Day | null
  endedOn: Day | null
  detail: string | null
}

/** FHIR's name for the Social Security number; `value` holds its last four digits only. */
export const SOCIAL_SECURITY_SYSTEM = 'http://hl7.org/fhir/sid/us-ssn'
