import { z } from 'zod'
import type { Day } from '../../basics/dates.ts'
import { sha256 } from '../../basics/ids.ts'
import { isRefusal, type Refusal, refuse } from '../../basics/refusal.ts'
import { parseDocument } from './document.ts'
import { clean, field, isResource, listOf, type Resource, textOf } from './foreign.ts'
import { MOST_ITEMS } from './items.ts'
import { countTypes, leaveUnreadExtensions, leaveUnreadFields } from './leftovers.ts'
import { safetyWarnings } from './matters.ts'
import { readContacts } from './read-contacts.ts'
import { readCoverages } from './read-coverage.ts'
import { readAllergies, readMedications, readProblems } from './read-history.ts'
import { readPerson } from './read-person.ts'
import { readReferrer } from './read-referrer.ts'
import { readResults } from './read-results.ts'
import { readVisits } from './read-visits.ts'
import { type Entry, openReading, personKey, type Reading, securityCodesOf } from './reading.ts'
import type { Item, ReadReferral } from './referral.ts'
import { versionOf } from './versions.ts'

export { MAX_BYTES } from './document.ts'

/** The envelope alone is demanded; whatever is inside is a stranger's and read field by field (`foreign.ts`). */
const Bundle = z.object({
  resourceType: z.literal('Bundle'),
  type: z.string().max(60).optional().catch(undefined),
  entry: z.array(z.unknown()).optional().catch(undefined),
})

/**
 * What an uploaded FHIR R4 bundle says about the one person it refers, or the sentence that says why it cannot be
 * taken and what to do. Pure: nothing is saved, and no input, however broken or hostile, makes it throw.
 */
export function readReferral(bytes: Uint8Array, today: Day): ReadReferral | Refusal {
  const document = parseDocument(bytes)
  if (isRefusal(document)) return document
  const bundle = Bundle.safeParse(document.value)
  if (!bundle.success) return notABundle(document.value)
  if (bundle.data.type === 'history')
    return refuse(
      'history',
      'This bundle is a change history, not a record as it stands. Ask the sender for the current record.',
    )
  const { entries, unreadable } = entriesOf(bundle.data.entry ?? [])
  const version = versionOf(entries)
  if (version !== 'R4')
    return refuse('other-version', `This bundle is written in FHIR ${version}. Ask the sender to export it as FHIR R4.`)
  const patient = onePatient(entries)
  if (isRefusal(patient)) return patient

  const reading = openReading(entries, patient, today)
  const person = readPerson(reading)
  if (isRefusal(person)) return person
  if (unreadable > 0) reading.leave('Entries without a record', 'They hold nothing to read.', unreadable)
  if (hasMorePages(document.value))
    reading.leave('Further pages', 'This file is one page of a longer answer. Ask the sender for the whole record.')

  const contacts = readContacts(reading)
  const problems = capped('Problems', readProblems(reading), reading)
  const medications = capped('Medications', readMedications(reading), reading)
  const allergies = capped('Allergies', readAllergies(reading), reading)
  const coverages = capped('Coverages', readCoverages(reading), reading)
  const encounters = capped('Visits', readVisits(reading), reading)
  const { results, warnings } = readResults(reading)
  const referrer = readReferrer(reading)
  const counts = countTypes(entries, reading)
  leaveUnreadFields(reading)
  leaveUnreadExtensions(reading)
  return {
    documentHash: sha256(bytes),
    person,
    contacts,
    problems,
    medications,
    allergies,
    coverages,
    encounters,
    results,
    labels: labelsOf(document.value, entries),
    referrer,
    counts,
    notUnderstood: reading.left().toSorted((a, b) => b.count - a.count),
    warnings: [...safetyWarnings(reading.facts, today), ...warnings],
  }
}

function notABundle(value: unknown): Refusal {
  const type = textOf(field(value, 'resourceType'), 60)
  if (type === undefined || type === 'Bundle')
    return refuse('not-fhir', 'This file is JSON but not a FHIR bundle. Ask the sender for a FHIR R4 bundle.')
  return refuse(
    'not-a-bundle',
    `This file holds a single FHIR resource${/^[A-Z][A-Za-z]{1,59}$/.test(type) ? ` (${type})` : ''}. Ask the sender for the person’s whole record as a bundle.`,
  )
}

function entriesOf(sent: readonly unknown[]): { entries: Entry[]; unreadable: number } {
  const entries: Entry[] = []
  let unreadable = 0
  for (const entry of sent) {
    const resource = field(entry, 'resource')
    if (isResource(resource) && field(entry, 'request', 'method') !== 'DELETE')
      entries.push({ fullUrl: textOf(field(entry, 'fullUrl'), 500), resource })
    else unreadable++
  }
  return { entries, unreadable }
}

/** The patient, whether an entry of their own or contained in another record; the same one sent twice is one. */
function onePatient(entries: readonly Entry[]): Resource | Refusal {
  const isPatient = ({ resourceType }: Resource) => resourceType === 'Patient'
  const own = entries.map(({ resource }) => resource).filter(isPatient)
  const patients =
    own.length > 0
      ? own
      : entries.flatMap(({ resource }) => listOf(field(resource, 'contained')).filter(isResource).filter(isPatient))
  const distinct = [...new Map(patients.map((patient) => [personKey(patient), patient])).values()]
  const [patient] = distinct
  if (patient === undefined)
    return refuse(
      'no-patient',
      'This bundle says nothing about who the person is. Ask the sender to include the Patient record.',
    )
  if (distinct.length > 1)
    return refuse(
      'several-patients',
      `This bundle holds ${distinct.length} patients. Ask the sender for one bundle a person, so that no one’s record is mixed with another’s.`,
    )
  return patient
}

const hasMorePages = (bundle: unknown): boolean =>
  listOf(field(bundle, 'link')).some((link) => field(link, 'relation') === 'next')

function capped(what: string, items: Item[], { leave }: Reading): Item[] {
  if (items.length > MOST_ITEMS)
    leave(
      `${what} beyond the first ${MOST_ITEMS}`,
      'The list was too long to be read by a person.',
      items.length - MOST_ITEMS,
    )
  return items.slice(0, MOST_ITEMS)
}

function labelsOf(bundle: unknown, entries: readonly Entry[]): string[] {
  const codes = [bundle, ...entries.map(({ resource }) => resource)].flatMap(securityCodesOf)
  return [...new Set(codes.map((code) => clean(code, 60)))].sort().slice(0, 100)
}
