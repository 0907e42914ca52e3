import type { Day } from '../basics/dates.ts'
import { openItemsOf } from '../clinic/episodes/first-items.ts'
import { minutesAfter } from './calendar.ts'
import { pick } from './chance.ts'
import type { House } from './house.ts'
import { demoId } from './ids.ts'
import type { Sheaf } from './rows.ts'
import type { Ending, Stay } from './stays.ts'

// What goes on after the program is opened on its first day; some of it is done on the way, some before the last day.

export function addContinuingCare(house: House, sheaf: Sheaf, stay: Stay, therapist: string): void {
  const { calendar, chance } = house
  const openedAt = minutesAfter(calendar.instant(stay.from, '08:30'), 12)
  const program = house.programs.find((one) => one.key === stay.program)?.kind ?? 'substance-use'
  const takesMedication = chance(stay.id, 'medication') <= 0.66
  const coordinator = pick(house.coordinators, chance(stay.id, 'coordinator')).id
  const prescriber =
    house.prescribers.length === 0 ? therapist : pick(house.prescribers, chance(stay.id, 'prescribes')).id
  const owners = { 'primary-therapist': therapist, 'care-coordinator': coordinator, prescriber }
  const facts = {
    program,
    ageGroup: 'adult' as const,
    usesOpioids: stay.person.trouble === 'opioids',
    suicideFound: stay.person.trouble === 'depression' || stay.person.trouble === 'trauma',
    takesMedication,
    prescriberBeside: false,
    residenceBeside: false,
  }
  for (const { kind, what, owner, dueOn } of openItemsOf(facts, stay.from)) {
    const id = demoId(openedAt, stay.id, 'item', kind)
    const ownerId = owners[owner]
    sheaf.add('continuingCareItem', {
      id,
      episodeId: stay.id,
      kind,
      what,
      dueOn,
      ownerId,
      openedBy: coordinator,
      openedAt,
    })
    addDone(house, sheaf, stay, { id, kind, dueOn, owner: ownerId }, new Date(0))
  }
}

/** Ticks an item off at about its day, if this stay is one that does so, and since an instant. */
export function addDone(
  house: House,
  sheaf: Sheaf,
  stay: Stay,
  item: { id: string; kind: string; dueOn: Day; owner: string },
  since: Date,
): void {
  const { calendar, chance } = house
  const x = chance(stay.id, item.kind, 'done')
  const about = calendar.add(item.dueOn, Math.round(3 - 7 * chance(stay.id, item.kind, 'when')))
  const doneOn = about < stay.from ? stay.from : about
  const doneAt = minutesAfter(calendar.instant(doneOn, '11:00'), Math.floor(300 * x))
  const share = stay.ending === 'dropped-out' ? 0.7 : 0.94
  if (doneAt <= since || doneAt >= house.at || (stay.isOver && doneOn > stay.until)) return
  if (x > share) return
  const id = demoId(doneAt, item.id, 'done')
  sheaf.add('continuingCareDone', { id, itemId: item.id, words: '', doneBy: item.owner, doneAt })
}

const partingWords: Record<Ending, string[]> = {
  completed: [
    'Goals met. First outpatient appointment is made; two meetings a week go on.',
    'Finished the program. Continues with medication visits and a weekly therapist.',
    'Ready for less. Alumni group from next week, therapist in town.',
  ],
  transferred: [
    'Needs more than this level holds; goes on in residential treatment.',
    'Moved to another county; care goes on with a program there.',
    'Continues in the mental health clinic, closer to home.',
  ],
  'dropped-out': [
    'Not seen for two weeks in spite of calls to the person and the emergency contact. Letter sent, door open.',
    'Said on the phone that work comes first for now. May return without a new referral.',
    'No answer since the last group. Letter sent with numbers for a crisis.',
  ],
  terminated: [
    'Repeated use on the premises after two agreements. Referred with names and numbers.',
    'Coverage ended; handed over to a sliding-scale clinic with an appointment.',
    'Threats toward others in the parking lot. Individual care offered elsewhere.',
  ],
  incarcerated: ['In county jail since this week; the reentry counselor has our number.'],
  died: ['Died at home. Family called; staff met. Case review is set.'],
  other: [
    'Moved away for work.',
    'Left for surgery; may come back after recovery.',
    'Found another program with a bus line.',
  ],
}

export function addDischarge(house: House, sheaf: Sheaf, stay: Stay, by: string): void {
  const at = minutesAfter(house.calendar.instant(stay.until, '16:15'), Math.floor(70 * house.chance(stay.id, 'parted')))
  sheaf.add('discharge', {
    id: demoId(at, stay.id, 'discharge'),
    episodeId: stay.id,
    onDay: stay.until,
    reason: stay.ending,
    words: pick(partingWords[stay.ending], house.chance(stay.id, 'parting')),
    dischargedBy: by,
    dischargedAt: at,
  })
}
