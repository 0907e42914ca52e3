import { isId } from '../../basics/ids.ts'
import { idOf, type Entry, type ResourceFace } from '../../fhir/resource.ts'
import { readDate } from '../../fhir/search.ts'
import { episodesForFhir, type EpisodeForFhir } from './queries/fhir.ts'

/** A stay as a FHIR EpisodeOfCare. */
export const episodeFace: ResourceFace = {
  type: 'EpisodeOfCare',
  parameters: [
    { name: 'patient', type: 'reference', documentation: 'Whose stay' },
    { name: 'status', type: 'token', documentation: 'active, onhold (away on a pause) or finished' },
    { name: 'date', type: 'date', documentation: 'The stay held this day, or lasted past or began before it' },
  ],
  search: async (work, search) =>
    (
      await episodesForFhir(work, {
        ids: search.values('_id').flatMap((value) => value.split(',')),
        clients: search.values('patient').map((value) => idOf(value, 'Patient')),
        statuses: search.values('status'),
        dates: search.values('date').flatMap((value) => readDate(value) ?? []),
        after: search.after,
        limit: search.count,
      })
    ).map((episode) => entryOf(episode, work.clinic.name)),
  read: async (work, id) => {
    if (!isId(id)) return undefined
    const [episode] = await episodesForFhir(work, { ids: [id], limit: 1 })
    return episode && entryOf(episode, work.clinic.name)
  },
}

const entryOf = (episode: EpisodeForFhir, clinic: string): Entry => ({
  clientId: episode.clientId,
  isSubstanceUse: episode.programKind !== 'mental-health',
  resource: {
    resourceType: 'EpisodeOfCare',
    id: episode.id,
    meta: { lastUpdated: (episode.dischargedAt ?? episode.admittedAt).toISOString() },
    status: episode.lastDay !== null ? 'finished' : episode.awaySince !== null ? 'onhold' : 'active',
    type: [{ text: `${episode.programName}, level of care ${episode.levelOfCare}` }],
    patient: { reference: `Patient/${episode.clientId}` },
    managingOrganization: { display: clinic },
    period: { start: episode.startsOn ?? undefined, ...(episode.lastDay === null ? {} : { end: episode.lastDay }) },
    ...(episode.therapist === null ? {} : { careManager: { display: episode.therapist } }),
  },
})
