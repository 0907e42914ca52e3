import { sql } from 'kysely'
import { dayAt, type Day, instantAt } from '../../basics/dates.ts'
import { isId, newId } from '../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../db/work.ts'
import { mayNot } from '../access/permissions.ts'
import { record } from '../access/trail.ts'
import { holdDiaries } from '../groups/actions/hold.ts'
import { boundTo } from '../groups/queries/leaders.ts'
import { seatsHeld, timesOf } from '../groups/queries/seating.ts'
import { stayById } from '../plans/queries.ts'
import { countsTowardDose } from '../programs/library.ts'
import { staffList } from '../staff/queries.ts'
import { againstVisit, coversOn } from './queries/holding.ts'
import { calledOffOn, callsHeldOn, visitById, visitsHeldOn } from './queries.ts'
import { daysInTheWay, inTheWay, mayBook, mayCancelVisit, weeklyDates, type VisitKind } from './rules.ts'

export type NewVisits = {
  kind: VisitKind
  staffId: string
  first: Day
  starts: string
  minutes: number
  /** How many in all, one a week. */
  times: number
  byVideo: boolean
  /** Leaves out the days on which somebody is busy, instead of refusing them all. */
  leaveOut: boolean
}

const nothingHere = refuse('not-found', 'This does not exist, or it is not yours to see.')

/** Visits are booked by a person: Stepwell's own clock books none. */
function whoBooks(work: Work): string {
  if (work.by.id === null) throw new Error('A visit is booked by a person.')
  return work.by.id
}

/** Books visits of one client with one clinician, once or every week, each at its wall-clock time. */
export async function bookVisits(
  work: Work,
  episodeId: string,
  said: NewVisits,
): Promise<{ booked: Day[]; leftOut: string[] } | Refusal> {
  return mayNot(work.by, 'visit.book') ?? giveVisits(work, episodeId, said)
}

/** The same for a verb that has asked already whether it may: an hour that was offered and is accepted. */
export async function giveVisits(
  work: Work,
  episodeId: string,
  said: NewVisits,
): Promise<{ booked: Day[]; ids: string[]; leftOut: string[] } | Refusal> {
  const asked = await stayById(work, episodeId)
  if (asked === undefined || !isId(said.staffId)) return nothingHere
  await holdDiaries(work, [asked.clientId, said.staffId])
  // Whoever ended the stay while we waited was first: what counts is how it stands now.
  const stay = await stayById(work, episodeId)
  if (stay === undefined) return nothingHere
  const clinician = (await staffList(work)).find((one) => one.id === said.staffId)
  if (clinician === undefined) return refuse('clinician', 'Choose the clinician from the list.')
  const { kind, staffId, minutes, starts } = said
  const hour = { starts, minutes }
  const days = weeklyDates(said.first, said.times)
  const name = `${clinician.givenName} ${clinician.familyName}`
  const refused = mayBook({
    kind,
    clinician: { name, role: clinician.role },
    client: {
      name: stay.firstName,
      firstDay: stay.firstDay,
      lastDay: stay.lastDay,
      availability: await timesOf(work, stay.clientId, said.first),
    },
    hour,
    days,
    today: dayAt(work.at, work.clinic.timeZone),
  })
  if (refused) return refused
  const unfit = await againstVisit(work, { kind, staffId, days, byVideo: said.byVideo, stay })
  if (unfit) return unfit

  const seats = await seatsHeld(work, stay.clientId, said.first)
  const leads = await boundTo(work, { staffId }, said.first)
  const covers = await coversOn(work, staffId, days)
  const diaries = [
    { name: stay.firstName, busy: [...seats, ...(await visitsHeldOn(work, { clientId: stay.clientId }, days))] },
    {
      name,
      busy: [
        ...leads.map((one) => ({ ...one, seriesId: one.id })),
        ...(await visitsHeldOn(work, { staffId }, days)),
        ...(await callsHeldOn(work, staffId, days)),
        ...covers.held,
      ],
      freed: covers.freed,
    },
  ]
  const calledOff = await calledOffOn(work, days)
  const found = days.map((day) => ({ day, why: inTheWay(day, hour, diaries, calledOff) }))
  const leftOut = found.flatMap(({ why }) => why ?? [])
  const works = found.filter(({ why }) => why === null).map(({ day }) => day)
  const clashes = daysInTheWay(leftOut, days.length)
  if (clashes !== null && (!said.leaveOut || works.length === 0)) return clashes

  const ids = works.map(() => newId())
  const written = await unlessRefused(
    work,
    {
      clinician_in_one_visit: `Somebody booked ${name} at this moment. Choose another time.`,
      client_in_one_visit: `Somebody booked a visit for ${stay.firstName} at this moment. Choose another time.`,
    },
    () =>
      work.db
        .insertInto('visit')
        .values(
          works.map((day, n) => {
            const begins = instantAt(day, starts, work.clinic.timeZone)
            return {
              clinicId: work.clinic.id,
              id: ids[n] ?? newId(),
              clientId: stay.clientId,
              episodeId,
              kind,
              staffId,
              heldOn: day,
              during: `[${begins.toISOString()},${new Date(begins.getTime() + minutes * 60_000).toISOString()})`,
              minutes,
              byVideo: said.byVideo,
              countsTowardDose: countsTowardDose(kind),
              bookedBy: whoBooks(work),
              bookedAt: work.at,
            }
          }),
        )
        .execute(),
  )
  if (isRefusal(written)) return written
  await record(work, 'visit.booked', {
    clients: [stay.clientId],
    about: { kind, staff: staffId, first: works[0] ?? null, visits: works.length },
  })
  return { booked: works, ids, leftOut }
}

/** Calls a visit off: client and clinician are free, nobody is expected. The cancellation keeps when it would have been. */
export async function cancelVisit(
  work: Work,
  visitId: string,
  because: string,
): Promise<{ episodeId: string } | Refusal> {
  const denied = mayNot(work.by, 'visit.book')
  if (denied) return denied
  const found = await visitById(work, visitId)
  if (found === undefined) return nothingHere
  // A discharge that calls off what lies ahead, and whoever marks this visit, come before or after.
  await holdDiaries(work, [found.clientId])
  await work.db.selectFrom('visit').where('id', '=', visitId).select('id').forNoKeyUpdate().execute()
  const visit = await visitById(work, visitId)
  if (visit === undefined) return nothingHere
  const refused = mayCancelVisit({
    isCancelled: visit.cancelledBecause !== null,
    minutesThere: visit.minutesThere ?? 0,
  })
  if (refused) return refused
  const written = await unlessRefused(work, { visit_cancellation_of: 'This visit is cancelled already.' }, async () => {
    await work.db
      .insertInto('visitCancellation')
      .values({
        clinicId: work.clinic.id,
        id: newId(),
        visitId,
        wasDuring: sql<string>`(select during from visit where id = ${visitId})`,
        because,
        cancelledBy: whoBooks(work),
        cancelledAt: work.at,
      })
      .execute()
    await work.db.updateTable('visit').set({ during: 'empty' }).where('id', '=', visitId).execute()
  })
  if (isRefusal(written)) return written
  await record(work, 'visit.cancelled', { clients: [visit.clientId], about: { visit: visitId } })
  return { episodeId: visit.episodeId }
}
