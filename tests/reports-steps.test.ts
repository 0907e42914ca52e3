import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { urls } from '../src/urls.ts'
import { castId, lakeside } from './cast.ts'
import { openHouse, type TestHouse, type Visitor } from './knock.ts'
import { rowOf, tablesIn } from './reports-read.ts'
import { lake, laySpring, noon, spring } from './reports-world.ts'

describe('Reports, after a step', () => {
  let house: TestHouse
  let sofia: Visitor
  const at = async (report: string) => tablesIn((await sofia.get(urls.report({ report }, spring))).text)
  const namesIn = async (report: string, query: Record<string, string>) =>
    Object.values(tablesIn((await sofia.get(urls.reportPeople({ report }, { ...spring, ...query }))).text))
      .flat()
      .map(([name]) => name)
      .toSorted()
  before(async () => {
    house = await openHouse()
    sofia = await house.as('sofia')
    house.setNow(noon)
    await laySpring(house)
  })
  after(() => house.close())

  it('keep everyone in the program in which they were on the day, after they stepped to another', async () => {
    const put = (sql: string, values: unknown[]) => house.db.owner.query(sql, [lakeside.id, ...values])
    const [decision, level] = [lake('step'), lake('level')]
    await put(
      `insert into step_decision (clinic_id, id, episode_id, client_id, kind, from_level, to_level, to_program_id, from_day, reasons, took_part, client_view, evidence, did, decided_by, name_and_credential, decided_at)
       select clinic_id, $2, id, client_id, 'step-down', level_of_care, '1.5', $4, '2024-03-10', 'Steady', 'Ben', 'agrees', '[]', '{}', $5, 'Kim', $6 from episode where clinic_id = $1 and id = $3`,
      [decision, lake('b stay'), lake('evening'), castId('kim'), noon],
    )
    await put(
      `insert into stay_level (clinic_id, id, episode_id, from_day, program_id, level_of_care, was_program_id, was_level, decision_id, moved_by, moved_at)
       select clinic_id, $2, id, '2024-03-10', $4, '1.5', program_id, level_of_care, $5, $6, $7 from episode where clinic_id = $1 and id = $3`,
      [level, lake('b stay'), lake('evening'), decision, castId('kim'), noon],
    )
    const before = await at('census')
    assert.deepEqual(rowOf(before, 'Day by day', '9 Mar 2024'), ['2', '1', '3'])
    assert.deepEqual(rowOf(before, 'Day by day', '10 Mar 2024'), ['3', '1', '4'])
    assert.deepEqual(await namesIn('census', { show: 'in-care', day: '2024-03-09', of: lake('day') }), ['Ben Brook'])
    assert.deepEqual(await namesIn('census', { show: 'in-care', day: '2024-03-10', of: lake('day') }), ['Finn Ford'])
    assert.deepEqual(rowOf(await at('moves'), 'Who was admitted?', 'Day'), ['3', '1', '0', '4'])
    await put(
      'insert into stay_level_undo (clinic_id, id, level_id, undone_by, undone_at) values ($1, gen_random_uuid(), $2, $3, $4)',
      [level, castId('kim'), noon],
    )
    assert.deepEqual(rowOf(await at('census'), 'Day by day', '10 Mar 2024'), ['2', '2', '4'])
  })
})
