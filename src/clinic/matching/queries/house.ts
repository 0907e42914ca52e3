import type { Day } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { offeredOf, type Offered } from '../../groups/queries/seating.ts'
import { chairsAside, seriesStanding, type StandingRow, withFree } from '../../groups/queries/series.ts'
import type { Stay } from '../../plans/queries.ts'
import { type Diary, diaryOf } from '../hours.ts'
import {
  type ClinicianFacts,
  clinicianFacts,
  cliniciansNear,
  diariesOf,
  prescribersNear,
  primariesOf,
} from './clinicians.ts'
import { shelfOf, type Words } from './kept.ts'
import { nobodySits, type RoomFacts, roomsStanding, type RoomStanding, type RoomSits, sitsIn } from './rooms.ts'

// What a house holds, for one client's week: each part as it was read last, while nobody changed it since.

const standing = shelfOf<readonly StandingRow[]>()
const rooms = shelfOf<RoomStanding | undefined>()
const sits = shelfOf<RoomSits>()
const nearby = shelfOf<readonly string[]>()
const people = shelfOf<ClinicianFacts | undefined>()
const primaries = shelfOf<ReadonlyMap<string, number>>()
const prescribers = shelfOf<readonly string[]>()
const diaries = shelfOf<Diary>()

export type Groups = { offered: ReadonlyMap<string, Offered>; rooms: ReadonlyMap<string, RoomFacts> }

/**
 * The groups of a client's program at a site, by video and in which they sit (`held`), with the chairs that are free for them
 * from a day on, who leads and who sits there. `siteId` null: at every site.
 */
export async function groupsFor(
  work: Work,
  words: Words,
  { stay, from, siteId, held }: { stay: Stay; from: Day; siteId: string | null; held: readonly string[] },
): Promise<Groups> {
  const { programId, clientId } = stay
  const here = `${words.house} ${from}`
  const base = await standing.one(`${here} ${programId} ${siteId}`, words.timetable, () =>
    seriesStanding(work, from, { programId, siteId }),
  )
  const elsewhere = held.filter((id) => !base.some((row) => row.id === id)).toSorted()
  const own =
    elsewhere.length === 0
      ? []
      : (
          await standing.one(`${here} ${elsewhere.join()}`, words.timetable, () =>
            seriesStanding(work, from, { ids: elsewhere }),
          )
        ).filter((row) => row.programId === programId)
  const rows = [...base, ...own]
  const lines = [...new Set(rows.flatMap(({ rowIds }) => rowIds))]
  const seated = await sits.each(lines, {
    name: here,
    word: words.seats,
    ask: async (ids) => {
      const found = await sitsIn(work, ids, from)
      return (id) => found.get(id) ?? nobodySits
    },
  })
  const aside = await chairsAside(work, lines, from, stay.lastDay, clientId)
  const { lastDay } = stay
  const numbers = new Map(
    [...seated].map(([id, { chairs }]) => [
      id,
      chairs.flatMap(([number, first]) => (lastDay === null || first <= lastDay ? number : [])),
    ]),
  )
  const list = await offeredOf(work, withFree(rows, [numbers, aside]), from, stay.lastDay, clientId)
  const facts = await rooms.each(
    rows.map(({ id }) => id),
    {
      name: here,
      word: () => words.timetable,
      ask: async (ids) => {
        const found = await roomsStanding(work, ids, from)
        return (id) => found.get(id)
      },
    },
  )
  return {
    offered: new Map(list.map((one) => [one.row.id, one])),
    rooms: new Map(
      rows.flatMap(({ id }) => {
        const one = facts.get(id)
        return one === undefined ? [] : [[id, { ...one, ...(seated.get(id) ?? nobodySits) }]]
      }),
    ),
  }
}

export type PeopleAsked = { programId: string; siteId: string; siteOnly: boolean; named: readonly string[] }
export type Colleague = ClinicianFacts & {
  /** For how many stays they are the primary therapist; counted where there is a limit, else 0. */
  primaryFor: number
  diary: Diary
}

/** Whoever a client of a program could see from a day on, and whoever is named, each with what stands in their diary. */
export async function peopleFor(
  work: Work,
  words: Words,
  { programId, siteId, siteOnly, named }: PeopleAsked,
  from: Day,
): Promise<Colleague[]> {
  const here = `${words.house} ${from}`
  const near = await nearby.one(`${here} ${programId} ${siteId} ${siteOnly}`, words.timetable, () =>
    cliniciansNear(work, { programId, siteId, siteOnly }, from),
  )
  const facts = await people.each([...new Set([...near, ...named])], {
    name: here,
    word: () => words.timetable,
    ask: async (ids) => {
      const found = new Map((await clinicianFacts(work, ids, from)).map((one) => [one.id, one]))
      return (id) => found.get(id)
    },
  })
  const all = [...facts.values()].filter((one) => one !== undefined).toSorted(byName)
  const isCounted = all.some(({ caseloadCap }) => caseloadCap !== null)
  const counts = isCounted ? await primaries.one(here, words.caseload, () => primariesOf(work, from)) : null
  const standingIn = await diaries.each(
    all.map(({ id }) => id),
    {
      name: here,
      word: words.diary,
      ask: async (ids) => {
        const found = Map.groupBy(await diariesOf(work, ids, from), ({ staffId }) => staffId)
        return (id) => diaryOf(found.get(id) ?? [])
      },
    },
  )
  return all.map((one) => ({
    ...one,
    primaryFor: (one.caseloadCap === null ? undefined : counts?.get(one.id)) ?? 0,
    diary: standingIn.get(one.id) ?? diaryOf([]),
  }))
}

const byName = (one: ClinicianFacts, other: ClinicianFacts): number => {
  const name = ({ familyName, givenName, id }: ClinicianFacts) => `${familyName} ${givenName} ${id}`
  return name(one) < name(other) ? -1 : 1
}

/**
 * The prescribers whom clients of a program see, as it stood within the last quarter of an hour: who is near is a habit of weeks,
 * and whoever is named is asked for beside them.
 */
export const prescribersOf = (work: Work, words: Words, programId: string, from: Day): Promise<readonly string[]> =>
  prescribers.one(`${words.house} ${from} ${programId}`, words.timetable, () => prescribersNear(work, programId, from))
