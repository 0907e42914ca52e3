import type pg from 'pg'
import { riverbend } from '../../tests/cast.ts'
import { addDays, type Day, weekOf } from '../basics/dates.ts'
import { leavingModel } from '../clinic/concerns/leaving-model.ts'
import { defaultSettings } from '../clinic/concerns/settings.ts'
import { type Trouble, troubleOf, type WeekMinutes } from '../clinic/concerns/trouble.ts'
import type { Outcome, Urgency } from '../clinic/concerns/worries.ts'
import { minutesAfter } from './calendar.ts'
import { pick, weighted, whole } from './chance.ts'
import type { House } from './house.ts'
import { demoId } from './ids.ts'
import { newSheaf, type Sheaf } from './rows.ts'
import type { Writer } from './write.ts'
import { therapistIdText } from '../clinic/staff/queries/therapist.ts'

// What pointed to trouble in the last three months and what was answered; and what the staff is worried about today.

type Stay = { id: string; clientId: string; startedOn: Day; endsOn: Day | null; staffId: string; weeks: WeekMinutes[] }

const weeksBack = 12
const alertsAWeek = 2
const done = {
  acted: [
    'Called; a ride is found for the next group.',
    'Talked after group. An individual hour on Thursday.',
    'Moved to the evening group that fits the new shift.',
    'The prescriber called the same day.',
  ],
  watching: [
    'Coming back from the flu; looking at the next two groups.',
    'Told us of a hard week. Calls me if it gets worse.',
  ],
  'not-a-concern': ['On vacation with notice given.', 'In court all week; the lawyer confirmed it.'],
} as const

type Worry = { words: string; urgency: Urgency; days: number; step?: string; due?: number; ends?: [Outcome, string] }
const worries: Worry[] = [
  { words: 'Left the room twice in process group and would not say why', urgency: 'today', days: 0 },
  {
    words: 'Gave his phone number to everyone “in case”',
    urgency: 'soon',
    days: 1,
    step: 'Ask how he is, before Wednesday’s group',
    due: 1,
  },
  {
    words: 'Her sister called the desk: nobody has seen her since Sunday',
    urgency: 'today',
    days: 1,
    step: 'Drive by with the outreach worker',
    due: 0,
  },
  {
    words: 'Says the new dose makes him sick',
    urgency: 'mention',
    days: 2,
    step: 'The prescriber looks at it on Friday',
    due: 2,
  },
  {
    words: 'Sleeps in the car since the lease ended',
    urgency: 'soon',
    days: 4,
    step: 'Call the shelter list again',
    due: -1,
  },
  {
    words: 'Sat apart at lunch all week',
    urgency: 'mention',
    days: 9,
    ends: ['settled', 'Misses an old friend from the group; joined the walk on Friday.'],
  },
  {
    words: 'No food at home, from what she said in art group',
    urgency: 'soon',
    days: 12,
    ends: ['helped', 'Food pantry card, and a hot lunch on program days.'],
  },
  {
    words: 'Shook and sweated at check-in',
    urgency: 'danger',
    days: 16,
    ends: ['handed-off', 'Withdrawal; three days at Hudson General, back since Monday.'],
  },
]

/** After the boards: the weeks are counted by then. */
export async function addWorries(owner: pg.Client, writer: Writer, house: House): Promise<void> {
  if (house.clinic.id !== riverbend.id || house.number !== 0) return
  await writer.enter(house.clinic.id)
  const sheaf = newSheaf()
  const stays = await staysOf(owner, house)
  addAlerts(house, sheaf, stays)
  addConcerns(
    house,
    sheaf,
    stays.filter(({ endsOn }) => endsOn === null),
  )
  await writer.write(sheaf)
}

async function staysOf(owner: pg.Client, house: House): Promise<Stay[]> {
  const { rows } = await owner.query<Stay>(
    `select e.id, e.client_id as "clientId", lower(e.during)::text as "startedOn", upper(e.during)::text as "endsOn", t.staff_id as "staffId",
       (select jsonb_agg(jsonb_build_object('week', w.week, 'expected', w.expected_minutes, 'attended', w.attended_minutes, 'missed', w.missed_minutes) order by w.week)
        from episode_week w where w.clinic_id = e.clinic_id and w.episode_id = e.id and w.week < $2::date) as weeks
     from episode e
     join lateral ${therapistIdText('e.clinic_id', 'e.id')} t on true
     where e.clinic_id = $1 and not isempty(e.during) and (upper_inf(e.during) or upper(e.during) > $2::date - 90) and e.id::text ~ '^.{14}8'
     order by md5(e.id::text)`,
    [house.clinic.id, weekOf(house.today)],
  )
  return rows.filter(({ weeks }) => weeks !== null)
}

/** The alerts of the Mondays gone by, each with what was answered: as the clock would have raised them by attendance alone. */
function addAlerts(house: House, sheaf: Sheaf, stays: Stay[]): void {
  const { calendar, chance } = house
  const lastOn = new Map<string, Day>()
  for (let back = weeksBack; back >= 1; back -= 1) {
    const monday = addDays(weekOf(house.today), -7 * back)
    const raisedAt = minutesAfter(calendar.instant(monday, '07:30'), 0)
    const seen = stays
      .filter(
        ({ id, startedOn, endsOn }) =>
          startedOn < monday &&
          (endsOn === null || endsOn > monday) &&
          addDays(lastOn.get(id) ?? '2000-01-01', 14) < monday,
      )
      .map((stay) => ({ stay, trouble: known(stay, monday) }))
      .filter(({ trouble }) => trouble.points >= defaultSettings['alert-from'])
      .toSorted((a, b) => b.trouble.points - a.trouble.points)
    for (const some of Map.groupBy(seen, ({ stay }) => stay.staffId).values())
      for (const { stay, trouble } of some.slice(0, alertsAWeek)) {
        lastOn.set(stay.id, monday)
        const x = (what: string) => chance('alert', stay.id, monday, what)
        const [signalId, alertId] = [demoId(raisedAt, stay.id, 'signal'), demoId(raisedAt, stay.id, 'alert')]
        const whose = { clientId: stay.clientId, episodeId: stay.id }
        sheaf.add('troubleSignal', {
          id: signalId,
          ...whose,
          day: monday,
          points: trouble.points,
          chance: trouble.chance,
          reasons: trouble.reasons,
          model: leavingModel.version,
          workedOutAt: raisedAt,
        })
        sheaf.add('troubleAlert', {
          id: alertId,
          ...whose,
          signalId,
          staffId: stay.staffId,
          raisedOn: monday,
          raisedAt,
          dueAt: minutesAfter(raisedAt, 24 * 60),
        })
        const answer = weighted({ acted: 58, watching: 20, 'not-a-concern': 14, none: 8 }, x('answer'))
        if (answer === 'none') continue
        const answeredAt = minutesAfter(raisedAt, whole(40, 1700, x('when')))
        sheaf.add('troubleAnswer', {
          id: demoId(answeredAt, stay.id, 'answer'),
          alertId,
          answer,
          words: pick(done[answer], x('words')),
          untilDay: answer === 'watching' ? addDays(monday, 9) : null,
          followsId: null,
          answeredBy: stay.staffId,
          answeredAt,
        })
      }
  }
}

/** By attendance alone: what else was known on that Monday is not looked up again. */
const known = (stay: Stay, monday: Day): Trouble =>
  troubleOf(
    {
      startedOn: stay.startedOn,
      weeks: stay.weeks.filter(({ week }) => week < monday),
      tests: null,
      measures: [],
      cravings: [{ day: monday, yes: false }],
      prescriber: null,
      lastHeardOn: monday,
      barriers: [],
      worries: [],
    },
    { ...defaultSettings, 'points-unmeasured': 0 },
    monday,
  )

function addConcerns(house: House, sheaf: Sheaf, stays: Stay[]): void {
  const raisers = [...house.coordinators, ...house.prescribers, house.director]
  worries.forEach(({ words, urgency, days, step, due = 0, ends }, n) => {
    const stay = stays[n * 7]
    if (stay === undefined) return
    const day = addDays(house.today, -days)
    const wanted = house.calendar.instant(day, '10:00')
    const raisedAt = wanted > house.at ? minutesAfter(house.at, -20) : wanted
    const id = demoId(raisedAt, 'concern', n)
    const by = pick(raisers, house.chance('concern', n, 'by')).id
    sheaf.add('concern', {
      id,
      clientId: stay.clientId,
      about: '',
      kind: 'worry',
      help: '',
      words,
      urgency,
      outreachId: null,
      alertId: null,
      raisedBy: by,
      raisedAt,
    })
    sheaf.add('concernStep', {
      id: demoId(raisedAt, 'concern', n, 'step'),
      concernId: id,
      ownerId: stay.staffId,
      step: step ?? 'Talk with them today',
      dueOn: ends === undefined ? addDays(house.today, due) : addDays(day, 1),
      isEscalation: false,
      because: '',
      followsId: null,
      setBy: by,
      setAt: raisedAt,
    })
    if (ends === undefined) return
    const endedAt = minutesAfter(raisedAt, 2 * 24 * 60)
    sheaf.add('concernEnd', {
      id: demoId(endedAt, 'concern', n, 'end'),
      concernId: id,
      outcome: ends[0],
      words: ends[1],
      endedBy: stay.staffId,
      endedAt,
    })
  })
}
