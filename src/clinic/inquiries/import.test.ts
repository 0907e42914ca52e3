import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { after, before, describe, it } from 'node:test'
import { freshDatabase, type TestDatabase } from '../../../tests/database.ts'
import { layWorld } from '../../../tests/world.ts'
import { startEmbedded } from '../../db/embedded.ts'
import { migrate } from '../../db/migrate.ts'
import { adult, bundleOf, problem } from './bundle-example.ts'

const ground = mkdtempSync(path.join(tmpdir(), 'stepwell-import-'))
after(() => rmSync(ground, { recursive: true, force: true, maxRetries: 5 }))

const noor = ['--as', 'noor@riverbend.example']

/** A file in the folder that the command is called from. */
function fileOf(name: string, given: string, family: string, birthDate: string): string {
  writeFileSync(
    path.join(ground, name),
    bundleOf([adult({ id: name, name: [{ family, given: [given] }], birthDate }), problem('Asthma')]),
  )
  return name
}

async function run(
  words: string[],
  env: Record<string, string>,
): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, ['--import', './bin/loader.mjs', 'bin/import.ts', ...words], {
    env: { ...process.env, DATABASE_URL: '', STEPWELL_CALLED_FROM: ground, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [out, err] = ['', '']
  child.stdout.on('data', (words) => (out += words))
  child.stderr.on('data', (words) => (err += words))
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, out, err }
}

describe('The import command', () => {
  let db: TestDatabase
  before(async () => {
    db = await freshDatabase('cast')
  })
  after(() => db.close())
  const here = (words: string[]) => run(words, { DATABASE_URL: db.ownerUrl })
  const people = async (): Promise<number> => (await db.owner.query('select count(*)::int as n from client')).rows[0].n

  it('takes files in as a named coordinator, relative to where it was called', async () => {
    const one = fileOf('one.json', 'Ilse', 'Brandt', '1970-05-05')
    const two = fileOf('two.json', 'Omar', 'Nasser', '1982-08-08')
    const answer = await here([one, two, ...noor])
    assert.equal(answer.code, 0, answer.err)
    assert.match(answer.out, /one\.json: Imported at Riverbend by Noor Haddad as No\. 1014: 1 problem/)
    assert.match(answer.out, /two\.json: Imported .* No\. 1015/)
    const { rows } = await db.owner.query(
      "select by_name, by_kind from trail where verb in ('referral.uploaded', 'client.added', 'referral.accepted') order by at",
    )
    assert.equal(rows.length, 6)
    assert.deepEqual([...new Set(rows.map((row) => `${row.by_kind} ${row.by_name}`))], ['staff Noor Haddad'])
  })

  for (const [what, bytes, sentence] of [
    ['a child', bundleOf([adult({ birthDate: `${new Date().getFullYear() - 8}-01-01` })]), /under 12\..*\n$/],
    ['XML', '<Bundle/>', /^This file is XML, which Stepwell does not read\. .*\n$/],
    ['a name with a script', bundleOf([adult({ name: [{ family: '<script>', given: ['A'] }] })]), /^The name contains/],
  ] as const) {
    it(`refuses ${what} with the sentence of the page alone, and keeps nothing`, async () => {
      writeFileSync(path.join(ground, 'bad.json'), bytes)
      const was = await people()
      const answer = await here(['bad.json', ...noor])
      assert.equal(answer.code, 1)
      assert.equal(answer.out, '')
      assert.match(answer.err, sentence)
      assert.equal(answer.err.trim().split('\n').length, 1)
      assert.equal(await people(), was)
    })
  }

  it('does not import twice, nor past somebody who may be the same, and names numbers and no names', async () => {
    assert.equal(
      (await here([fileOf('one.json', 'Ilse', 'Brandt', '1970-05-05'), ...noor])).err,
      'This file is here already and was accepted.\n',
    )
    const was = await people()
    const answer = await here([fileOf('alike.json', 'Maia', 'Alvarez', '1991-04-17'), ...noor])
    assert.equal(answer.code, 1)
    assert.match(answer.err, /compare with number 1001/)
    assert.doesNotMatch(answer.err, /Alvarez|Ma[yi]a/)
    assert.equal(await people(), was)
    const { rows } = await db.owner.query('select count(*)::int as n from referral_upload')
    assert.equal(rows[0].n, 2, 'the document that was not taken is not kept either')
  })

  it('goes on with the next file, and says in the end that one failed', async () => {
    writeFileSync(path.join(ground, 'bad.json'), '[]')
    const answer = await here(['bad.json', fileOf('three.json', 'Ada', 'Lind', '1966-06-06'), ...noor])
    assert.equal(answer.code, 1)
    assert.match(answer.err, /^bad\.json: This file is JSON but not a FHIR bundle/)
    assert.match(answer.out, /three\.json: Imported/)
  })

  it('says what is missing: files, a file that is there, a coordinator, which clinic', async () => {
    assert.match((await here([])).err, /Say which files to import/)
    assert.match((await here(['nowhere.json', ...noor])).err, /nowhere\.json cannot be read/)
    assert.match(
      (await here(['one.json', '--as', 'lee@riverbend.example'])).err,
      /No care coordinator here has the email/,
    )
    assert.match((await here(['one.json'])).err, /Several clinics live in this database/)
  })

  it('finds the embedded database of a demo: beside a running Stepwell, and when it has to start it', async () => {
    const dataDir = path.join(ground, 'data')
    const embedded = await startEmbedded({ dataDir: path.join(dataDir, 'demo'), log: () => {} })
    try {
      await migrate(embedded.url)
      await layWorld(embedded.url)
      const beside = await run([fileOf('beside.json', 'Ilse', 'Brandt', '1970-05-05'), ...noor], { DATA_DIR: dataDir })
      assert.equal(beside.code, 0, beside.err)
      assert.match(beside.out, /No\. 1014/)
    } finally {
      await embedded.stop()
    }
    const alone = await run([fileOf('alone.json', 'Omar', 'Nasser', '1982-08-08'), ...noor], { DATA_DIR: dataDir })
    assert.equal(alone.code, 0, alone.err)
    assert.match(alone.out, /No\. 1015/)
    assert.equal(existsSync(path.join(dataDir, 'demo', 'postgres', 'postmaster.pid')), false, 'and stops it again')
  })
})
