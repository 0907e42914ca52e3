import type pg from 'pg'
import { replyBy, usualOfferPolicy } from '../clinic/groups/offering.ts'
import { minutesAfter } from './calendar.ts'
import { lately } from './lately.ts'
import type { House } from './house.ts'
import { demoId } from './ids.ts'
import type { Sheaf } from './rows.ts'

// Who waits for a seat, two seats that are offered, who walks beside newcomers, and two people a director keeps apart.

type Member = { stayId: string; clientId: string; program: string; days: number; sex: string; held: string[] }

async function membersOf(owner: pg.Client, house: House): Promise<Member[]> {
  const { rows } = await owner.query<Member>(
    `select e.id as "stayId", e.client_id as "clientId", p.track as program, $2::date - lower(e.during) as days, n.sex,
       array(select r.id::text from seat s join group_series r on r.clinic_id = s.clinic_id and r.id = s.series_id
             where s.clinic_id = e.clinic_id and s.episode_id = e.id and s.during @> $2::date) as held
     from episode e join program p on p.clinic_id = e.clinic_id and p.id = e.program_id
     join client_now n on n.clinic_id = e.clinic_id and n.id = e.client_id
     where e.clinic_id = $1 and upper_inf(e.during) and not isempty(e.during) and e.level_of_care = '2.1' and e.id::text ~ '^.{14}8'
       and lower(e.during) < $2::date - 9
       and exists (select from seat s where s.clinic_id = e.clinic_id and s.episode_id = e.id and s.during @> $2::date)
     order by md5(e.id::text)`,
    [house.clinic.id, house.today],
  )
  return rows
}

type Wait = { program: string; group: string; days: number; acuity?: 2 | 3; because?: string }
const waits: Wait[] = [
  { program: 'day', group: 'art-5', days: 23 },
  {
    program: 'day',
    group: 'art-5',
    days: 12,
    acuity: 2,
    because: 'Says little in talking groups; drew through the whole first week.',
  },
  {
    program: 'day',
    group: 'weekend-process-6',
    days: 9,
    acuity: 3,
    because: 'Both returns to use began on a Saturday afternoon.',
  },
  {
    program: 'evening',
    group: 'dbt-evening-1',
    days: 17,
    acuity: 2,
    because: 'Quarrels at home end in drinking; asks for skills by name.',
  },
  { program: 'evening', group: 'dbt-evening-3', days: 14 },
  { program: 'evening', group: 'sunday-circle-7', days: 6 },
]
const offered: Wait[] = [
  {
    program: 'evening',
    group: 'family-5',
    days: 11,
    acuity: 2,
    because: 'Her sister moved in to help; both want to come.',
  },
  { program: 'day', group: 'women-2', days: 8 },
]

/** Lays the list as it stands at this hour. Later, the clinic's own clock passes on what nobody answered. */
export async function addWaitlist(owner: pg.Client, house: House, sheaf: Sheaf): Promise<void> {
  const members = await membersOf(owner, house)
  const taken = new Set<string>()
  const coordinator = house.coordinators[0] ?? house.director
  const next = ({ program, group }: Wait) => {
    const seriesId = house.idOf(group)
    const women = group.startsWith('women') || group.startsWith('family')
    const found = members.find(
      (one) =>
        one.program === program &&
        !taken.has(one.stayId) &&
        !one.held.includes(seriesId) &&
        (!women || one.sex === 'female'),
    )
    if (found !== undefined) taken.add(found.stayId)
    return found
  }
  const join = (wait: Wait, member: Member) => {
    const joinedAt = minutesAfter(
      house.calendar.instant(house.calendar.add(house.today, -wait.days), '11:10'),
      wait.days,
    )
    const id = demoId(joinedAt, member.stayId, 'waits', wait.group)
    sheaf.add('waitlistEntry', {
      id,
      clientId: member.clientId,
      episodeId: member.stayId,
      seriesId: house.idOf(wait.group),
      programId: null,
      sinceDay: house.calendar.add(house.today, -wait.days),
      sinceBecause: '',
      during: `[${joinedAt.toISOString()},)`,
      joinedBy: coordinator.id,
      joinedAt,
    })
    if (wait.acuity !== undefined) {
      const saidAt = minutesAfter(joinedAt, 200)
      const said = { acuity: wait.acuity, because: wait.because ?? '', saidBy: house.director.id, saidAt }
      sheaf.add('waitlistUrgency', { id: demoId(saidAt, id, 'urgency'), entryId: id, ...said })
    }
    return id
  }
  for (const wait of waits) {
    const member = next(wait)
    if (member !== undefined) join(wait, member)
  }
  for (const wait of offered) {
    const seriesId = house.idOf(wait.group)
    const number = await freeChair(owner, house, seriesId)
    const member = number === null ? undefined : next(wait)
    if (member === undefined || number === null) continue
    const entryId = join(wait, member)
    const madeAt = lately(house, 35)
    if (wait.group.startsWith('women')) {
      const said = { clientId: member.clientId, affinity: 'women', suits: true, recordedBy: coordinator.id }
      sheaf.add('clientAffinity', { id: demoId(madeAt, entryId, 'affinity'), ...said, recordedAt: madeAt })
    }
    const until = replyBy(madeAt, usualOfferPolicy, house.clinic.timeZone)
    const id = demoId(madeAt, entryId, 'offer')
    sheaf.add('seatOffer', {
      id,
      entryId,
      clientId: member.clientId,
      seriesId,
      number,
      firstDay: house.calendar.add(house.today, 1),
      during: `[${madeAt.toISOString()},${until.toISOString()})`,
      replyBy: until,
      madeAt,
    })
    const ground = { place: 1, passed: [], outOfTurn: '', madeBy: coordinator.id, madeAt }
    sheaf.add('seatOfferGround', { id: demoId(madeAt, id, 'ground'), offerId: id, ...ground })
    sheaf.add('notice', {
      id: demoId(madeAt, id, 'notice'),
      clientId: member.clientId,
      kind: 'seat-offered',
      about: { offerId: id, seriesId },
      madeBy: coordinator.id,
      madeAt,
    })
  }
  addRoomFacts(
    house,
    sheaf,
    members.filter((one) => !taken.has(one.stayId)),
  )
}

/** The last chair of a group on which nobody sits or holds; null where none is free. */
async function freeChair(owner: pg.Client, house: House, seriesId: string): Promise<number | null> {
  const { rows } = await owner.query<{ number: number | null }>(
    `select max(c.number)::int as number from series_chair c where c.clinic_id = $1 and c.series_id = $2
       and not exists (select from seat s where s.clinic_id = c.clinic_id and s.series_id in (select line_of($1, $2)) and s.number = c.number
         and s.during && daterange($3::date, null))
       and not exists (select from seat_hold h where h.clinic_id = c.clinic_id and h.series_id = c.series_id and h.number = c.number and upper(h.during) > $4)`,
    [house.clinic.id, seriesId, house.today, house.at],
  )
  return rows[0]?.number ?? null
}

/** Three who are further along walk beside newcomers, of two a clinician said how far they are, and two are kept apart. */
function addRoomFacts(house: House, sheaf: Sheaf, members: Member[]): void {
  const { calendar, director, today } = house
  const setAt = minutesAfter(calendar.instant(calendar.add(today, -16), '12:05'), 0)
  const fromDay = calendar.add(today, -16)
  const further = members.filter((one) => one.days >= 45)
  for (const one of further.slice(0, 3)) {
    const [lineId] = one.held.toSorted()
    if (lineId === undefined) continue
    const who = { lineId, episodeId: one.stayId, isMentor: true, fromDay, setBy: director.id, setAt }
    sheaf.add('seatMentor', { id: demoId(setAt, one.stayId, 'mentor'), ...who })
  }
  for (const [one, phase, because] of [
    [further[3], 'under-way', 'Back after a slip three weeks ago; works on the plan again.'],
    [
      members.find((each) => each.days > 20 && each.days < 40),
      'further',
      'A second stay: knows the groups and holds them.',
    ],
  ] as const) {
    if (one === undefined) continue
    const said = { episodeId: one.stayId, phase, fromDay, because, setBy: director.id, setAt }
    sheaf.add('stayPhase', { id: demoId(setAt, one.stayId, 'phase'), ...said })
  }
  const [first, ...others] = members.filter((one) => one.program === 'evening')
  const other = others.find((one) => !one.held.some((series) => first?.held.includes(series)))
  if (first === undefined || other === undefined) return
  const [clientA, clientB] = [first.clientId, other.clientId].toSorted()
  sheaf.add('apartRule', {
    id: demoId(setAt, first.clientId, other.clientId, 'apart'),
    clientA: clientA ?? '',
    clientB: clientB ?? '',
    kind: 'former-partners',
    because: 'Separated this spring; one of the two asked not to meet here.',
    lastDay: null,
    notedBy: director.id,
    notedAt: setAt,
  })
}
