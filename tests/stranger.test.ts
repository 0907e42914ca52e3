import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { newId } from '../src/basics/ids.ts'
import { asPerson } from '../src/db/work.ts'
import { urls, type Audience } from '../src/urls.ts'
import { castId, lakeside, lakesideStaff, riverbend } from './cast.ts'
import { openHouse, type TestHouse, type Visitor } from './knock.ts'

// Two clinics in one database never see each other. Every table and every address is walked as a stranger; both lists
// come from the schema and from urls.ts, so that a new table or page cannot be forgotten.

const withoutClinic = new Set(['schema_migration', 'sign_in_attempt'])
const namesOfRiverbend = [
  'Alvarez',
  'Jankowski',
  'Wanjiru',
  'Giménez',
  'Whitfield',
  'Dana Ortiz',
  'Process group A',
  'Main Street',
  'Riverbend',
]

describe('A stranger', () => {
  let house: TestHouse
  let tables: string[]
  before(async () => {
    house = await openHouse()
    const { rows } = await house.db.owner.query<{ name: string }>(
      "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm') order by 1",
    )
    tables = rows.map((row) => row.name)
  })
  after(() => house.close())

  it('finds every table closed: row-level security is on and forced, with a policy, and views ask as their reader', async () => {
    const { rows } = await house.db.owner.query<{ name: string }>(
      `select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and (
         (c.relkind in ('r', 'p') and not (c.relrowsecurity and c.relforcerowsecurity and exists (select from pg_policy p where p.polrelid = c.oid)))
         or (c.relkind in ('v', 'm') and not coalesce('security_invoker=true' = any (c.reloptions), false)))`,
    )
    assert.deepEqual(
      rows.map((row) => row.name).filter((name) => name !== 'schema_migration'),
      [],
    )
  })

  it('owns nothing and may not change the shape of anything', async () => {
    const { rows } = await house.db.pool.query<{ super: boolean; bypass: boolean; owned: number }>(
      `select rolsuper as super, rolbypassrls as bypass, (select count(*)::int from pg_class where relowner = pg_roles.oid) as owned from pg_roles where rolname = current_user`,
    )
    assert.deepEqual(rows[0], { super: false, bypass: false, owned: 0 })
    await assert.rejects(house.db.pool.query('create table mine (a int)'), /permission denied/)
    await assert.rejects(house.db.pool.query('alter table client disable row level security'), /must be owner/)
  })

  it('reads no row of any table before somebody is named, and none of the other clinic afterwards', async () => {
    const seen: string[] = []
    for (const table of tables) {
      const nobody = await count(house, table, null)
      if (nobody !== 0) seen.push(`${table} without a person: ${nobody}`)
      const other = await count(house, table, lakeside.id)
      if (other !== 0) seen.push(`${table} from Lakeside: ${other}`)
    }
    assert.deepEqual(seen, [])
  })

  it('cannot write a row into the other clinic', async () => {
    const by = { kind: 'stepwell', id: null, name: 'Stranger' } as const
    await assert.rejects(
      asPerson(house.db.pool, lakeside.id, by, new Date(), (work) =>
        work.db
          .insertInto('client')
          .values({ clinicId: riverbend.id, id: newId(), number: '9', addedAt: new Date() })
          .execute(),
      ),
      /row-level security/,
    )
  })

  for (const [name, url] of Object.entries(urls)) {
    if (url.audience === 'anyone' || url.audience === 'operator') continue
    it(`without a session gets nothing from ${url.pattern} (${name})`, async () => {
      for (const method of url.methods) {
        const answer = await knock(house.stranger(), method, url.pattern)
        assert.ok([303, 401, 404].includes(answer.status), `${method} ${url.pattern} answered ${answer.status}`)
        leaksNothing(answer.text, `${method} ${url.pattern}`)
      }
    })
  }

  for (const { key, role } of lakesideStaff) {
    it(`of another clinic, a ${role}, sees nothing of Riverbend on any page`, async () => {
      const visitor = await house.as(key)
      for (const url of Object.values(urls)) {
        if (
          !(['staff', 'anyone', 'link', 'client', 'tablet', 'door'] satisfies Audience[] as string[]).includes(
            url.audience,
          ) ||
          ending.has(url.pattern)
        )
          continue
        for (const method of url.methods) {
          const answer = await knock(visitor, method, url.pattern)
          assert.ok(answer.status < 500, `${method} ${url.pattern} answered ${answer.status}`)
          leaksNothing(answer.text, `${method} ${url.pattern} as ${key}`)
          if (url.pattern.includes(':') && ['staff', 'link', 'client', 'tablet', 'door'].includes(url.audience))
            assert.ok(answer.status >= 400, `${method} ${url.pattern} as ${key} answered ${answer.status}`)
        }
      }
    })
  }

  it('leaves the other clinic exactly as it was', async () => {
    const { rows } = await house.db.owner.query(
      'select count(*)::int as n from trail where clinic_id = $1 and by_name in (select given_name || $2 || family_name from staff_member where clinic_id = $3)',
      [riverbend.id, ' ', lakeside.id],
    )
    assert.equal(rows[0].n, 0)
  })

  it('with a malformed id gets "nothing here", never an error', async () => {
    const dana = await house.as('dana')
    for (const url of Object.values(urls)) {
      if (!['staff', 'link', 'client', 'tablet', 'door'].includes(url.audience) || !url.pattern.includes(':')) continue
      for (const bad of ['x', "1' or '1'='1", '00000000-0000-0000-0000-00000000000g', '%00', 'a'.repeat(300)]) {
        const path = url.pattern.replace(/:\w+/g, encodeURIComponent(bad))
        for (const method of url.methods) {
          const answer = method === 'get' ? await dana.get(path) : await dana.post(path, {})
          assert.ok(answer.status >= 400 && answer.status < 500, `${method} ${path} answered ${answer.status}`)
        }
      }
    }
  })
})

const ending = new Set<string>([urls.signOut.pattern, urls.signOutEverywhere.pattern])

async function count(house: TestHouse, table: string, clinic: string | null): Promise<number> {
  const client = await house.db.pool.connect()
  try {
    await client.query('begin')
    if (clinic !== null)
      await client.query("select set_config('app.clinic', $1, true), set_config('app.role', 'director', true)", [
        clinic,
      ])
    const column = withoutClinic.has(table)
      ? 'true'
      : table === 'clinic'
        ? `id = '${riverbend.id}'`
        : clinic === null
          ? 'true'
          : `clinic_id = '${riverbend.id}'`
    const { rows } = await client.query<{ n: number }>(`select count(*)::int as n from "${table}" where ${column}`)
    return rows[0]?.n ?? 0
  } catch (error) {
    // No right to read the table at all: closed as well.
    if (error instanceof Error && /permission denied/.test(error.message)) return 0
    throw error
  } finally {
    await client.query('rollback')
    client.release()
  }
}

/** The address filled with ids that are real at Riverbend, whatever each stands for. */
async function knock(visitor: Visitor, method: 'get' | 'post', pattern: string) {
  const ids: Record<string, string> = {
    ':client': castId('maya'),
    ':episode': castId('maya episode'),
    ':goal': castId('maya goal 1'),
    ':member': castId('dana'),
    ':series': castId('process-a-1'),
    ':type': 'Patient',
    ':id': castId('maya'),
    ':name': 'nothing.css',
  }
  const path = pattern.replace(/:\w+/g, (key) => ids[key] ?? castId('maya'))
  return method === 'get' ? visitor.get(path) : visitor.post(path, {})
}

function leaksNothing(text: string, where: string): void {
  for (const name of namesOfRiverbend) assert.ok(!text.includes(name), `${where} shows "${name}"`)
}
