import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { forecastOf, gapsOf, type Lesson, type Module, progressInWords, standingsOf } from './learning.ts'

const module = (position: number, isCore = true): Module => ({
  id: `m${position}`,
  position,
  title: `Module ${position}`,
  isCore,
})
const modules = [1, 2, 3, 4].map((n) => module(n, n !== 4))
const lesson = (n: number, there: string[], seated = there): Lesson => ({
  moduleId: `m${n}`,
  day: '2026-11-02',
  seated,
  there,
})

describe('What a member has seen of a curriculum', () => {
  it('is seen, missed or due, and seen stays seen', () => {
    const lessons = [lesson(1, ['ana'], ['ana', 'ben']), lesson(1, [], ['ana']), lesson(2, [], ['ana'])]
    assert.deepEqual([...standingsOf(modules, lessons, [], 'ana').values()], ['seen', 'missed', 'due', 'due'])
    assert.deepEqual([...standingsOf(modules, lessons, [], 'ben').values()], ['missed', 'due', 'due', 'due'])
    // Whoever joined later has missed nothing: it is due.
    assert.deepEqual([...standingsOf(modules, lessons, [], 'cy').values()], ['due', 'due', 'due', 'due'])
    assert.equal(
      progressInWords(modules, standingsOf(modules, lessons, [], 'ana')),
      '1 of 3 core modules seen, 1 missed',
    )
  })

  it('counts what was done alone', () => {
    assert.equal(standingsOf(modules, [], [{ moduleId: 'm3', clientId: 'ana' }], 'ana').get('m3'), 'seen')
    assert.equal(standingsOf(modules, [], [{ moduleId: 'm3', clientId: 'ana' }], 'ben').get('m3'), 'due')
  })
})

describe('What the room has not had', () => {
  it('puts core first, then what most lack, then the order of the curriculum', () => {
    const lessons = [lesson(1, ['ana', 'ben']), lesson(2, ['ana'])]
    const gaps = gapsOf(modules, lessons, [], ['ana', 'ben', 'cy'])
    assert.deepEqual(
      gaps.map((gap) => [gap.module.id, gap.without.length]),
      [
        ['m3', 3],
        ['m2', 2],
        ['m1', 1],
        ['m4', 3],
      ],
    )
  })

  it('leads every member of a stable room through everything in as many meetings as there are modules', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.array(fc.record({ n: fc.integer({ min: 1, max: 12 }), who: fc.subarray(['a', 'b', 'c', 'd']) }), {
          maxLength: 20,
        }),
        (many, past) => {
          const all = Array.from({ length: many }, (_, n) => module(n + 1, n % 3 !== 2))
          const lessons = past.filter(({ n }) => n <= many).map(({ n, who }) => lesson(n, who))
          const meetings = Array.from({ length: many }, (_, n) => ({ id: `s${n}`, day: '2026-12-01' }))
          const members = ['a', 'b', 'c', 'd']
          const planned = forecastOf(all, lessons, [], members, meetings)
          assert.equal(planned.length, many)
          const after = [...lessons, ...planned.map((one) => lesson(one.module.position, members))]
          assert.deepEqual(gapsOf(all, after, [], members), [])
        },
      ),
    )
  })

  it('keeps what a leader has decided, and begins anew when all was had', () => {
    const planned = forecastOf(
      modules,
      [],
      [],
      ['ana'],
      [1, 2, 3, 4, 5].map((n) => ({ id: `s${n}`, day: '2026-12-01' })),
      new Map([['s1', 'm3']]),
    )
    assert.deepEqual(
      planned.map((one) => one.module.id),
      ['m3', 'm1', 'm2', 'm4', 'm1'],
    )
    assert.deepEqual(forecastOf([], [], [], ['ana'], [{ id: 's1', day: '2026-12-01' }]), [])
  })
})

describe('Adapting to the room', () => {
  it('shows newcomers of an open group more core modules by their eighth week than a fixed rotation', () => {
    // Twelve weekly modules, one newcomer every second week, who stays eight weeks and misses one meeting in five.
    const twelve = Array.from({ length: 12 }, (_, n) => module(n + 1, n % 2 === 0))
    const core = twelve.filter((one) => one.isCore)
    const stays = Array.from({ length: 26 }, (_, n) => ({ id: `p${n}`, from: n * 2, to: n * 2 + 7 }))
    const misses = (who: string, week: number) => (Number(who.slice(1)) * 7 + week * 3) % 5 === 0
    const run = (choose: (week: number, members: string[], lessons: Lesson[]) => Module) => {
      const lessons: Lesson[] = []
      for (let week = 0; week < 60; week += 1) {
        const members = stays.filter((one) => one.from <= week && week <= one.to).map((one) => one.id)
        const taught = choose(week, members, lessons)
        lessons.push({
          moduleId: taught.id,
          day: '2026-01-01',
          seated: members,
          there: members.filter((who) => !misses(who, week)),
        })
      }
      const seen = stays.map((one) => {
        const standing = standingsOf(twelve, lessons, [], one.id)
        return core.filter((part) => standing.get(part.id) === 'seen').length / core.length
      })
      return seen.reduce((sum, share) => sum + share, 0) / seen.length
    }
    const fixed = run((week) => twelve[week % 12] ?? module(1))
    const adapting = run((_, members, lessons) => gapsOf(twelve, lessons, [], members)[0]?.module ?? module(1))
    assert.ok(adapting > fixed + 0.2, `${adapting.toFixed(2)} against ${fixed.toFixed(2)}`)
  })
})
