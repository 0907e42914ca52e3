import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { urls } from '../../src/urls.ts'
import type { PapersDesk } from './desk.ts'

/** Before the second factor. */
export function entering({ house, noor, layOut, linkFor, born, enter, rowsOf }: PapersDesk): void {
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
        Array.from({ length: 8 }, () =>
          house()
            .stranger()
            .post(given.path, { ...born, day: '1', code: '000000' }),
        ),
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
      assert.match((await noor().get(urls.signing({ signing: given.signing }))).text, /5 of 5 tries did not match/)
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
}
