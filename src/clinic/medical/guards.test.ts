import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId, riverbend } from '../../../tests/cast.ts'
import { openHouse, type TestHouse, type Visitor } from '../../../tests/knock.ts'
import { todayHere } from '../../../tests/world.ts'
import { asPerson } from '../../db/work.ts'
import { urls } from '../../urls.ts'

const today = todayHere()
const maya = { client: castId('maya') }
const line = {
  dose: '8 mg/2 mg film under the tongue',
  amount: '8',
  unit: 'mg',
  times: '2',
  everyDays: '1',
  route: '',
  whatFor: '',
  rxnorm: '',
}
const order = { ...line, because: 'Opioid use disorder', startOn: today, stopOn: '', daysSupplied: '14', refills: '1' }

describe('Readings, and who may see what', () => {
  let house: TestHouse
  let [priya, lee, ben, ada]: Visitor[] = []
  before(async () => {
    house = await openHouse()
    ;[priya, lee, ben, ada] = await Promise.all(['priya', 'lee', 'ben', 'ada'].map(house.as))
  })
  after(() => house.close())
  const who = (one: Visitor | undefined): Visitor => one ?? assert.fail()
  const rows = async <T extends object>(sql: string, values: unknown[] = []) =>
    (await house.db.owner.query<T>(sql, values)).rows
  const lineOf = async (name: string, client = maya.client) =>
    (
      await rows<{ id: string }>(
        'select m.id from medication m where m.client_id = $1 and m.name = $2 and not exists (select from medication_end e where e.medication_id = m.id)',
        [client, name],
      )
    )[0]?.id ?? assert.fail(name)
  const orderSuboxone = async () => who(priya).post(urls.newMedicationOrder(maya), { ...order, name: 'Suboxone' })
  const ok = (answer: { status: number; text: string }) =>
    assert.equal(answer.status, 303, answer.text.replace(/<[^>]+>/g, ' ').slice(0, 3000))

  it('takes vital signs, says at once what is out of range, and corrects a row by a row', async () => {
    const reading = {
      onDay: today,
      atTime: '00:01',
      systolic: '188',
      diastolic: '96',
      pulse: '',
      temperature: '',
      breaths: '',
      oxygen: '',
      weight: '',
      breathAlcohol: '',
      words: '',
    }
    ok(await who(lee).post(urls.flowsheet(maya), reading))
    const page = await who(lee).get(urls.flowsheet(maya))
    assert.match(page.text, /Upper blood pressure 188 is out of the safe range/)
    assert.match(page.text, /Open the safety screen/)
    const [{ id } = { id: '' }] = await rows<{ id: string }>('select id from vital_reading')
    const fix = { ...reading, systolic: '138', because: 'Typed wrongly' }
    const both = await Promise.all([
      who(lee).post(urls.vitalCorrection({ reading: id }), fix),
      who(priya).post(urls.vitalCorrection({ reading: id }), fix),
    ])
    assert.deepEqual(both.map(({ status }) => status).toSorted(), [303, 422])
    const mended = await who(lee).get(urls.flowsheet(maya))
    assert.doesNotMatch(mended.text, /out of the safe range/)
    assert.match(mended.text, /<s>188\/96<\/s>/)
    for (const wrong of [
      { systolic: '120', diastolic: '' },
      { systolic: '80', diastolic: '120' },
      { systolic: '', diastolic: '' },
      { systolic: 'x' },
    ])
      assert.equal((await who(lee).post(urls.flowsheet(maya), { ...reading, ...wrong })).status, 422)
    assert.equal((await who(ben).post(urls.flowsheet(maya), reading)).status, 403)
  })

  it('shows billers and administrators nothing, on the page and in the rows', async () => {
    for (const one of [ben, ada]) {
      for (const path of [
        urls.medical(maya),
        urls.flowsheet(maya),
        urls.toxicology(maya),
        urls.medicineBoard(),
        urls.labImports(),
      ])
        assert.equal((await who(one).get(path)).status, 403, path)
      assert.doesNotMatch((await who(one).get(urls.today())).text, /href="\/medicine"/)
    }
    const tables = await rows<{ name: string }>(
      "select relname as name from pg_class where relkind = 'r' and relname ~ '^(allergy|medication|reconciliation|medical_|vital_|tox_|lab_)'",
    )
    assert.equal(tables.length, 23)
    for (const role of ['biller', 'administrator'] as const) {
      const by = {
        kind: 'staff',
        id: castId('ben'),
        role,
        name: '',
        givenName: '',
        familyName: '',
        credential: '',
        sessionId: '',
      } as const
      for (const { name } of tables) {
        const seen = await asPerson(
          house.db.pool,
          riverbend.id,
          by,
          new Date(),
          async (work) =>
            (
              await work.db
                .selectFrom(name as 'allergy')
                .select('id')
                .execute()
            ).length,
        )
        assert.equal(seen, 0, `${name} as ${role}`)
      }
    }
  })

  it('holds in the database too: nobody but a prescriber writes an order, nothing is overwritten', async () => {
    const by = {
      kind: 'staff',
      id: castId('lee'),
      role: 'therapist',
      name: '',
      givenName: '',
      familyName: '',
      credential: '',
      sessionId: '',
    } as const
    await orderSuboxone()
    const medication = await lineOf('Suboxone')
    await assert.rejects(
      asPerson(house.db.pool, riverbend.id, by, new Date(), (work) =>
        work.db
          .insertInto('medicationOrder')
          .values({
            clinicId: riverbend.id,
            id: castId('x'),
            medicationId: medication,
            clientId: maya.client,
            startOn: today,
            because: 'x',
            licence: 'x',
            orderedBy: by.id,
            orderedAt: new Date(),
          })
          .execute(),
      ),
      /row-level security/,
    )
    await assert.rejects(
      asPerson(house.db.pool, riverbend.id, by, new Date(), (work) =>
        work.db.updateTable('medication').set({ dose: 'x' }).execute(),
      ),
      /permission denied/,
    )
    await assert.rejects(
      asPerson(house.db.pool, riverbend.id, by, new Date(), (work) => work.db.deleteFrom('vitalReading').execute()),
      /permission denied/,
    )
  })
})
