import { isId } from '../../basics/ids.ts'
import type { Work } from '../../db/work.ts'
import { idOf, type Entry, type ResourceFace, type Search, type SearchParameter } from '../../fhir/resource.ts'
import {
  allergiesForFhir,
  medicationsForFhir,
  reportsForFhir,
  vitalsForFhir,
  type AllergyForFhir,
  type MedicationForFhir,
  type ReportForFhir,
  type VitalForFhir,
  type Wanted,
} from './queries/fhir.ts'

const patient: SearchParameter = { name: 'patient', type: 'reference', documentation: 'Whose' }

/** A type that is asked for by its patient or its id, in the order of ids. */
const faceOf = (type: string, entries: (work: Work, wanted: Wanted) => Promise<Entry[]>): ResourceFace => ({
  type,
  parameters: [patient],
  needsOneOf: ['patient', '_id'],
  search: async (work, search) => {
    const wanted = wantedBy(search)
    // What was asked by ids that are none, or of people who are nobody, finds nothing.
    return (wanted.clients ?? wanted.ids ?? []).length === 0 ? [] : entries(work, wanted)
  },
  read: async (work, id) => (isId(id) ? (await entries(work, { ids: [id], limit: 1 }))[0] : undefined),
})

function wantedBy(search: Search): Wanted {
  const clients = search
    .values('patient')
    .map((value) => idOf(value, 'Patient'))
    .filter(isId)
  const ids = search
    .values('_id')
    .flatMap((value) => value.split(','))
    .filter(isId)
  return {
    ...(search.values('patient').length > 0 ? { clients } : {}),
    ...(search.values('_id').length > 0 ? { ids } : {}),
    after: search.after,
    limit: search.count,
  }
}

const clinical = (kind: string, code: string) => ({
  coding: [{ system: `http://terminology.hl7.org/CodeSystem/${kind}`, code }],
})
const rxnorm = (code: string | null, text: string) => ({
  ...(code === null ? {} : { coding: [{ system: 'http://www.nlm.nih.gov/research/umls/rxnorm', code }] }),
  text,
})

export const allergyFace = faceOf('AllergyIntolerance', async (work, wanted) =>
  (await allergiesForFhir(work, wanted)).map(allergyEntry),
)

const allergyEntry = (one: AllergyForFhir): Entry => ({
  clientId: one.clientId,
  isSubstanceUse: one.isSubstanceUse,
  resource: {
    resourceType: 'AllergyIntolerance',
    id: one.id,
    meta: { lastUpdated: one.notedAt.toISOString() },
    clinicalStatus: clinical('allergyintolerance-clinical', one.ended ? 'inactive' : 'active'),
    verificationStatus: clinical('allergyintolerance-verification', 'unconfirmed'),
    ...(one.kind === 'none-known' ? {} : { type: one.kind }),
    code:
      one.kind === 'none-known'
        ? {
            coding: [{ system: 'http://snomed.info/sct', code: '716186003', display: 'No known allergy' }],
            text: 'No known allergy',
          }
        : rxnorm(one.rxnorm, one.substance),
    patient: { reference: `Patient/${one.clientId}` },
    recordedDate: one.notedAt.toISOString(),
    ...(one.reaction === ''
      ? {}
      : {
          reaction: [
            {
              manifestation: [{ text: one.reaction }],
              ...(one.severity === 'unknown' ? {} : { severity: one.severity }),
            },
          ],
        }),
  },
})

const dosage = (one: MedicationForFhir) => [
  {
    text: one.dose,
    ...(one.asNeeded ? { asNeededBoolean: true } : {}),
    ...(one.times === null
      ? {}
      : { timing: { repeat: { frequency: one.times, period: one.everyDays ?? 1, periodUnit: 'd' } } }),
    ...(one.route === '' ? {} : { route: { text: one.route } }),
    ...(one.amount === null ? {} : { doseAndRate: [{ doseQuantity: { value: one.amount, unit: one.unit } }] }),
  },
]

export const medicationRequestFace = faceOf('MedicationRequest', async (work, wanted) =>
  (await medicationsForFhir(work, wanted, true)).map((one) => ({
    clientId: one.clientId,
    isSubstanceUse: one.isSubstanceUse,
    resource: {
      resourceType: 'MedicationRequest',
      id: one.id,
      meta: { lastUpdated: one.notedAt.toISOString() },
      status:
        { stopped: 'stopped', changed: 'stopped', 'not-taking': 'stopped', 'written-in-error': 'entered-in-error' }[
          one.ended ?? ''
        ] ?? 'active',
      intent: 'order',
      medicationCodeableConcept: rxnorm(one.rxnorm, one.name),
      subject: { reference: `Patient/${one.clientId}` },
      ...(one.orderedAt === null ? {} : { authoredOn: one.orderedAt.toISOString() }),
      ...(one.orderedBy === null ? {} : { requester: { display: one.orderedBy } }),
      ...(one.because === null ? {} : { reasonCode: [{ text: one.because }] }),
      dosageInstruction: dosage(one),
      dispenseRequest: {
        validityPeriod: { start: one.startedOn ?? undefined, ...(one.stopOn === null ? {} : { end: one.stopOn }) },
        ...(one.refills === null ? {} : { numberOfRepeatsAllowed: one.refills }),
        ...(one.daysSupplied === null
          ? {}
          : {
              expectedSupplyDuration: {
                value: one.daysSupplied,
                unit: 'days',
                system: 'http://unitsofmeasure.org',
                code: 'd',
              },
            }),
      },
    },
  })),
)

/** What was told: ordered elsewhere, or given by a treatment program. */
export const medicationStatementFace = faceOf('MedicationStatement', async (work, wanted) =>
  (await medicationsForFhir(work, wanted, false)).map((one) => ({
    clientId: one.clientId,
    isSubstanceUse: one.isSubstanceUse,
    resource: {
      resourceType: 'MedicationStatement',
      id: one.id,
      meta: { lastUpdated: one.notedAt.toISOString() },
      status:
        { stopped: 'stopped', changed: 'stopped', 'not-taking': 'not-taken', 'written-in-error': 'entered-in-error' }[
          one.ended ?? ''
        ] ?? 'active',
      medicationCodeableConcept: rxnorm(one.rxnorm, one.name),
      subject: { reference: `Patient/${one.clientId}` },
      ...(one.startedOn === null && one.lastDay === null
        ? {}
        : {
            effectivePeriod: {
              ...(one.startedOn === null ? {} : { start: one.startedOn }),
              ...(one.lastDay === null ? {} : { end: one.lastDay }),
            },
          }),
      dateAsserted: one.notedAt.toISOString(),
      ...(one.whatFor === '' ? {} : { reasonCode: [{ text: one.whatFor }] }),
      dosage: dosage(one),
    },
  })),
)

const loinc = (code: string, text: string) => ({ coding: [{ system: 'http://loinc.org', code }], text })
const quantity = (value: number, unit: string, code: string) => ({
  value,
  unit,
  system: 'http://unitsofmeasure.org',
  code,
})

// LOINC codes of the vital signs profile of FHIR R4 (observation-vitalsigns); breath alcohol is said in words.
const parts = (one: VitalForFhir) =>
  [
    one.systolic !== null && {
      code: loinc('8480-6', 'Systolic blood pressure'),
      valueQuantity: quantity(one.systolic, 'mmHg', 'mm[Hg]'),
    },
    one.diastolic !== null && {
      code: loinc('8462-4', 'Diastolic blood pressure'),
      valueQuantity: quantity(one.diastolic, 'mmHg', 'mm[Hg]'),
    },
    one.pulse !== null && {
      code: loinc('8867-4', 'Heart rate'),
      valueQuantity: quantity(one.pulse, 'beats/minute', '/min'),
    },
    one.breaths !== null && {
      code: loinc('9279-1', 'Respiratory rate'),
      valueQuantity: quantity(one.breaths, 'breaths/minute', '/min'),
    },
    one.temperature !== null && {
      code: loinc('8310-5', 'Body temperature'),
      valueQuantity: quantity(one.temperature, '°F', '[degF]'),
    },
    one.oxygen !== null && {
      code: loinc('2708-6', 'Oxygen saturation'),
      valueQuantity: quantity(one.oxygen, '%', '%'),
    },
    one.weight !== null && {
      code: loinc('29463-7', 'Body weight'),
      valueQuantity: quantity(one.weight, 'lb', '[lb_av]'),
    },
    one.breathAlcohol !== null && {
      code: { text: 'Breath alcohol' },
      valueQuantity: { value: one.breathAlcohol, unit: 'g/210 L' },
    },
  ].filter((part) => part !== false)

/** What was measured at one time, as a panel of vital signs. */
export const vitalsFace = faceOf('Observation', async (work, wanted) =>
  (await vitalsForFhir(work, wanted)).map((one) => ({
    clientId: one.clientId,
    isSubstanceUse: one.isSubstanceUse,
    resource: {
      resourceType: 'Observation',
      id: one.id,
      meta: { lastUpdated: one.recordedAt.toISOString() },
      status:
        one.isCorrected || parts(one).length === 0
          ? 'entered-in-error'
          : one.correctsId === null
            ? 'final'
            : 'corrected',
      category: [clinical('observation-category', 'vital-signs')],
      code: loinc('85353-1', 'Vital signs'),
      subject: { reference: `Patient/${one.clientId}` },
      effectiveDateTime: one.takenAt.toISOString(),
      component: parts(one),
    },
  })),
)

const found = { positive: 'Positive', negative: 'Negative', indeterminate: 'Indeterminate', 'not-done': 'Not tested' }

/** A drug test as it was reported, its results within it. */
export const reportFace = faceOf('DiagnosticReport', async (work, wanted) =>
  (await reportsForFhir(work, wanted)).map(reportEntry),
)

const reportEntry = (one: ReportForFhir): Entry => ({
  clientId: one.clientId,
  // That somebody is tested for drugs says what they are treated for.
  isSubstanceUse: true,
  resource: {
    resourceType: 'DiagnosticReport',
    id: one.id,
    meta: { lastUpdated: one.reportedAt.toISOString() },
    contained: one.results.map((result, n) => ({
      resourceType: 'Observation',
      id: `r${n + 1}`,
      status: one.isCorrected
        ? 'entered-in-error'
        : one.status === 'preliminary'
          ? 'preliminary'
          : one.status === 'cancelled'
            ? 'cancelled'
            : one.status,
      category: [clinical('observation-category', 'laboratory')],
      code: {
        ...(result.codeSystem === 'http://loinc.org'
          ? { coding: [{ system: result.codeSystem, code: result.code }] }
          : {}),
        text: result.name,
      },
      subject: { reference: `Patient/${one.clientId}` },
      valueCodeableConcept: { text: found[result.value] },
      method: { text: result.certainty === 'confirmed' ? 'Confirmed' : 'Presumptive screen' },
      ...(result.amount === '' ? {} : { note: [{ text: `${result.amount} ${result.unit}`.trim() }] }),
    })),
    identifier: [{ type: clinical('v2-0203', 'PLAC'), value: one.number }],
    status: one.isCorrected ? 'entered-in-error' : one.status,
    category: [clinical('v2-0074', 'TX')],
    code: { text: 'Drug test' },
    subject: { reference: `Patient/${one.clientId}` },
    ...(one.collectedAt === null ? {} : { effectiveDateTime: one.collectedAt.toISOString() }),
    issued: one.reportedAt.toISOString(),
    ...(one.laboratory === '' ? {} : { performer: [{ display: one.laboratory }] }),
    result: one.results.map((_result, n) => ({ reference: `#r${n + 1}` })),
    ...(one.words === '' ? {} : { conclusion: one.words }),
  },
})

export const medicalFaces: ResourceFace[] = [
  allergyFace,
  medicationRequestFace,
  medicationStatementFace,
  vitalsFace,
  reportFace,
]
