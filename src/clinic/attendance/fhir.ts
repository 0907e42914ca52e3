import { isId } from '../../basics/ids.ts'
import type { Work } from '../../db/work.ts'
import { idOf, longId, shortId, type Entry, type ResourceFace } from '../../fhir/resource.ts'
import { readDate } from '../../fhir/search.ts'
import { encountersForFhir, marksForFhir, type EncounterForFhir, type MarkForFhir } from './queries/fhir.ts'

/** One Encounter for each client and meeting, from arrival to departure: an R4 Appointment cannot say who of a group came. */
export const encounterFace: ResourceFace = {
  type: 'Encounter',
  parameters: [
    { name: 'patient', type: 'reference', documentation: 'Who came' },
    { name: 'date', type: 'date', documentation: 'On, from or until this day' },
    { name: 'status', type: 'token', documentation: 'finished' },
  ],
  needsOneOf: ['patient', '_id'],
  search: async (work, search) => {
    if (search.values('status').some((status) => status !== 'finished')) return []
    const dates = search.values('date').flatMap((value) => readDate(value) ?? [])
    const ids = search.values('_id').flatMap((value) => value.split(','))
    const byId = await Promise.all(ids.map((id) => byEncounterId(work, id)))
    const patients = search
      .values('patient')
      .map((value) => idOf(value, 'Patient'))
      .filter(isId)
    const found = (await Promise.all(patients.map((clientId) => encountersForFhir(work, { clientId, dates })))).flat()
    const entries =
      ids.length > 0
        ? byId.flatMap((one) => one ?? []).filter((one) => patients.length === 0 || patients.includes(one.clientId))
        : found.map(entryOf)
    return entries
      .filter((entry) => search.after === null || entry.resource.id > search.after)
      .toSorted((a, b) => (a.resource.id < b.resource.id ? -1 : 1))
      .slice(0, search.count)
  },
  read: byEncounterId,
}

async function byEncounterId(work: Work, id: string): Promise<Entry | undefined> {
  const [meeting, client] = id.split('.').map(longId)
  if (meeting == null || client == null) return undefined
  const [found] = await encountersForFhir(work, { clientId: client, meetingId: meeting })
  return found && entryOf(found)
}

function entryOf(one: EncounterForFhir): Entry {
  const arrived = new Date(one.startsAt.getTime() + one.minutesLate * 60_000)
  const left = new Date(Math.max(arrived.getTime(), one.endsAt.getTime() - one.minutesLeftEarly * 60_000))
  const actCode = 'http://terminology.hl7.org/CodeSystem/v3-ActCode'
  return {
    clientId: one.clientId,
    isSubstanceUse: one.programKind !== 'mental-health',
    resource: {
      resourceType: 'Encounter',
      id: encounterId(one),
      meta: { lastUpdated: one.markedAt.toISOString() },
      // Where its minutes come from.
      extension: [
        { url: 'urn:stepwell:evidence-of-minutes', valueReference: { reference: `Provenance/${one.markId}` } },
      ],
      status: 'finished',
      class: one.byVideo
        ? { system: actCode, code: 'VR', display: 'virtual' }
        : { system: actCode, code: 'AMB', display: 'ambulatory' },
      type: [{ text: one.name.replaceAll('-', ' ') }],
      serviceType: { text: one.kind.replaceAll('-', ' ') },
      subject: { reference: `Patient/${one.clientId}` },
      ...(one.episodeId === null ? {} : { episodeOfCare: [{ reference: `EpisodeOfCare/${one.episodeId}` }] }),
      participant: (one.clinicians ?? '')
        .split('|')
        .filter(Boolean)
        .map((display) => ({ individual: { display } })),
      period: { start: arrived.toISOString(), end: left.toISOString() },
      length: { value: one.minutes, unit: 'min', system: 'http://unitsofmeasure.org', code: 'min' },
    },
  }
}

const encounterId = (one: { meetingId: string; clientId: string }) =>
  `${shortId(one.meetingId)}.${shortId(one.clientId)}`

/** Where the minutes of an Encounter come from: who marked them, what else bears witness, and who settled it where they differed. */
export const provenanceFace: ResourceFace = {
  type: 'Provenance',
  parameters: [
    { name: 'target', type: 'reference', documentation: 'Of this Encounter' },
    { name: 'patient', type: 'reference', documentation: 'Of this patient’s Encounters' },
  ],
  needsOneOf: ['target', 'patient', '_id'],
  search: async (work, search) => {
    const targets = search.values('target').map((value) => idOf(value, 'Encounter').split('.').map(longId))
    const patients = search
      .values('patient')
      .map((value) => idOf(value, 'Patient'))
      .filter(isId)
    const ids = search.values('_id').flatMap((value) => value.split(','))
    const asked = [
      ...targets.flatMap(([meetingId, clientId]) => (meetingId && clientId ? [{ meetingId, clientId }] : [])),
      ...(targets.length === 0 ? patients.map((clientId) => ({ clientId })) : []),
      ...(targets.length === 0 && patients.length === 0 ? ids.filter(isId).map((markId) => ({ markId })) : []),
    ]
    const found = (await Promise.all(asked.map((one) => marksForFhir(work, one)))).flat()
    return found
      .filter((one) => search.values('patient').length === 0 || patients.includes(one.clientId))
      .filter((one) => ids.length === 0 || ids.includes(one.id))
      .filter((one) => search.after === null || one.id > search.after)
      .toSorted((a, b) => (a.id < b.id ? -1 : 1))
      .slice(0, search.count)
      .map(provenanceOf)
  },
  read: async (work, id) => {
    const [found] = isId(id) ? await marksForFhir(work, { markId: id }) : []
    return found && provenanceOf(found)
  },
}

function provenanceOf(one: MarkForFhir): Entry {
  const participant = 'http://terminology.hl7.org/CodeSystem/provenance-participant-type'
  const agent = (code: 'author' | 'verifier', name: string) => ({
    type: { coding: [{ system: participant, code }] },
    who: { display: name },
  })
  const witnesses = [
    { display: 'Mark on the roster' },
    ...(one.events > 0 ? [{ display: `Video events: ${one.events}` }] : []),
    ...(one.checkIns > 0 ? [{ display: 'The client’s own check-in' }] : []),
  ]
  return {
    clientId: one.clientId,
    isSubstanceUse: one.programKind !== 'mental-health',
    resource: {
      resourceType: 'Provenance',
      id: one.id,
      meta: { lastUpdated: (one.settledAt ?? one.markedAt).toISOString() },
      target: [{ reference: `Encounter/${encounterId(one)}` }],
      recorded: (one.settledAt ?? one.markedAt).toISOString(),
      ...(one.stands === null ? {} : { activity: { text: `Settled: ${settledWords[one.stands] ?? one.stands}` } }),
      agent: [
        agent('author', [one.markedBy, one.credential].filter(Boolean).join(', ')),
        ...(one.settledBy === null ? [] : [agent('verifier', one.settledBy)]),
      ],
      entity: witnesses.map((what) => ({ role: 'source', what })),
    },
  }
}

const settledWords: Record<string, string> = {
  roster: 'the roster is right',
  video: 'the video is right',
  minutes: 'neither witness alone is right',
}
