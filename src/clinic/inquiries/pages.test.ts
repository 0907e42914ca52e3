import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, describe, it } from 'node:test'
import { castId } from '../../../tests/cast.ts'
import { todayHere } from '../../../tests/world.ts'
import { openHouse, type Answer, type TestHouse, type Visitor } from '../../../tests/knock.ts'
import { isRefusal } from '../../basics/refusal.ts'
import { urls } from '../../urls.ts'
import { adult, bundleOf, bytesOf, problem } from './bundle-example.ts'
import { readReferral } from './bundle.ts'
import { MAX_BYTES } from './document.ts'

// Real documents of strangers, kept outside the project; without them their tests say that they were left out.
const folder = path.resolve('../shared/data/referrals')
const documents = existsSync(folder) ? readdirSync(folder).filter((name) => /^[A-Z].*\.json$|^labelled/.test(name)) : []
const needsDocuments = { skip: documents.length === 0 ? `no documents in ${folder}` : false }

const refusedFor = (answer: Answer) => /data-refused="([^"]+)"/.exec(answer.text)?.[1] ?? null

const formOf = (bytes: Uint8Array, name = 'referral.json'): FormData => {
  const form = new FormData()
  form.append('document', new File([new Uint8Array(bytes)], name, { type: 'application/json' }))
  return form
}
const document = (name: string) => new Uint8Array(readFileSync(path.join(folder, name)))

/** Bill Reinger's own document, told about somebody of another given name. */
function renamed(given: string): Uint8Array {
  const bundle = JSON.parse(readFileSync(path.join(folder, 'Bill_Reinger.json'), 'utf8'))
  for (const { resource } of bundle.entry)
    if (resource.resourceType === 'Patient') resource.name = [{ use: 'official', family: 'Reinger', given: [given] }]
  return bytesOf(bundle)
}

describe('A referral', () => {
  let house: TestHouse
  let noor: Visitor
  before(async () => {
    house = await openHouse()
    noor = await house.as('noor')
  })
  after(() => house.close())

  const rows = async (): Promise<string> => {
    const { rows: counted } = await house.db.owner.query(
      `select (select count(*) from client) || ' ' || (select count(*) from client_identity) || ' ' ||
         (select count(*) from client_contact) || ' ' || (select count(*) from client_history) || ' ' ||
         (select count(*) from client_identifier) || ' ' || (select count(*) from referral) || ' ' ||
         (select count(*) from referral_upload) || ' ' || (select count(*) from referral_set_aside) || ' ' ||
         (select count(*) from trail where verb <> 'looked' and verb not like 'signed%') as n`,
    )
    return counted[0].n
  }
  const upload = async (bytes: Uint8Array, name?: string): Promise<string> => {
    const answer = await noor.post(urls.newReferral(), formOf(bytes, name))
    assert.equal(answer.status, 303, `${refusedFor(answer)}`)
    return answer.location ?? ''
  }
  const clientOf = (answer: Answer) => /^\/clients\/([0-9a-f-]{36})$/.exec(answer.location ?? '')?.[1] ?? ''

  const patients = (...more: object[]) => bundleOf(more.map((one, n) => adult({ id: `p${n}`, ...one })))
  const refusals: [string, string, () => Uint8Array][] = [
    ['of someone who has died', 'died', () => patients({ deceasedDateTime: '2024-05-01' })],
    ['of a child under 12', 'too-young', () => patients({ birthDate: `${new Date().getFullYear() - 8}-01-01` })],
    ['without a patient', 'no-patient', () => bundleOf([problem('Asthma')])],
    ['with two patients', 'several-patients', () => patients({}, { name: [{ family: 'Other', given: ['Ann'] }] })],
    ['of 50 MB and more', 'too-large', () => new Uint8Array(MAX_BYTES + 1)],
    ['that is not JSON', 'not-json', () => bytesOf('Dear colleague, thank you for seeing this patient.')],
    ['that is XML', 'xml', () => bytesOf('<Bundle xmlns="http://hl7.org/fhir"></Bundle>')],
    [
      'with a script in a name',
      'name-unfit',
      () => patients({ name: [{ family: '<script>alert(1)</script>', given: ['A'] }] }),
    ],
    ['that is empty', 'empty', () => new Uint8Array()],
    [
      'that is cut short',
      'cut-short',
      () => bytesOf(JSON.stringify({ resourceType: 'Bundle', entry: [{}] }).slice(0, -3)),
    ],
  ]
  for (const [what, code, bytes] of refusals) {
    it(`${what} is refused in a sentence, and nothing of it stays`, async () => {
      const was = await rows()
      const answer = await noor.post(urls.newReferral(), formOf(bytes()))
      assert.equal(answer.status, 422)
      assert.equal(refusedFor(answer), code, answer.text.match(/data-refused[^<]*/)?.[0])
      assert.doesNotMatch(answer.text, /<script>alert/)
      assert.equal(await rows(), was)
    })
  }

  it('without a file is refused, and so is a body that is no form', async () => {
    assert.equal(refusedFor(await noor.post(urls.newReferral(), { other: 'x' })), 'no-file')
    assert.equal(refusedFor(await noor.post(urls.newReferral(), {}, { 'content-type': 'text/plain' })), 'no-file')
  })

  it('with a script in a problem shows it as words', async () => {
    const page = await noor.get(
      await upload(
        bundleOf([
          adult({ id: 'x', name: [{ family: 'Quill', given: ['Ann'] }] }),
          problem('<script>alert(2)</script> cough'),
        ]),
      ),
    )
    assert.equal(page.status, 200)
    assert.doesNotMatch(page.text, /<script>alert/)
    assert.match(page.text, /&lt;script&gt;alert\(2\)/)
  })

  for (const name of documents) {
    it(`${name} is read, shown and accepted whole, or refused whole`, needsDocuments, async () => {
      const foreseen = readReferral(document(name), todayHere())
      if (isRefusal(foreseen)) return refusedWhole(name, foreseen.refused)
      const at = await upload(document(name), name)
      const page = await noor.get(at)
      assert.equal(page.status, 200)
      assert.match(page.text, /What was not taken/)
      const { rows: read } = await house.db.owner.query(
        'select what_was_read as read, file_name, length(document) as size, document_hash = encode(sha256(document), $2) as kept from referral_upload where id = $1',
        [at.split('/').at(-1), 'hex'],
      )
      assert.equal(read[0].size, document(name).length)
      assert.equal(read[0].kept, true)
      assert.equal(read[0].file_name, name)
      const answer = await noor.post(`${at}/acceptance`, { as: 'new' })
      assert.equal(answer.status, 303, String(refusedFor(answer)))
      const client = clientOf(answer)
      const { rows: kept } = await house.db.owner.query(
        `select kind, count(*)::int as n from client_history where client_id = $1 group by kind
         union all select 'contact', count(*)::int from client_contact where client_id = $1`,
        [client],
      )
      const counted = Object.fromEntries(kept.map(({ kind, n }) => [kind, n]))
      for (const [kind, list] of Object.entries({
        problem: 'problems',
        medication: 'medications',
        allergy: 'allergies',
        coverage: 'coverages',
        encounter: 'encounters',
        result: 'results',
        contact: 'contacts',
      }))
        assert.equal(counted[kind] ?? 0, read[0].read[list].length, `${name}: ${kind}`)
      const face = await noor.get(urls.client({ client }))
      assert.equal(face.status, 200)
      for (const warning of read[0].read.warnings) assert.ok(face.text.includes(escaped(warning)), warning)
    })
  }

  // Of the real ones, one person has died, and one was a child when this was written.
  async function refusedWhole(name: string, code: string): Promise<void> {
    assert.ok(['Chet_Thompson.json', 'Luigi_Wiegand.json'].includes(name), name)
    const was = await rows()
    assert.equal(refusedFor(await noor.post(urls.newReferral(), formOf(document(name), name))), code)
    assert.equal(await rows(), was)
  }

  it('of the same document again says so, and leads to it', needsDocuments, async () => {
    const was = await rows()
    const answer = await noor.post(urls.newReferral(), formOf(document('Bill_Reinger.json')))
    assert.equal(answer.status, 422)
    assert.equal(refusedFor(answer), 'here-already')
    assert.match(answer.text, /href="\/referrals\/[0-9a-f-]{36}"/)
    assert.equal(await rows(), was)
  })

  it('of somebody known under another form of the name is offered side by side', needsDocuments, async () => {
    const at = await upload(renamed('William'), 'William.json')
    const page = await noor.get(at)
    assert.match(page.text, /Is it this person\?/)
    assert.match(page.text, /given names are forms of one name/)
    const known = /name="client" value="([0-9a-f-]{36})"/.exec(page.text)?.[1] ?? ''
    const was = await rows()
    const blind = await noor.post(`${at}/acceptance`, { as: 'new' })
    assert.equal(blind.status, 422, 'nobody is added past somebody whom nobody looked at')
    assert.equal(refusedFor(blind), 'likely-known')
    assert.equal(await rows(), was)

    const before = await historyOf(known)
    const answer = await noor.post(`${at}/acceptance`, { as: 'known', client: known })
    assert.equal(clientOf(answer), known)
    assert.equal(await historyOf(known), before, 'what is known already is not added twice')
    const { rows: names } = await house.db.owner.query('select given_name from client_now where id = $1', [known])
    assert.equal(names[0].given_name, 'Bill', 'nothing is corrected without a tick')
  })

  const historyOf = async (client: string): Promise<string> => {
    const { rows: kept } = await house.db.owner.query(
      'select (select count(*) from client_history where client_id = $1) || $2 || (select count(*) from client_contact where client_id = $1) as n',
      [client, ' '],
    )
    return kept[0].n
  }

  it('corrects what is ticked, keeps what stood before, and can be somebody else', needsDocuments, async () => {
    const at = await upload(renamed('Billy'), 'Billy.json')
    const page = await noor.get(at)
    const known = /name="client" value="([0-9a-f-]{36})"/.exec(page.text)?.[1] ?? ''
    assert.equal(
      (await noor.post(`${at}/acceptance`, { as: 'known', client: known, 'corrections[]': ['givenName'] })).status,
      303,
    )
    const { rows: names } = await house.db.owner.query(
      'select given_name, because from client_identity where client_id = $1 order by recorded_at, id',
      [known],
    )
    assert.deepEqual(
      names.map((one) => one.given_name),
      ['Bill', 'Billy'],
    )
    assert.equal(names[1].because, 'As the referral says')

    const other = await upload(renamed('Willy'), 'Willy.json')
    const added = await noor.post(`${other}/acceptance`, { as: 'new', 'seen[]': [known] })
    assert.equal(added.status, 303)
    assert.notEqual(clientOf(added), known)
  })

  it('accepted in two tabs at once becomes one chart, and one sentence', async () => {
    const at = await upload(
      bundleOf([adult({ id: 'twice', name: [{ family: 'Oneonta', given: ['Zelda'] }], birthDate: '1950-02-03' })]),
    )
    const answers = await Promise.all(Array.from({ length: 6 }, () => noor.post(`${at}/acceptance`, { as: 'new' })))
    assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 422, 422, 422, 422, 422])
    for (const answer of answers.filter(({ status }) => status === 422))
      assert.match(answer.text, /accepted already, in another tab or by a colleague/)
    const { rows: charts } = await house.db.owner.query(
      "select count(*)::int as n from client_identity where family_name = 'Oneonta'",
    )
    assert.equal(charts[0].n, 1)
    assert.match((await noor.post(`${at}/set-aside`, { because: 'Sent by mistake' })).text, /accepted already/)
  })

  it('as two documents of one person at once becomes one chart and one comparison', async () => {
    const about = { name: [{ family: 'Tamarack', given: ['Iris'] }], birthDate: '1971-07-07' }
    const [one, two] = [
      await upload(bundleOf([adult({ id: 'a', ...about })])),
      await upload(bundleOf([adult({ id: 'b', ...about })])),
    ]
    const answers = await Promise.all([one, two].map((at) => noor.post(`${at}/acceptance`, { as: 'new' })))
    assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 422])
    assert.equal(refusedFor(answers.find(({ status }) => status === 422) ?? noAnswer), 'likely-known')
  })

  it('set aside keeps its reason, leaves the board, and can come again', async () => {
    const bytes = bundleOf([adult({ id: 'aside', name: [{ family: 'Farthing', given: ['Abel'] }] })])
    const at = await upload(bytes)
    assert.match((await noor.get(urls.admissions())).text, /Abel Farthing/)
    assert.equal((await noor.post(`${at}/set-aside`, { because: ' ' })).status, 422)
    assert.equal((await noor.post(`${at}/set-aside`, { because: 'Moved to another county' })).status, 303)
    assert.doesNotMatch((await noor.get(urls.admissions())).text, /Abel Farthing/)
    assert.match((await noor.get(at)).text, /Moved to another county/)
    assert.match((await noor.post(`${at}/acceptance`, { as: 'new' })).text, /set aside already/)
    assert.equal((await noor.post(urls.newReferral(), formOf(bytes))).status, 303)
  })

  it('is taken into a chart by its number, and refused for a number that nobody has', async () => {
    const at = await upload(
      bundleOf([
        adult({ id: 'n', name: [{ family: 'Alvarez-Ruiz', given: ['May'] }], birthDate: '1960-01-01' }),
        problem('Asthma'),
      ]),
    )
    const nobody = await noor.post(`${at}/acceptance`, { as: 'number', number: '999999' })
    assert.equal(nobody.status, 422)
    assert.match(nobody.text, /Nobody has this number/)
    assert.match(nobody.text, /value="999999"/)
    assert.equal(clientOf(await noor.post(`${at}/acceptance`, { as: 'number', number: '1001' })), castId('maya'))
    assert.match((await noor.get(urls.client({ client: castId('maya') }))).text, /Asthma/)
  })

  it('is not for therapists or billers, and does not exist for a stranger', async () => {
    const at = await upload(bundleOf([adult({ id: 'role', name: [{ family: 'Quorn', given: ['Uma'] }] })]))
    for (const key of ['lee', 'ben', 'ada']) {
      const one = await house.as(key)
      assert.equal((await one.get(urls.newReferral())).status, 403, key)
      assert.equal((await one.post(urls.newReferral(), formOf(bundleOf([adult()])))).status, 403, key)
      assert.equal((await one.get(at)).status, 403, key)
      assert.equal((await one.post(`${at}/acceptance`, { as: 'new' })).status, 403, key)
      assert.equal((await one.post(`${at}/set-aside`, { because: 'no' })).status, 403, key)
      assert.equal((await one.get(urls.admissions())).status, 403, key)
    }
    const tess = await house.as('tess')
    for (const answer of [
      await tess.get(at),
      await tess.post(`${at}/acceptance`, { as: 'new' }),
      await tess.post(`${at}/set-aside`, { because: 'no' }),
    ])
      assert.equal(answer.status, 404)
    assert.equal((await tess.get(urls.admissions())).text.includes('Uma Quorn'), false)
  })

  it('larger than a million characters is read beside the server, with the same answer', async () => {
    const many = Array.from({ length: 6000 }, (_, n) => problem(`Problem ${n} ${'long words about it '.repeat(8)}`))
    const page = await noor.get(
      await upload(bundleOf([adult({ id: 'big', name: [{ family: 'Large', given: ['Lou'] }] }), ...many])),
    )
    assert.match(page.text, /Referral of Lou Large/)
    const broken = bytesOf(`${JSON.stringify({ a: 'x'.repeat(1_200_000) })}}`)
    const answer = await noor.post(urls.newReferral(), formOf(broken))
    assert.equal(refusedFor(answer), 'not-json')
  })
})

const noAnswer: Answer = { status: 0, text: '', headers: new Headers(), location: null }
const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
