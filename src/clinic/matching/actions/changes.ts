import { addDays, dayAt, type Day } from '../../../basics/dates.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { newId } from '../../../basics/ids.ts'
import type { Work } from '../../../db/work.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { clockOf, freeHours, minuteOf, type Stretch } from '../../clients/free-times.ts'
import { changeAvailability } from '../../clients/actions.ts'
import { commitmentsOn } from '../../clients/queries/commitments.ts'
import { availabilityOf } from '../../clients/queries/face.ts'
import { joinWaitlist } from '../../groups/actions/waitlist.ts'
import { stayById, type Stay } from '../../plans/queries.ts'
import { travelOf, wishesOf } from '../queries/wishes.ts'
import type { Change } from '../changes-possible.ts'
import { endCommitment, noteCommitment } from './wishes.ts'

const nothingHere = refuse('not-found', 'This does not exist, or it is not yours to see.')

/** Notes what the client agreed to, or joins the waitlist: what would make a whole week possible becomes so. */
export async function noteChanges(work: Work, episodeId: string, changes: readonly Change[]): Promise<Stay | Refusal> {
  const denied = mayNot(work.by, 'week.compose')
  if (denied) return denied
  const stay = await stayById(work, episodeId)
  if (stay === undefined) return nothingHere
  for (const change of changes) {
    const answer = await noteOne(work, stay, change)
    if (isRefusal(answer)) return answer
  }
  await record(work, 'change.noted', {
    clients: [stay.clientId],
    about: { kinds: changes.map(({ kind }) => kind).join(' ') },
  })
  return stay
}

async function noteOne(work: Work, stay: Stay, change: Change): Promise<unknown> {
  const today = dayAt(work.at, work.clinic.timeZone)
  switch (change.kind) {
    case 'seat':
      return joinWaitlist(work, stay.id, { seriesId: change.series })
    case 'window': {
      const { window, side, minutes, whose } = change
      const opened =
        side === 'later'
          ? { weekday: window.weekday, from: window.to, to: window.to + minutes }
          : { weekday: window.weekday, from: window.from - minutes, to: window.from }
      return open(work, stay, whose, opened, today)
    }
    case 'day':
      return refuse(
        'ask-times',
        'Ask from when to when they can come on that day, and enter it on the page of their times.',
      )
    case 'video':
      return wish(work, stay, { place: 'either' })
    case 'gender':
      return wish(work, stay, { genderIsFirm: false })
    case 'topic':
      return withoutTopic(work, stay, change.topic)
    case 'caseload':
      return refuse('not-here', 'How many clients somebody has is set on their own page, by a director.')
  }
}

/** Opens some minutes of a weekday: what was given becomes longer, and what bound them there becomes shorter. */
async function open(work: Work, stay: Stay, whose: 'client' | 'family', opened: Stretch, today: Day) {
  const { clientId } = stay
  if (whose === 'client') {
    const given = await availabilityOf(work, clientId, today)
    const now = given.find(({ weekday, canCome }) => weekday === opened.weekday && canCome)
    if (now !== undefined && (minuteOf(now.from) > opened.from || minuteOf(now.to) < opened.to)) {
      const from = clockOf(Math.min(minuteOf(now.from), opened.from))
      const to = clockOf(Math.min(1439, Math.max(minuteOf(now.to), opened.to)))
      const longer = await changeAvailability(work, clientId, [{ weekday: opened.weekday, from, to }], today)
      if (isRefusal(longer)) return longer
    }
  }
  const ways = await travelOf(work, [clientId])
  const travel = whose === 'client' ? Math.max(0, ...ways.map(({ minutes }) => minutes ?? 0)) : 0
  const wide = { ...opened, from: opened.from - travel, to: opened.to + travel }
  for (const one of await commitmentsOn(work, [clientId], today)) {
    const isThere = one.weekday === opened.weekday && one.from < wide.to && wide.from < one.to
    if (!isThere || one.whose !== whose || one.firmness !== 'cannot') continue
    const ended = await endCommitment(work, one.id, addDays(today, -1))
    if (isRefusal(ended)) return ended
    for (const rest of freeHours([one], [wide])) {
      const { what, firmness } = one
      const [from, to] = [clockOf(rest.from), clockOf(Math.min(1439, rest.to))]
      const noted = await noteCommitment(work, clientId, {
        whose,
        what,
        firmness,
        weekdays: [rest.weekday],
        from,
        to,
        since: today,
      })
      if (isRefusal(noted)) return noted
    }
  }
  return null
}

/** A wish that was asked for becomes softer; the rest of the row stays as it is. */
async function wish(
  work: Work,
  { clientId }: Stay,
  softer: { place: 'either' } | { genderIsFirm: false } | { wanted: string[] } | { prescribed: string[] },
) {
  const denied = mayNot(work.by, 'client.correct')
  if (denied) return denied
  const now = (await wishesOf(work, [clientId])).get(clientId)
  if (now === undefined) return null
  const { place, languages, clinicianGender, genderIsFirm, wanted, prescribed, acuity } = now
  const row = { place, languages, clinicianGender, genderIsFirm, wanted, prescribed, acuity, ...softer }
  await work.db
    .insertInto('clientWish')
    .values({ clinicId: work.clinic.id, id: newId(), clientId, ...row, recordedBy: work.by.id, recordedAt: work.at })
    .execute()
  return null
}

/** A subject that was wished waits; one that is prescribed is for those who write the plan. */
async function withoutTopic(work: Work, stay: Stay, topic: string) {
  const now = (await wishesOf(work, [stay.clientId])).get(stay.clientId)
  if (now === undefined) return null
  if (!now.prescribed.includes(topic)) return wish(work, stay, { wanted: now.wanted.filter((one) => one !== topic) })
  if (!may(work.by, 'plan.write'))
    return refuse('prescribed', 'This subject is prescribed. Ask whoever writes the plan whether it can wait.')
  const wanted = now.wanted.filter((one) => one !== topic)
  const first = await wish(work, stay, { prescribed: now.prescribed.filter((one) => one !== topic) })
  return first ?? (wanted.length < now.wanted.length ? wish(work, stay, { wanted }) : null)
}
