import { clean, field, listOf, textOf } from './foreign.ts'
import { type Entry, plainType, type Reading } from './reading.ts'
import type { ReadReferral } from './referral.ts'

const WHO_ELSEWHERE = 'They say who gives care elsewhere; only the referrer and the places of visits are kept.'

// What a person at the desk would ask about a kind of record that Stepwell does not take.
const WHY: Record<string, string> = {
  CarePlan: 'Another provider’s plan: Stepwell’s own begins at admission.',
  CareTeam: WHO_ELSEWHERE,
  Location: WHO_ELSEWHERE,
  Organization: WHO_ELSEWHERE,
  Practitioner: WHO_ELSEWHERE,
  PractitionerRole: WHO_ELSEWHERE,
  Consent: 'A consent given elsewhere does not hold here: ask for Stepwell’s own.',
  DocumentReference: 'Attached documents are not opened: ask the sender for them as separate files.',
  Binary: 'Attached files are not opened: ask the sender for them as separate files.',
  Media: 'Attached files are not opened: ask the sender for them as separate files.',
  QuestionnaireResponse: 'Answers sheet by sheet are not read; only total scores sent as measurements.',
  Procedure: 'Treatments done elsewhere are not needed to decide on admission.',
  Immunization: 'Not needed to decide on admission.',
  MedicationAdministration: 'Doses given in a hospital do not say what the person takes now.',
  MedicationDispense: 'Pharmacy fills are not read; prescriptions are.',
  OperationOutcome: 'The sender’s system reported on its own work.',
  Provenance: 'It says how the record was made, not what it says.',
}

const PAYER_ONLY = new Set(['Claim', 'ExplanationOfBenefit'])

const READ_ONE_BY_ONE = new Set([
  'AllergyIntolerance',
  'Condition',
  'Coverage',
  'Encounter',
  'MedicationRequest',
  'MedicationStatement',
  'Observation',
  'RelatedPerson',
])

// A file made to exhaust the page could invent a new kind or field for every record.
const MOST_TYPES = 200
const MOST_FIELDS = 200

/** How many of each kind came and were taken, the most frequent first; and a line for every kind that was not. */
export function countTypes(entries: readonly Entry[], { taken, leave }: Reading): ReadReferral['counts'] {
  const counts = new Map<string, { resourceType: string; found: number; used: number }>()
  for (const { resource } of entries) {
    const sent = clean(resource.resourceType, 60)
    const resourceType = counts.has(sent) || counts.size < MOST_TYPES ? sent : 'Others'
    const count = counts.get(resourceType) ?? { resourceType, found: 0, used: 0 }
    count.found++
    if (taken.has(resource)) count.used++
    counts.set(resourceType, count)
  }
  for (const { resourceType, found, used } of counts.values()) {
    if (PAYER_ONLY.has(resourceType))
      leave(plainType(resourceType), 'Only who paid was read: what was billed elsewhere is not copied.', found)
    // The readers of the other types have said themselves, record by record, what they left and why.
    else if (used < found && !READ_ONE_BY_ONE.has(resourceType)) {
      const why = Object.hasOwn(WHY, resourceType) ? WHY[resourceType] : undefined
      leave(plainType(resourceType), why ?? 'Stepwell has no place for them yet.', found - used)
    }
  }
  return [...counts.values()].sort((a, b) => b.found - a.found || (a.resourceType < b.resourceType ? -1 : 1))
}

// Identity, pointers and generated narrative: what they carry is read elsewhere or says nothing about the person.
const PLUMBING =
  'resourceType id meta implicitRules language text contained identifier subject patient beneficiary encounter status'

const FIELDS_READ: Record<string, string> = {
  Patient:
    'name birthDate gender telecom address contact communication maritalStatus deceasedBoolean deceasedDateTime managingOrganization generalPractitioner active extension',
  Condition:
    'code clinicalStatus verificationStatus category severity onsetDateTime onsetPeriod onsetAge onsetString abatementDateTime abatementPeriod abatementBoolean recordedDate note',
  AllergyIntolerance:
    'code clinicalStatus verificationStatus type category criticality onsetDateTime recordedDate lastOccurrence reaction note',
  MedicationRequest:
    'medicationCodeableConcept medicationReference intent doNotPerform authoredOn dosageInstruction reportedBoolean note',
  MedicationStatement:
    'medicationCodeableConcept medicationReference effectiveDateTime effectivePeriod dateAsserted dosage note',
  Coverage: 'type payor class period subscriberId relationship',
  Encounter:
    'class type serviceType reasonCode reasonReference diagnosis period serviceProvider hospitalization location',
  Observation: `code category effectiveDateTime effectivePeriod effectiveInstant issued valueQuantity valueCodeableConcept valueInteger valueDecimal valueString valueBoolean`,
  RelatedPerson: 'active name relationship telecom period',
}

/** Lists, kind by kind, the fields that came with the records taken and were not read. */
export function leaveUnreadFields({ taken, leave }: Reading): void {
  const unread = new Map<string, Map<string, number>>()
  const read = new Map(
    Object.entries(FIELDS_READ).map(([type, fields]) => [type, new Set(`${PLUMBING} ${fields}`.split(' '))]),
  )
  for (const resource of taken) {
    const fields = read.get(resource.resourceType)
    if (fields === undefined) continue
    const counts = unread.get(resource.resourceType) ?? new Map<string, number>()
    for (const name of Object.keys(resource)) {
      const plain = name.replace(/^_/, '')
      if (!fields.has(plain) && (counts.has(plain) || counts.size < MOST_FIELDS))
        counts.set(plain, (counts.get(plain) ?? 0) + 1)
    }
    unread.set(resource.resourceType, counts)
  }
  for (const [type, counts] of unread) {
    if (counts.size === 0) continue
    const names = [...counts.keys()].map(plainField).sort()
    const shown = names.slice(0, 12).join(', ')
    const more = names.length > 12 ? ` and ${names.length - 12} more` : ''
    leave(`${plainType(type)}: ${shown}${more}`, 'Stepwell did not read these fields.', Math.max(...counts.values()))
  }
}

/** 'bodySite' → 'body site'. */
const plainField = (name: string): string => clean(name.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase(), 40)

const EXTENSIONS_READ = /us-core-(race|ethnicity|birthsex|sex|individual-sex)$|pronoun/i

/** Extensions of the patient are named one by one: some say what a desk should ask (interpreter needed, tribe). */
export function leaveUnreadExtensions({ patient, leave }: Reading): void {
  for (const extension of listOf(patient['extension']).slice(0, 100)) {
    const url = textOf(field(extension, 'url'), 300) ?? ''
    if (EXTENSIONS_READ.test(url)) continue
    const name =
      url
        .split('/')
        .at(-1)
        ?.replace(/^(patient|us-core)-/, '') ?? ''
    const words = clean(
      name
        .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
        .replace(/[-_]+/g, ' ')
        .toLowerCase(),
      60,
    )
    leave(`About the person: ${words || 'an extension without a name'}`, 'Stepwell did not read this extension.')
  }
}
