import type pg from 'pg'
import { riverbend } from '../../tests/cast.ts'
import { addDays, type Day, daysBetween } from '../basics/dates.ts'
import { isRefusal } from '../basics/refusal.ts'
import { type FollowUpOutcome, needsVoice, usualSteps } from '../clinic/aftercare/follow-ups.ts'
import { type LeavingPart, leavingParts } from '../clinic/aftercare/leaving-parts.ts'
import { readMeetings } from '../clinic/aftercare/meeting-guide.ts'
import { scoreOf } from '../clinic/instruments/rules.ts'
import { minutesAfter } from './calendar.ts'
import { pick, weighted, whole } from './chance.ts'
import type { House } from './house.ts'
import { demoId } from './ids.ts'
import { areaList } from './meetings-nearby.ts'
import { therapistIdText } from '../clinic/staff/queries/therapist.ts'

// What comes after: calls in the year after leaving, plans for afterwards as far as they are, meetings nearby; and answers that alarmed.

type Rows = Record<string, unknown>[]

/** After the stays and the questionnaires are there. Nothing lies after the demo's own moment. */
export async function addAfterLeaving(owner: pg.Client, house: House): Promise<void> {
  if (house.clinic.id !== riverbend.id || house.number !== 0) return
  await owner.query("select set_config('app.clinic', $1, true)", [house.clinic.id])
  await addCalls(owner, house)
  await addPlans(owner, house)
  await addAlarms(owner, house)
  await addMeetings(owner, house)
}

/** Rows as the table has them: what is left out keeps its default. */
async function insert(owner: pg.Client, house: House, table: string, rows: Rows): Promise<void> {
  const [first] = rows
  if (first === undefined) return
  const columns = Object.keys(first).join(', ')
  await owner.query(
    `insert into ${table} (clinic_id, ${columns}) select $1, ${columns} from jsonb_populate_recordset(null::${table}, $2)`,
    [house.clinic.id, JSON.stringify(rows)],
  )
}

const saidOf: Partial<Record<FollowUpOutcome, string[]>> = {
  well: [
    'Doing well, works again, two meetings a week.',
    'Good days mostly. Sees the new therapist on Thursdays.',
    'Calm. Was glad of the call.',
  ],
  struggling: [
    'Hard weeks since the move. Wants to think about coming back.',
    'Sleeps badly; one slip, told the sponsor.',
  ],
  'in-care': ['In outpatient care in town, every other week.'],
  'wants-back': ['Asked how to come back, best in the evening.'],
  declines: ['Thanks us and wants no more calls.'],
}

/** Calls on their days, tried as often as they are; whoever is due today waits for somebody. */
async function addCalls(owner: pg.Client, house: House): Promise<void> {
  const { rows } = await owner.query<{ id: string; clientId: string; lastDay: Day; reason: string; staffId: string }>(
    `select e.id, e.client_id as "clientId", d.on_day::text as "lastDay", d.reason, t.staff_id as "staffId"
     from discharge d join episode e on e.clinic_id = d.clinic_id and e.id = d.episode_id
     join lateral ${therapistIdText('e.clinic_id', 'e.id')} t on true
     where e.clinic_id = $1 and not isempty(e.during) and d.reason <> 'died' and d.on_day between $2::date - 396 and $2::date and e.id::text ~ '^.{14}8'
       and not exists (select from episode later where later.clinic_id = e.clinic_id and later.client_id = e.client_id and lower(later.during) > d.on_day)
     order by d.on_day, e.id`,
    [house.clinic.id, house.today],
  )
  const [calls, wishes]: Rows[] = [[], []]
  for (const { id, clientId, lastDay, reason, staffId } of rows) {
    let isOver = false
    for (const [n, { dayAfter, tries }] of usualSteps.entries()) {
      const next = usualSteps[n + 1]?.dayAfter ?? dayAfter + 30
      for (let nth = 0; nth < tries && !isOver; nth += 1) {
        const on = addDays(lastDay, dayAfter + nth)
        // Today's calls are left for whoever opens the demo; what another step has taken over is not called.
        if (on >= house.today || daysBetween(lastDay, on) >= next) break
        const x = (what: string) => house.chance('follow-up', id, dayAfter, nth, what)
        const outcome = weighted(
          { 'not-reached': 38, well: 38, struggling: 10, 'in-care': 8, 'wants-back': 3, declines: 3 },
          x('outcome'),
        )
        const at = minutesAfter(house.calendar.instant(on, '10:30'), whole(0, 300, x('when')))
        calls?.push({
          id: demoId(at, id, 'follow-up', dayAfter, nth),
          episode_id: id,
          day_after: dayAfter,
          how: needsVoice(dayAfter) ? 'phone' : pick(['phone', 'phone', 'text'], x('how')),
          outcome,
          words: outcome === 'not-reached' ? '' : pick(saidOf[outcome] ?? ['Noted.'], x('words')),
          made_on: on,
          made_by: staffId,
          made_at: at,
        })
        isOver = outcome === 'declines'
        if (outcome !== 'not-reached') break
      }
    }
    if (reason !== 'completed' || house.chance('alumni', id) > 0.5 || lastDay >= house.today) continue
    const at = minutesAfter(house.calendar.instant(lastDay, '16:20'), 0)
    const wants = house.chance('alumni', id, 'wants') < 0.7
    const how = wants ? pick(['Text on Fridays', 'By email', ''], house.chance('alumni', id, 'how')) : ''
    wishes?.push({ id: demoId(at, id, 'alumni'), client_id: clientId, wants, how, noted_by: staffId, noted_at: at })
  }
  await insert(owner, house, 'follow_up', calls ?? [])
  await insert(owner, house, 'alumni_choice', wishes ?? [])
}

const saidIn: Record<LeavingPart, string[]> = {
  appointments: ['Thursdays after work with the counselor near the library.'],
  supports: ['My sister first, then my neighbor. They know what to ask.'],
  signs: [
    'I stop answering the phone and eat at the sink. Then I call before evening, and walk by the river.',
    'Payday and Sunday afternoons. I leave the card at home and go where people are.',
  ],
  medicine: ['In the kitchen drawer, one week at a time.'],
  naloxone: ['In the hall closet. My brother knows how.'],
  family: ['My mother knows I come here. She asks once a week and then lets it be.'],
  housing: ['With my aunt until spring, my own room.', 'The apartment on Mill Street; the lease is mine.'],
  work: [
    'Back at the bakery on Mondays and Tuesdays first.',
    'School starts again in January. I tell them it was an illness.',
  ],
  peers: ['The noon meeting, and coffee with two people after.'],
}

const withWhom = [
  { kind: 'therapy', with_whom: 'Harbor Counseling, J. Maddox' },
  { kind: 'therapy', with_whom: 'Elm Street outpatient' },
  { kind: 'medical', with_whom: 'Dr. Lin, family medicine' },
  { kind: 'medicine', with_whom: 'Prescriber, Northside' },
]

/** Plans for afterwards as far as they are after so many days, in the words of whose they are. */
async function addPlans(owner: pg.Client, house: House): Promise<void> {
  const { rows } = await owner.query<{ id: string; clientId: string; from: Day; staffId: string }>(
    `select e.id, e.client_id as "clientId", lower(e.during)::text as "from", t.staff_id as "staffId" from episode e
     join lateral ${therapistIdText('e.clinic_id', 'e.id')} t on true
     where e.clinic_id = $1 and e.during @> $2::date and e.id::text ~ '^.{14}8' order by e.id`,
    [house.clinic.id, house.today],
  )
  const [words, visits, people, checks]: Rows[] = [[], [], [], []]
  for (const { id, clientId, from, staffId } of rows) {
    const days = daysBetween(from, house.today)
    const whose = { client_id: clientId, episode_id: id }
    for (const [n, part] of leavingParts.entries()) {
      const x = (what: string) => house.chance('leaving', id, part, what)
      const on = addDays(from, 3 + 4 * n + whole(0, 12, x('when')))
      if (on >= house.today || x('there') > Math.min(0.85, 0.3 + days / 80)) continue
      const at = minutesAfter(house.calendar.instant(on, '15:10'), n)
      words?.push({
        id: demoId(at, id, part, 'words'),
        ...whose,
        part,
        words: pick(saidIn[part], x('words')),
        written_by: staffId,
        written_at: at,
      })
    }
    const x = (what: string) => house.chance('leaving', id, what)
    if (days > 20 && x('visit') < 0.6) {
      const at = minutesAfter(house.calendar.instant(addDays(house.today, -whole(1, 9, x('made'))), '14:00'), 5)
      const onDay = addDays(house.today, whole(6, 40, x('on')))
      visits?.push({
        id: demoId(at, id, 'appointment'),
        ...whose,
        ...pick(withWhom, x('whom')),
        place: pick(['12 Elm Street', 'Northside Health, 2nd floor', ''], x('place')),
        phone: '+15185550163',
        on_day: onDay,
        at_time: pick(['09:30', '14:00', '16:30'], x('time')),
        words: '',
        made_by: staffId,
        made_at: at,
      })
    }
    if (days > 5 && x('person') < 0.55) {
      const at = minutesAfter(house.calendar.instant(addDays(from, 5), '15:40'), 0)
      people?.push({
        id: demoId(at, id, 'support'),
        ...whose,
        name: pick(['Ines', 'Marcus', 'Aunt Jo', 'Pastor Reed', 'Tía Lupe'], x('name')),
        relation: pick(['sister', 'friend', 'aunt', 'neighbor'], x('relation')),
        phone: '+15185550178',
        helps_with: pick(['A ride, and somewhere to sit', 'Evenings', ''], x('helps')),
        wishes_told: x('told') < 0.4,
        written_by: staffId,
        written_at: at,
      })
    }
    if (days > 1 && x('kit') < 0.6) {
      const on = addDays(from, 1)
      const at = minutesAfter(house.calendar.instant(on, '11:20'), 0)
      checks?.push({
        id: demoId(at, id, 'kit'),
        client_id: clientId,
        kind: 'naloxone',
        outcome: pick(['given', 'given', 'has-it', 'declined'], x('how')),
        words: '',
        on_day: on,
        done_by: staffId,
        done_at: at,
      })
    }
  }
  await insert(owner, house, 'leaving_words', words ?? [])
  await insert(owner, house, 'aftercare_visit', visits ?? [])
  await insert(owner, house, 'leaving_support', people ?? [])
  await insert(owner, house, 'medical_check', checks ?? [])
}

/** Answers of the last two months that alarmed, each with who saw to it; those of the last two days, and the very last, wait. */
async function addAlarms(owner: pg.Client, house: House): Promise<void> {
  const { rows } = await owner.query<{
    id: string
    clientId: string
    answers: number[]
    at: Date
    day: Day
    staffId: string
  }>(
    `select m.id, m.client_id as "clientId", m.answers, m.recorded_at as at, m.taken_on::text as day, t.staff_id as "staffId" from measure m
     join lateral ${therapistIdText('m.clinic_id', 'm.episode_id')} t on true
     where m.clinic_id = $1 and m.instrument = 'phq-9' and m.answers[9] > 0 and m.taken_on > $2::date - 60 and m.recorded_at < $3 and m.id::text ~ '^.{14}8'
       and not exists (select from safety_alarm a where a.clinic_id = m.clinic_id and a.measure_id = m.id)
     order by m.recorded_at, m.id`,
    [house.clinic.id, house.today, house.at],
  )
  const [alarms, answers]: Rows[] = [[], []]
  for (const [n, { id, clientId, answers: given, at, day, staffId }] of rows.entries()) {
    const score = scoreOf('phq-9', given)
    if (isRefusal(score) || score.alarms.length === 0) continue
    const alarm = demoId(at, id, 'alarm')
    alarms?.push({
      id: alarm,
      client_id: clientId,
      measure_id: id,
      is_imminent: score.alarms.some(({ isImminent }) => isImminent),
      reasons: score.alarms.map(({ because }) => because),
      raised_at: at,
    })
    const answeredAt = minutesAfter(at, whole(8, 75, house.chance('alarm', id)))
    const waits = n === rows.length - 1 && day > addDays(house.today, -10)
    if (waits || day >= addDays(house.today, -2) || answeredAt > house.at) continue
    answers?.push({
      id: demoId(answeredAt, id, 'alarm answered'),
      alarm_id: alarm,
      how: pick(['talked', 'screened'], house.chance('alarm', id, 'how')),
      words: pick(
        [
          'Talked before group. No plan, no means at home; the plan for bad hours was read together.',
          'Went through the screener at once: passing thoughts, no intent. Calls me tonight.',
        ],
        house.chance('alarm', id, 'words'),
      ),
      answered_by: staffId,
      answered_at: answeredAt,
    })
  }
  await insert(owner, house, 'safety_alarm', alarms ?? [])
  await insert(owner, house, 'safety_alarm_answer', answers ?? [])
}

/** The list of the area as it was read in, and what is held in the house. */
async function addMeetings(owner: pg.Client, house: House): Promise<void> {
  const zone = house.clinic.timeZone
  const list = readMeetings(areaList, zone)
  if (isRefusal(list)) throw new Error(list.because)
  const at = minutesAfter(house.calendar.instant(addDays(house.today, -12), '09:15'), 0)
  const [by, feed, read] = [house.director.id, demoId(at, 'meeting feed'), demoId(at, 'meeting import')]
  await insert(owner, house, 'meeting_feed', [{ id: feed, name: 'Capital district', made_by: by, made_at: at }])
  await insert(owner, house, 'meeting_import', [
    {
      id: read,
      feed_id: feed,
      file_name: 'meetings.json',
      sha256: '0'.repeat(64),
      rows: list.rows,
      added: list.meetings.length,
      changed: 0,
      ended: 0,
      unchanged: 0,
      imported_by: by,
      imported_at: at,
    },
  ])
  await insert(
    owner,
    house,
    'meeting_import_aside',
    list.aside.map(({ place, why, held }) => ({ id: demoId(at, 'aside', place), import_id: read, place, why, held })),
  )
  const row = ({ isInPerson, isOnline, joinUrl, joinPhone, joinNotes, ...rest }: (typeof list.meetings)[number]) => ({
    ...rest,
    is_in_person: isInPerson,
    is_online: isOnline,
    join_url: joinUrl,
    join_phone: joinPhone,
    join_notes: joinNotes,
    written_by: by,
    written_at: at,
  })
  const here = {
    zone,
    types: ['O', 'X'],
    ends: null,
    isInPerson: true,
    isOnline: false,
    address: '',
    notes: '',
    joinUrl: '',
    joinPhone: '',
    joinNotes: '',
  }
  const onSite = [
    {
      ...here,
      slug: 'here-noon',
      name: 'Noon by the river',
      weekday: 2,
      starts: '12:15',
      languages: [],
      place: 'Room by the kitchen',
    },
    {
      ...here,
      slug: 'here-tarde',
      name: 'Grupo de la tarde',
      weekday: 4,
      starts: '17:45',
      languages: ['es'],
      place: 'Room by the kitchen',
    },
  ]
  await insert(owner, house, 'mutual_meeting', [
    ...list.meetings.map((meeting) => ({
      id: demoId(at, 'meeting', meeting.slug, meeting.weekday ?? 'any'),
      feed_id: feed,
      import_id: read,
      is_on_site: false,
      ...row(meeting),
    })),
    ...onSite.map((meeting) => ({
      id: demoId(at, 'meeting', meeting.slug),
      feed_id: null,
      import_id: null,
      is_on_site: true,
      ...row(meeting),
    })),
  ])
}
