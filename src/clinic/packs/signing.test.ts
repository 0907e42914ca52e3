import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId, riverbend } from '../../../tests/cast.ts'
import { openHouse, type TestHouse, type Visitor } from '../../../tests/knock.ts'
import { readPdf } from '../../../tests/pdf.ts'
import { sha256 } from '../../basics/ids.ts'
import { asPerson } from '../../db/work.ts'
import { urls } from '../../urls.ts'
import { mayTell } from '../consents/actions.ts'
import { bytesOf } from '../files/queries.ts'
import { packStanding } from './queries/standing.ts'

// Papers through the front door: laid out by staff, signed by whoever holds the link.

const maya = { client: castId('maya') }
const stepwell = { kind: 'stepwell', id: null, name: 'Test' } as const
const evening = castId('evening')

type Given = { signing: string; path: string; token: string; code: string; phone: Visitor }

describe('Papers by a link', () => {
  let house: TestHouse
  let noor: Visitor
  before(async () => {
    house = await openHouse()
    noor = await house.as('noor')
    await house.db.owner.query("select set_config('app.clinic', $1, false)", [riverbend.id])
    await house.db.owner.query(
      "insert into client_contact (clinic_id, id, client_id, kind, value, name, relationship, recorded_at) values ($1, gen_random_uuid(), $2, 'emergency', '555-0101', 'Rosa Alvarez', 'mother', now())",
      [riverbend.id, maya.client],
    )
  })
  after(() => house.close())

  const layOut = async (more: Record<string, string | string[]> = {}, client = maya.client): Promise<string> => {
    const answer = await noor.post(urls.newSigning({ client }), {
      program: evening,
      'papers[]': ['treatment', 'tpo', 'privacy-notice'],
      capacity: 'client',
      language: 'en',
      ...more,
    })
    assert.equal(answer.status, 303, answer.text)
    return answer.location?.split('/').at(-1) ?? ''
  }
  const linkFor = async (signing: string): Promise<Given> => {
    const answer = await noor.post(urls.signingLinks({ signing }))
    assert.equal(answer.status, 200)
    const token = /\/sign\/([\w-]{43})/.exec(answer.text)?.[1] ?? ''
    const code = (/<b aria-label="([\d ]+)">/.exec(answer.text)?.[1] ?? '').replaceAll(' ', '')
    assert.match(code, /^\d{6}$/)
    assert.match(answer.text, /<svg role="img" aria-label="QR code/)
    return { signing, token, code, path: urls.sign({ token }), phone: house.stranger() }
  }
  const born = { month: '4', day: '17', year: '1991' }
  const enter = async (given: Given, change: Record<string, string> = {}) =>
    given.phone.post(given.path, { ...born, code: given.code, ...change })
  const opened = async (more: Record<string, string | string[]> = {}): Promise<Given> => {
    const given = await linkFor(await layOut(more))
    assert.equal((await enter(given)).status, 303)
    return given
  }
  const shown = (text: string) => /name="shown" value="([0-9a-f]{64})"/.exec(text)?.[1] ?? ''
  const read = async ({ phone, token }: Given, kind: string, query: { lang?: string } = {}) =>
    phone.get(urls.signPaper({ token, kind }, query))
  const sign = async (given: Given, kind: string, change: Record<string, string> = {}) =>
    given.phone.post(
      urls.signPaper({ token: given.token, kind }),
      { shown: shown((await read(given, kind)).text), signature: 'Maya Alvarez', intends: 'yes', ...change },
      { 'user-agent': 'An old phone/1.0' },
    )
  const rowsOf = async (sql: string, values: unknown[] = []) => (await house.db.owner.query(sql, values)).rows

  describe('before the second factor', () => {
    it('shows the clinic’s name and nothing of anyone', async () => {
      const given = await linkFor(await layOut())
      const answer = await given.phone.get(given.path)
      assert.equal(answer.status, 200)
      assert.match(answer.text, /Riverbend/)
      assert.doesNotMatch(answer.text, /Maya|Alvarez|treatment|program|1991/i)
      assert.equal(answer.headers.get('cache-control'), 'no-store')
      assert.match(answer.text, /noindex/)
      for (const path of [
        urls.signPaper({ token: given.token, kind: 'treatment' }),
        urls.signRefusal({ token: given.token, kind: 'tpo' }),
        urls.signCopy({ token: given.token, kind: 'tpo' }),
      ]) {
        const sent = await given.phone.get(path)
        assert.equal(sent.status, 303)
        assert.doesNotMatch(sent.text, /Maya/)
      }
      const forged = await given.phone.post(urls.signPaper({ token: given.token, kind: 'tpo' }), {
        shown: 'a'.repeat(64),
        signature: 'Maya Alvarez',
        intends: 'yes',
      })
      assert.equal(forged.status, 303)
      assert.deepEqual(await rowsOf('select id from signed_document where signing_id = $1', [given.signing]), [])
    })

    it('says the same whether the date or the code was wrong, and keeps nothing typed', async () => {
      const given = await linkFor(await layOut())
      const wrongCode = String((Number(given.code) + 1) % 1_000_000).padStart(6, '0')
      const texts: string[] = []
      for (const change of [{ code: wrongCode }, { day: '18' }] as Record<string, string>[]) {
        assert.equal((await enter(given, change)).status, 303)
        texts.push((await given.phone.get(given.path)).text.replace(/You can try \d/, ''))
      }
      assert.match(texts[0] ?? '', /That did not match/)
      assert.equal(texts[0], texts[1])
      assert.doesNotMatch(texts[0] ?? '', new RegExp(wrongCode))
      assert.equal((await enter(given)).status, 303)
      assert.match((await given.phone.get(given.path)).text, /Hello Maya Alvarez/)
    })

    it('five wrong tries lock it, also when they come at once; the right answer then opens nothing', async () => {
      const given = await linkFor(await layOut())
      await Promise.all(
        Array.from({ length: 8 }, () => house.stranger().post(given.path, { ...born, day: '1', code: '000000' })),
      )
      const tries = await rowsOf(
        'select t.succeeded from signing_try t join signing_link l on l.id = t.link_id where l.signing_id = $1',
        [given.signing],
      )
      assert.equal(tries.length, 5)
      assert.equal((await enter(given)).status, 410)
      const answer = await given.phone.get(given.path)
      assert.equal(answer.status, 410)
      assert.match(answer.text, /locked/)
      assert.match((await noor.get(urls.signing({ signing: given.signing }))).text, /5 of 5 tries did not match/)
    })

    it('a half-filled form is no try', async () => {
      const given = await linkFor(await layOut())
      const answer = await given.phone.post(given.path, { month: '2', day: '30', year: '1991', code: '12' })
      assert.equal(answer.status, 422)
      assert.match(answer.text, /Give your date of birth/)
      assert.match(answer.text, /Type the code/)
      assert.deepEqual(
        await rowsOf('select t.id from signing_try t join signing_link l on l.id = t.link_id where l.signing_id = $1', [
          given.signing,
        ]),
        [],
      )
    })
  })

  describe('signed to the end', () => {
    it('keeps each paper with its consent, its PDF, time, address and method; then gives copies, then is used', async () => {
      const given = await opened()
      assert.equal(
        (await sign(given, 'treatment')).location,
        urls.signPaper({ token: given.token, kind: 'privacy-notice' }),
      )
      // The browser was closed between two papers: the link and the code open the rest, in another one.
      given.phone = house.stranger()
      assert.equal((await enter(given)).status, 303)
      assert.match((await given.phone.get(given.path)).text, /2 papers are still to be read/)
      const drawn = await sign(given, 'tpo', { signature: '', signaturePath: 'M10 20L60 90L120 30' })
      assert.equal(drawn.status, 303)
      const no = await given.phone.post(urls.signRefusal({ token: given.token, kind: 'privacy-notice' }), {
        shown: shown((await read(given, 'privacy-notice')).text),
        reason: 'I want to read it at home',
      })
      assert.equal(no.location, given.path)

      const rows = await rowsOf('select * from signed_document where signing_id = $1 order by signed_at', [
        given.signing,
      ])
      assert.deepEqual(
        rows.map(({ kind, method, manner, language, address, user_agent }) => [
          kind,
          method,
          manner,
          language,
          address,
          user_agent,
        ]),
        [
          ['treatment', 'typed', 'link', 'en', '192.0.2.1', 'An old phone/1.0'],
          ['tpo', 'drawn', 'link', 'en', '192.0.2.1', 'An old phone/1.0'],
        ],
      )
      for (const row of rows) {
        assert.equal(sha256(row.text_shown), row.text_hash)
        const [consent] = await rowsOf('select * from consent where id = $1', [row.consent_id])
        assert.deepEqual(
          [consent.text_hash, consent.signed_through, consent.address, consent.taken_by],
          [row.text_hash, 'link', '192.0.2.1', castId('noor')],
        )
        const bytes = await asPerson(house.db.pool, riverbend.id, stepwell, new Date(), (work) =>
          bytesOf(work, row.file_id),
        )
        assert.ok(bytes)
        assert.equal(sha256(bytes), row.file_hash)
        const pdf = await readPdf(bytes)
        // Every word that was read stands in the PDF, in its order, and with it the hash of the text.
        const words = (text: string) => text.replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim()
        // What stands at the foot of a page parts a sentence that runs on.
        const said = words(words(pdf.text).replaceAll(/Signed document Riverbend( Page \d+ of \d+)?/g, ' '))
        for (const line of row.text_shown.split('\n').slice(2)) assert.ok(said.includes(words(line)), line)
        assert.ok(pdf.text.replaceAll(/\s/g, '').includes(row.text_hash))
        assert.match(pdf.text, /America\/New_York/)
        assert.equal(pdf.lang?.slice(0, 2), 'en')
        const page = await noor.get(urls.signedPaper({ paper: row.id }))
        assert.match(page.text, /Text, hash and file agree/)
      }
      const told = await asPerson(house.db.pool, riverbend.id, stepwell, new Date(), (work) =>
        mayTell(work, {
          what: 'record',
          purpose: 'payment',
          recipient: { kind: 'health-plan', name: null },
          clients: [maya.client],
        }),
      )
      assert.deepEqual([...told.keys()], [maya.client])

      const thanks = await given.phone.get(given.path)
      assert.match(thanks.text, /Everything is answered/)
      const copy = await given.phone.get(urls.signCopy({ token: given.token, kind: 'tpo' }))
      assert.equal(copy.status, 200)
      assert.equal(copy.headers.get('content-type'), 'application/pdf')
      assert.match(copy.headers.get('content-disposition') ?? '', /^attachment/)
      assert.equal((await house.stranger().get(urls.signCopy({ token: given.token, kind: 'tpo' }))).status, 410)
      assert.equal((await house.stranger().get(given.path)).status, 410)
      house.setNow(new Date(Date.now() + 31 * 60_000))
      assert.match((await given.phone.get(given.path)).text, /time to download a copy here is over/)
      assert.equal((await given.phone.get(urls.signCopy({ token: given.token, kind: 'tpo' }))).status, 410)
      house.setNow(null)

      const papers = await noor.get(urls.clientPapers(maya, { program: evening }))
      assert.match(papers.text, /I want to read it at home/)
      assert.match(papers.text, /3 of 6 papers are settled/)
    })

    it('what was shown is what is kept: the page holds every line of the text', async () => {
      const given = await opened({ 'papers[]': ['financial'] })
      const page = await read(given, 'financial')
      assert.equal((await sign(given, 'financial')).status, 303)
      const [row] = await rowsOf('select text_shown from signed_document where signing_id = $1', [given.signing])
      const bare = page.text
        .replaceAll(/<[^>]+>/g, ' ')
        .replaceAll('&#39;', "'")
        .replaceAll('&quot;', '"')
        .replaceAll('&amp;', '&')
        .replaceAll(/\s+/g, ' ')
      for (const line of row.text_shown.split('\n').slice(2))
        assert.ok(bare.includes(line.replace(/^(## |- )/, '')), line)
    })

    it('in Spanish there is no English on any page, nor in the PDF', async () => {
      const given = await opened({ language: 'es', 'papers[]': ['treatment', 'emergency-contact'] })
      // English but for names: of the clinic, of its programs, and of the other language's switch.
      const english = /\b(the|and|you|your|with|this|sign|please|skip|read|paper|of|is)\b/i
      const clean = (text: string) =>
        text
          .replace(/<head>[\s\S]*<\/head>/, '')
          .replaceAll(/<[^>]+aria-label="([^"]*)"[^>]*>/g, ' $1 ')
          .replaceAll(/<[^>]+>/g, ' ')
          .replaceAll(/English|Evening program/g, '')
      const fresh = await linkFor(given.signing)
      const pages = [
        await fresh.phone.get(fresh.path),
        await fresh.phone.post(fresh.path, {}),
        await enter(fresh).then(() => fresh.phone.get(fresh.path)),
        await read(fresh, 'treatment'),
        await sign(fresh, 'treatment', { signature: 'Kofi', intends: '' }),
        await fresh.phone.get(urls.signRefusal({ token: fresh.token, kind: 'emergency-contact' })),
        await fresh.phone.post(urls.signRefusal({ token: fresh.token, kind: 'emergency-contact' }), { reason: '' }),
        await sign(fresh, 'treatment').then(() => sign(fresh, 'treatment')),
        await sign(fresh, 'emergency-contact').then(() => fresh.phone.get(fresh.path)),
      ]
      for (const page of pages) {
        assert.match(page.text, /<html lang="es"/)
        assert.doesNotMatch(clean(page.text), english)
      }
      assert.match(pages[4]?.text ?? '', /Escriba su nombre como está arriba/)
      const [row] = await rowsOf("select * from signed_document where signing_id = $1 and kind = 'emergency-contact'", [
        given.signing,
      ])
      assert.equal(row.language, 'es')
      const [consent] = await rowsOf('select * from consent where id = $1', [row.consent_id])
      assert.deepEqual(
        [consent.scope, consent.language, consent.recipients],
        ['specific', 'es', [{ kind: 'person', name: 'Rosa Alvarez' }]],
      )
      const bytes = await asPerson(house.db.pool, riverbend.id, stepwell, new Date(), (work) =>
        bytesOf(work, row.file_id),
      )
      assert.ok(bytes)
      const pdf = await readPdf(bytes)
      assert.equal(pdf.lang?.slice(0, 2), 'es')
      assert.match(pdf.text, /Firmado por/)
      const mother = await asPerson(house.db.pool, riverbend.id, stepwell, new Date(), (work) =>
        mayTell(work, {
          what: 'presence',
          purpose: 'family',
          recipient: { kind: 'person', name: 'Rosa Alvarez' },
          clients: [maya.client],
        }),
      )
      assert.equal(mother.size, 1)
    })
  })

  describe('refuses', () => {
    it('a link that is too old, taken back, or replaced; each says so, and no more', async () => {
      const old = await opened()
      house.setNow(new Date(Date.now() + 73 * 3_600_000))
      const expired = await old.phone.get(old.path)
      house.setNow(null)
      assert.equal(expired.status, 410)
      assert.match(expired.text, /too old/)

      const newer = await linkFor(old.signing)
      assert.match((await old.phone.get(old.path)).text, /newer link/)
      assert.equal((await sign(old, 'treatment')).status, 410)
      assert.equal((await enter(newer)).status, 303)
      const [link] = await rowsOf(
        'select id from signing_link where signing_id = $1 order by made_at desc, id desc limit 1',
        [old.signing],
      )
      assert.equal((await noor.post(urls.signingLinkEnd({ link: link.id }))).status, 303)
      const taken = await newer.phone.get(newer.path)
      assert.match(taken.text, /taken back/)
      for (const page of [expired, taken]) assert.doesNotMatch(page.text, /Maya/)
      assert.equal((await sign(newer, 'treatment')).status, 410)
      assert.deepEqual(await rowsOf('select id from signed_document where signing_id = $1', [old.signing]), [])
    })

    it('two windows that sign at once: one wins, the other is told', async () => {
      const given = await opened()
      const hash = shown((await read(given, 'treatment')).text)
      const once = () =>
        given.phone.post(urls.signPaper({ token: given.token, kind: 'treatment' }), {
          shown: hash,
          signature: 'Maya Alvarez',
          intends: 'yes',
        })
      const answers = await Promise.all([once(), once(), once()])
      assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 422, 422])
      assert.match(answers.find(({ status }) => status === 422)?.text ?? '', /answered already/)
      const rows = await rowsOf('select consent_id from signed_document where signing_id = $1', [given.signing])
      assert.equal(rows.length, 1)
      const [files] = await rowsOf(
        "select count(*)::int as n from file where kind = 'signed' and kept_by = (select link_id from signed_document where signing_id = $1)",
        [given.signing],
      )
      assert.equal(files.n, 1)
      assert.equal((await given.phone.get(urls.signRefusal({ token: given.token, kind: 'treatment' }))).status, 200)
      const no = await given.phone.post(urls.signRefusal({ token: given.token, kind: 'treatment' }), {
        shown: hash,
        reason: 'too late',
      })
      assert.equal(no.status, 422)
    })

    it('words that changed between reading and signing: shown again, not signed', async () => {
      const given = await opened({ 'papers[]': ['group-agreement'] })
      const hash = shown((await read(given, 'group-agreement')).text)
      const dana = await house.as('dana')
      const published = await dana.post(urls.wordings({ kind: 'group-agreement' }), {
        from: (await rowsOf("select (now() at time zone 'America/New_York')::date::text as d"))[0].d,
        titleEn: 'Our new rules',
        wordsEn: '# Be kind\n\nWe are kind.\n\nBy signing, {signer} agrees.',
        titleEs: 'Nuestras nuevas reglas',
        wordsEs: '# Trate bien a los demás\n\nTratamos bien a los demás.\n\nAl firmar, {signer} lo acepta.',
      })
      assert.equal(published.status, 303, published.text)
      const late = await given.phone.post(urls.signPaper({ token: given.token, kind: 'group-agreement' }), {
        shown: hash,
        signature: 'Maya Alvarez',
        intends: 'yes',
      })
      assert.equal(late.status, 422)
      assert.match(late.text, /The words changed/)
      assert.match(late.text, /We are kind\./)
      assert.deepEqual(await rowsOf('select id from signed_document where signing_id = $1', [given.signing]), [])
      assert.equal((await sign(given, 'group-agreement')).status, 303)
      const [row] = await rowsOf('select document_id, document_version from signed_document where signing_id = $1', [
        given.signing,
      ])
      assert.deepEqual(row, { document_id: 'clinic-group-agreement', document_version: '1' })
      const old = await dana.get(
        urls.wording({ kind: 'group-agreement', document: 'stepwell-group-agreement', version: '1' }),
      )
      assert.match(old.text, /What stays in the room/)
    })

    it('a signature that does not count, with what was typed still there', async () => {
      const given = await opened()
      for (const [change, sentence] of [
        [{ signature: 'Kofi Lartey' }, /Type your name as it stands above/],
        [{ signature: '' }, /Sign by drawing or by typing/],
        [{ signature: '', signaturePath: '"><script>alert(1)</script>' }, /Sign by drawing or by typing/],
        [{ intends: undefined }, /Tick that you have read this/],
        [{ shown: '' }, /The words changed/],
      ] as const) {
        const fields = Object.entries({
          shown: shown((await read(given, 'tpo')).text),
          signature: 'Maya Alvarez',
          intends: 'yes',
          ...change,
        })
        const sent = Object.fromEntries(fields.filter((pair): pair is [string, string] => pair[1] !== undefined))
        const answer = await given.phone.post(urls.signPaper({ token: given.token, kind: 'tpo' }), sent)
        assert.equal(answer.status, 422)
        assert.match(answer.text, sentence)
        assert.doesNotMatch(answer.text, /<script>alert/)
      }
      assert.equal((await read(given, 'financial')).status, 404)
      assert.equal((await read(given, '__proto__')).status, 404)
    })

    it('to decline what care cannot begin without, or to decline without a reason', async () => {
      const given = await opened()
      const path = (kind: string) => urls.signRefusal({ token: given.token, kind })
      assert.match((await given.phone.get(path('treatment'))).text, /Care here cannot begin without this paper/)
      const forced = await given.phone.post(path('treatment'), {
        shown: shown((await read(given, 'treatment')).text),
        reason: 'no way',
      })
      assert.equal(forced.status, 422)
      assert.match(forced.text, /talk with the clinic/)
      const silent = await given.phone.post(path('tpo'), {
        shown: shown((await read(given, 'tpo')).text),
        reason: ' . ',
      })
      assert.equal(silent.status, 422)
      assert.match(silent.text, /Say in a few words/)
    })

    it('a guardian of an adult, one without authority, and papers that nobody chose', async () => {
      for (const [change, sentence] of [
        [
          {
            capacity: 'guardian',
            signerName: 'Rosa',
            signerBorn: '1960-01-01',
            authorityKind: 'parent',
            evidence: 'seen',
          },
          /An adult signs for themselves/,
        ],
        [{ capacity: 'representative', signerName: 'Rosa', signerBorn: '1960-01-01' }, /by what right/],
        [{ 'papers[]': [] }, /Choose at least one paper/],
      ] as [Record<string, string | string[]>, RegExp][]) {
        const answer = await noor.post(urls.newSigning(maya), {
          program: evening,
          'papers[]': ['treatment'],
          capacity: 'client',
          language: 'en',
          ...change,
        })
        assert.equal(answer.status, 422)
        assert.match(answer.text, sentence)
      }
    })
  })

  it('a minor and a parent each sign; the consent stands when both have', async () => {
    const kid = castId('kid')
    await house.db.owner.query("insert into client (clinic_id, id, number, added_at) values ($1, $2, 'K1', now())", [
      riverbend.id,
      kid,
    ])
    await house.db.owner.query(
      "insert into client_identity (clinic_id, id, client_id, given_name, family_name, birth_date, sex, search_name, recorded_at) values ($1, gen_random_uuid(), $2, 'Ana', 'Ruiz', current_date - 5700, 'female', 'ana ruiz', now())",
      [riverbend.id, kid],
    )
    const standing = () =>
      asPerson(house.db.pool, riverbend.id, stepwell, new Date(), (work) => packStanding(work, kid, evening)).then(
        (all) => all?.papers.find(({ kind }) => kind === 'treatment'),
      )
    const refused = await noor.post(urls.newSigning({ client: kid }), {
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
    const lee = await house.as('lee')
    const signing = await layOut({ 'papers[]': ['telehealth', 'financial', 'tpo'] })
    const handed = await lee.post(urls.signingTablet({ signing }))
    assert.equal(handed.status, 303)
    const path = handed.location ?? ''
    assert.match(path, /^\/sign\//)
    for (const staffPage of [urls.today(), urls.client(maya), urls.clients(), urls.signing({ signing })])
      assert.match((await lee.get(staffPage)).location ?? '', /^\/sign-in/, staffPage)
    assert.match((await lee.get(path)).text, /Hello Maya Alvarez/)
    assert.equal((await house.stranger().get(path)).status, 410)
    assert.equal((await house.stranger().post(path, { ...born, code: '000000' })).status, 410)
    const token = path.split('/')[2] ?? ''
    const given: Given = { signing, token, path, code: '', phone: lee }
    for (const kind of ['tpo', 'financial']) assert.equal((await sign(given, kind)).status, 303)
    const done = await lee.get(path)
    assert.match(done.text, /give the tablet back/)
    assert.doesNotMatch(done.text, /\/copy/)
    assert.equal((await lee.get(urls.signCopy({ token, kind: 'tpo' }))).status, 404)
    const [row] = await rowsOf("select manner from signed_document where signing_id = $1 and kind = 'tpo'", [signing])
    assert.equal(row.manner, 'tablet')
    const twice = await noor.post(urls.signingTablet({ signing }))
    assert.equal(twice.status, 422)
    assert.match(twice.text, /Every one of these papers is answered/)
  })

  it('a paper that was touched afterwards is called so', async () => {
    const given = await opened({ 'papers[]': ['financial'] })
    await sign(given, 'financial')
    const [row] = await rowsOf('select id from signed_document where signing_id = $1', [given.signing])
    await house.db.owner.query("update signed_document set text_shown = text_shown || ' and more' where id = $1", [
      row.id,
    ])
    const page = await noor.get(urls.signedPaper({ paper: row.id }))
    assert.match(page.text, /not as it was signed/)
    assert.match(page.text, /The text does not match its hash/)
  })

  it('is prepared by those who may, and unknown to other clinics', async () => {
    const signing = await layOut()
    const ben = await house.as('ben')
    assert.equal((await ben.get(urls.clientPapers(maya))).status, 200)
    assert.equal((await ben.post(urls.signingLinks({ signing }))).status, 403)
    assert.equal((await ben.get(urls.newSigning(maya))).status, 403)
    const sofia = await house.as('sofia')
    for (const path of [urls.clientPapers(maya), urls.signing({ signing }), urls.newSigning(maya)])
      assert.equal((await sofia.get(path)).status, 404)
    assert.equal((await sofia.post(urls.signingLinks({ signing }))).status, 404)
    assert.equal((await sofia.post(urls.signingTablet({ signing }))).status, 404)
  })

  it('packs and wordings are changed by directors and administrators, and never make sharing a condition', async () => {
    const dana = await house.as('dana')
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
    assert.match((await noor.get(path)).text, /asks for 2 papers/)
    assert.equal((await noor.post(path, { from: day })).status, 403)
    const ada = await house.as('ada')
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
    assert.match((await noor.get(urls.packs())).text, /24 hours/)
  })
})
