import type { Day } from '../basics/dates.ts'
import { castId } from '../../tests/cast.ts'
import { admit } from './admissions.ts'
import { minutesAfter } from './calendar.ts'
import type { House } from './house.ts'
import { demoId } from './ids.ts'
import { addPerson, type Person } from './people.ts'
import { addContinuingCare } from './partings.ts'
import { daysFrom, type Sheaf } from './rows.ts'
import type { Stay } from './stays.ts'

// A nurse with two children, referred and just admitted to the evening program: her week is still to be composed.

export const nurseStayId = castId('tess arden episode')

/** The latest working day whose morning is over. */
function admittedOn({ calendar, today, at }: House): Day {
  let day = at < calendar.instant(today, '09:30') ? calendar.add(today, -1) : today
  while (calendar.weekday(day) > 5) day = calendar.add(day, -1)
  return day
}

export function addNurse(house: House, sheaf: Sheaf, number: string): void {
  const { calendar } = house
  const from = admittedOn(house)
  const knownSince = minutesAfter(calendar.instant(calendar.add(from, -3), '15:20'), 0)
  const person: Person = {
    id: castId('tess arden'),
    key: 'tess arden',
    givenName: 'Tess',
    familyName: 'Arden',
    preferredName: '',
    birthDate: calendar.add(house.today, -13_330),
    sex: 'female',
    pronouns: 'she/her',
    language: 'English',
    trouble: 'alcohol',
    knownSince,
  }
  const stay: Stay = {
    id: nurseStayId,
    person,
    program: 'evening',
    level: '2.1',
    from,
    until: calendar.add(house.today, 400),
    isOver: false,
    ending: 'completed',
    cast: null,
    after: null,
  }
  const [therapist = house.director] = house.therapists.evening ?? []
  addPerson(house, sheaf, person, number)
  admit(house, sheaf, stay, therapist, true)
  // Three evenings, her own hour, and the children's father every fourth week; no medicine.
  const dose = sheaf.of('doseOrder').find((one) => one.episodeId === stay.id)
  if (dose !== undefined) Object.assign(dose, { familyMinutes: 15, medicationMinutes: 0 })
  addContinuingCare(house, sheaf, stay, therapist.id)
  addHerHours(house, sheaf, stay)
}

/** Early shifts at the hospital, two children to fetch on Tuesdays and Thursdays, and evenings when her mother is there. */
function addHerHours(house: House, sheaf: Sheaf, { person, from }: Stay): void {
  const recordedAt = minutesAfter(house.calendar.instant(from, '08:40'), 0)
  const recordedBy = house.coordinators[0]?.id ?? house.director.id
  const signed = { recordedBy, recordedAt }
  const id = (...words: (string | number)[]) => demoId(recordedAt, person.id, ...words)
  const clientId = person.id
  for (const [weekday, fromTime, toTime] of [
    [1, '15:45', '21:15'],
    [2, '16:45', '21:15'],
    [3, '15:45', '21:15'],
    [4, '17:15', '21:15'],
    [5, '15:45', '20:30'],
    [7, '16:30', '21:00'],
  ] as const)
    sheaf.add('clientAvailability', {
      id: id('available', weekday),
      clientId,
      weekday,
      fromTime,
      toTime,
      fromDay: from,
      ...signed,
    })
  const bound = [
    { what: 'job', firmness: 'cannot', weekdays: [1, 2, 3, 5], fromTime: '06:45', toTime: '15:15' },
    { what: 'childcare', firmness: 'cannot', weekdays: [2, 4], fromTime: '15:30', toTime: '16:30' },
    { what: 'childcare', firmness: 'rather-not', weekdays: [7], fromTime: '16:30', toTime: '18:00' },
  ] as const
  for (const { weekdays, ...one } of bound)
    for (const weekday of weekdays)
      sheaf.add('clientCommitment', {
        id: id('bound', one.what, weekday, one.fromTime),
        clientId,
        whose: 'client',
        ...one,
        weekday,
        during: daysFrom(from, null),
        ...signed,
      })
  sheaf.add('clientWish', {
    id: id('wish'),
    clientId,
    place: 'either',
    languages: [],
    clinicianGender: 'woman',
    genderIsFirm: false,
    wanted: ['relapse-prevention', 'family-group'],
    prescribed: [],
    acuity: 2,
    ...signed,
  })
  for (const [site, minutes] of [
    ['mill', 15],
    ['main-street', 25],
  ] as const)
    sheaf.add('clientTravel', { id: id('way', site), clientId, siteId: house.idOf(site), minutes, ...signed })
}
