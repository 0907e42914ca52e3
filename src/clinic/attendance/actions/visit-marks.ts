import { isId, newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { actsNow, unlessRefused, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { stayById } from '../../plans/queries.ts'
import { visitById } from '../../visits/queries.ts'
import { visitLabel } from '../../visits/rules.ts'
import { exceptionOf, type SaidMark } from '../exceptions.ts'
import { minutesOf } from '../minutes.ts'
import { reasonLine } from '../reasons.ts'
import { canMark, type MarkRequest } from '../rules.ts'
import { whoMarks } from './mark.ts'

export type VisitMarkSaid = SaidMark & { reason: string; reasonWords: string }

const nothingHere = refuse('not-found', 'This visit does not exist, or it is not yours to see.')

/** Takes hold of a visit until the transaction ends: two people who mark it follow one another. */
async function holdVisit(work: Work, id: string) {
  if (!isId(id)) return undefined
  await work.db.selectFrom('visit').where('id', '=', id).select('id').forNoKeyUpdate().execute()
  actsNow(work)
  return visitById(work, id)
}

/** Marks one visit, by the rules of every mark: minutes in the room, reasons for absence. 'cleared' takes the mark back. */
export async function markVisit(
  work: Work,
  visitId: string,
  said: VisitMarkSaid,
): Promise<{ minutes: number; heldOn: string; clientId: string } | Refusal> {
  const denied = mayNot(work.by, 'attendance.mark')
  if (denied) return denied
  const visit = await holdVisit(work, visitId)
  const stay = visit && (await stayById(work, visit.episodeId))
  if (visit === undefined || stay === undefined) return nothingHere
  const session = { starts: visit.begins, ends: visit.ends }
  const times = exceptionOf(session, said, work.at)
  const isAway = said.kind === 'absent' || said.kind === 'excused'
  const request: MarkRequest = {
    kind: said.kind,
    arrivedAt: times.arrivedAt,
    leftAt: times.leftAt,
    reason: isAway ? said.reason : null,
    reasonWords: isAway ? said.reasonWords : null,
  }
  const refused = canMark(
    {
      ...session,
      name: visitLabel(visit.kind),
      zone: work.clinic.timeZone,
      cancelled: visit.cancelledBecause !== null,
      noteSignedAt: null,
    },
    { name: stay.firstName, onRoster: true, walkIn: false },
    request,
    work.at,
  )
  if (refused) return refused
  if (said.kind === 'cleared' && visit.markId === null)
    return refuse('nothing-to-undo', 'This visit has no mark to take back.')
  const minutes = minutesOf(session, request)
  const written = await unlessRefused(
    work,
    { attendance_mark_clinic_id_undoes_key: 'This mark was taken back already.' },
    () =>
      work.db
        .insertInto('attendanceMark')
        .values({
          clinicId: work.clinic.id,
          id: newId(),
          visitId,
          clientId: visit.clientId,
          heldOn: visit.heldOn,
          mark: said.kind,
          minutes,
          minutesLate: times.minutesLate,
          minutesLeftEarly: times.minutesLeftEarly,
          reason: reasonLine({
            key: isAway ? said.reason : '',
            words: isAway ? said.reasonWords : '',
            lateChange: '',
          }),
          undoes: said.kind === 'cleared' ? visit.markId : null,
          markedBy: whoMarks(work),
          markedAt: work.at,
        })
        .execute(),
  )
  if (isRefusal(written)) return written
  await record(work, said.kind === 'cleared' ? 'attendance.taken-back' : 'attendance.marked', {
    clients: [visit.clientId],
    about: { visit: visitId, mark: said.kind, minutes },
  })
  return { minutes, heldOn: visit.heldOn, clientId: visit.clientId }
}
