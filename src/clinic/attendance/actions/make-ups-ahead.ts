import { dayAt, type Day, weekOf } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Pool } from '../../../db/connect.ts'
import { asPerson, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { holdDiaries } from '../../groups/actions/hold.ts'
import { isQuiet } from '../../groups/offering.ts'
import { offerPolicyOf } from '../../groups/queries/declared.ts'
import { stayById } from '../../plans/queries.ts'
import { isLookDue } from '../ahead.ts'
import { looksAt, makeUpRuleNow, staysLosingHours, staysOfferedAhead, type ToLookAt } from '../queries/closures.ts'
import { makeUpOffersOf } from '../queries/make-up-offers.ts'
import { shortWeekOf, worthOffering } from '../queries/make-ups.ts'
import { close, give, holdShortWeek } from './make-ups.ts'

const clock = { kind: 'stepwell', id: null, name: 'Clock' } as const
/** So many stays are looked at each time: the others come with the next. */
const atOnce = 30

/**
 * Before a closure takes hours from a week, whoever would hold the floor without it is offered others of that week: those days ahead that
 * the clinic's rule says, nobody in the quiet hours, nobody oftener than the rule. What was offered for a closure that was lifted
 * since goes back. One stay is one transaction: whatever ends this half way, nobody is offered half a week or asked twice.
 */
export async function offerAheadEverywhere(pool: Pool, at: Date): Promise<void> {
  const { rows } = await pool.query<{ id: string }>('select id from clinic_ids() as id')
  for (const { id } of rows) {
    const as = <T>(deed: (work: Work) => Promise<T>) => asPerson(pool, id, clock, at, deed)
    for (const stay of await as((work) => staysOfferedAhead(work, atOnce))) await as((work) => takeBack(work, stay))
    const due = await as(async (work) =>
      isQuiet(work.at, await offerPolicyOf(work), work.clinic.timeZone)
        ? []
        : staysLosingHours(work, await makeUpRuleNow(work), atOnce),
    )
    for (const stay of due) await as((work) => offerAhead(work, stay))
  }
}

/** Looks at one stay for a week that loses hours, offers what mends it, and notes that it looked. Answers how much was offered. */
export async function offerAhead(work: Work, { episodeId, week }: ToLookAt): Promise<number> {
  const stands = await stayById(work, episodeId)
  if (stands === undefined) return 0
  const short = await holdShortWeek(work, stands, week)
  // Another clock may have looked while this one waited.
  if (short === null || !isLookDue(await looksAt(work, episodeId, week), await makeUpRuleNow(work), work.at)) return 0
  const { stay } = short
  const open = (await makeUpOffersOf(work, stay.clientId)).filter((offer) => weekOf(offer.heldOn) === week)
  const seats = short.isForeseen && open.length === 0 ? worthOffering(short) : []
  await give(work, short, seats)
  await work.db
    .insertInto('makeUpLook')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      clientId: stay.clientId,
      episodeId,
      week,
      offered: seats.length,
      lookedAt: work.at,
    })
    .execute()
  return seats.length
}

/** Takes back what was offered ahead to somebody whose week holds again: the closed day is open, or somebody covers. */
async function takeBack(work: Work, { episodeId, clientId, week }: ToLookAt): Promise<void> {
  await holdDiaries(work, [clientId])
  const short = await shortWeekOf(work, episodeId, week)
  if (short !== null && (short.week.verdict === 'will-fall-short' || short.week.verdict === 'short')) return
  for (const offer of await makeUpOffersOf(work, clientId))
    if (offer.ahead && offer.episodeId === episodeId && weekOf(offer.heldOn) === week) {
      await close(work, offer.id, 'withdrawn', null)
      await record(work, 'make-up.withdrawn', { clients: [clientId], about: { offer: offer.id } })
    }
}

/** How hours are offered before a closure takes others, from a day on. */
export async function setMakeUpRule(
  work: Work,
  said: { daysAhead: number; uncoveredDays: number; standsHours: number; mostTimes: number; from: Day; source: string },
): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'rules.change')
  if (denied) return denied
  if (work.by.id === null) return refuse('not-a-person', 'A person decides this.')
  if (said.from < dayAt(work.at, work.clinic.timeZone))
    return refuse('day-past', 'What was offered keeps its rule. Choose today or a later day.')
  const { from, ...rule } = said
  await work.db
    .insertInto('makeUpRule')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      ...rule,
      effectiveFrom: from,
      setBy: work.by.id,
      setAt: work.at,
    })
    .execute()
  await record(work, 'make-up-rule.set', { about: { from, ahead: said.daysAhead, times: said.mostTimes } })
  return null
}
