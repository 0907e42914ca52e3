import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Answer, Fields } from '../knock.ts'
import { urls } from '../../src/urls.ts'
import { answerFor, sample271, withErrors } from '../../src/clinic/coverage/x12-271-examples.ts'
import { maya, tomasz, dated, nothingTold, plan, type MoneyDesk } from './desk.ts'

/** What a plan pays, from a call or a file, and what that leaves. */
export function benefits({ ben, noor, done, refused, rows, coverageId }: MoneyDesk): void {
  describe('Benefits from a call', () => {
    const call = { ...nothingTold, checkedOn: '2026-11-30', toldBy: 'Kim', reference: 'R-1' }
    const wrong: [string, Fields, RegExp][] = [
      ['nobody who told', { ...call, toldBy: '' }, /Say who told you/],
      ['a call ahead', { ...call, checkedOn: '2026-12-24' }, /lies ahead/],
      ['an amount in words', { ...call, copayPerDay: 'thirty' }, /30 or 30.50/],
      ['a share above all', { ...call, coinsurance: '120' }, /from 0 to 100/],
      ['more met than there is', { ...call, deductible: '100', deductibleMet: '101' }, /More of the deductible is met/],
      ['half a day', { ...call, visitLimit: '1.5' }, /whole number of days/],
    ]
    for (const [what, fields, words] of wrong)
      it(`refuse ${what}`, async () =>
        refused(await ben().post(urls.newBenefits({ coverage: await coverageId(maya, 1) }), fields), words))
    it('are kept as told: empty is not known, 0 is none', async () => {
      const coverage = await coverageId(maya, 1)
      done(
        await ben().post(urls.newBenefits({ coverage }), {
          ...call,
          iopCovered: 'yes',
          network: 'in',
          copayPerDay: '30',
          coinsurance: '0',
          deductibleApplies: 'no',
        }),
      )
      assert.deepEqual(
        await rows('select copay_per_day, coinsurance, deductible, out_of_pocket_max from benefit_check'),
        [{ copay_per_day: 3000, coinsurance: 0, deductible: null, out_of_pocket_max: null }],
      )
      const page = await ben().get(urls.coverage(maya))
      assert.match(page.text, /Still to ask: the out-of-pocket maximum/)
      assert.match(page.text, /Told by Kim/)
    })
  })

  describe('Benefits from a 271', () => {
    const add = async (text: string, client = maya) =>
      ben().post(urls.newEligibilityFile({ coverage: await coverageId(client, 1) }), {
        text: '',
        file: new File([text], 'answer.271'),
      })
    const fileIn = (answer: Answer): { answer: string } => ({ answer: answer.location?.split('/').at(-1) ?? '' })
    const wrong: [string, string, RegExp][] = [
      ['a claim', sample271.replace('ST*271', 'ST*837'), /a claim \(837\)/],
      ['a remittance', sample271.replace('ST*271', 'ST*835'), /a remittance \(835\)/],
      ['prose', 'Dear clinic', /not an X12 file/],
      ['half a file', sample271.slice(0, 700), /breaks off before its end/],
      ['nothing', '', /Choose a file/],
    ]
    for (const [what, text, words] of wrong)
      it(`refuse ${what}, and keep nothing`, async () => {
        refused(await add(text), words)
        assert.deepEqual(await rows('select count(*)::int as n from eligibility_file'), [{ n: 0 }])
      })
    it('show what was read beside what was not, and are taken over once', async () => {
      const answer = await add(sample271)
      done(answer)
      const page = await ben().get(answer.location ?? '')
      for (const part of [
        /Substance use facility, outpatient/,
        /\$400, left/,
        /III\*ZZ\*57/,
        /Not something Stepwell reads/,
        /CASE CARE INC/,
        /marks this file as a test/,
      ])
        assert.match(page.text, part)
      assert.doesNotMatch(page.text, /name="isLookedAt"/)
      refused(await add(sample271), /in the record already/)
      const values = {
        ...nothingTold,
        person: '0',
        iopCovered: 'yes',
        copayPerDay: '30',
        coinsurance: '20',
        deductible: '1500',
        deductibleMet: '1100',
      }
      done(await ben().post(urls.eligibilityAcceptance(fileIn(answer)), values))
      refused(await ben().post(urls.eligibilityAcceptance(fileIn(answer)), values), /taken over already/)
      refused(await ben().post(urls.eligibilitySetAside(fileIn(answer)), { because: 'x' }), /was taken over/)
      const [check] = await rows(
        "select how, told_by, reference, checked_on, coinsurance from benefit_check where how = 'file'",
      )
      assert.deepEqual(check, {
        how: 'file',
        told_by: 'RIVER MUTUAL',
        reference: 'ASK-7',
        checked_on: '2026-11-02',
        coinsurance: 2000,
      })
    })
    it('of another person need somebody to have looked', async () => {
      done(await noor().post(urls.newCoverage(tomasz), { ...plan, newPayer: 'Other Mutual', memberNumber: '' }))
      const answer = await add(sample271, tomasz)
      done(answer)
      const page = await ben().get(answer.location ?? '')
      assert.match(page.text, /Differs/)
      assert.match(page.text, /name="isLookedAt"/)
      const values = { ...nothingTold, person: '0' }
      refused(await ben().post(urls.eligibilityAcceptance(fileIn(answer)), values), /may be about somebody else/)
      refused(await ben().post(urls.eligibilitySetAside(fileIn(answer)), { because: '' }), /Say why/)
      done(await ben().post(urls.eligibilitySetAside(fileIn(answer)), { because: 'Another person' }))
      refused(
        await ben().post(urls.eligibilityAcceptance(fileIn(answer)), { ...values, isLookedAt: 'yes' }),
        /was set aside/,
      )
      refused(await ben().post(urls.eligibilitySetAside(fileIn(answer)), { because: 'x' }), /set aside already/)
    })
    it('say in sentences why a payer did not answer, and give nothing to take over', async () => {
      const answer = await add(withErrors)
      done(answer)
      const page = await ben().get(answer.location ?? '')
      assert.match(page.text, /About the payer: No answer came from the payer/)
      refused(
        await ben().post(urls.eligibilityAcceptance(fileIn(answer)), {
          ...nothingTold,
          person: '0',
          isLookedAt: 'yes',
        }),
        /tells no benefit/,
      )
      refused(
        await ben().post(urls.eligibilityAcceptance(fileIn(answer)), {
          ...nothingTold,
          person: '7',
          isLookedAt: 'yes',
        }),
        /nothing about a person/,
      )
      const empty = await add(answerFor(['AAA*N**75*C']))
      assert.match(
        (await ben().get(empty.location ?? '')).text,
        /did not find the subscriber. Correct it and ask again/,
      )
    })
    it('run no script that a payer sends', async () => {
      const answer = await add(answerFor(['EB*1**MH', 'MSG*<script>alert(1)</script>', 'ZZ*<img src=x>']))
      const page = await ben().get(answer.location ?? '')
      assert.doesNotMatch(page.text, /<script>alert|<img src=x/)
    })
  })

  describe('What they will pay', () => {
    it('by a plan, names what is not known', async () => {
      done(
        await ben().post(urls.newBenefits({ coverage: await coverageId(maya, 1) }), {
          ...nothingTold,
          checkedOn: '2026-12-01',
          toldBy: 'Kim',
          reference: '',
          iopCovered: 'yes',
          network: 'in',
          copayPerDay: '30',
          coinsurance: '',
          deductibleApplies: 'no',
        }),
      )
      const page = await ben().get(urls.whatYouPay(maya, { days: '3', weeks: '2', from: '2026-12-07' }))
      assert.equal(page.status, 200)
      assert.match(page.text, /Together: \$180 to \$2,310/)
      assert.match(
        page.text,
        /Ask the payer: the coinsurance, the out-of-pocket maximum, how much of the out-of-pocket maximum is met and what the plan allows/,
      )
    })
    it('by themselves, follows the scale, and says so plainly', async () => {
      const page = await ben().get(
        urls.whatYouPay(maya, {
          by: 'self',
          days: '3',
          weeks: '2',
          from: '2026-12-07',
          household: '4',
          income: '36,000',
        }),
      )
      assert.match(page.text, /Together: \$924/)
      assert.match(page.text, /Below the scale’s line: pays 40 % of the fee/)
      assert.match(page.text, /109.1 % of the poverty guideline/)
      const above = await ben().get(urls.whatYouPay(maya, { by: 'self', household: '1', income: '90000' }))
      assert.match(above.text, /Above the scale’s line: pays the whole fee/)
    })
    it('stands beside residential care only with the clinic’s own figure', async () => {
      const asked = urls.whatYouPay(maya, { by: 'self', days: '3', weeks: '8', from: '2026-12-07', nights: '28' })
      assert.match((await ben().get(asked)).text, /Nothing to compare with/)
      done(
        await ben().post(urls.feeRows(), {
          service: 'residential-day',
          payerId: '',
          amount: '890',
          code: '',
          ...dated,
          source: 'Three programs nearby, asked by phone',
        }),
      )
      const page = await ben().get(asked)
      assert.match(page.text, /24 IOP days: \$9,240. 28 residential nights: \$24,920/)
      assert.match(page.text, /Three programs nearby/)
      assert.match(page.text, /A bed and meals/)
    })
    const wrong: [string, Record<string, string>, RegExp][] = [
      ['eight days', { days: '8' }, /from 1 to 7/],
      ['no weeks', { weeks: '0' }, /from 1 to 52/],
      ['a day that is none', { from: '2026-02-30' }, /not a date/],
      ['an income without a household', { income: '100' }, /The scale needs both/],
      ['an income in words', { household: '1', income: 'little' }, /24000/],
      ['nights without number', { nights: 'x' }, /from 1 to 365/],
    ]
    for (const [what, query, words] of wrong)
      it(`refuses ${what}`, async () => refused(await ben().get(urls.whatYouPay(maya, query)), words))
    it('asks for the benefits of a plan before it reckons', async () => {
      const unchecked = await ben().get(urls.whatYouPay(tomasz))
      assert.equal(unchecked.status, 200)
      assert.match(unchecked.text, /are not checked yet/)
    })
  })
}
