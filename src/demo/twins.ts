import type pg from 'pg'
import { plainLetters } from '../basics/text.ts'
import { minutesAfter } from './calendar.ts'
import { partnerId } from './clinic-partners.ts'
import type { House } from './house.ts'
import { demoId } from './ids.ts'
import { screeningOf } from './placements.ts'
import { addScreen } from './admissions.ts'
import { lastNumber, troubleOf } from './recall-open.ts'
import type { Sheaf } from './rows.ts'
import { ageOn, dayAt, type Day } from '../basics/dates.ts'

type Known = {
  id: string
  givenName: string
  familyName: string
  birthDate: Day
  sex: 'female' | 'male' | 'other'
  phone: string | null
  addedAt: Date
  screenedAt: Date | null
  code: string | null
}

/** Two people whom somebody wrote down twice: one pair waits to be looked at, of the other one record was merged away. */
export async function addTwins(owner: pg.Client, house: House, sheaf: Sheaf): Promise<void> {
  const people = (await knownOf(owner, house)).filter((one) => one.phone !== null)
  let number = await lastNumber(owner, house)
  const by = house.coordinators[1] ?? house.director
  people.slice(2, 4).forEach((one, n) => {
    const at = minutesAfter(house.calendar.instant(house.calendar.add(house.today, n === 0 ? -2 : -16), '11:05'), n)
    const id = demoId(at, one.id, 'written down twice')
    const signed = { recordedBy: by.id, recordedAt: at }
    number += 1
    sheaf.add('client', { id, number: String(number), addedBy: by.id, addedAt: at })
    const givenName = n === 0 ? one.givenName : one.givenName.slice(0, 3)
    sheaf.add('clientIdentity', {
      id: demoId(at, id, 'identity'),
      clientId: id,
      givenName,
      familyName: one.familyName,
      preferredName: '',
      birthDate: one.birthDate,
      sex: one.sex,
      pronouns: '',
      language: 'English',
      searchName: plainLetters(`${givenName} ${one.familyName}`),
      ...signed,
    })
    sheaf.add('clientContact', {
      id: demoId(at, id, 'phone'),
      clientId: id,
      kind: 'phone',
      value: one.phone ?? '',
      label: 'mobile',
      name: '',
      relationship: '',
      mayLeaveMessage: null,
      ...signed,
    })
    if (n === 0) return
    const mergedAt = minutesAfter(at, 190)
    sheaf.add('clientMerge', {
      id: demoId(mergedAt, id, 'merge'),
      mergedId: id,
      keptId: one.id,
      because: 'Same person: wrote a short name in the form, same birthday and telephone',
      mergedBy: house.director.id,
      mergedAt,
    })
  })
}

/** Somebody who is in care now went to a withdrawal unit first, and came back on the day that was agreed. */
export async function addReturn(owner: pg.Client, house: House, sheaf: Sheaf): Promise<void> {
  const one = (await knownOf(owner, house)).find(
    ({ code, addedAt, screenedAt }) =>
      code === 'F10.20' && screenedAt !== null && screenedAt.getTime() - addedAt.getTime() > 4 * 86_400_000,
  )
  if (one === undefined || one.screenedAt === null) return
  const trouble = troubleOf.get(one.code ?? '') ?? 'alcohol'
  const { timeZone } = house.clinic
  const madeAt = minutesAfter(one.addedAt, 95)
  const day = dayAt(madeAt, timeZone)
  const screening = screeningOf(trouble, { age: ageOn(one.birthDate, day), sex: one.sex }, 'alcohol withdrawal')
  const person = {
    ...one,
    key: one.id,
    preferredName: '',
    pronouns: '',
    language: '',
    trouble,
    knownSince: one.addedAt,
  }
  const stay = {
    id: demoId(madeAt, one.id, 'before the stay'),
    person,
    program: house.programs[0]?.key ?? '',
    level: '2.1' as const,
    from: day,
    until: day,
    isOver: false,
    ending: 'other' as const,
    cast: null,
    after: null,
  }
  const screen = addScreen(house, sheaf, stay, minutesAfter(madeAt, -30), day, screening)
  const by = house.therapists[stay.program]?.[0] ?? house.director
  for (const stop of screening.gate.stops)
    sheaf.add('stopDisposition', {
      id: demoId(madeAt, screen.id, stop.id),
      screenId: screen.id,
      stop: stop.id,
      disposition: 'handed-off',
      because: 'Drinking daily until yesterday and shaking; a seizure after stopping before.',
      decidedBy: by.id,
      decidedAt: minutesAfter(madeAt, -4),
    })
  const id = demoId(madeAt, one.id, 'hand-off')
  const returnedAt = minutesAfter(one.screenedAt, -90)
  const owner0 = house.coordinators[0] ?? house.director
  sheaf.add('handOff', {
    id,
    clientId: one.id,
    screenId: screen.id,
    toLevel: '3.7',
    toWhom: 'Stony Brook House, withdrawal unit, charge nurse',
    partnerId: partnerId('stony-brook'),
    because: 'Withdrawal with a seizure before: needs nursing day and night first.',
    dueAt: minutesAfter(madeAt, 60),
    backOn: dayAt(returnedAt, timeZone),
    ownerId: owner0.id,
    madeBy: by.id,
    madeAt,
  })
  const answer = (said: 'accepted' | 'returned', byWhom: string, words: string, recordedAt: Date) =>
    sheaf.add('handOffAnswer', {
      id: demoId(recordedAt, id, said),
      handOffId: id,
      answer: said,
      byWhom,
      words,
      recordedBy: owner0.id,
      recordedAt,
    })
  answer('accepted', 'Charge nurse', 'A bed this afternoon, about four days.', minutesAfter(madeAt, 25))
  answer('returned', 'The person, with the discharge paper', 'Came through well; begins here as planned.', returnedAt)
}

/** People of the demo in care who came in the last weeks and are not of the cast, the newest first. */
async function knownOf(owner: pg.Client, house: House): Promise<Known[]> {
  const { rows } = await owner.query<Known>(
    `select n.id, n.given_name as "givenName", n.family_name as "familyName", n.birth_date::text as "birthDate", n.sex, n.added_at as "addedAt",
       (select k.value from client_contact k where k.clinic_id = n.clinic_id and k.client_id = n.id and k.kind = 'phone' limit 1) as phone,
       (select min(s.screened_at) from safety_screen s where s.clinic_id = n.clinic_id and s.client_id = n.id) as "screenedAt",
       (select h.code from client_history h where h.clinic_id = n.clinic_id and h.client_id = n.id and h.kind = 'problem' order by h.id limit 1) as code
     from client_now n
     where n.clinic_id = $1 and n.added_at < $2 and exists (select from episode e where e.clinic_id = n.clinic_id and e.client_id = n.id and upper_inf(e.during))
       and (select count(*) from episode e where e.clinic_id = n.clinic_id and e.client_id = n.id) = 1
       and not exists (select from hand_off h where h.clinic_id = n.clinic_id and h.client_id = n.id)
     order by n.added_at desc, n.id`,
    [house.clinic.id, house.calendar.instant(house.calendar.add(house.today, -17), '00:00')],
  )
  return rows.filter(({ id }) => id.slice(0, 2) === '01')
}
