// What happens at the admissions desk of the simulated year: who asks, who is called, who begins.
import { addDays } from '../src/basics/dates.ts'
import { withdrawAdmission } from '../src/clinic/aftercare/actions.ts'
import { takeSeat } from '../src/clinic/groups/actions/seats.ts'
import { joinWaitlist } from '../src/clinic/groups/actions/waitlist.ts'
import { enterByHand } from '../src/clinic/inquiries/actions/enter.ts'
import { giveInquiry } from '../src/clinic/inquiries/actions/own.ts'
import { openInquiry } from '../src/clinic/inquiries/actions/open.ts'
import { logCall } from '../src/clinic/inquiries/actions/steps.ts'
import { bookVisits } from '../src/clinic/visits/actions.ts'
import { castId } from './cast.ts'
import type { Year } from './simulated-year-clinic.ts'
import { comesIn } from './simulated-year-door.ts'
import { seriesId } from './world.ts'
import { therapists } from './simulated-year-events.ts'

const given = ['Ana', 'Bo', 'Cam', 'Dee', 'Eli', 'Fox', 'Gia', 'Hal', 'Ivy', 'Jo', 'Kai', 'Lux', 'Mo', 'Nia', 'Oz']
const family = ['Ash', 'Birch', 'Cole', 'Dunn', 'Eads', 'Frost', 'Gray', 'Hale', 'Iver', 'Jarl', 'Knox', 'Lowe']
type Asked = { id: string; step: string; client: string | null; tries: number; name: string; owner: string }

/** Somebody of the desk takes the call that is due, and what follows: no answer, a way in, or an end. */
export async function desk(year: Year): Promise<void> {
  const { dice } = year
  const noor = dice.chance(0.5) ? 'noor' : 'theo'
  if (dice.chance(0.42)) {
    const name = `${dice.one(given)} ${dice.one(family)}`
    const phone = `+1518555${String(1000 + dice.upTo(9000))}`
    const opened = await year.act('inquiry opened', noor, [], (work) =>
      openInquiry(work, {
        channel: 'telephone',
        language: 'en',
        forWhom: 'self',
        name,
        phone,
        email: '',
        mayLeaveMessage: true,
      }),
    )
    if (opened !== null) await year.ask([opened.id], 'inquiry opened')
  }
  const due = await year.read<Asked>(
    `select i.id, i.name, t.id as step, k.client_id as client, o.staff_id as owner,
       (select count(*)::int from inquiry_call c where c.inquiry_id = i.id and c.outcome in ('no-answer', 'left-message')) as tries
     from inquiry i cross join lateral (select x.id, x.due_at from inquiry_step x where x.inquiry_id = i.id order by x.nth desc limit 1) t
     cross join lateral (select x.staff_id from inquiry_owner x where x.inquiry_id = i.id order by x.nth desc limit 1) o
     left join inquiry_client k on k.inquiry_id = i.id
     where i.clinic_id = $1 and t.due_at <= $2
       and (select s.stage from inquiry_stage s where s.inquiry_id = i.id order by s.nth desc limit 1) not in ('closed', 'admitted') order by i.id`,
    [year.clinic, year.at()],
  )
  for (const one of due) {
    const keys = [one.client ?? one.id]
    if (dice.chance(0.15)) continue
    if (dice.chance(0.05))
      await year.act('inquiry given', noor, keys, (work) =>
        giveInquiry(work, one.id, castId(one.owner === castId('noor') ? 'theo' : 'noor'), 'Knows the family'),
      )
    const call = { step: one.step, direction: 'out' as const, whom: one.name, words: '', offeredFor: null }
    if (dice.chance(0.45)) {
      const isOver = one.tries >= 2
      await year.act(isOver ? 'inquiry closed' : 'inquiry called', noor, keys, (work) =>
        logCall(
          work,
          one.id,
          { ...call, outcome: 'no-answer' },
          isOver ? { close: { reason: 'no-answer', because: '' } } : null,
        ),
      )
    } else if (one.client === null) {
      const [givenName = '', familyName = ''] = one.name.split(' ')
      const person = {
        givenName,
        familyName,
        birthDate: `19${60 + dice.upTo(39)}-0${1 + dice.upTo(9)}-1${dice.upTo(9)}`,
        sex: 'unknown' as const,
        identifiers: [],
      }
      await year.act('inquiry called', noor, keys, (work) =>
        logCall(work, one.id, { ...call, outcome: 'reached' }, null),
      )
      const entered = await year.act('client entered', noor, keys, (work) =>
        enterByHand(work, { person, contacts: [], mayLeaveMessage: null, source: 'self', referrer: '' }, [], one.id),
      )
      if (entered !== null) await year.ask([entered.id], 'client entered')
    } else await begins(year, one.client, noor)
  }
}

/** Everything is there: the stay begins, with seats where some are free, else a place on the list, and visits for most. */
async function begins(year: Year, client: string, by: string): Promise<void> {
  const { dice } = year
  const therapist = castId(dice.one(therapists) ?? 'ines')
  const startsOn = addDays(year.today(), dice.upTo(9))
  const episode = await comesIn(year, client, { by, therapist, startsOn })
  if (episode === null) return
  if (dice.chance(0.06)) {
    await year.act('admission withdrawn', 'dana', [client], (work) =>
      withdrawAdmission(work, episode, 'Went to another program after all.'),
    )
    return
  }
  for (const weekday of [1, 3]) {
    if (dice.chance(0.1)) continue
    const seated = await year.act('seat taken', by, [client], (work) =>
      takeSeat(work, episode, { seriesId: seriesId('process-a', weekday), from: startsOn }),
    )
    if (seated === null)
      await year.act('waitlist joined', by, [client], (work) =>
        joinWaitlist(work, episode, { seriesId: seriesId('process-a', weekday) }),
      )
  }
  if (dice.chance(0.6))
    await year.act('visits booked', by, [client], (work) =>
      bookVisits(work, episode, {
        kind: 'individual',
        staffId: therapist,
        first: addDays(startsOn, 1 + dice.upTo(6)),
        starts: `${9 + dice.upTo(8)}:00`.padStart(5, '0'),
        minutes: 50,
        times: 4,
        byVideo: false,
        leaveOut: true,
      }),
    )
}
