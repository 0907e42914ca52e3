import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Fields } from '../knock.ts'
import { readPdf } from '../pdf.ts'
import { urls } from '../../src/urls.ts'
import { bytesOf } from '../../src/clinic/files/queries.ts'
import { sha256 } from '../../src/basics/ids.ts'
import { estimatesDue } from '../../src/clinic/coverage/queries/estimates.ts'
import { maya, tomasz, estimate, type MoneyDesk } from './desk.ts'

/** The estimate that the law asks for. */
export function estimates({ ben, noor, done, refused, rows, work }: MoneyDesk): void {
  describe('A good-faith estimate', () => {
    it('starts a clock by the law’s business days', async () => {
      refused(
        await ben().post(urls.estimateRequests(maya), { occasion: 'requested', askedOn: '2026-12-02', serviceOn: '' }),
        /lies ahead/,
      )
      refused(
        await ben().post(urls.estimateRequests(maya), { occasion: 'scheduled', askedOn: '2026-12-01', serviceOn: '' }),
        /first service/,
      )
      refused(
        await ben().post(urls.estimateRequests(maya), {
          occasion: 'scheduled',
          askedOn: '2026-12-01',
          serviceOn: '2026-11-30',
        }),
        /before the day it was scheduled/,
      )
      refused(
        await ben().post(urls.estimateRequests(maya), { occasion: 'perhaps', askedOn: '2026-12-01', serviceOn: '' }),
        /what happened/,
      )
      done(
        await ben().post(urls.estimateRequests(maya), {
          occasion: 'scheduled',
          askedOn: '2026-12-01',
          serviceOn: '2026-12-02',
        }),
      )
      assert.deepEqual(await work((w) => estimatesDue(w)), [])
      done(
        await noor().post(urls.estimateRequests(maya), { occasion: 'requested', askedOn: '2026-11-24', serviceOn: '' }),
      )
      done(
        await noor().post(urls.estimateRequests(maya), {
          occasion: 'scheduled',
          askedOn: '2026-12-01',
          serviceOn: '2026-12-15',
        }),
      )
      assert.deepEqual(
        (await work((w) => estimatesDue(w))).map(({ dueOn, isLate }) => [dueOn, isLate]),
        [
          ['2026-11-30', true],
          ['2026-12-04', false],
        ],
      )
      const page = await ben().get(urls.coverage(maya))
      assert.match(page.text, /An estimate is late/)
      assert.match(page.text, /4 Dec 2026/)
    })
    it('is refused while the clinic’s own identity is missing', async () => {
      refused(await ben().post(urls.newEstimate(maya), estimate), /Record who the clinic is/)
      done(
        await ben().post(urls.billingIdentity(), {
          legalName: 'Riverbend Recovery Inc.',
          npi: '1234567893',
          taxNumber: '12-3456789',
          address: '12 Main Street, Beacon',
          phone: '845-555-0100',
        }),
      )
    })
    const other = {
      otherName: 'Hudson Lab',
      otherNpi: '1234567893',
      otherTax: '98-7654321',
      otherAddress: '1 Lab Way, Beacon',
      otherState: 'ny',
      otherLabel: 'Drug test',
      otherCode: '80307',
      otherCharge: '85',
      otherCount: '8',
    }
    const wrong: [string, Fields, RegExp][] = [
      ['a diagnosis in words', { ...estimate, diagnoses: 'alcohol' }, /as they stand in ICD-10-CM/],
      ['no diagnosis', { ...estimate, diagnoses: '' }, /R69 while none is made/],
      ['no plain words', { ...estimate, words: '' }, /plain words/],
      ['nothing about what is separate', { ...estimate, separately: '' }, /must schedule separately/],
      ['a fee that is not recorded', { ...estimate, family: '3' }, /No fee for “Family session”/],
      ['a discount without why', { ...estimate, shareWhy: '' }, /Say why less/],
      ['a laboratory without NPI', { ...estimate, ...other, otherNpi: '' }, /NPI and tax number of everyone/],
      ['a laboratory without a code', { ...estimate, ...other, otherCode: '' }, /code that they bill/],
      ['a laboratory without a charge', { ...estimate, ...other, otherCharge: 'x' }, /expect to charge/],
      ['more weeks than a year has', { ...estimate, weeks: '53' }, /from 1 to 52/],
    ]
    for (const [what, fields, words] of wrong)
      it(`refuses ${what}, and makes no paper`, async () => {
        refused(await ben().post(urls.newEstimate(maya), fields), words)
        assert.deepEqual(await rows('select count(*)::int as n from estimate'), [{ n: 0 }])
      })
    it('is a paper with the law’s contents, kept with its hash', async () => {
      done(await ben().post(urls.newEstimate(maya), { ...estimate, ...other }))
      const [made] = await rows<{ file_id: string; document_hash: string; total: number; version: number }>(
        'select file_id, document_hash, total, version from estimate',
      )
      assert.ok(made)
      assert.equal(Number(made.total), 24 * 15_400 + 2 * 7200 + 10_000 + 8 * 8500)
      const bytes = await work((w) => bytesOf(w, made.file_id))
      assert.ok(bytes)
      assert.equal(sha256(bytes), made.document_hash)
      const paper = await readPdf(bytes)
      const text = paper.text.replace(/\s+/g, ' ')
      for (const part of [
        'Maya Alvarez',
        'April 17, 1991',
        'Intensive outpatient care for substance use',
        'December 15, 2026',
        '3 days a week for 8 weeks',
        'F10.20',
        'Riverbend Recovery Inc.',
        '1234567893',
        '12-3456789',
        'H0015',
        '90837',
        'Hudson Lab',
        '98-7654321',
        '80307',
        '$4,620',
        '40 %',
        'Nothing is expected.',
        'separate good-faith estimate',
        'call 845-555-0100',
        'only an estimate',
        'may recommend further services',
        '$400',
        'www.cms.gov/nosurprises',
        'not a contract',
      ])
        assert.ok(text.includes(part), `the paper lacks ${part}: ${text.slice(0, 1500)}`)
      assert.equal(paper.title, 'Good-faith estimate')
      assert.ok(paper.marked && paper.tags.includes('TH'))
    })
    it('stops the clock when the person has it', async () => {
      const [made] = await rows<{ id: string }>('select id from estimate')
      const given = { estimate: made?.id ?? '' }
      assert.equal((await work((w) => estimatesDue(w))).length, 2)
      refused(await ben().post(urls.estimateDelivery(given), { how: 'paper', on: '2026-12-02' }), /lies ahead/)
      refused(await ben().post(urls.estimateDelivery(given), { how: 'paper', on: '2026-11-30' }), /made after that day/)
      refused(await ben().post(urls.estimateDelivery(given), { how: 'pigeon', on: '2026-12-01' }), /how they got it/)
      done(await ben().post(urls.estimateDelivery(given), { how: 'paper', on: '2026-12-01' }), urls.coverage(maya))
      refused(await ben().post(urls.estimateDelivery(given), { how: 'paper', on: '2026-12-01' }), /noted already/)
      assert.deepEqual(await work((w) => estimatesDue(w)), [])
    })
    it('has versions', async () => {
      done(await ben().post(urls.newEstimate(maya), { ...estimate, weeks: '4' }))
      assert.deepEqual(await rows('select version from estimate order by version'), [{ version: 1 }, { version: 2 }])
    })
    it('is not owed any more when somebody says why', async () => {
      done(
        await ben().post(urls.estimateRequests(tomasz), {
          occasion: 'requested',
          askedOn: '2026-12-01',
          serviceOn: '',
        }),
      )
      const [due] = await work((w) => estimatesDue(w, tomasz.client))
      const request = { request: due?.id ?? '' }
      refused(await ben().post(urls.estimateRequestEnd(request), { because: '' }), /Say why no estimate/)
      done(await ben().post(urls.estimateRequestEnd(request), { because: 'Uses the plan' }))
      refused(await ben().post(urls.estimateRequestEnd(request), { because: 'Uses the plan' }), /closed already/)
      assert.deepEqual(await work((w) => estimatesDue(w, tomasz.client)), [])
    })
  })
}
