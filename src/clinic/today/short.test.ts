import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId, riverbend, staff } from '../../../tests/cast.ts'
import { openHouse, type TestHouse } from '../../../tests/knock.ts'
import { todayHere } from '../../../tests/world.ts'
import { addDays, instantAt, weekOf } from '../../basics/dates.ts'
import { asPerson, type StaffPerson } from '../../db/work.ts'
import { boardOf } from '../attendance/queries/week.ts'
import { caseloadSizes, onCaseloads } from '../visits/queries/caseload.ts'
import { todayFor } from './queries.ts'

describe('Who is short', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
  })
  after(() => house.close())

  it('is said alike on Today, in the week and on the caseload, whatever day it is and however much is unmarked', async () => {
    const week = weekOf(todayHere())
    const one = staff.find(({ key }) => key === 'dana')
    assert.ok(one)
    const dana: StaffPerson = { ...one, kind: 'staff', id: castId('dana'), name: 'Dana', sessionId: '' }
    const counts: number[] = []
    for (let n = 0; n < 7; n += 1) {
      const day = addDays(week, n)
      const at = instantAt(day, '12:00', riverbend.timeZone)
      const said = await asPerson(house.db.pool, riverbend.id, dana, at, async (work) => ({
        today: await todayFor(work),
        board: await boardOf(work, { week, program: null, onlyShort: true, page: 1 }),
        caseloads: await onCaseloads(work, week, day),
        sizes: await caseloadSizes(work, week, day),
        those: await onCaseloads(work, week, day, [castId('lee')]),
      }))
      const { today, board, caseloads, sizes, those } = said
      counts.push(board.short)
      assert.equal(today.shortCount, board.short, day)
      const onTheWeek = new Set(board.people.map((person) => person.clientId))
      for (const person of today.short) assert.ok(onTheWeek.has(person.clientId), `${person.name} on ${day}`)
      for (const person of caseloads)
        if (person.short > 0) assert.ok(onTheWeek.has(person.clientId), `${person.name} on ${day}`)
      const byStaff = Map.groupBy(caseloads, (one) => one.staffId)
      assert.ok(byStaff.size > 0)
      assert.deepEqual(those, byStaff.get(castId('lee')) ?? [], 'the caseload of one')
      assert.deepEqual(
        new Map(sizes.map(({ staffId, ...size }) => [staffId, size])),
        new Map(
          [...byStaff].map(([id, mine]) => [
            id,
            {
              clients: mine.length,
              without: mine.filter((one) => one.individual === 0).length,
              short: mine.filter((one) => one.short > 0).length,
            },
          ]),
        ),
        `the counts of each caseload on ${day}`,
      )
      for (const person of today.short)
        assert.equal(person.shortMinutes, Math.max(0, person.floor - person.planned - person.attended), person.name)
    }
    const [monday = 0] = counts
    assert.ok((counts.at(-1) ?? 0) > monday, `some rosters are unmarked, so that more fall short: ${counts.join(' ')}`)
  })
})
