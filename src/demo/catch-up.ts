import pg from 'pg'
import { type Day, dayAt } from '../basics/dates.ts'
import { lakeside, riverbend } from '../../tests/cast.ts'
import { addFrontDoor, hasFrontDoor, liveAtFrontDoor } from './front-life.ts'
import { founding } from './furnish.ts'
import { type House, lakesideHouse, riverbendHouse } from './house.ts'
import { liveOn } from './live-on.ts'
import { newSheaf } from './rows.ts'
import { settleMisses } from './settle.ts'
import { addDeeds, livedUntil } from './trail.ts'
import { liveTheWeek } from './week-life.ts'
import { type Writer, writerOn } from './write.ts'

/** Any number will do, as long as every copy of Stepwell takes the same one. */
const lock = 7_203_530

export type Lived = { at: Date; day: Day; seed: number; clients: number; scale: number }

/**
 * Lives the time since the demo was last opened: groups meet, people come, stay away, arrive and leave, notes are written.
 * What people did in the demo stands; only what they left open goes on. Done twice for one moment, the second does nothing.
 */
export async function catchUpDemo(ownerUrl: string, { at }: { at: Date }): Promise<void> {
  const owner = new pg.Client({ connectionString: ownerUrl, application_name: 'stepwell demo' })
  await owner.connect()
  try {
    await owner.query('begin')
    await owner.query('select pg_advisory_xact_lock($1)', [lock])
    const writer = await writerOn(owner)
    for (const clinic of [riverbend, lakeside]) {
      await writer.enter(clinic.id)
      const lived = await livedAt(owner, clinic.id)
      if (lived === null || lived.at >= at) continue
      const today = dayAt(at, clinic.timeZone)
      for (let number = 0; number < lived.scale; number += 1) {
        const plot = { today, at, seed: lived.seed, number, isRemembered: true }
        const house = clinic.id === riverbend.id ? riverbendHouse(plot) : lakesideHouse(plot)
        const hasFront = await hasFrontDoor(owner, house)
        if (number === 0 && !hasFront) await layFrontDoor(writer, house)
        const { sheaf, deeds } = await liveOn(owner, house, lived)
        addDeeds(sheaf, deeds, at)
        await writer.write(sheaf)
        await settleMisses(owner, writer, house)
        if (number === 0 && house.clinic.id === riverbend.id)
          await liveAtFrontDoor(owner, writer, house, hasFront ? lived.at : null)
        await liveTheWeek(owner, writer, house, false)
      }
      const last = newSheaf()
      const first = clinic.id === riverbend.id ? riverbendHouse : lakesideHouse
      const { seed, clients, scale } = lived
      addDeeds(last, [livedUntil(first({ today, at, seed, number: 0 }), { seed, clients, scale })], at)
      await writer.write(last)
    }
    await owner.query('commit')
  } catch (error) {
    await owner.query('rollback').catch(() => {})
    throw error
  } finally {
    await owner.end()
  }
}

/** A demo of an earlier release gets what this one begins with. */
async function layFrontDoor(writer: Writer, house: House): Promise<void> {
  const ground = newSheaf()
  addFrontDoor(house, ground, founding(house).at)
  await writer.write(ground)
}

async function livedAt(owner: pg.Client, clinicId: string): Promise<Lived | null> {
  const { rows } = await owner.query<Lived>(
    `select at, about->>'day' as day, (about->>'seed')::int as seed, (about->>'clients')::int as clients, (about->>'scale')::int as scale
     from trail where clinic_id = $1 and verb = 'demo.lived' order by at desc, id desc limit 1`,
    [clinicId],
  )
  return rows[0] ?? null
}
