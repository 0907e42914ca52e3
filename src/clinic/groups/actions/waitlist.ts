import { dayAt, type Day } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { stayById, type Stay } from '../../plans/queries.ts'
import { prioritiesOf } from '../queries/declared.ts'
import { seatsHeld } from '../queries/seating.ts'
import { wantedById, waitsOpen, type OpenWait } from '../queries/waiting.ts'
import { endPlaces } from './end-waits.ts'
import { holdDiaries } from './hold.ts'
import { passOn } from './pass-on.ts'

const nothingHere = refuse('not-found', 'This does not exist, or it is not yours to see.')

export type Wished = { kind: string; topic: string; affinity: string; track: string; programId?: string }
export type Joining = {
  /** One group, or what is wished of any group. */
  seriesId?: string
  wish?: Wished
  /** For lists that were kept before Stepwell: since when, and what that list was. */
  since?: Day
  sinceBecause?: string
}

/** Puts a stay on the waitlist for one group, or for a kind of group. Pressed twice, there is one place. */
export async function joinWaitlist(
  work: Work,
  episodeId: string,
  { seriesId, wish, since, sinceBecause = '' }: Joining,
): Promise<{ id: string; stay: Stay } | Refusal> {
  const denied = mayNot(work.by, 'waitlist.work')
  if (denied) return denied
  const stay = await stayById(work, episodeId)
  const by = work.by.id
  if (stay === undefined || by === null) return nothingHere
  const today = dayAt(work.at, work.clinic.timeZone)
  if (stay.isOver) return refuse('stay-over', `The stay of ${stay.firstName} has ended. Admit them again first.`)
  const from = since ?? today
  if (from > today) return refuse('since-later', 'Days are counted from today or an earlier day.')
  if (from < today && sinceBecause === '')
    return refuse('since-why', 'Say which list the earlier day comes from, such as the paper list of the front desk.')
  const series = seriesId === undefined ? undefined : await wantedById(work, seriesId)
  if (seriesId !== undefined && series === undefined)
    return refuse('ended', 'This group does not run any more. Choose another one.')
  if (seriesId === undefined && wish === undefined) return refuse('nothing', 'Choose a group, or say what is wished.')
  await holdDiaries(work, [stay.clientId])
  if (series !== undefined) {
    if ((await seatsHeld(work, stay.clientId, today)).some((seat) => seat.seriesId === series.id && seat.to === null))
      return refuse('already-in', `${stay.firstName} holds a seat in ${series.name}.`)
    const same = (await waitsOpen(work, { clientId: stay.clientId })).find(
      (wait) => wait.seriesIds?.includes(series.id) === true,
    )
    if (same !== undefined) return { id: same.id, stay }
  }
  const id = newId()
  const joined = await unlessRefused(work, { waits_once: `${stay.firstName} waits for this already.` }, () =>
    work.db
      .insertInto('waitlistEntry')
      .values({
        clinicId: work.clinic.id,
        id,
        clientId: stay.clientId,
        episodeId,
        seriesId: series?.id ?? null,
        programId: series === undefined ? (wish?.programId ?? stay.programId) : null,
        kind: wish?.kind ?? '',
        topic: wish?.topic ?? '',
        affinity: wish?.affinity ?? '',
        track: wish?.track ?? '',
        sinceDay: from,
        sinceBecause,
        during: `[${work.at.toISOString()},)`,
        joinedBy: by,
        joinedAt: work.at,
      })
      .execute(),
  )
  if (isRefusal(joined)) return joined
  await record(work, 'waitlist.joined', {
    clients: [stay.clientId],
    about: { entry: id, series: series?.id ?? null, since: from },
  })
  return { id, stay }
}

/** Takes somebody off the list, with the reason. What was offered to them passes on. */
export async function leaveWaitlist(
  work: Work,
  entryId: string,
  { because, words }: { because: 'asked' | 'no-answer' | 'clinic'; words: string },
): Promise<OpenWait | Refusal> {
  const denied = mayNot(work.by, 'waitlist.work')
  if (denied) return denied
  const [wait] = await waitsOpen(work, { entryId })
  if (wait === undefined) return refuse('left', 'This place on the list has ended already.')
  if (because === 'clinic' && words === '') return refuse('why', 'Say why the clinic takes them off the list.')
  if (wait.offer !== null) await holdDiaries(work, [wait.offer.seriesId])
  if ((await endPlaces(work, [entryId], because, { words })) === 0)
    return refuse('left', 'This place on the list has ended already.')
  await record(work, 'waitlist.left', { clients: [wait.clientId], about: { entry: entryId, because } })
  if (wait.offer !== null) await passOn(work, wait.offer.seriesId)
  return wait
}

/** How urgent it is, as a clinician says it, with the reason. It can move the place, and says so where the place is shown. */
export async function sayUrgency(
  work: Work,
  entryId: string,
  { acuity, because }: { acuity: 1 | 2 | 3; because: string },
): Promise<OpenWait | Refusal> {
  const denied = mayNot(work.by, 'waitlist.urgency')
  if (denied) return denied
  const [wait] = await waitsOpen(work, { entryId })
  const by = work.by.id
  if (wait === undefined || by === null) return nothingHere
  await work.db
    .insertInto('waitlistUrgency')
    .values({ clinicId: work.clinic.id, id: newId(), entryId, acuity, because, saidBy: by, saidAt: work.at })
    .execute()
  await record(work, 'waitlist.urgency', { clients: [wait.clientId], about: { entry: entryId, acuity } })
  return wait
}

/** Which priority populations somebody belongs to: a row for each that changed. */
export async function sayPriorities(work: Work, entryId: string, keys: readonly string[]): Promise<OpenWait | Refusal> {
  const denied = mayNot(work.by, 'waitlist.urgency')
  if (denied) return denied
  const [wait] = await waitsOpen(work, { entryId })
  const by = work.by.id
  if (wait === undefined || by === null) return nothingHere
  const known = (await prioritiesOf(work)).map((one) => one.key)
  const changed = known.filter((key) => keys.includes(key) !== wait.priorities.includes(key))
  if (changed.length === 0) return wait
  await work.db
    .insertInto('waitlistStanding')
    .values(
      changed.map((priority) => ({
        clinicId: work.clinic.id,
        id: newId(),
        entryId,
        priority,
        applies: keys.includes(priority),
        saidBy: by,
        saidAt: work.at,
      })),
    )
    .execute()
  // Which population is a fact about their health: the trail says that it changed, and not to what.
  await record(work, 'waitlist.priority', { clients: [wait.clientId], about: { entry: entryId } })
  return wait
}
