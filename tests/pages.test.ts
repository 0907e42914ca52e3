import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { addDays } from '../src/basics/dates.ts'
import { urls } from '../src/urls.ts'
import { castId, staff } from './cast.ts'
import { openHouse, type TestHouse } from './knock.ts'
import { todayHere } from './world.ts'

// Every address leads somewhere, for the people of every role: a page, or a sentence that says whose it is. Never an error.

describe('Every page', () => {
  let house: TestHouse
  let ids: Record<string, string>
  const opened = new Map<string, Set<number>>()
  before(async () => {
    house = await openHouse()
    const first = async (sql: string) =>
      (await house.db.owner.query<{ id: string }>(sql)).rows[0]?.id ?? castId('nothing')
    ids = {
      ':client': castId('maya'),
      ':episode': castId('maya episode'),
      ':member': castId('dana'),
      ':goal': castId('maya goal 1'),
      ':session': await first(
        "select g.id from group_session g join group_series r on r.clinic_id = g.clinic_id and r.id = g.series_id where r.name = 'Process group A' and g.held_on < current_date order by g.held_on desc limit 1",
      ),
      ':series': castId('process-a-1'),
      ':program': castId('evening'),
      ':kind': 'tpo',
    }
  })
  after(() => house.close())

  // Parts of a page that a browser asks for: they have no heading, and are asked something.
  const parts: Record<string, string> = {
    moveConsequences: `?${new URLSearchParams({ from: addDays(todayHere(), 7), weekday: '2', starts: '19:00', room: castId('birch') }).toString()}`,
  }
  const fillable = Object.entries(urls).filter(([, url]) => url.audience === 'staff' && url.methods.includes('get'))
  for (const { key, role } of staff.slice(0, 6)) {
    it(`opens for a ${role} or says whose it is`, async () => {
      const visitor = await house.as(key)
      for (const [name, url] of fillable) {
        const path = url.pattern.replace(/:\w+/g, (param) => ids[param] ?? castId('nothing'))
        const answer = await visitor.get(`${path}${parts[name] ?? ''}`)
        const known = (url.pattern.match(/:\w+/g) ?? []).every((param) => param in ids)
        assert.ok(answer.status < 500, `${name} ${path} answered ${answer.status}`)
        if (known)
          assert.ok([200, 403, 303].includes(answer.status), `${name} ${path} answered ${answer.status} to ${key}`)
        opened.set(name, (opened.get(name) ?? new Set()).add(answer.status))
        if (answer.status === 200 && !(name in parts)) assert.match(answer.text, /<h1/, `${name} has a heading`)
      }
    })
  }

  it('of a link opens for whoever holds it', async () => {
    const noor = await house.as('noor')
    const laid = await noor.post(urls.newSigning({ client: castId('maya') }), {
      program: castId('evening'),
      'papers[]': ['treatment', 'tpo', 'financial'],
      capacity: 'client',
      language: 'en',
    })
    const signing = laid.location?.split('/').at(-1) ?? ''
    const lee = await house.as('lee')
    const token = (await lee.post(urls.signingTablet({ signing }))).location?.split('/')[2] ?? ''
    for (const [name, url] of Object.entries(urls)) {
      if (url.audience !== 'link') continue
      const path = url.pattern.replace(':token', token).replace(':kind', 'tpo')
      const answer = await lee.get(path)
      // A tablet goes on to the next person: it gives no copies.
      assert.equal(answer.status, name === 'signCopy' ? 404 : 200, `${name} ${path}`)
      assert.match(answer.text, /<h1/, `${name} has a heading`)
    }
  })

  it('is open to somebody', () => {
    const shut = fillable
      .filter(
        ([name, url]) =>
          (url.pattern.match(/:\w+/g) ?? []).every((param) => param in ids) && !opened.get(name)?.has(200),
      )
      .map(([name]) => name)
    assert.deepEqual(shut, [])
  })
})
