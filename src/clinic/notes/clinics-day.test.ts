import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { castId, riverbend } from '../../../tests/cast.ts'
import { openHouse, type TestHouse } from '../../../tests/knock.ts'
import { addDays, dayAt } from '../../basics/dates.ts'
import { newId } from '../../basics/ids.ts'

// At every moment one end of the world has another date than the database's own clock.
const zone = new Date().getUTCHours() < 11 ? 'Pacific/Niue' : 'Pacific/Kiritimati'
const here = dayAt(new Date(), zone)

describe('A note that is withheld until a day', () => {
  let house: TestHouse
  const note = newId()
  before(async () => {
    house = await openHouse()
    const { owner } = house.db
    await owner.query('update clinic set time_zone = $2 where id = $1', [riverbend.id, zone])
    // The note itself does not matter here, only its id.
    await owner.query('alter table note_withheld disable trigger all')
    await owner.query(
      `insert into note_withheld (clinic_id, id, client_id, visit_note_id, held_on, ground, because, until, withheld_by, name_and_credential, withheld_at)
       values ($1, $2, $3, $4, $5, 'danger', 'Names somebody who would be in danger.', $5, $6, 'Lee Park, LCSW', now())`,
      [riverbend.id, newId(), castId('maya'), note, here, castId('lee')],
    )
  })
  after(() => house.close())

  const isWithheld = async (until: string) => {
    await house.db.owner.query('update note_withheld set until = $2 where visit_note_id = $1', [note, until])
    const { rows } = await house.db.owner.query<{ is: boolean }>('select is_withheld($1, null, $2) as is', [
      riverbend.id,
      note,
    ])
    return rows[0]?.is
  }

  it('stays withheld for the whole of that day where the clinic is, and no day longer', async () => {
    assert.notEqual(here, dayAt(new Date(), 'UTC'), 'the database is a day apart')
    assert.equal(await isWithheld(here), true)
    assert.equal(await isWithheld(addDays(here, -1)), false)
  })

  it('is asked of the clinic’s day, as every question of the house’s code is', () => {
    const code = globSync('src/**/*.{ts,tsx}').filter((file) => !/\.test\.|\/demo\//.test(file))
    assert.deepEqual(
      code.filter((file) => readFileSync(file, 'utf8').includes('current_date')),
      [],
    )
  })
})
