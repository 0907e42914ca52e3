import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { castId, riverbend } from '../cast.ts'
import { readPdf } from '../pdf.ts'
import { sha256 } from '../../src/basics/ids.ts'
import { asPerson } from '../../src/db/work.ts'
import { urls } from '../../src/urls.ts'
import { mayTell } from '../../src/clinic/consents/actions.ts'
import { bytesOf } from '../../src/clinic/files/queries.ts'
import { maya, stepwell, evening, type PapersDesk } from './desk.ts'

/** From the first page to the copy. */
export function signed({ house, noor, linkFor, enter, opened, shown, read, sign, rowsOf }: PapersDesk): void {
  describe('signed to the end', () => {
    it('keeps each paper with its consent, its PDF, time, address and method; then gives copies, then is used', async () => {
      const given = await opened()
      assert.equal(
        (await sign(given, 'treatment')).location,
        urls.signPaper({ token: given.token, kind: 'privacy-notice' }),
      )
      // The browser was closed between two papers: the link and the code open the rest, in another one.
      given.phone = house().stranger()
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
        const bytes = await asPerson(house().db.pool, riverbend.id, stepwell, new Date(), (work) =>
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
        const page = await noor().get(urls.signedPaper({ paper: row.id }))
        assert.match(page.text, /Text, hash and file agree/)
      }
      const told = await asPerson(house().db.pool, riverbend.id, stepwell, new Date(), (work) =>
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
      assert.equal(
        (
          await house()
            .stranger()
            .get(urls.signCopy({ token: given.token, kind: 'tpo' }))
        ).status,
        410,
      )
      assert.equal((await house().stranger().get(given.path)).status, 410)
      house().setNow(new Date(Date.now() + 31 * 60_000))
      assert.match((await given.phone.get(given.path)).text, /time to download a copy here is over/)
      assert.equal((await given.phone.get(urls.signCopy({ token: given.token, kind: 'tpo' }))).status, 410)
      house().setNow(null)

      const papers = await noor().get(urls.clientPapers(maya, { program: evening }))
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
      const bytes = await asPerson(house().db.pool, riverbend.id, stepwell, new Date(), (work) =>
        bytesOf(work, row.file_id),
      )
      assert.ok(bytes)
      const pdf = await readPdf(bytes)
      assert.equal(pdf.lang?.slice(0, 2), 'es')
      assert.match(pdf.text, /Firmado por/)
      const mother = await asPerson(house().db.pool, riverbend.id, stepwell, new Date(), (work) =>
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
}
