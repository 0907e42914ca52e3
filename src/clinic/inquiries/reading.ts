import type { Day } from '../../basics/dates.ts'
import { clean, field, firstText, isResource, listOf, type Resource, statusOf, textOf } from './foreign.ts'
import type { Fact } from './matters.ts'
import type { ReadReferral } from './referral.ts'

export type Entry = { fullUrl: string | undefined; resource: Resource }

/** One bundle while it is being read: what is in it, what points to what, what was taken and what was left. */
export type Reading = {
  today: Day
  patient: Resource
  /** The resources of one type that are about the patient and that FHIR lets a reader rely on. */
  of: (resourceType: string) => Resource[]
  resolve: (reference: unknown, inside?: Resource) => Resource | undefined
  take: (resource: Resource) => void
  leave: (what: string, why: string, count?: number) => void
  note: (fact: Fact) => void
  facts: Fact[]
  taken: Set<Resource>
  left: () => ReadReferral['notUnderstood']
}

const ABOUT_SOMEONE = ['subject', 'patient', 'beneficiary']

export function openReading(entries: readonly Entry[], patient: Resource, today: Day): Reading {
  const byReference = new Map<string, Resource>()
  for (const { fullUrl, resource } of entries) {
    const id = textOf(field(resource, 'id'))
    if (id !== undefined) byReference.set(`${resource.resourceType}/${id}`, resource)
    if (fullUrl !== undefined) byReference.set(fullUrl, resource)
  }
  const facts: Fact[] = []
  const taken = new Set<Resource>([patient])
  const left = new Map<string, ReadReferral['notUnderstood'][number]>()

  const leave = (what: string, why: string, count = 1) => {
    const line = left.get(`${what}|${why}`)
    if (line) line.count += count
    else if (count > 0) left.set(`${what}|${why}`, { what, why, count })
  }

  const resolve = (reference: unknown, inside?: Resource): Resource | undefined => {
    const target = firstText(field(reference, 'reference'), reference)
    if (target === undefined) return undefined
    if (target.startsWith('#'))
      return listOf(field(inside, 'contained'))
        .filter(isResource)
        .find((resource) => resource['id'] === target.slice(1))
    return byReference.get(target) ?? byReference.get(shortReference(target))
  }

  const isAboutPatient = (resource: Resource): boolean => {
    const subject = ABOUT_SOMEONE.map((name) => field(resource, name, 'reference')).find((value) => value !== undefined)
    const target = textOf(subject)
    // One patient is in the bundle, so a reference by search ('Patient?identifier=…') can mean no one else.
    if (target === undefined || target.startsWith('Patient?')) return true
    const found = resolve(target, resource)
    if (found !== undefined) return found === patient || isSamePerson(found, patient)
    // A patient that the sender gave no identity cannot be pointed to: nothing tells their records from another's.
    return field(patient, 'id') === undefined && !entries.some((entry) => entry.resource === patient && entry.fullUrl)
  }

  const reliable = (resource: Resource): boolean => {
    const what = plainType(resource.resourceType)
    if (!isAboutPatient(resource)) leave(what, 'They point to someone other than the person referred.')
    else if (field(resource, 'modifierExtension') !== undefined)
      leave(what, 'A modifier says they may mean something else than they seem to. Ask the sender.')
    else if (securityCodesOf(resource).includes('PSYTHPN'))
      leave('Psychotherapy notes', 'They need the person’s own consent, so Stepwell has not read them.')
    else if (['entered-in-error', 'cancelled'].includes(statusOf(resource['status'])))
      leave(what, 'The sender marked them as cancelled or entered in error.')
    else return true
    return false
  }

  const byType = new Map<string, Resource[]>()
  const of = (resourceType: string): Resource[] => {
    const known = byType.get(resourceType)
    if (known) return known
    const resources = entries
      .map(({ resource }) => resource)
      .filter((resource) => resource.resourceType === resourceType)
    const usable = resources.filter(reliable)
    byType.set(resourceType, usable)
    return usable
  }

  return {
    today,
    patient,
    of,
    resolve,
    take: (resource) => taken.add(resource),
    leave,
    note: (fact) => facts.push(fact),
    facts,
    taken,
    left: () => [...left.values()],
  }
}

/** 'https://ehr.example/fhir/Patient/12/_history/3' → 'Patient/12'. */
const shortReference = (reference: string): string =>
  reference
    .replace(/\/_history\/.*$/, '')
    .split('/')
    .slice(-2)
    .join('/')

/** Two Patient resources that say the same name and birth date: one person, sent twice. */
const isSamePerson = (one: Resource, other: Resource): boolean => personKey(one) === personKey(other)

export const personKey = (patient: Resource): string => {
  const name = listOf(patient['name'])[0]
  const parts = [field(name, 'family'), ...listOf(field(name, 'given')), field(name, 'text'), patient['birthDate']]
  return [patient.resourceType, ...parts.map((part) => textOf(part)?.toLowerCase() ?? '')].join('|')
}

export const securityCodesOf = (resource: unknown): string[] =>
  listOf(field(resource, 'meta', 'security'))
    .slice(0, 100)
    .flatMap((label) => firstText(field(label, 'code'), field(label, 'display')) ?? [])
    .map((code) => clean(code, 60))

const PLAIN_TYPES: Record<string, string> = {
  AllergyIntolerance: 'Allergies',
  CarePlan: 'Care plans',
  CareTeam: 'Care teams',
  Claim: 'Claims',
  Condition: 'Problems',
  Coverage: 'Coverages',
  DiagnosticReport: 'Diagnostic reports',
  DocumentReference: 'Attached documents',
  Encounter: 'Visits',
  ExplanationOfBenefit: 'Explanations of benefits',
  Goal: 'Goals',
  ImagingStudy: 'Imaging studies',
  Immunization: 'Immunizations',
  MedicationAdministration: 'Doses given by staff',
  MedicationDispense: 'Pharmacy fills',
  MedicationRequest: 'Prescriptions',
  MedicationStatement: 'Medication statements',
  Observation: 'Measurements and lab results',
  Patient: 'About the person',
  Procedure: 'Procedures',
  QuestionnaireResponse: 'Questionnaire answers',
  RelatedPerson: 'Related people',
  ServiceRequest: 'Orders and referrals',
  Provenance: 'Provenance records',
}

/** 'MedicationRequest' → 'Prescriptions', 'SupplyDelivery' → 'Supply delivery records'. */
export function plainType(resourceType: string): string {
  if (Object.hasOwn(PLAIN_TYPES, resourceType)) return PLAIN_TYPES[resourceType] ?? resourceType
  if (!/^[A-Za-z]{1,60}$/.test(resourceType)) return 'Records of an unknown kind'
  const words = resourceType.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase()
  return `${words.charAt(0).toUpperCase()}${words.slice(1)} records`
}
