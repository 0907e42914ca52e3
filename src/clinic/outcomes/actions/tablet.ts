import { sql } from 'kysely'
import { dayAt, instantAt } from '../../../basics/dates.ts'
import { isId, newId } from '../../../basics/ids.ts'
import { isRefusal, type Refusal, refuse } from '../../../basics/refusal.ts'
import { unlessRefused, withHouseEyes, type Work } from '../../../db/work.ts'
import type { Language } from '../../../ui/language.ts'
import { mayNot } from '../../access/permissions.ts'
import { recordMeasure } from '../../instruments/actions.ts'
import type { InstrumentKey } from '../../instruments/instrument.ts'
import type { Answers } from '../../instruments/rules.ts'
import { type Keys, lendTablet } from '../../tablets/actions.ts'
import { inRoom } from '../queries/room.ts'
import { dueHere, placesOf } from '../queries/tablet.ts'
import { placesFrom } from '../tablet.ts'

const nothingHere = refuse('not-found', 'This does not exist, or it is not yours to see.')
const minute = 60_000

/**
 * Hands this very browser round the room: the member of staff is signed out of it, and until the group is over it shows the places
 * that they named, and the questions of whoever takes one. Several tablets may go round at once.
 */
export async function handRound(
  work: Work,
  sessionId: string,
  labels: ReadonlyMap<string, string>,
): Promise<Keys | Refusal> {
  const denied = mayNot(work.by, 'measure.record')
  if (denied) return denied
  const room = await inRoom(work, sessionId)
  if (room === undefined) return nothingHere
  if (room.day !== dayAt(work.at, work.clinic.timeZone))
    return refuse('not-today', 'A tablet goes round on the day of the group.')
  const waiting = await dueHere(
    work,
    room.people.map(({ clientId }) => clientId),
  )
  const places = placesFrom(waiting, labels)
  if (isRefusal(places)) return places
  const lent = await lendTablet(work, {
    use: { purpose: 'round', sessionId: room.id },
    // Half an hour past the end for whoever writes slowly.
    until: new Date(Math.max(room.ends.getTime(), work.at.getTime()) + 30 * minute),
    endOfDay: instantAt(room.day, '23:59', work.clinic.timeZone),
    clients: places.map(({ clientId }) => clientId),
  })
  if (isRefusal(lent)) return lent
  await work.db
    .insertInto('tabletPlace')
    .values(places.map((place) => ({ clinicId: work.clinic.id, id: newId(), roundId: lent.id, ...place })))
    .execute()
  return lent
}

export type Sending = {
  key: InstrumentKey
  /** The one page from which it was sent. */
  turn: string
  answers: Answers
  asides: Answers
  language: Language
  /** Handed on before the end. */
  isLeft: boolean
}

/**
 * Keeps what somebody answered at their place. What comes twice from one page is kept once. What comes whole a second time, from
 * another tablet or a page that was gone back to, is kept beside the first, unscored: nobody's answers are lost or taken for a
 * later score, and each that alarms has its alarm.
 */
export const answerAtPlace = (work: Work, placeId: string, sent: Sending): Promise<'kept' | Refusal> =>
  withHouseEyes(work, async () => {
    const { by } = work
    if (by.kind !== 'tablet') return nothingHere
    // Two tablets that answer for one person follow one another: what is due is looked at when the other has written.
    if (!(await holdPlace(work, by.id, placeId))) return nothingHere
    const place = (await placesOf(work)).find(({ id }) => id === placeId)
    const isAnswered = place?.answered.includes(sent.key) === true
    if (place === undefined || !(isAnswered || place.due.includes(sent.key))) return nothingHere
    const isWhole = !sent.isLeft && !isAnswered
    const answer = await unlessRefused(
      work,
      {
        tablet_answer_turn: 'These answers are here already.',
      },
      async (): Promise<'kept' | Refusal> => {
        const taken = await recordMeasure(work, {
          clientId: place.clientId,
          episodeId: null,
          key: sent.key,
          answers: sent.answers,
          asides: sent.asides,
          takenOn: dayAt(work.at, work.clinic.timeZone),
          mode: 'self',
          language: sent.language,
          place: { id: place.id, isLeft: !isWhole },
        })
        if (isRefusal(taken)) return taken
        await work.db
          .insertInto('tabletAnswer')
          .values({
            clinicId: work.clinic.id,
            id: newId(),
            placeId: place.id,
            sessionId: by.sessionId,
            clientId: place.clientId,
            instrument: sent.key,
            turn: sent.turn,
            isWhole,
            measureId: taken.id,
            answeredAt: work.at,
          })
          .execute()
        return 'kept'
      },
    )
    return isRefusal(answer) && answer.refused === 'tablet-answer-turn' ? 'kept' : answer
  })

/** Waits for whoever answers for the same person in the same meeting. False: there is no such place in this round. */
async function holdPlace(work: Work, roundId: string, placeId: string): Promise<boolean> {
  if (!isId(placeId)) return false
  const { rows } = await sql`
    select pg_advisory_xact_lock(hashtextextended('tablet ' || r.session_id || p.client_id, 68))
    from tablet_place p join lent_tablet r on r.clinic_id = p.clinic_id and r.id = p.round_id
    where p.id = ${placeId}::uuid and p.round_id = ${roundId}::uuid`.execute(work.db)
  return rows.length > 0
}
