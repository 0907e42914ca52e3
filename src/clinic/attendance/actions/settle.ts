import { isId, newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { actsNow, unlessRefused, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { reasonLine } from '../reasons.ts'
import { canMark } from '../rules.ts'
import { witnessIn, type Witness } from '../queries/witnesses.ts'
import { type Choice, markFor, type MarkToBe, maySettle, sawOf } from '../witnesses.ts'
import { nothingHere } from './hold.ts'
import { whoMarks } from './mark.ts'

export type SettlementSaid = { stands: Choice; minutes: number | null; because: string; saw: string }

/**
 * Says which witness is right, by name and with a reason. What counts is a mark like every other, so that dose, week and claim see
 * the same minutes. Settling again is a further row. Two who settle at once: the second is told to look again.
 */
export async function settleWitnesses(
  work: Work,
  meeting: string,
  client: string,
  said: SettlementSaid,
): Promise<Witness | Refusal> {
  const denied = mayNot(work.by, 'witness.settle')
  if (denied) return denied
  if (!isId(meeting) || !isId(client)) return nothingHere
  const by = whoMarks(work)
  // As whoever marks does: one after the other.
  await work.db.selectFrom('groupSession').where('id', '=', meeting).select('id').forNoKeyUpdate().execute()
  await work.db.selectFrom('visit').where('id', '=', meeting).select('id').forNoKeyUpdate().execute()
  actsNow(work)
  const one = await witnessIn(work, meeting, client)
  if (one === undefined) return nothingHere
  const refused = maySettle(one.facts, said, {
    at: work.at,
    saw: sawOf(one.reading, one.settled?.id ?? null),
    standing: one.standing,
  })
  if (refused) return refused
  const place = one.what === 'group' ? { sessionId: meeting, visitId: null } : { sessionId: null, visitId: meeting }
  const mark = await markThatCounts(work, one, said, place)
  if (isRefusal(mark)) return mark
  const after = mark.isNew ? await witnessIn(work, meeting, client) : one
  if (after === undefined) return nothingHere
  const written = await unlessRefused(
    work,
    { presence_settlement_first: settledMeanwhile, presence_settlement_next: settledMeanwhile },
    () =>
      work.db
        .insertInto('presenceSettlement')
        .values({
          clinicId: work.clinic.id,
          id: newId(),
          ...place,
          clientId: client,
          heldOn: one.heldOn,
          stands: said.stands,
          markId: mark.id,
          minutes: mark.minutes,
          because: said.because,
          reading: after.reading,
          corrects: one.settled?.id ?? null,
          settledBy: by,
          settledAt: work.at,
        })
        .execute(),
  )
  if (isRefusal(written)) return written
  await record(work, one.settled === null ? 'witnesses.settled' : 'witnesses.settled-again', {
    clients: [client],
    about: { meeting, stands: said.stands, minutes: mark.minutes },
  })
  return one
}

const settledMeanwhile = 'A colleague settled this while you looked. Look at what they said.'

type Counted = { id: string | null; minutes: number; isNew: boolean }

/** The mark that stands, or a new one by the rules of every mark. */
async function markThatCounts(
  work: Work,
  one: Witness,
  said: SettlementSaid,
  place: { sessionId: string | null; visitId: string | null },
): Promise<Counted | Refusal> {
  if (said.stands === 'nothing') return { id: null, minutes: 0, isNew: false }
  if (said.stands === 'roster')
    return one.mark === null
      ? refuse('no-mark', 'Nobody has marked the roster. Choose the video, or give the minutes.')
      : { id: one.mark.id, minutes: one.mark.minutes, isNew: false }
  const { session } = one.facts
  const wanted =
    said.stands === 'video' ? markFor(session, one.video.minutes, one.video) : markFor(session, said.minutes ?? 0, null)
  // Whoever has no seat has nothing to miss: their mark is taken back.
  const mark: MarkToBe = wanted.kind === 'absent' && !one.isExpected ? { ...wanted, kind: 'cleared' } : wanted
  const lateChange = one.noteSignedAt === null ? '' : said.because
  const refused = canMark(
    {
      ...session,
      name: one.meetingName,
      zone: one.zone,
      cancelled: one.isCancelled,
      noteSignedAt: one.noteSignedAt,
    },
    { name: one.name, onRoster: one.isExpected, walkIn: !one.isExpected },
    { kind: mark.kind, minutesIn: mark.minutes, lateChange },
    work.at,
  )
  if (refused) return refused
  const id = newId()
  await work.db
    .insertInto('attendanceMark')
    .values({
      clinicId: work.clinic.id,
      id,
      ...place,
      clientId: one.clientId,
      heldOn: one.heldOn,
      mark: mark.kind,
      minutes: mark.minutes,
      minutesLate: mark.minutesLate,
      minutesLeftEarly: mark.minutesLeftEarly,
      reason: reasonLine({ key: '', words: '', lateChange }),
      isWalkIn: !one.isExpected,
      markedBy: whoMarks(work),
      markedAt: work.at,
    })
    .execute()
  return { id, minutes: mark.minutes, isNew: true }
}
