import type { Day } from '../basics/dates.ts'
import { defaultCaps } from '../clinic/programs/caps.ts'
import { defaultFloors } from '../clinic/programs/dose.ts'
import { castId, lakeside, programs, rooms, sites } from '../../tests/cast.ts'
import { minutesAfter } from './calendar.ts'
import { addChanges } from './change.ts'
import { addClosings } from './closed.ts'
import { whole } from './chance.ts'
import { programNamed } from './admissions.ts'
import { addFrontDoor } from './front-life.ts'
import type { House, Meeting } from './house.ts'
import { demoId } from './ids.ts'
import { daysFrom, type Sheaf } from './rows.ts'
import { addCurricula } from './curricula.ts'
import { addStaffing } from './staffing.ts'
import { groups } from './timetable.ts'

const moreRooms = [
  { key: 'willow', site: 'main-street', name: 'Willow room', places: 16, isVideo: false },
  { key: 'hall', site: 'mill', name: 'Weaving hall', places: 16, isVideo: false },
]

export const founding = (house: House): { day: Day; at: Date } => {
  const day = house.calendar.add(house.today, -930)
  return { day, at: house.calendar.instant(day, '09:00') }
}

/** The clinic itself, with its floors and caps as every new clinic starts with. */
export function addClinic(house: House, sheaf: Sheaf): void {
  const { clinic } = house
  const { at } = founding(house)
  sheaf.add('clinic', {
    id: clinic.id,
    name: clinic.name,
    state: clinic.state,
    timeZone: clinic.timeZone,
    phone: clinic.state === 'NY' ? '845-555-0100' : '530-555-0100',
    isDemo: true,
    createdAt: at,
  })
  for (const floor of defaultFloors.filter((one) => one.payer === null && one.state === null)) {
    const { levelOfCare, ageGroup, minutesPerWeek, daysPerWeek, from, to, source, mark } = floor
    const id = demoId(at, clinic.id, 'floor', levelOfCare, ageGroup)
    const rule = { levelOfCare, ageGroup, minutesPerWeek, daysPerWeek, payerId: null, source, mark }
    sheaf.add('doseFloor', {
      id,
      ...rule,
      effectiveFrom: from,
      effectiveTo: to,
      recordedBy: house.director.id,
      recordedAt: at,
    })
  }
  for (const cap of defaultCaps.filter((one) => one.authority === 'state')) {
    for (const kind of cap.appliesTo) {
      if (kind !== 'counselling' && kind !== 'education') continue
      sheaf.add('groupCap', {
        id: demoId(at, clinic.id, 'cap', cap.key, kind),
        state: cap.key,
        kind,
        most: cap.cap,
        effectiveFrom: cap.from,
        effectiveTo: cap.to,
        source: cap.source,
        mark: cap.mark,
        recordedBy: house.director.id,
        recordedAt: at,
      })
    }
  }
}

/** Sites, rooms, programs, staff and the week. Programs are the clinic’s, so only its first house writes them. */
export function addHouse(house: House, sheaf: Sheaf, hashes: Map<string, string>): void {
  const { at } = founding(house)
  const isLakeside = house.clinic.id === lakeside.id
  const { state, timeZone } = house.clinic
  const suffix = house.number === 0 ? '' : ` ${house.number + 1}`
  const ownSites = isLakeside
    ? [{ key: 'lake-house', name: 'Lake house', address: '40 Shore Road, South Lake Tahoe, CA 96150' }]
    : sites
  const ownRooms = isLakeside
    ? [{ key: 'lake-room', site: 'lake-house', name: 'Lake room', places: 12, isVideo: false }]
    : [...rooms, ...moreRooms]
  for (const { key, name, address } of ownSites) {
    sheaf.add('site', { id: house.idOf(key), name: name + suffix, address, state, timeZone })
  }
  for (const { key, site, name, places, isVideo } of ownRooms) {
    sheaf.add('room', { id: house.idOf(key), siteId: house.idOf(site), name: name + suffix, places, isVideo })
  }
  if (house.number === 0) {
    for (const { key, id, kind, track } of house.programs) {
      const site = isLakeside ? 'lake-house' : (programs.find((one) => one.key === key)?.site ?? '')
      sheaf.add('program', { id, siteId: castId(site), name: programNamed[key] ?? key, kind, track })
    }
  }
  addStaff(house, sheaf, hashes, at)
  if (house.number === 0) addFrontDoor(house, sheaf, at)
  addWeek(house, sheaf, at)
  addChanges(house, sheaf)
  if (house.number === 0) addClosings(house, sheaf, house.closed)
  if (isLakeside) return
  addStaffing(house, sheaf)
  if (house.number === 0) addCurricula(house, sheaf)
}

function addStaff(house: House, sheaf: Sheaf, hashes: Map<string, string>, at: Date): void {
  const administrator = house.staff.find((one) => one.role === 'administrator')?.id ?? null
  house.staff.forEach((one, n) => {
    const id = (word: string) => demoId(at, one.id, word)
    const by = { addedBy: administrator, addedAt: at }
    const { givenName, familyName, credential, email } = one
    const npi =
      one.license === null ? null : String(1_000_000_000 + whole(0, 899_999_999, house.chance(one.key, 'npi')))
    sheaf.add('staffMember', { id: one.id, givenName, familyName, credential, email, npi, ...by })
    sheaf.add('staffRole', { id: id('role'), staffId: one.id, role: one.role, givenBy: administrator, givenAt: at })
    const hash = hashes.get(one.id)
    if (hash !== undefined) {
      sheaf.add('staffPassword', { id: id('password'), staffId: one.id, hash, setBy: administrator, setAt: at })
    }
    const licenses = one.license === null ? [] : [one.license]
    for (const kind of licenses) {
      // One licence runs out in five weeks: the meetings after it are flagged already.
      const days = one.key === 'owen' ? 34 : whole(90, 900, house.chance(one.key, kind, 'expires'))
      const expiresOn = house.calendar.add(house.today, days)
      sheaf.add('staffLicense', {
        id: id(kind),
        staffId: one.id,
        kind,
        number: `${house.clinic.state}-${String(20_000 + whole(0, 69_999, house.chance(one.key, kind))).padStart(6, '0')}`,
        state: house.clinic.state,
        issuedOn: house.calendar.add(expiresOn, -1095),
        expiresOn,
        recordedBy: administrator,
        recordedAt: minutesAfter(at, 5 + n),
      })
    }
  })
}

function addWeek(house: House, sheaf: Sheaf, at: Date): void {
  const { calendar, director, today } = house
  const nextOf = new Map(house.changes.map((one) => [one.next.id, one]))
  const after = ({ runsUntil }: Meeting) => (runsUntil === null ? null : calendar.add(runsUntil, 1))
  for (const meetings of [...house.blocks.map((block) => block.meetings), house.changes.map((one) => one.next)]) {
    for (const meeting of meetings) {
      const change = nextOf.get(meeting.id)
      const group = groups[meeting.group]
      const programId = house.programs.find((one) => one.key === meeting.program)?.id ?? ''
      const opened =
        change?.at ??
        (meeting.runsFrom > founding(house).day
          ? house.calendar.instant(house.calendar.add(meeting.runsFrom, -10), '11:00')
          : at)
      sheaf.add('groupSeries', {
        id: meeting.id,
        programId,
        roomId: meeting.roomId,
        name: group?.name ?? meeting.group,
        kind: group?.kind ?? 'process',
        topic: group?.topic ?? '',
        affinity: group?.affinity ?? '',
        weekday: meeting.weekday,
        starts: meeting.starts,
        minutes: meeting.minutes,
        timeZone: house.clinic.timeZone,
        during: daysFrom(meeting.runsFrom, after(meeting)),
        subject: group?.subject ?? '',
        everyWeeks: meeting.turn?.every ?? 1,
        // A Monday whose number every turn divides.
        anchor: meeting.turn === null ? null : calendar.add(calendar.monday(today), -7 * (calendar.week(today) % 4)),
        lineId: change?.before.id ?? null,
        openedBy: director.id,
        openedAt: opened,
      })
      for (let number = 1; number <= meeting.cap; number += 1)
        sheaf.add('seriesChair', { seriesId: meeting.id, number })
      const leaders = [
        { part: 'lead', staff: meeting.lead },
        ...(meeting.coLead === null ? [] : [{ part: 'co-lead', staff: meeting.coLead }]),
      ]
      for (const { part, staff } of leaders) {
        sheaf.add('seriesLeader', {
          id: demoId(opened, meeting.id, part),
          seriesId: meeting.id,
          staffId: staff.id,
          part,
          during: daysFrom(meeting.runsFrom, after(meeting)),
          assignedBy: director.id,
          assignedAt: opened,
        })
      }
    }
  }
}
