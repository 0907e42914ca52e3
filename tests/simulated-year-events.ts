// What happens on a day of the simulated year: each thing through its verb, as often as in a clinic with some twenty-five in care.
import { addDays, type Day } from '../src/basics/dates.ts'
import { discharge } from '../src/clinic/aftercare/actions.ts'
import { endPause, noteAway, pauseStay } from '../src/clinic/aftercare/actions/pauses.ts'
import { cancelSession } from '../src/clinic/attendance/actions/cancel.ts'
import { markAllHere, markClient } from '../src/clinic/attendance/actions/mark.ts'
import { takeBack } from '../src/clinic/attendance/actions/undo.ts'
import { answerAlert } from '../src/clinic/concerns/actions/alerts.ts'
import { endConcern, raiseConcern, setConcernStep } from '../src/clinic/concerns/actions/concerns.ts'
import { reviewStay } from '../src/clinic/concerns/actions/review.ts'
import { recordContact } from '../src/clinic/concerns/actions.ts'
import { missReasons } from '../src/clinic/concerns/contacts.ts'
import { answerOffer } from '../src/clinic/groups/actions/offers.ts'
import { releaseSeat } from '../src/clinic/groups/actions/seats.ts'
import { bookVisits, cancelVisit } from '../src/clinic/visits/actions.ts'
import { castId } from './cast.ts'
import type { Year } from './simulated-year-clinic.ts'
import { seriesId } from './world.ts'

export const therapists = ['lee', 'sam', 'ines', 'marcus', 'hana'] as const

export type Stay = { client: string; episode: string; therapist: string; since: Day }

export const inCare = (year: Year): Promise<Stay[]> =>
  year.read<Stay>(
    `select e.client_id as client, e.id as episode, lower(e.during)::text as since,
       (select t.staff_id from primary_therapist t where t.episode_id = e.id order by t.assigned_at desc, t.id desc limit 1) as therapist
     from episode e where e.clinic_id = $1 and upper_inf(e.during) and lower(e.during) <= $2::date
       and not exists (select from stay_pause_now p where p.episode_id = e.id and p.end_id is null) order by e.client_id`,
    [year.clinic, year.today()],
  )

/** The morning's group: most are there, some are not, some stay away for good. Now and then it is called off, or a mark taken back. */
export async function group(year: Year, away: Set<string>): Promise<void> {
  const { dice } = year
  const [session] = await year.read<{ id: string; clients: string[] }>(
    `select g.id, coalesce((select array_agg(s.client_id order by s.client_id) from seat s where s.series_id = g.series_id and s.during @> g.held_on), '{}') as clients
     from group_session g where g.held_on = $1 and g.series_id = any ($2::uuid[]) and not isempty(g.during)`,
    [year.today(), [1].map((weekday) => seriesId('process-a', weekday))],
  )
  if (session === undefined) return
  if (dice.chance(0.03)) {
    await year.act('group called off', 'sam', session.clients, (work) => cancelSession(work, session.id, 'No heating'))
    return
  }
  await year.time('10:45')
  for (const client of session.clients) {
    if (dice.chance(0.025)) away.add(client)
    if (away.has(client) && dice.chance(0.25)) away.delete(client)
    if (!away.has(client) && !dice.chance(0.06)) continue
    const marked = await year.act('missed', 'sam', [client], (work) =>
      markClient(work, session.id, {
        clientId: client,
        kind: dice.chance(0.2) ? 'excused' : 'absent',
        minutesLate: null,
        minutesLeftEarly: null,
        reason: 'illness',
        reasonWords: '',
        lateChange: '',
      }),
    )
    if (marked !== null && dice.chance(0.08))
      await year.act('mark taken back', 'sam', [client], (work) => takeBack(work, session.id, marked.id))
  }
  await year.act('all here', 'sam', session.clients, (work) => markAllHere(work, session.id))
}

/** Who was missed is called, by whoever answers for them; concerns and alerts are worked on. */
export async function calls(year: Year): Promise<void> {
  const { dice } = year
  await year.time('15:00')
  const missed = await year.read<{ client: string; episode: string; misses: number }>(
    `select u.client_id as client, e.id as episode, u.misses_in_row as misses from unreached u join episode e on e.client_id = u.client_id and upper_inf(e.during) where u.clinic_id = $1 order by 1`,
    [year.clinic],
  )
  for (const { client, episode, misses } of missed) {
    if (dice.chance(0.25)) continue
    const reached = dice.chance(0.45)
    await year.act(
      reached ? 'call, reached' : 'call, not reached',
      dice.one(['noor', 'dana', 'sam'] as const) ?? 'dana',
      [client],
      (work) =>
        recordContact(work, client, {
          how: 'phone',
          reached,
          reason: reached ? (dice.one(missReasons) ?? '') : '',
          words: '',
          craving: null,
          nextOn: reached && dice.chance(0.5) ? undefined : addDays(year.today(), 1 + dice.upTo(4)),
        }),
    )
    if (misses > 2 && dice.chance(0.4))
      await year.act('review', 'dana', [client], (work) =>
        reviewStay(work, episode, {
          decision: 'goes-on',
          words: 'Asked what would bring them back.',
          nextOn: addDays(year.today(), 5 + dice.upTo(9)),
        }),
      )
  }
  const some = await inCare(year)
  const worried = dice.chance(0.3) ? dice.one(some) : undefined
  if (worried !== undefined)
    await year.act('concern raised', 'ben', [worried.client], (work) =>
      raiseConcern(work, {
        clientId: worried.client,
        about: '',
        words: 'Very quiet',
        urgency: dice.one(['today', 'soon', 'mention'] as const) ?? 'soon',
      }),
    )
  const open = await year.read<{
    id: string
    client: string
    owner: string
    step: string
    kind: string
    episode: string | null
  }>(
    'select id, client_id as client, owner_id as owner, step_id as step, kind, (select e.id from episode e where e.client_id = concern_now.client_id and upper_inf(e.during)) as episode from concern_now where clinic_id = $1 and outcome is null and client_id is not null and due_on <= $2 order by client_id, raised_at, kind, words',
    [year.clinic, year.today()],
  )
  for (const one of open) {
    if (dice.chance(0.3)) continue
    // A look ends with a plan: an hour with whoever leads, most times.
    if (one.kind === 'look' && one.episode !== null && dice.chance(0.8))
      await year.act('visits booked', 'dana', [one.client], (work) =>
        bookVisits(work, one.episode ?? '', {
          kind: 'individual',
          staffId: one.owner,
          first: addDays(year.today(), 1 + dice.upTo(5)),
          starts: `${9 + dice.upTo(9)}:00`.padStart(5, '0'),
          minutes: 50,
          times: 6,
          byVideo: false,
          leaveOut: true,
        }),
      )
    if (dice.chance(0.6))
      await year.act('concern ended', 'dana', [one.client], (work) =>
        endConcern(work, one.id, { outcome: 'settled', words: 'Talked.' }),
      )
    else
      await year.act('concern goes on', 'dana', [one.client], (work) =>
        setConcernStep(work, one.id, {
          ownerId: castId(dice.one(therapists) ?? 'ines'),
          step: 'Talk again',
          dueOn: addDays(year.today(), 1 + dice.upTo(7)),
          isEscalation: false,
          because: '',
          seen: one.step,
        }),
      )
  }
  const alerts = await year.read<{ id: string; client: string }>(
    'select id, client_id as client from trouble_alert_now where clinic_id = $1 and answer_id is null order by client_id',
    [year.clinic],
  )
  for (const { id, client } of alerts)
    if (dice.chance(0.6))
      await year.act('alert answered', 'dana', [client], (work) =>
        answerAlert(work, id, { answer: 'acted', words: 'Called them.', seen: null }),
      )
}

/** Seats given back and offered on; pauses; steps; leaving. */
export async function stays(year: Year): Promise<void> {
  const { dice } = year
  const some = await inCare(year)
  const one = dice.one(some)
  if (one !== undefined && dice.chance(0.12)) {
    const seats = await year.read<{ id: string }>(
      'select id from seat where client_id = $1 and not isempty(during) and upper_inf(during) order by week_minutes',
      [one.client],
    )
    const seat = dice.one(seats)
    if (seat !== undefined)
      await year.act('seat given back', 'noor', [one.client], (work) =>
        releaseSeat(work, seat.id, { lastDay: addDays(year.today(), dice.upTo(4)), because: 'Works then' }),
      )
  }
  const offers = await year.read<{ id: string; client: string }>(
    'select o.id, o.client_id as client from seat_offer o where o.clinic_id = $1 and o.during @> $2::timestamptz and not exists (select from seat_offer_answer a where a.offer_id = o.id) order by o.client_id, o.first_day, o.number',
    [year.clinic, year.at()],
  )
  for (const { id, client } of offers)
    if (dice.chance(0.6))
      await year.act('offer answered', 'noor', [client], (work) =>
        answerOffer(work, id, dice.chance(0.7) ? 'accepted' : 'declined'),
      )
  const visit = dice.chance(0.15)
    ? (
        await year.read<{ id: string; client: string }>(
          'select id, client_id as client from visit where clinic_id = $1 and held_on > $2 and not isempty(during) order by id limit 1',
          [year.clinic, year.today()],
        )
      )[0]
    : undefined
  if (visit !== undefined)
    await year.act('visit called off', 'noor', [visit.client], (work) => cancelVisit(work, visit.id, 'Asked for it'))

  const goes = dice.one(some)
  if (goes !== undefined && dice.chance(0.09))
    await year.act('pause', 'noor', [goes.client], (work) =>
      pauseStay(work, goes.episode, {
        kind: dice.one(['hospital', 'jail', 'vacation'] as const) ?? 'other',
        fromDay: addDays(year.today(), dice.upTo(3)),
        expectedBack: null,
        nextOn: addDays(year.today(), 3 + dice.upTo(9)),
        seatsUntil: dice.chance(0.5) ? addDays(year.today(), 20) : null,
        words: 'Their sister told us.',
        ownerId: goes.therapist,
      }),
    )
  const away = await year.read<{ id: string; client: string; owner: string; from: Day }>(
    'select id, client_id as client, owner_id as owner, from_day::text as from from stay_pause_now where clinic_id = $1 and end_id is null and from_day <= $2 and next_on <= $2 order by client_id',
    [year.clinic, year.today()],
  )
  for (const { id, client, owner } of away) {
    if (dice.chance(0.2)) continue
    if (dice.chance(0.5))
      await year.act('came back', 'noor', [client], (work) =>
        endPause(work, id, {
          onDay: year.today(),
          because: dice.chance(0.85) ? 'came-back' : 'not-back',
          words: 'Heard from them.',
        }),
      )
    else
      await year.act('still away', 'noor', [client], (work) =>
        noteAway(work, id, {
          words: 'Still there.',
          nextOn: addDays(year.today(), 4 + dice.upTo(10)),
          expectedBack: null,
          ownerId: owner,
        }),
      )
  }
  for (const stay of some) {
    const days = (Date.parse(year.today()) - Date.parse(stay.since)) / 86_400_000
    if (!dice.chance(days > 40 ? 0.05 : 0.008)) continue
    const reason =
      dice.one([
        'completed',
        'completed',
        'completed',
        'transferred',
        'dropped-out',
        'incarcerated',
        'other',
        days > 50 && dice.chance(0.1) ? 'died' : 'completed',
      ] as const) ?? 'other'
    await year.act(`left: ${reason}`, 'dana', [stay.client], (work) =>
      discharge(work, stay.episode, {
        onDay: year.today(),
        reason,
        words: 'As it was told to us, and what was offered instead.',
        sawOpenItems: true,
      }),
    )
  }
}
