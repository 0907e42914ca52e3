import { dayAt, instantAt } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { holdDiaries } from '../../groups/actions/hold.ts'
import type { Way } from '../../concerns/contacts.ts'
import { keptUntil } from '../queries/alumni.ts'
import { type FollowUpOutcome, mayNote, stepsRefusal } from '../follow-ups.ts'
import { goneByClient, goneById } from '../queries/follow-ups.ts'

const notHere = refuse('not-found', 'This stay does not exist, or it is not yours to see.')

/** Notes one call to somebody who left, or the try. What was settled meanwhile is not settled twice. */
export async function noteFollowUp(
  work: Work,
  episodeId: string,
  said: { dayAfter: number; how: Way; outcome: FollowUpOutcome; words: string },
): Promise<{ clientId: string } | Refusal> {
  const denied = mayNot(work.by, 'outreach.do')
  if (denied) return denied
  const today = dayAt(work.at, work.clinic.timeZone)
  const found = await goneById(work, episodeId, today)
  if (found === undefined) return notHere
  await holdDiaries(work, [found.clientId])
  const one = await goneById(work, episodeId, today)
  if (one === undefined) return notHere
  const no = mayNote(one.next, said, today)
  if (no) return no
  if (work.by.id === null) return refuse('not-a-person', 'A person calls.')
  const by = work.by.id
  const written = await unlessRefused(
    work,
    { follow_up_settled: 'A colleague has noted this already. What comes next stands below.' },
    () =>
      work.db
        .insertInto('followUp')
        .values({
          clinicId: work.clinic.id,
          id: newId(),
          episodeId,
          ...said,
          madeOn: today,
          madeBy: by,
          madeAt: work.at,
        })
        .execute(),
  )
  if (isRefusal(written)) return written
  await record(work, 'follow-up.noted', {
    clients: [one.clientId],
    about: { episode: episodeId, dayAfter: said.dayAfter, outcome: said.outcome },
  })
  return { clientId: one.clientId }
}

/** Somebody wants to stay in touch after leaving, or does not any more: their own word, each a row. */
export async function noteAlumni(
  work: Work,
  clientId: string,
  said: { wants: boolean; how: string },
): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'outreach.do')
  if (denied) return denied
  if (work.by.id === null) return refuse('not-a-person', 'A person notes this.')
  const gone = await goneByClient(work, clientId, dayAt(work.at, work.clinic.timeZone))
  const until = said.wants && gone ? await keptUntil(work, gone.lastDay) : null
  await work.db
    .insertInto('alumniChoice')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      clientId,
      ...said,
      notedBy: work.by.id,
      keepsUntil: until && instantAt(until, '23:59', work.clinic.timeZone),
      notedAt: work.at,
    })
    .execute()
  await record(work, 'alumni.noted', { clients: [clientId], about: { wants: said.wants } })
  return null
}

/** On which days after leaving somebody calls, and how often each is tried, from a day on. */
export async function setFollowUps(
  work: Work,
  said: { steps: readonly { dayAfter: number; tries: number }[]; from: string; source: string },
): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'rules.change')
  if (denied) return denied
  const days = said.steps.map((step) => step.dayAfter)
  const no = stepsRefusal(said.steps)
  if (no) return no
  if (said.from < dayAt(work.at, work.clinic.timeZone))
    return refuse('day-past', 'Who has left already keeps their days. Choose today or a later day.')
  if (work.by.id === null) return refuse('not-a-person', 'A person decides this.')
  await work.db
    .insertInto('followUpPolicy')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      days,
      tries: said.steps.map((step) => step.tries),
      effectiveFrom: said.from,
      source: said.source,
      setBy: work.by.id,
      setAt: work.at,
    })
    .execute()
  await record(work, 'follow-ups.set', { about: { days: days.join(' '), from: said.from } })
  return null
}
