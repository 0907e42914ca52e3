import { dayAt } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import type { ClientFacts } from '../../clients/queries.ts'
import { admit, type AdmissionDraft } from '../../episodes/actions.ts'
import { latestWordsOf, supportsOf } from '../queries/leaving.ts'
import { returnRules, stayBefore } from '../queries/return.ts'
import { returnRefusal, type StillSo } from '../returning.ts'

export type ReturnDraft = Pick<
  AdmissionDraft,
  | 'program'
  | 'startsOn'
  | 'therapist'
  | 'coordinator'
  | 'prescriber'
  | 'residence'
  | 'residenceWords'
  | 'sharingDeclined'
> & { stillSo: StillSo[]; words: string }

/**
 * Takes somebody back into care without a new intake: the admission of every day, with what is known of them, and the plan for
 * afterwards of the stay before carried over, words and people. What an admission needs is needed here too: nothing is waived.
 */
export async function returnToCare(
  work: Work,
  client: ClientFacts,
  draft: ReturnDraft,
): Promise<{ episode: string; carried: number } | Refusal> {
  const denied = mayNot(work.by, 'episode.admit')
  if (denied) return denied
  if (work.by.id === null) return refuse('not-a-person', 'A person takes somebody back into care.')
  const by = work.by.id
  const before = await stayBefore(work, client.id)
  const refused = returnRefusal(before, dayAt(work.at, work.clinic.timeZone), await returnRules(work))
  if (refused) return refused
  if (before === null) throw new Error('returnRefusal has looked at this')
  const { stillSo, words, ...admission } = draft
  const admitted = await admit(work, client, {
    ...admission,
    referralSource: 'Self',
    priorLevel: before.levelOfCare,
  })
  if (isRefusal(admitted)) return admitted
  const { episode } = admitted
  const base = { clinicId: work.clinic.id, clientId: client.id, episodeId: episode }
  await work.db
    .insertInto('stayReturn')
    .values({
      ...base,
      id: newId(),
      fromEpisodeId: before.episodeId,
      stillSo,
      words,
      returnedBy: by,
      returnedAt: work.at,
    })
    .execute()
  const kept = [...(await latestWordsOf(work, before.episodeId)).values()].filter((one) => one.words !== '')
  const people = await supportsOf(work, before.episodeId)
  for (const { part, words: said } of kept)
    await work.db
      .insertInto('leavingWords')
      .values({
        ...base,
        id: newId(),
        part,
        words: said,
        basedOn: null,
        writtenBy: by,
        pageId: null,
        writtenAt: work.at,
      })
      .execute()
  for (const { name, relation, phone, helpsWith, wishesTold } of people)
    await work.db
      .insertInto('leavingSupport')
      .values({
        ...base,
        id: newId(),
        name,
        relation,
        phone,
        helpsWith,
        wishesTold,
        writtenBy: by,
        pageId: null,
        writtenAt: work.at,
      })
      .execute()
  await record(work, 'stay.returned', {
    clients: [client.id],
    about: { episode, from: before.episodeId, still: stillSo.join(' '), carried: kept.length + people.length },
  })
  return { episode, carried: kept.length + people.length }
}
