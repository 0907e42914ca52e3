import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { urls } from '../../src/urls.ts'
import { maya, evening, type PapersDesk } from './desk.ts'

/** What is refused, and why. */
export function refuses({ house, noor, linkFor, enter, opened, shown, read, sign, rowsOf }: PapersDesk): void {
  describe('refuses', () => {
    it('a link that is too old, taken back, or replaced; each says so, and no more', async () => {
      const old = await opened()
      house().setNow(new Date(Date.now() + 73 * 3_600_000))
      const expired = await old.phone.get(old.path)
      house().setNow(null)
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
      assert.equal((await noor().post(urls.signingLinkEnd({ link: link.id }))).status, 303)
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
      const dana = await house().as('dana')
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
        const answer = await noor().post(urls.newSigning(maya), {
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
}
