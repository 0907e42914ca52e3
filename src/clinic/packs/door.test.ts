import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId, lakeside, riverbend } from '../../../tests/cast.ts'
import { openHouse, type TestHouse } from '../../../tests/knock.ts'
import { newId, sha256 } from '../../basics/ids.ts'
import { urls } from '../../urls.ts'

// What the database itself lets the holder of a link see and write, whatever a page might ask for.

const people = { maya: castId('maya'), kofi: castId('kofi') }
type Held = { signing: string; link: string; token: string; secret: string }

describe('The database, to whoever holds a link', () => {
  let house: TestHouse
  let tables: { name: string; hasClient: boolean }[]
  const held: Record<string, Held> = {}
  before(async () => {
    house = await openHouse()
    const noor = await house.as('noor')
    for (const [key, client] of Object.entries(people)) {
      const laid = await noor.post(urls.newSigning({ client }), {
        program: castId('day'),
        'papers[]': ['treatment', 'financial'],
        capacity: 'client',
        language: 'en',
      })
      const signing = laid.location?.split('/').at(-1) ?? ''
      const lee = await house.as('lee')
      const token = (await lee.post(urls.signingTablet({ signing }))).location?.split('/')[2] ?? ''
      const secret = /stepwell-papers=([^;]+)/.exec(lee.cookie())?.[1] ?? ''
      // Each has signed one paper, so that there is a text, a consent and a file to be seen by the wrong person.
      const name = key === 'maya' ? 'Maya Alvarez' : 'Kofi Lartey'
      const path = urls.signPaper({ token, kind: 'treatment' })
      const shown = /name="shown" value="([0-9a-f]{64})"/.exec((await lee.get(path)).text)?.[1] ?? ''
      assert.equal((await lee.post(path, { shown, signature: name, intends: 'yes' })).status, 303)
      const { rows } = await house.db.owner.query('select id from signing_link where signing_id = $1', [signing])
      held[key] = { signing, token, secret, link: rows[0].id }
    }
    const { rows } = await house.db.owner.query(
      `select relname as name, exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'client_id') as "hasClient"
       from pg_class c where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm') order by 1`,
    )
    tables = rows
  })
  after(() => house.close())

  const own = (): Held => held.maya ?? assert.fail()
  const other = (): Held => held.kofi ?? assert.fail()

  /** Comes through the door as Maya, with or without the second factor, and tries a statement. */
  async function trying<T>(
    isIn: boolean,
    deed: (ask: (sql: string, values?: unknown[]) => Promise<Record<string, unknown>[] | string>) => Promise<T>,
  ): Promise<T> {
    const client = await house.db.pool.connect()
    try {
      await client.query('begin')
      await client.query('set local role stepwell_link')
      const { token, secret } = own()
      const opened = await client.query('select * from begin_signing($1, $2, now())', [
        sha256(token),
        isIn ? sha256(secret) : '',
      ])
      assert.equal(opened.rows[0]?.is_in, isIn)
      return await deed(async (sql, values) => {
        await client.query('savepoint s')
        try {
          const { rows } = await client.query(sql, values)
          return rows
        } catch (error) {
          return error instanceof Error ? error.message : 'failed'
        } finally {
          await client.query('rollback to savepoint s')
        }
      })
    } finally {
      await client.query('rollback')
      client.release()
    }
  }

  const readable = async (isIn: boolean) =>
    trying(isIn, async (ask) => {
      const found: Record<string, number> = {}
      for (const { name, hasClient } of tables) {
        const columns = name === 'signing_visit' || name === 'signing_link' ? 'clinic_id' : '*'
        const rows = await ask(`select ${columns} from "${name}"`)
        if (typeof rows === 'string') {
          assert.match(rows, /permission denied/, name)
          continue
        }
        found[name] = rows.length
        for (const row of rows) {
          assert.notEqual(row.clinic_id, lakeside.id, name)
          if (hasClient) assert.equal(row.client_id, people.maya, name)
          const words = JSON.stringify(row)
          assert.ok(!words.includes(people.kofi) && !words.includes('Lartey') && !words.includes(other().signing), name)
        }
      }
      return found
    })

  it('opens exactly the tables that signing needs, and of those only the rows of this signing', async () => {
    const found = await readable(true)
    assert.deepEqual(found, {
      clinic: 1,
      declined_document: 0,
      document_wording: 0,
      file: 1,
      file_content: 1,
      file_given: 0,
      file_scan: 1,
      file_standing: 0,
      signed_document: 1,
      signing: 1,
      signing_try: 0,
    })
  })

  it('shows no row about anyone before the second factor', async () => {
    const { clinic, document_wording: _, ...rest } = await readable(false)
    assert.equal(clinic, 1)
    assert.deepEqual(
      Object.entries(rest).filter(([, count]) => count > 0),
      [],
    )
  })

  it('lets nothing be written about another client, another link, or another clinic', async () => {
    const consent = (clinic: string, client: string): [string, string[]] => [
      `insert into consent (clinic_id, id, client_id, scope, document_id, document_version, text_signed, text_hash, signer_name, signer_capacity, method, signature, signed_at, taken_by)
         values ($1, gen_random_uuid(), $2, 'tpo', 'x', '1', 'x', repeat('a', 64), 'x', 'client', 'typed', 'x', now(), $2)`,
      [clinic, client],
    ]
    const declined = (held: Held, client: string): [string, string[]] => [
      `insert into declined_document (clinic_id, id, signing_id, link_id, client_id, kind, document_id, document_version, language, text_hash, reason, manner, address, declined_at)
         values ($1, gen_random_uuid(), $2, $3, $4, 'tpo', 'x', '1', 'en', repeat('a', 64), 'x', 'link', '', now())`,
      [riverbend.id, held.signing, held.link, client],
    ]
    await trying(true, async (ask) => {
      assert.deepEqual(await ask(...consent(riverbend.id, people.maya)), [])
      assert.deepEqual(await ask(...declined(own(), people.maya)), [])
      for (const [sql, values] of [
        consent(riverbend.id, people.kofi),
        consent(lakeside.id, people.maya),
        declined(other(), people.maya),
        declined(own(), people.kofi),
        [
          "insert into signing_visit (clinic_id, id, link_id, secret_hash, began_at, expires_at) values ($1, gen_random_uuid(), $2, 'x', now(), now() + interval '1 hour')",
          [riverbend.id, other().link],
        ],
        [
          "insert into file (clinic_id, id, kind, name, type, size, sha256, made_here, client_id, kept_by, kept_by_name, kept_at) values ($1, gen_random_uuid(), 'signed', 'x', 'application/pdf', 1, repeat('a', 64), true, $2, $3, 'x', now())",
          [riverbend.id, people.kofi, own().link],
        ],
      ] as const)
        assert.match(JSON.stringify(await ask(sql, [...values])), /row-level security/)
      for (const sql of [
        "update signed_document set signer_name = 'x'",
        'delete from signed_document',
        "insert into client (clinic_id, id, number, added_at) values (current_clinic(), gen_random_uuid(), 'x', now())",
        `insert into signing_link (clinic_id, id) values (current_clinic(), '${newId()}')`,
        'select token_hash from signing_link',
        'select secret_hash from signing_visit',
        'select * from clinic_ids()',
        "select * from sign_in_facts('a', 'b', 'c', 'd')",
      ])
        assert.match(JSON.stringify(await ask(sql)), /permission denied/, sql)
    })
  })

  it('forgets the signing when only the setting of the link is left', async () => {
    await trying(false, async (ask) => {
      for (const sql of ['select * from signing', 'select * from signed_document', 'select * from file'])
        assert.deepEqual(await ask(sql), [])
    })
  })
})
