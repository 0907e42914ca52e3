import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { castId } from '../cast.ts'
import { urls } from '../../src/urls.ts'
import { now, maya, type MoneyDesk } from './desk.ts'

/** A lower price for who cannot pay it. */
export function help({ house, ben, noor, done, refused, rows }: MoneyDesk): void {
  describe('Help with the bill', () => {
    const asked = { household: '4', requested: 'Less', source1: 'Mill', amount1: '3000', per1: 'month', per2: 'month' }
    const open = async (): Promise<string> =>
      (
        await rows<{ id: string }>(
          'select a.id from assistance_application a where not exists (select from assistance_decision d where d.application_id = a.id) and not exists (select from assistance_withdrawal w where w.application_id = a.id)',
        )
      )[0]?.id ?? 'none'
    it('is asked for with household and income, one at a time', async () => {
      refused(await noor().post(urls.assistance(maya), { ...asked, household: '0' }), /from 1 to 30/)
      refused(await noor().post(urls.assistance(maya), { ...asked, amount1: 'some' }), /1200 or 310.50/)
      refused(await noor().post(urls.assistance(maya), { ...asked, source1: '' }), /where this income comes from/)
      done(await noor().post(urls.assistance(maya), asked), urls.assistance(maya))
      refused(await noor().post(urls.assistance(maya), asked), /is open already/)
      assert.match((await noor().get(urls.assistance(maya))).text, /Below the scale’s line: pays 40 % of the fee/)
    })
    it('notes papers that were seen, and none of another client’s', async () => {
      const application = await open()
      refused(await noor().post(urls.assistanceDocuments({ application }), { label: '', file: '' }), /which paper/)
      assert.equal(
        (await noor().post(urls.assistanceDocuments({ application }), { label: 'Slip', file: castId('a file') }))
          .status,
        404,
      )
      done(await noor().post(urls.assistanceDocuments({ application }), { label: 'Pay slip, October', file: '' }))
      assert.match((await noor().get(urls.assistance(maya))).text, /Pay slip, October/)
    })
    it('is decided by those who may, with why', async () => {
      const application = await open()
      const grant = {
        outcome: 'granted',
        sharePercent: '10',
        startsOn: '2026-12-01',
        endsOn: '2027-05-31',
        because: 'Four live on one wage',
        appeal: '',
      }
      assert.equal((await noor().post(urls.assistanceDecision({ application }), grant)).status, 403)
      refused(
        await ben().post(urls.assistanceDecision({ application }), { ...grant, outcome: '' }),
        /whether help is granted/,
      )
      refused(await ben().post(urls.assistanceDecision({ application }), { ...grant, because: '' }), /Say why/)
      refused(
        await ben().post(urls.assistanceDecision({ application }), { ...grant, endsOn: '' }),
        /first and the last day/,
      )
      refused(
        await ben().post(urls.assistanceDecision({ application }), { ...grant, sharePercent: '' }),
        /from 0 to 99/,
      )
      refused(
        await ben().post(urls.assistanceDecision({ application }), { ...grant, endsOn: '2027-12-01' }),
        /12 months at most/,
      )
      refused(
        await ben().post(urls.assistanceDecision({ application }), { ...grant, outcome: 'denied' }),
        /how the person may appeal/,
      )
      done(await ben().post(urls.assistanceDecision({ application }), grant))
      refused(await ben().post(urls.assistanceDecision({ application }), grant), /closed already/)
      refused(await ben().post(urls.assistanceWithdrawal({ application }), { because: 'x' }), /closed already/)
      refused(await ben().post(urls.assistanceDocuments({ application }), { label: 'x', file: '' }), /closed already/)
      assert.match((await ben().get(urls.coverage(maya))).text, /Pays 10 % of the fee/)
      assert.match(
        (await ben().get(urls.whatYouPay(maya, { by: 'self', days: '3', weeks: '2', from: '2026-12-07' }))).text,
        /Together: \$231/,
      )
    })
    it('ends with its last day', async () => {
      house().setNow(new Date('2027-06-01T15:00:00Z'))
      const page = await (await house().as('ben')).get(urls.coverage(maya))
      house().setNow(now)
      assert.match(page.text, /none grants anything today/)
    })
    it('may be denied with an appeal, or withdrawn', async () => {
      done(await ben().post(urls.assistance(maya), { household: '1', requested: '' }))
      done(
        await ben().post(urls.assistanceDecision({ application: await open() }), {
          outcome: 'denied',
          because: 'Income above the scale',
          appeal: 'Write to the director within 30 days',
        }),
      )
      done(await ben().post(urls.assistance(maya), { household: '1', requested: '' }))
      refused(
        await ben().post(urls.assistanceWithdrawal({ application: await open() }), { because: '' }),
        /Say why it is withdrawn/,
      )
      done(await ben().post(urls.assistanceWithdrawal({ application: await open() }), { because: 'Found a plan' }))
      const page = await ben().get(urls.assistance(maya))
      assert.match(page.text, /Write to the director within 30 days/)
      assert.match(page.text, /Found a plan/)
    })
  })
}
