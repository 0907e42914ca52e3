import { minutesAfter } from './calendar.ts'
import { whole } from './chance.ts'
import type { House } from './house.ts'
import { demoId } from './ids.ts'
import { daysFrom, type Sheaf } from './rows.ts'
import { shifts } from './timetable.ts'

// What a director wrote down about the people who work here, so that the week can be planned with it.

type Training = { who: string; kind: 'training' | 'certificate'; name: string; issuer: string; years: number }
const trainings: Training[] = [
  { who: 'marcus', kind: 'certificate', name: 'Art therapy', issuer: 'Hudson School of Creative Arts', years: 5 },
  { who: 'ines', kind: 'certificate', name: 'DBT skills', issuer: 'Valley Training Institute', years: 5 },
  { who: 'leila', kind: 'training', name: 'DBT skills, two days', issuer: 'Valley Training Institute', years: 3 },
  { who: 'hana', kind: 'certificate', name: 'Trauma-focused therapy', issuer: 'Northeast Trauma Centre', years: 4 },
  { who: 'lee', kind: 'training', name: 'Motivational interviewing', issuer: 'County training office', years: 3 },
  { who: 'sam', kind: 'training', name: 'Overdose reversal', issuer: 'County health department', years: 2 },
  { who: 'owen', kind: 'training', name: 'Overdose reversal', issuer: 'County health department', years: 2 },
  { who: 'dana', kind: 'certificate', name: 'Clinical supervision', issuer: 'State association', years: 4 },
]

/** Of how many clients each is primary therapist at most. */
const caps: Record<string, number> = { lee: 18, sam: 17, marcus: 16, ines: 14, owen: 14, hana: 12, leila: 11 }

const genders: Record<string, 'woman' | 'man'> = { ines: 'woman', hana: 'woman', marcus: 'man', owen: 'man' }

const rooms: Record<string, string[]> = {
  lee: ['cedar'],
  sam: ['cedar'],
  marcus: ['willow', 'cedar'],
  hana: ['willow', 'video-1'],
  leila: ['video-1', 'studio'],
  ines: ['studio', 'hall', 'willow'],
  owen: ['hall', 'studio'],
}

/** Working hours, limits, supervision, trainings, rooms and what some said of themselves. */
export function addStaffing(house: House, sheaf: Sheaf): void {
  const { calendar, director, today } = house
  const from = calendar.add(today, -380)
  const setAt = minutesAfter(calendar.instant(from, '10:15'), 0)
  const set = { setBy: director.id, setAt }
  const administrator = house.staff.find((one) => one.role === 'administrator') ?? director
  for (const one of house.staff) {
    const id = (...words: (string | number)[]) => demoId(setAt, one.id, ...words)
    for (const { weekdays, from: starts, to: ends, site } of shifts[one.key] ?? [])
      for (const weekday of weekdays)
        sheaf.add('workingHours', {
          id: id('works', weekday, starts),
          staffId: one.id,
          weekday,
          starts,
          ends,
          siteId: site === null ? null : house.idOf(site),
          during: daysFrom(from, null),
          ...set,
        })
    const most = caps[one.key]
    if (most !== undefined)
      sheaf.add('caseloadCap', {
        id: id('cap'),
        staffId: one.id,
        most,
        effectiveFrom: from,
        because:
          one.key === 'leila' ? 'Two programs, and works under supervision' : 'Agreed with the clinical director',
        ...set,
      })
    if (one.credential === 'CASAC' || one.credential === 'LMSW')
      sheaf.add('supervision', {
        id: id('supervised'),
        supervisorId: director.id,
        superviseeId: one.id,
        during: daysFrom(from, null),
        agreedOn: from,
        ...set,
      })
    for (const room of rooms[one.key] ?? [])
      sheaf.add('staffRoom', { id: id('uses', room), staffId: one.id, roomId: house.idOf(room), uses: true, ...set })
    const gender = genders[one.key]
    if (gender !== undefined && house.number === 0)
      sheaf.add('staffGender', { id: id('gender'), staffId: one.id, gender, setBy: one.id, setAt })
    for (const { kind, name, issuer, years } of trainings.filter((each) => each.who === one.key)) {
      const issuedOn = calendar.add(today, -whole(60, 500, house.chance(one.key, name)))
      sheaf.add('staffTraining', {
        id: id(name),
        staffId: one.id,
        kind,
        name,
        number: kind === 'certificate' ? String(10_000 + whole(0, 89_999, house.chance(one.key, name, 'number'))) : '',
        issuer,
        state: null,
        issuedOn,
        expiresOn: calendar.add(issuedOn, years * 365),
        recordedBy: administrator.id,
        recordedAt: setAt,
      })
    }
  }
}
