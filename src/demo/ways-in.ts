import type pg from 'pg'
import { afterOpenHours } from '../clinic/inquiries/first-step.ts'
import { stepAfter } from '../clinic/inquiries/next-step.ts'
import { isSource } from '../clinic/inquiries/senders.ts'
import { minutesAfter } from './calendar.ts'
import { pick, weighted } from './chance.ts'
import type { House } from './house.ts'
import { demoId, madeByDemo } from './ids.ts'
import { addBeat, addComer, type Beat, comerOf, desk, fictitiousPhone } from './inquiries.ts'
import { afterBenefits, onReaching } from './inquiry-words.ts'
import type { Sheaf } from './rows.ts'

// Those who came and are in the record: their inquiry follows the rows that tell what happened to them.

type Way = {
  clientId: string
  name: string
  language: string
  phone: string | null
  knownSince: Date
  source: string
  referrerId: string | null
  screenedAt: Date | null
  assessedAt: Date | null
  admittedAt: Date | null
  handedOffAt: Date | null
  handedTo: string | null
  backOn: string | null
  returnedAt: Date | null
  inquiryId: string | null
  cameAt: Date | null
  ownerId: string | null
  stages: string[]
  /** Each stage with its instant, in milliseconds. */
  told: string[]
  lastAt: Date | null
  beats: number
  standing: string | null
}

/** So far back everybody who came has an inquiry. */
const daysBack = 60

/** Opens and moves the inquiries of everyone whom the clinic wrote down in the last two months. */
export async function followWaysIn(owner: pg.Client, house: House, sheaf: Sheaf): Promise<void> {
  const since = house.calendar.instant(house.calendar.add(house.today, -daysBack), '00:00')
  for (const way of await waysIn(owner, house, since)) {
    const { clientId, knownSince } = way
    const chance = (what: string) => house.chance('way in', clientId, what)
    const cameAt = way.cameAt ?? minutesAfter(knownSince, -Math.round(25 + 1500 * chance('before') ** 2))
    const channel = weighted(
      { telephone: 34, 'call-back': 20, 'self-check': 18, call: 0, 'by-hand': 18, 'walk-in': 10 },
      chance('channel'),
    )
    const comer = comerOf(house, `way in ${clientId}`, cameAt, {
      channel,
      language: way.language === 'Spanish' ? 'es' : 'en',
      forWhom: 'self',
      name: way.name,
      phone: way.phone === null ? fictitiousPhone(chance('phone')) : `+1${way.phone.replace(/\D/g, '')}`,
      words: '',
      source: isSource(way.source) ? way.source : null,
      referrerId: way.referrerId,
      ...(way.inquiryId !== null && { id: way.inquiryId }),
      ...(way.ownerId !== null && { ownerId: way.ownerId }),
    })
    if (way.inquiryId === null) {
      addComer(house, sheaf, comer)
      const linkedAt = minutesAfter(knownSince, 1)
      sheaf.add('inquiryClient', {
        id: demoId(linkedAt, comer.id, 'client'),
        inquiryId: comer.id,
        clientId,
        linkedBy: comer.ownerId,
        linkedAt,
      })
    }
    let before = way.standing ?? demoId(cameAt, comer.id, 'step', 0)
    beatsOfWay(house, way)
      .filter((beat) => beat.at <= house.at && !way.told.includes(`${beat.stage?.stage} ${beat.at.getTime()}`))
      .filter((beat) => way.lastAt === null || beat.at > way.lastAt || !way.stages.includes(beat.stage?.stage ?? ''))
      .forEach((beat, n) => {
        const next = demoId(beat.at, comer.id, 'step', way.beats + n)
        addBeat(sheaf, comer, beat, { before, next, n: way.beats + n })
        before = beat.step === undefined ? before : next
      })
  }
}

function beatsOfWay(house: House, way: Way): Beat[] {
  const zone = house.clinic.timeZone
  const chance = (what: string) => house.chance('way in', way.clientId, what)
  const within = (at: Date, what: string, hours = 8) => ({ what, dueAt: afterOpenHours(at, hours, zone, desk) })
  const { knownSince, screenedAt, assessedAt, admittedAt, handedOffAt, returnedAt } = way
  const offeredFor = assessedAt ?? afterOpenHours(knownSince, 12, zone, desk)
  const beats: Beat[] = [
    {
      at: minutesAfter(knownSince, 2),
      call: { outcome: 'reached', words: pick(onReaching, chance('reached')), offeredFor },
      stage: { stage: 'reached', because: 'Reached by telephone' },
      step: stepAfter('reached', 0, knownSince, zone, desk),
    },
  ]
  if (handedOffAt !== null) {
    const dueAt = house.calendar.instant(way.backOn ?? house.today, '10:00')
    beats.push({
      at: handedOffAt,
      stage: {
        stage: 'referred-elsewhere',
        because: `Handed to ${way.handedTo ?? 'a partner'}, and stays on the board`,
      },
      step: { what: 'Ask how it went, and when they come back', dueAt },
    })
  }
  if (screenedAt !== null && (handedOffAt === null || returnedAt !== null))
    beats.push({
      at: screenedAt,
      stage: { stage: 'screening', because: 'The safety screen is done' },
      step: within(screenedAt, 'Ask the insurer about benefits'),
    })
  if (returnedAt !== null && screenedAt === null) {
    const overAt = afterOpenHours(returnedAt, 30, zone, desk)
    beats.push(
      {
        at: returnedAt,
        stage: { stage: 'reached', because: 'Came back from where we sent them' },
        step: within(returnedAt, 'Screen for safety and fit'),
      },
      { at: overAt, stage: { stage: 'closed', because: 'Goes on at the unit’s own day program', reason: 'elsewhere' } },
    )
  }
  const askedAt =
    screenedAt === null
      ? null
      : assessedAt === null
        ? afterOpenHours(screenedAt, 4, zone, desk)
        : minutesAfter(screenedAt, 20)
  if (askedAt !== null && (assessedAt === null || askedAt < assessedAt))
    beats.push({
      at: askedAt,
      stage: { stage: 'benefits', because: pick(afterBenefits, chance('paid')) },
      step: within(askedAt, 'Book the assessment'),
    })
  if (assessedAt !== null)
    beats.push({
      at: assessedAt,
      stage: { stage: 'waiting-for-seat', because: 'Assessed; the level of care is decided' },
      step: within(assessedAt, 'Find a seat', 16),
    })
  if (admittedAt !== null) beats.push({ at: admittedAt, stage: { stage: 'admitted', because: 'Admitted' } })
  return beats.sort((a, b) => a.at.getTime() - b.at.getTime())
}

/** The clients of the demo who were written down lately, with what happened to them; whoever people have worked on is left out. */
async function waysIn(owner: pg.Client, house: House, since: Date): Promise<Way[]> {
  const { rows } = await owner.query<Way & { touched: boolean }>(
    `select n.id as "clientId", n.given_name || ' ' || n.family_name as name, n.language, n.added_at as "knownSince",
       (select k.value from client_contact k where k.clinic_id = n.clinic_id and k.client_id = n.id and k.kind = 'phone' order by k.recorded_at limit 1) as phone,
       r.source, r.referrer_id as "referrerId",
       (select min(q.screened_at) from safety_screen q where q.clinic_id = n.clinic_id and q.client_id = n.id
          and q.screened_at > coalesce(b.returned_at, '-infinity')) as "screenedAt",
       (select min(q.assessed_at) from placement_assessment q where q.clinic_id = n.clinic_id and q.client_id = n.id) as "assessedAt",
       (select min(e.admitted_at) from episode e where e.clinic_id = n.clinic_id and e.client_id = n.id) as "admittedAt",
       h.made_at as "handedOffAt", h.to_whom as "handedTo", h.back_on::text as "backOn", b.returned_at as "returnedAt",
       i.id as "inquiryId", i.came_at as "cameAt", o.staff_id as "ownerId", coalesce(s.stages, '{}') as stages, coalesce(s.told, '{}') as told, s.last_at as "lastAt", coalesce(s.n, 0)::int as beats,
       t.id as standing,
       coalesce(i.id::text !~ '^.{14}8' or s.foreign_rows > 0 or t.id::text !~ '^.{14}8' or exists (select from inquiry_step_done d where d.clinic_id = n.clinic_id and d.step_id = t.id and d.id::text !~ '^.{14}8'), false) as touched
     from client_now n
     join lateral (select x.source, x.referrer_id from referral x where x.clinic_id = n.clinic_id and x.client_id = n.id order by x.accepted_at limit 1) r on true
     left join lateral (select x.id, x.made_at, x.to_whom, x.back_on from hand_off x where x.clinic_id = n.clinic_id and x.client_id = n.id order by x.made_at limit 1) h on true
     left join lateral (select min(a.recorded_at) as returned_at from hand_off_answer a where a.clinic_id = n.clinic_id and a.hand_off_id = h.id and a.answer = 'returned') b on true
     left join lateral (select x.* from inquiry_client k join inquiry x on x.clinic_id = k.clinic_id and x.id = k.inquiry_id
       where k.clinic_id = n.clinic_id and k.client_id = n.id order by x.came_at limit 1) i on true
     left join lateral (select array_agg(x.stage) as stages, array_agg(x.stage || ' ' || (extract(epoch from x.set_at) * 1000)::bigint) as told, max(x.set_at) as last_at, count(*) as n, count(*) filter (where x.id::text !~ '^.{14}8') as foreign_rows
       from inquiry_stage x where x.clinic_id = n.clinic_id and x.inquiry_id = i.id) s on true
     left join lateral (select x.id from inquiry_step x where x.clinic_id = n.clinic_id and x.inquiry_id = i.id order by x.nth desc limit 1) t on true
     left join lateral (select x.staff_id from inquiry_owner x where x.clinic_id = n.clinic_id and x.inquiry_id = i.id order by x.nth desc limit 1) o on true
     where n.clinic_id = $1 and n.added_at > $2
     order by n.added_at, n.id`,
    [house.clinic.id, since],
  )
  return rows.filter((row) => !row.touched && madeByDemo(row.clientId))
}
