import assert from 'node:assert/strict'
import { it } from 'node:test'
import { castId, riverbend } from '../cast.ts'
import { asPerson } from '../../src/db/work.ts'
import { urls } from '../../src/urls.ts'
import { packStanding } from '../../src/clinic/packs/queries/standing.ts'
import { maya, stepwell, evening, type Given, type PapersDesk } from './desk.ts'

/** Two who sign, the tablet, and what packs may say. */
export function besides({ house, noor, layOut, linkFor, born, enter, opened, read, sign, rowsOf }: PapersDesk): void {
  it('a minor and a parent each sign; the consent stands when both have', async () => {
    const kid = castId('kid')
    await house().db.owner.query("insert into client (clinic_id, id, number, added_at) values ($1, $2, 'K1', now())", [
      riverbend.id,
      kid,
    ])
    await house().db.owner.query(
      "insert into client_identity (clinic_id, id, client_id, given_name, family_name, birth_date, sex, search_name, recorded_at) values ($1, gen_random_uuid(), $2, 'Ana', 'Ruiz', current_date - 5700, 'female', 'ana ruiz', now())",
      [riverbend.id, kid],
    )
    const standing = () =>
      asPerson(house().db.pool, riverbend.id, stepwell, new Date(), (work) => packStanding(work, kid, evening)).then(
        (all) => all?.papers.find(({ kind }) => kind === 'treatment'),
      )
    const refused = await noor().post(urls.newSigning({ client: kid }), {
      program: evening,
      'papers[]': ['treatment'],
      capacity: 'guardian',
      signerName: 'Rosa Ruiz',
      signerBorn: '1980-02-03',
      authorityKind: 'parent',
      language: 'en',
    })
    assert.equal(refused.status, 422)
    assert.match(refused.text, /Say what you have seen of it/)
    const signer = {
      'papers[]': ['treatment'],
      signerName: 'Rosa Ruiz',
      signerBorn: '1980-02-03',
      authorityKind: 'parent',
      evidence: 'Birth certificate',
    }
    const given = await linkFor(await layOut({ ...signer, capacity: 'guardian' }, kid))
    assert.equal((await enter(given, { month: '2', day: '3', year: '1980' })).status, 303)
    assert.match(
      (await read(given, 'treatment')).text,
      /You sign as Rosa Ruiz, for Ana Ruiz: Parent \(Birth certificate\)/,
    )
    assert.equal((await sign(given, 'treatment', { signature: 'Rosa Ruiz' })).status, 303)
    assert.deepEqual((await standing())?.waitsFor, ['client'])
    const own = await linkFor(await layOut({ 'papers[]': ['treatment'] }, kid))
    const [{ d }] = await rowsOf('select (current_date - 5700)::text as d')
    const [year = '', month = '', day = ''] = d.split('-')
    assert.equal((await enter(own, { month, day, year })).status, 303)
    assert.equal((await sign(own, 'treatment', { signature: 'Ana Ruiz' })).status, 303)
    assert.equal((await standing())?.state, 'signed')
  })

  it('on the clinic’s tablet: staff are signed out of it, and it shows these papers alone', async () => {
    const lee = await house().as('lee')
    const signing = await layOut({ 'papers[]': ['telehealth', 'financial', 'tpo'] })
    const handed = await lee.post(urls.signingTablet({ signing }))
    assert.equal(handed.status, 303)
    const path = handed.location ?? ''
    assert.match(path, /^\/sign\//)
    for (const staffPage of [urls.today(), urls.client(maya), urls.clients(), urls.signing({ signing })])
      assert.match((await lee.get(staffPage)).location ?? '', /^\/sign-in/, staffPage)
    assert.match((await lee.get(path)).text, /Hello Maya Alvarez/)
    assert.equal((await house().stranger().get(path)).status, 410)
    assert.equal(
      (
        await house()
          .stranger()
          .post(path, { ...born, code: '000000' })
      ).status,
      410,
    )
    const token = path.split('/')[2] ?? ''
    const given: Given = { signing, token, path, code: '', phone: lee }
    for (const kind of ['tpo', 'financial']) assert.equal((await sign(given, kind)).status, 303)
    const done = await lee.get(path)
    assert.match(done.text, /give the tablet back/)
    assert.doesNotMatch(done.text, /\/copy/)
    assert.equal((await lee.get(urls.signCopy({ token, kind: 'tpo' }))).status, 404)
    const [row] = await rowsOf("select manner from signed_document where signing_id = $1 and kind = 'tpo'", [signing])
    assert.equal(row.manner, 'tablet')
    const twice = await noor().post(urls.signingTablet({ signing }))
    assert.equal(twice.status, 422)
    assert.match(twice.text, /Every one of these papers is answered/)
  })

  it('a paper that was touched afterwards is called so', async () => {
    const given = await opened({ 'papers[]': ['financial'] })
    await sign(given, 'financial')
    const [row] = await rowsOf('select id from signed_document where signing_id = $1', [given.signing])
    await house().db.owner.query("update signed_document set text_shown = text_shown || ' and more' where id = $1", [
      row.id,
    ])
    const page = await noor().get(urls.signedPaper({ paper: row.id }))
    assert.match(page.text, /not as it was signed/)
    assert.match(page.text, /The text does not match its hash/)
  })

  it('is prepared by those who may, and unknown to other clinics', async () => {
    const signing = await layOut()
    const ben = await house().as('ben')
    assert.equal((await ben.get(urls.clientPapers(maya))).status, 200)
    assert.equal((await ben.post(urls.signingLinks({ signing }))).status, 403)
    assert.equal((await ben.get(urls.newSigning(maya))).status, 403)
    const sofia = await house().as('sofia')
    for (const path of [urls.clientPapers(maya), urls.signing({ signing }), urls.newSigning(maya)])
      assert.equal((await sofia.get(path)).status, 404)
    assert.equal((await sofia.post(urls.signingLinks({ signing }))).status, 404)
    assert.equal((await sofia.post(urls.signingTablet({ signing }))).status, 404)
  })

  it('packs and wordings are changed by directors and administrators, and never make sharing a condition', async () => {
    const dana = await house().as('dana')
    const path = urls.programPack({ program: evening })
    const day = (await rowsOf("select (now() at time zone 'America/New_York')::date::text as d"))[0].d
    const forced = await dana.post(path, { from: day, 'ask-treatment': 'required', 'ask-tpo': 'required' })
    assert.equal(forced.status, 422)
    assert.match(forced.text, /never made a condition of care/)
    const set = await dana.post(path, {
      from: day,
      'ask-treatment': 'required',
      'place-treatment': '2',
      'ask-tpo': 'optional',
      'place-tpo': '1',
      because: 'Shorter',
    })
    assert.equal(set.status, 303, set.text)
    assert.match((await noor().get(path)).text, /asks for 2 papers/)
    assert.equal((await noor().post(path, { from: day })).status, 403)
    const ada = await house().as('ada')
    assert.equal(
      (
        await ada.post(urls.signingPolicy(), {
          linkHours: '24',
          visitMinutes: '30',
          copyMinutes: '15',
          from: day,
          source: 'Privacy office',
        })
      ).status,
      303,
    )
    assert.match((await noor().get(urls.packs())).text, /24 hours/)
  })
}
