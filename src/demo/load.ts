import { addAfterLeaving } from './after-leaving.ts'
import { settleMisses } from './settle.ts'
import { addMoving } from './moving.ts'
import { addStateData } from './state-data.ts'
import { addVisitNotes } from './visit-notes.ts'
import pg from 'pg'
import { addMonths, type Day, dayAt } from '../basics/dates.ts'
import { hashPassword } from '../clinic/access/passwords.ts'
import { castId, demoPassword, lakeside, lakesideStaff, riverbend, staff } from '../../tests/cast.ts'
import { liveAtFrontDoor } from './front-life.ts'
import { addClinic, addHouse } from './furnish.ts'
import { type House, lakesideHouse, riverbendHouse } from './house.ts'
import { liveHouse } from './life.ts'
import { newSheaf } from './rows.ts'
import type { Census } from './stays.ts'
import { liveTheWeek } from './week-life.ts'
import { addSealedDeeds, livedUntil, newChain } from './trail.ts'
import { addLentTablets } from './lent-tablets.ts'
import { addWitnesses } from './witnesses.ts'
import { addWorries } from './worries.ts'
import { restBoards, writerOn } from './write.ts'

export type DemoWish = {
  today: Day
  at: Date
  /** Clients in care today, in each house. */
  clients?: number
  /** Months of sessions, marks and notes. */
  months?: number
  /** Houses: each brings the clients, staff, rooms and groups of one more clinic of this size into Riverbend. */
  scale?: number
  seed?: number
  /** How passwords are hashed; tests spare themselves the cost. */
  hash?: (password: string) => Promise<string>
  onProgress?: (done: number, of: number, what: string) => void
}

/**
 * Lays the two demo clinics into a migrated, empty database, all or nothing: people, weeks, marks, notes and the trail up
 * to `at`. The same wish gives the same rows. Row policies, foreign keys and exclusions check every row on its way.
 */
export async function loadDemo(ownerUrl: string, wish: DemoWish): Promise<void> {
  const { today, at, clients = 90, months = 12, scale = 1, seed = 7, hash = hashPassword, onProgress = () => {} } = wish
  const hashing = hashPasswords(hash)
  const owner = new pg.Client({ connectionString: ownerUrl, application_name: 'stepwell demo' })
  await owner.connect()
  try {
    await owner.query('begin')
    await owner.query("set local work_mem = '96MB'")
    const wakeBoards = await restBoards(owner)
    const writer = await writerOn(owner)
    const census: Census = { active: clients, past: Math.round((clients * 400) / 90), months }
    let told = -1
    const tell = (share: number, what: string) => {
      const percent = Math.floor(share * 100)
      if (percent > told) onProgress((told = percent), 100, what)
    }

    const lay = async (houseOf: (number: number) => House, count: number, people: Census, from: number, to: number) => {
      const chain = newChain()
      for (let number = 0; number < count; number += 1) {
        const house = houseOf(number)
        const share = (part: number) => from + ((to - from) * (number + part)) / count
        const name = `${house.clinic.name}: people, groups, marks and notes`
        tell(share(0), name)
        const { sheaf, deeds } = liveHouse(house, people, addMonths(house.today, -months))
        const ground = newSheaf()
        if (number === 0) {
          await writer.enter(house.clinic.id)
          addClinic(house, ground)
          deeds.push(livedUntil(house, { seed, clients: people.active, scale: count }))
        }
        addHouse(house, ground, number === 0 ? await hashing : new Map())
        addSealedDeeds(sheaf, deeds, chain, at)
        await writer.write(ground)
        await writer.write(sheaf, (part) => tell(share(part), name))
        if (number === 0 && house.clinic.id === riverbend.id) await liveAtFrontDoor(owner, writer, house, null)
        await liveTheWeek(owner, writer, house, true)
      }
      tell(to, `${houseOf(0).clinic.name}: the boards`)
      // The planner has seen none of these rows yet.
      await owner.query(
        'analyze seat, group_session, group_series, visit, attendance_mark, episode, outreach, note_signature',
      )
      await owner.query('select rebuild_boards($1)', [houseOf(0).clinic.id])
      await addVisitNotes(owner, houseOf(0).clinic.id, at)
      await addStateData(owner, houseOf(0).clinic.id, at)
      await addLentTablets(owner, houseOf(0))
      await addWitnesses(owner, writer, houseOf(0))
      await addWorries(owner, writer, houseOf(0))
      await addAfterLeaving(owner, houseOf(0))
      await addMoving(owner, houseOf(0))
      const reached = await settleMisses(owner, writer, houseOf(0))
      await owner.query('select recount_unreached($1, $2::uuid[])', [houseOf(0).clinic.id, reached])
      // Pauses, decisions, summaries and a corrected measure came after the boards were made.
      await owner.query('select rebuild_stay_boards($1), rebuild_scores($1)', [houseOf(0).clinic.id])
    }
    await lay((number) => riverbendHouse({ today, at, seed, number }), scale, census, 0, 0.8)
    const lakesideDay = dayAt(at, lakeside.timeZone)
    const small: Census = { active: 5, past: 8, months }
    const itsDay = lakesideDay < today ? lakesideDay : today
    await lay(() => lakesideHouse({ today: itsDay, at, seed, number: 0 }), 1, small, 0.93, 0.96)

    await wakeBoards()
    await owner.query('commit')
    tell(0.97, 'statistics for the planner')
    await owner.query('analyze')
    tell(1, 'done')
  } catch (error) {
    await owner.query('rollback').catch(() => {})
    throw error
  } finally {
    await owner.end()
  }
}

/** The demo people's passwords, all at once: Node hashes them beside the rest of the work. */
async function hashPasswords(hash: (password: string) => Promise<string>): Promise<Map<string, string>> {
  const people = [...staff, ...lakesideStaff]
  return new Map(await Promise.all(people.map(async (one) => [castId(one.key), await hash(demoPassword)] as const)))
}

export const isDemoLoaded = (ownerUrl: string): Promise<boolean> =>
  holds(ownerUrl, 'select 1 from clinic where id = $1 and is_demo', [riverbend.id])

/** Whether no clinic was ever founded here. */
export const isEmpty = async (ownerUrl: string): Promise<boolean> =>
  !(await holds(ownerUrl, 'select 1 from clinic_ids() limit 1', []))

async function holds(ownerUrl: string, question: string, given: string[]): Promise<boolean> {
  const owner = new pg.Client({ connectionString: ownerUrl, application_name: 'stepwell demo' })
  await owner.connect()
  try {
    return ((await owner.query(question, given)).rowCount ?? 0) > 0
  } finally {
    await owner.end()
  }
}
