import type { Mark } from '../../basics/mark.ts'
import { newId } from '../../basics/ids.ts'
import { refuse, type Refusal } from '../../basics/refusal.ts'
import type { Work } from '../../db/work.ts'
import { mayNot } from '../access/permissions.ts'
import { record } from '../access/trail.ts'
import { defaultCaps } from './caps.ts'
import { type AgeGroup, defaultFloors } from './dose.ts'
import { payersNamed, programById, programsOf, roomsOf, sitesOf } from './queries.ts'
import { mayRecordFloor } from './rules.ts'

const isNamed = (name: string) => (one: { name: string }) => one.name.toLowerCase() === name.toLowerCase()

export type NewSite = { name: string; address: string; state: string; timeZone: string }

export async function addSite(work: Work, site: NewSite): Promise<{ id: string } | Refusal> {
  const denied = mayNot(work.by, 'program.manage')
  if (denied) return denied
  if ((await sitesOf(work)).some(isNamed(site.name))) return taken('site')
  const id = newId()
  await work.db
    .insertInto('site')
    .values({ clinicId: work.clinic.id, id, ...site })
    .execute()
  await record(work, 'site.added', { about: { site: id } })
  return { id }
}

export type NewRoom = { siteId: string; name: string; places: number; isVideo: boolean }

export async function addRoom(work: Work, room: NewRoom): Promise<{ id: string } | Refusal> {
  const denied = mayNot(work.by, 'program.manage')
  if (denied) return denied
  if (!(await sitesOf(work)).some((site) => site.id === room.siteId)) return noSite
  if ((await roomsOf(work)).filter((one) => one.siteId === room.siteId).some(isNamed(room.name))) return taken('room')
  const id = newId()
  await work.db
    .insertInto('room')
    .values({ clinicId: work.clinic.id, id, ...room })
    .execute()
  await record(work, 'room.added', { about: { room: id, places: room.places } })
  return { id }
}

export type NewProgram = {
  siteId: string
  name: string
  kind: 'substance-use' | 'mental-health'
  track: 'day' | 'evening' | 'virtual'
  levelOfCare: string
  ageGroup: AgeGroup
}

export async function addProgram(work: Work, program: NewProgram): Promise<{ id: string } | Refusal> {
  const denied = mayNot(work.by, 'program.manage')
  if (denied) return denied
  if (!(await sitesOf(work)).some((site) => site.id === program.siteId)) return noSite
  if ((await programsOf(work)).some(isNamed(program.name))) return taken('program')
  const id = newId()
  await work.db
    .insertInto('program')
    .values({ clinicId: work.clinic.id, id, ...program })
    .execute()
  await record(work, 'program.added', { about: { program: id, level: program.levelOfCare } })
  return { id }
}

const noSite = refuse('no-site', 'Choose the site it belongs to.')
const taken = (what: string) => refuse('name-taken', `There is a ${what} of this name already. Choose another name.`)

export type FloorSaid = {
  levelOfCare: string
  ageGroup: AgeGroup
  minutesPerWeek: number
  daysPerWeek: number
  from: string
  to: string | null
  source: string
  mark: Mark
  /** All three empty: everyone's at this level. A payer's floor and a program's are never one row. */
  state: string | null
  payerId: string | null
  programId: string | null
}

/** Records a weekly floor from a day on. Earlier rows stay; the weeks since that day are judged by the new one. */
export async function addFloor(work: Work, said: FloorSaid): Promise<null | Refusal> {
  const refused = mayNot(work.by, 'rules.change') ?? mayRecordFloor(said)
  if (refused) return refused
  if (said.payerId !== null && !(await payersNamed(work)).some((payer) => payer.id === said.payerId))
    return refuse('no-payer', 'Choose the payer from the directory.')
  if (said.programId !== null && (await programById(work, said.programId)) === undefined)
    return refuse('no-program', 'Choose one of the programs.')
  const { from, to, ...floor } = said
  const id = newId()
  await work.db
    .insertInto('doseFloor')
    .values({ clinicId: work.clinic.id, id, ...floor, effectiveFrom: from, effectiveTo: to, ...recorded(work) })
    .execute()
  await record(work, 'floor.recorded', {
    about: { floor: id, level: said.levelOfCare, minutes: said.minutesPerWeek, days: said.daysPerWeek, from },
  })
  return null
}

export type CapSaid = {
  state: string | null
  /** The payer's limit, in any group with somebody for whom it pays; then `state` is null. */
  payerId?: string | null
  kind: 'counselling' | 'education'
  most: number
  from: string
  to: string | null
  source: string
  mark: Mark
}

/** Records how many may sit in a group, from a day on. Whoever has a seat keeps it; new seats follow the limit. */
export async function addCap(work: Work, said: CapSaid): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'rules.change')
  if (denied) return denied
  if (said.to !== null && said.to < said.from) {
    return refuse('dates-turned', 'The limit would end before it begins. Look at the two dates.')
  }
  if (said.state !== null && (said.payerId ?? null) !== null)
    return refuse('one-authority', 'A limit is a state’s or a payer’s, not both. Record two.')
  if (said.payerId != null && (await payersNamed(work)).every((one) => one.id !== said.payerId))
    return refuse('payer', 'Choose the payer from the list.')
  const { from, to, ...cap } = said
  const id = newId()
  await work.db
    .insertInto('groupCap')
    .values({ clinicId: work.clinic.id, id, ...cap, effectiveFrom: from, effectiveTo: to, ...recorded(work) })
    .execute()
  await record(work, 'cap.recorded', { about: { cap: id, state: said.state, kind: said.kind, most: said.most, from } })
  return null
}

const recorded = (work: Work) => ({ recordedBy: work.by.id, recordedAt: work.at })

/**
 * What a clinic starts with: the floors and the limits of every state that we know, each a row with its source, to be
 * confirmed or replaced. Payers' own rows come with the payers.
 */
export async function furnishClinic(work: Work): Promise<void> {
  const clinicId = work.clinic.id
  await work.db
    .insertInto('doseFloor')
    .values(
      defaultFloors
        .filter((floor) => floor.payer === null && floor.state === null)
        .map((floor) => ({
          clinicId,
          id: newId(),
          levelOfCare: floor.levelOfCare,
          ageGroup: floor.ageGroup,
          minutesPerWeek: floor.minutesPerWeek,
          daysPerWeek: floor.daysPerWeek,
          effectiveFrom: floor.from,
          effectiveTo: floor.to,
          source: floor.source,
          mark: floor.mark,
          ...recorded(work),
        })),
    )
    .execute()
  await work.db
    .insertInto('groupCap')
    .values(
      defaultCaps
        .filter((cap) => cap.authority === 'state')
        .flatMap((cap) =>
          cap.appliesTo.map((kind) => ({
            clinicId,
            id: newId(),
            state: cap.key,
            kind,
            most: cap.cap,
            effectiveFrom: cap.from,
            effectiveTo: cap.to,
            source: cap.source,
            mark: cap.mark,
            ...recorded(work),
          })),
        ),
    )
    .execute()
  await record(work, 'clinic.furnished', {})
}
