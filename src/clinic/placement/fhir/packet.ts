import { highWaterMark, labelled } from '../../../fhir/labels.ts'
import type { Entry, Resource } from '../../../fhir/resource.ts'
import type { HistoryItem, Packet } from '../packet.ts'

type Reference = { reference: string; display?: string }

const urn = (id: string): string => `urn:uuid:${id}`
const genders = ['female', 'male', 'other', 'unknown']
const loinc = 'http://loinc.org'
/** Where a scale of the gate has a code of its own that was verified (clinical.md 5.1). */
const observed: Readonly<Record<string, { code: string; unit: string }>> = {
  pulse: { code: '8867-4', unit: '/min' },
  systolic: { code: '8480-6', unit: 'mm[Hg]' },
  diastolic: { code: '8462-4', unit: 'mm[Hg]' },
  temperature: { code: '8310-5', unit: '[degF]' },
  oxygen: { code: '59408-5', unit: '%' },
}
const clinical = (system: string, status: string) =>
  status === 'active' || status === 'resolved' ? { clinicalStatus: { coding: [{ system, code: status }] } } : {}

/** New ids in the order in which they are asked for: a bundle names its parts by URN. */
export type Ids = () => string

/**
 * The packet as a FHIR R4 document: Composition, Patient, Organization, Practitioner, what is known of the body, the gate as
 * QuestionnaireResponse with its numbers as Observations, the ratings as Observations, the notice as DocumentReference, the
 * consent, and who made it (Provenance). Every resource is labelled R and 42CFRPart2 and carries the notice.
 */
export function bundleOf(packet: Packet, newId: Ids): Resource {
  const at = packet.madeAt.toISOString()
  const subject: Reference = { reference: urn(packet.client.id) }
  const organization: Reference = { reference: urn(packet.clinic.id), display: packet.clinic.name }
  const author: Reference = { reference: urn(packet.madeBy.id), display: packet.madeBy.name }
  const body: Resource[] = [
    patient(packet),
    { resourceType: 'Organization', id: packet.clinic.id, name: packet.clinic.name },
    { resourceType: 'Practitioner', id: packet.madeBy.id, name: [{ text: packet.madeBy.name }] },
    ...packet.history.map((item) => known(item, subject)),
    ...gateParts(packet, subject, organization, newId),
    ...ratingParts(packet, subject, organization, newId),
    notice(packet, subject, newId()),
    ...(packet.basis.kind === 'consent' ? [consent(packet, subject, organization)] : []),
  ]
  const composition = compositionOf(packet, body, { id: newId(), at, subject, author, organization })
  const provenance: Resource = {
    resourceType: 'Provenance',
    id: newId(),
    target: [{ reference: urn(composition.id) }],
    recorded: at,
    agent: [{ who: author, onBehalfOf: organization }],
    ...(packet.basis.kind === 'emergency'
      ? { reason: [{ text: `Medical emergency, 42 CFR 2.51: ${packet.basis.nature}` }] }
      : { reason: [{ text: 'Treatment, by consent' }] }),
  }
  const entries: Entry[] = [composition, ...body, provenance].map((resource) => ({
    resource,
    clientId: packet.client.id,
    isSubstanceUse: packet.isSubstanceUse,
  }))
  return {
    resourceType: 'Bundle',
    id: packet.id,
    meta: { lastUpdated: at, security: highWaterMark(entries) },
    identifier: { system: 'urn:ietf:rfc:3986', value: urn(packet.id) },
    type: 'document',
    timestamp: at,
    entry: entries.map((entry) => ({
      fullUrl: urn(entry.resource.id),
      resource: labelled(entry, packet.notice.text),
    })),
  }
}

function patient({ client, contacts }: Packet): Resource {
  const telecom = contacts
    .filter((one) => one.kind === 'phone' || one.kind === 'email')
    .map((one) => ({ system: one.kind, value: one.value }))
  const emergency = contacts
    .filter((one) => one.kind === 'emergency')
    .map((one) => ({
      ...(one.name === '' ? {} : { name: { text: one.name } }),
      ...(one.relationship === '' ? {} : { relationship: [{ text: one.relationship }] }),
      telecom: [{ system: 'phone', value: one.value }],
    }))
  const address = contacts.filter((one) => one.kind === 'address').map((one) => ({ text: one.value }))
  return {
    resourceType: 'Patient',
    id: client.id,
    identifier: [{ system: 'urn:stepwell:client-number', value: client.number }],
    name: [
      { use: 'official', family: client.familyName, given: [client.givenName] },
      ...(client.preferredName === '' ? [] : [{ use: 'usual', text: client.preferredName }]),
    ],
    gender: genders.includes(client.sex) ? client.sex : 'unknown',
    birthDate: client.birthDate,
    ...(telecom.length > 0 ? { telecom } : {}),
    ...(address.length > 0 ? { address } : {}),
    ...(emergency.length > 0 ? { contact: emergency } : {}),
  }
}

const systems: Readonly<Record<string, string>> = {
  snomed: 'http://snomed.info/sct',
  'icd-10': 'http://hl7.org/fhir/sid/icd-10-cm',
  'icd-10-cm': 'http://hl7.org/fhir/sid/icd-10-cm',
  rxnorm: 'http://www.nlm.nih.gov/research/umls/rxnorm',
  loinc,
}

function known(item: HistoryItem, subject: Reference): Resource {
  const system =
    systems[(item.codeSystem ?? '').toLowerCase()] ??
    (/^(https?|urn):/.test(item.codeSystem ?? '') ? item.codeSystem : null)
  const code = {
    ...(item.code === null || system === null ? {} : { coding: [{ system, code: item.code, display: item.label }] }),
    text: item.label,
  }
  const note = item.detail === '' ? {} : { note: [{ text: item.detail }] }
  const { id } = item
  if (item.kind === 'medication')
    return {
      resourceType: 'MedicationStatement',
      id,
      status: item.status === 'active' ? 'active' : item.status === 'resolved' ? 'completed' : 'unknown',
      medicationCodeableConcept: code,
      subject,
      ...(item.startedOn === null ? {} : { effectivePeriod: { start: item.startedOn } }),
      ...note,
    }
  if (item.kind === 'allergy')
    return {
      resourceType: 'AllergyIntolerance',
      id,
      ...clinical('http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', item.status),
      code,
      patient: subject,
      ...(item.startedOn === null ? {} : { recordedDate: item.startedOn }),
      ...note,
    }
  return {
    resourceType: 'Condition',
    id,
    ...clinical('http://terminology.hl7.org/CodeSystem/condition-clinical', item.status),
    code,
    subject,
    ...(item.startedOn === null ? {} : { onsetDateTime: item.startedOn }),
    ...note,
  }
}

function gateParts({ gate }: Packet, subject: Reference, performer: Reference, newId: Ids): Resource[] {
  if (gate === null) return []
  const at = gate.at.toISOString()
  const groups = [...new Set(gate.answers.map((one) => one.group))]
  return [
    {
      resourceType: 'QuestionnaireResponse',
      id: gate.id,
      questionnaire: 'urn:stepwell:questionnaire:safety-gate',
      status: 'completed',
      subject,
      authored: at,
      item: groups.map((group, index) => ({
        linkId: `group-${index + 1}`,
        text: group,
        item: gate.answers
          .filter((one) => one.group === group)
          .map((one) => ({
            linkId: one.id,
            text: one.question,
            answer: [one.number === null ? { valueString: one.answer } : { valueDecimal: one.number.value }],
          })),
      })),
    },
    ...gate.answers.flatMap((one): Resource[] => {
      const code = observed[one.id]
      if (one.number === null || (code === undefined && !['ciwa', 'cows'].includes(one.id))) return []
      return [
        {
          resourceType: 'Observation',
          id: newId(),
          status: 'final',
          code: { ...(code === undefined ? {} : { coding: [{ system: loinc, code: code.code }] }), text: one.question },
          subject,
          performer: [performer],
          effectiveDateTime: at,
          valueQuantity: {
            value: one.number.value,
            unit: one.number.unit,
            ...(code === undefined ? {} : { system: 'http://unitsofmeasure.org', code: code.unit }),
          },
        },
      ]
    }),
    ...gate.stops.map(
      (stop): Resource => ({
        resourceType: 'Observation',
        id: newId(),
        status: 'final',
        code: { text: 'Safety gate: a stop' },
        subject,
        performer: [performer],
        effectiveDateTime: at,
        valueString: `${stop.because} To: ${stop.to}. ${stop.disposition}`,
      }),
    ),
  ]
}

const ratingParts = ({ assessment }: Packet, subject: Reference, performer: Reference, newId: Ids): Resource[] =>
  (assessment?.ratings ?? []).flatMap((one): Resource[] =>
    one.rating === null || assessment === null
      ? []
      : [
          {
            resourceType: 'Observation',
            id: newId(),
            status: 'final',
            code: { text: `${assessment.edition}: ${one.label}` },
            subject,
            performer: [performer],
            effectiveDateTime: assessment.at.toISOString(),
            valueInteger: one.rating,
            ...(one.words === '' ? {} : { note: [{ text: [one.words, one.parts].filter(Boolean).join(' · ') }] }),
          },
        ],
  )

const notice = ({ notice: { version, text }, madeAt }: Packet, subject: Reference, id: string): Resource => ({
  resourceType: 'DocumentReference',
  id,
  status: 'current',
  type: { text: 'Notice that accompanies a disclosure, 42 CFR 2.32' },
  subject,
  date: madeAt.toISOString(),
  description: version,
  content: [{ attachment: { contentType: 'text/plain', data: Buffer.from(text).toString('base64'), title: version } }],
})

function consent({ basis }: Packet, subject: Reference, organization: Reference): Resource {
  if (basis.kind !== 'consent') throw new Error('Only a consent is told as one')
  return {
    resourceType: 'Consent',
    id: basis.consentId,
    status: 'active',
    scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }] },
    category: [{ coding: [{ system: loinc, code: '59284-0' }] }],
    patient: subject,
    dateTime: basis.signedOn,
    organization: [organization],
    sourceAttachment: {
      contentType: 'text/plain',
      data: Buffer.from(basis.copy).toString('base64'),
      title: 'As signed',
    },
    policyRule: { text: '42 CFR part 2' },
    provision: {
      type: 'permit',
      ...(basis.endsOn === null ? {} : { period: { start: basis.signedOn, end: basis.endsOn } }),
    },
  }
}

type About = { id: string; at: string; subject: Reference; author: Reference; organization: Reference }

function compositionOf(packet: Packet, body: Resource[], { id, at, subject, author, organization }: About): Resource {
  const section = (title: string, types: readonly string[], isIt: (resource: Resource) => boolean = () => true) => {
    const entry = body
      .filter((resource) => types.includes(resource.resourceType) && isIt(resource))
      .map((resource) => ({ reference: urn(resource.id) }))
    return entry.length === 0 ? [] : [{ title, entry }]
  }
  return {
    resourceType: 'Composition',
    id,
    status: 'final',
    type: { coding: [{ system: loinc, code: '18761-7' }], text: 'Transfer packet' },
    subject,
    date: at,
    author: [author],
    custodian: organization,
    title: `Hand-off to ${packet.handOff.whom}`,
    section: [
      {
        title: 'The hand-off',
        text: {
          status: 'generated',
          div: `<div xmlns="http://www.w3.org/1999/xhtml"><p>${escaped(`${packet.handOff.to}. ${packet.handOff.because}`)}</p></div>`,
        },
      },
      ...section('The notice', ['DocumentReference']),
      ...section('The consent', ['Consent']),
      ...section('Medications', ['MedicationStatement']),
      ...section('Allergies', ['AllergyIntolerance']),
      ...section('Problems', ['Condition']),
      ...section('The safety gate', ['QuestionnaireResponse']),
      ...section('What was found and rated', ['Observation']),
    ],
  }
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
