import { isId } from '../../basics/ids.ts'
import { idOf, longId, shortId, type Entry, type ResourceFace } from '../../fhir/resource.ts'
import { readDate } from '../../fhir/search.ts'
import { openNotesToSystem } from './actions/telling.ts'
import { notesForFhir, type NoteForFhir } from './queries/fhir.ts'

/** One DocumentReference for each finished note of a client: signed, co-signed where that was due. Never what is held apart. */
export const noteFace: ResourceFace = {
  type: 'DocumentReference',
  profile: 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-documentreference',
  parameters: [
    { name: 'patient', type: 'reference', documentation: 'Whose note it is' },
    { name: 'date', type: 'date', documentation: 'Of a meeting on, from or until this day' },
    { name: 'status', type: 'token', documentation: 'current' },
  ],
  needsOneOf: ['patient', '_id'],
  search: async (work, search) => {
    if (search.values('status').some((status) => status !== 'current')) return []
    const dates = search.values('date').flatMap((value) => readDate(value) ?? [])
    const ids = search.values('_id').flatMap((value) => value.split(','))
    const named = ids.flatMap((id) => {
      const [noteId, clientId] = id.split('.').map(longId)
      return noteId == null || clientId == null ? [] : [{ noteId, clientId }]
    })
    const patients = search
      .values('patient')
      .map((value) => idOf(value, 'Patient'))
      .filter(isId)
    const asked =
      ids.length > 0
        ? named.filter(({ clientId }) => patients.length === 0 || patients.includes(clientId))
        : patients.map((clientId) => ({ clientId }))
    const open = await openNotesToSystem(work, [...new Set(asked.map(({ clientId }) => clientId))])
    const found: Entry[] = []
    for (const one of asked.filter(({ clientId }) => open.includes(clientId)))
      found.push(...(await notesForFhir(work, { ...one, dates })).map(entryOf))
    return found
      .filter((entry) => search.after === null || entry.resource.id > search.after)
      .toSorted((a, b) => (a.resource.id < b.resource.id ? -1 : 1))
      .slice(0, search.count)
  },
  read: async (work, id) => {
    const [noteId, clientId] = id.split('.').map(longId)
    if (noteId == null || clientId == null) return undefined
    if (!(await openNotesToSystem(work, [clientId])).includes(clientId)) return undefined
    const [found] = await notesForFhir(work, { clientId, noteId })
    return found && entryOf(found)
  },
}

const entryOf = (one: NoteForFhir): Entry => ({
  clientId: one.clientId,
  isSubstanceUse: one.isSubstanceUse,
  resource: {
    resourceType: 'DocumentReference',
    id: `${shortId(one.id)}.${shortId(one.clientId)}`,
    meta: { lastUpdated: one.completeAt.toISOString() },
    status: 'current',
    docStatus: 'final',
    type: { coding: [{ system: 'http://loinc.org', code: '11506-3', display: 'Progress note' }], text: one.title },
    category: [
      {
        coding: [
          {
            system: 'http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category',
            code: 'clinical-note',
            display: 'Clinical Note',
          },
        ],
      },
    ],
    subject: { reference: `Patient/${one.clientId}` },
    date: one.completeAt.toISOString(),
    author: [{ display: one.author }],
    content: [
      {
        attachment: {
          contentType: 'text/plain; charset=utf-8',
          data: Buffer.from(one.text, 'utf8').toString('base64'),
          title: one.title,
          creation: one.completeAt.toISOString(),
        },
      },
    ],
    context: { period: { start: one.from.toISOString(), end: one.to.toISOString() } },
  },
})
