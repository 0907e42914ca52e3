import { sql } from 'kysely'
import { dayAt } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { isRefusal, type Refusal, refuse } from '../../../basics/refusal.ts'
import { unlessRefused, withHouseEyes, type Work } from '../../../db/work.ts'
import type { Language } from '../../../ui/language.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { ownPagePolicies, pagesOf } from '../../clients/queries/own-page.ts'
import { recordMeasure, type Taken } from '../../instruments/actions.ts'
import { instrument } from '../../instruments/catalog.ts'
import { isInUse } from '../../instruments/choices.ts'
import { choicesOf } from '../../instruments/queries.ts'
import type { Answers } from '../../instruments/rules.ts'
import { isShown, mayAnswer } from '../asking.ts'
import { askingById, askingOf } from '../queries/asking.ts'

const key = 'c-ssrs-screener'
const nothingHere = refuse('not-found', 'This does not exist, or it is not yours to see.')

/**
 * Opens the questions about danger on a client's own page for so many minutes as the clinic set, by somebody who may judge danger and
 * stays with them. It is the only way in which they are asked there: decisions/020-danger-on-the-own-page.md.
 */
export async function openAsking(work: Work, clientId: string): Promise<{ minutes: number } | Refusal> {
  const denied = mayNot(work.by, 'alarm.answer')
  if (denied) return denied
  if (work.by.kind !== 'staff') return refuse('not-a-person', 'A person who stays with them opens this.')
  const one = instrument(key)
  if (!isInUse(one, await choicesOf(work)))
    return refuse('not-in-use', `This clinic does not use ${one.title}. The director can switch it on.`)
  await sql`select pg_advisory_xact_lock(hashtextextended('danger asking ' || ${clientId}, 72))`.execute(work.db)
  if (!(await pagesOf(work, clientId)).some(({ because, expiresAt }) => because === null && expiresAt > work.at))
    return refuse(
      'no-page',
      'They have no link to their own page. Ask the questions yourself, or give them a link first.',
    )
  const latest = await askingOf(work, clientId)
  if (latest !== undefined && isShown(latest, work.at))
    return refuse('open', `${latest.by} has opened the questions already. They stand on top of the page.`)
  const { askingMinutes: minutes } = (await ownPagePolicies(work)).now
  await work.db
    .insertInto('dangerAsking')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      clientId,
      opensUntil: new Date(work.at.getTime() + minutes * 60_000),
      askedBy: work.by.id,
      askedAt: work.at,
    })
    .execute()
  await record(work, 'asking.opened', { clients: [clientId], about: { instrument: key, minutes } })
  return { minutes }
}

/** Takes the questions off the page again: they were asked in another way, or are not to be asked now. */
export async function takeAskingBack(work: Work, askingId: string): Promise<{ clientId: string } | Refusal> {
  const denied = mayNot(work.by, 'alarm.answer')
  if (denied) return denied
  const asking = await askingById(work, askingId)
  if (asking === undefined || work.by.kind !== 'staff') return nothingHere
  const { clientId } = asking
  const by = work.by.id
  const ended = await unlessRefused(
    work,
    { danger_asking_ended_once: 'This was ended a moment ago. Look at the measures again.' },
    () => end(work, { askingId, clientId, how: 'taken-back', endedBy: by, measureId: null }),
  )
  if (isRefusal(ended)) return ended
  await record(work, 'asking.taken-back', { clients: [clientId], about: { asking: askingId } })
  return { clientId }
}

/** The client would rather talk than answer: staff see it at once. */
export const ratherTalk = (work: Work): Promise<null | Refusal> =>
  withHouseEyes(work, async () => {
    if (work.by.kind !== 'client') return nothingHere
    const asking = await askingOf(work, work.by.clientId)
    if (asking === undefined || asking.isAnswered || mayAnswer(asking, work.at)) return nothingHere
    // Pressed twice, or taken back meanwhile: they have said it, and are shown whom to call all the same.
    await unlessRefused(work, { danger_asking_ended_once: 'This was said already.' }, () =>
      end(work, {
        askingId: asking.id,
        clientId: asking.clientId,
        how: 'rather-talks',
        endedBy: null,
        measureId: null,
      }),
    )
    await record(work, 'asking.rather-talks', { clients: [asking.clientId], about: { asking: asking.id } })
    return null
  })

/** Keeps what the client answered; its alarm is a row in the same transaction. Sent twice it is kept once. */
export const answerAsking = (
  work: Work,
  said: { answers: Answers; language: Language },
): Promise<Taken | 'kept' | Refusal> =>
  withHouseEyes(work, async () => {
    if (work.by.kind !== 'client') return nothingHere
    const { clientId } = work.by
    const asking = await askingOf(work, clientId)
    if (asking === undefined) return nothingHere
    const no = mayAnswer(asking, work.at)
    if (no) return no.refused === 'answered' ? 'kept' : no
    const answer = await unlessRefused(
      work,
      { danger_asking_answered_once: 'These answers are here already.' },
      async (): Promise<Taken | Refusal> => {
        const taken = await recordMeasure(work, {
          clientId,
          episodeId: null,
          key,
          answers: said.answers,
          takenOn: dayAt(work.at, work.clinic.timeZone),
          mode: 'self',
          language: said.language,
          askingId: asking.id,
        })
        if (isRefusal(taken)) return taken
        await end(work, { askingId: asking.id, clientId, how: 'answered', endedBy: null, measureId: taken.id })
        return taken
      },
    )
    return isRefusal(answer) && answer.refused === 'danger-asking-answered-once' ? 'kept' : answer
  })

const end = (
  work: Work,
  row: {
    askingId: string
    clientId: string
    how: 'answered' | 'rather-talks' | 'taken-back'
    endedBy: string | null
    measureId: string | null
  },
) =>
  work.db
    .insertInto('dangerAskingEnd')
    .values({ clinicId: work.clinic.id, id: newId(), ...row, endedAt: work.at })
    .execute()
