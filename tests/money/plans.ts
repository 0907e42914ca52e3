import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { castId, riverbend } from '../cast.ts'
import type { Fields } from '../knock.ts'
import { urls } from '../../src/urls.ts'
import { maya, tomasz, plan, type MoneyDesk } from './desk.ts'

/** What a client is covered by, and who covers. */
export function plans({ house, ben, noor, done, refused, rows, coverageId }: MoneyDesk): void {
  describe('Plans', () => {
    it('are recorded with a payer that is new to the directory', async () => {
      assert.match((await ben().get(urls.coverage(maya))).text, /No plan is recorded/)
      done(await noor().post(urls.newCoverage(maya), plan), urls.coverage(maya))
      assert.match((await ben().get(urls.coverage(maya))).text, /River Mutual/)
    })
    const wrong: [string, Fields, RegExp][] = [
      ['a place that is taken', { ...plan, newPayer: 'Second Mutual' }, /pays in place 1/],
      ['no payer', { ...plan, newPayer: '', priority: '2' }, /Choose the payer/],
      [
        'a payer that is known by name',
        { ...plan, newPayer: 'RIVER  mutual', priority: '2' },
        /in the directory already/,
      ],
      [
        'a parent’s plan without the parent',
        { ...plan, newPayer: 'Third', relation: 'child', priority: '2' },
        /who holds the plan/,
      ],
      ['turned days', { ...plan, newPayer: 'Fourth', priority: '2', endsOn: '2025-01-01' }, /end before it begins/],
      ['a place past nine', { ...plan, newPayer: 'Fifth', priority: '12' }, /from 1 to 9/],
    ]
    for (const [what, fields, words] of wrong)
      it(`refuse ${what}, and keep what was typed and nothing else`, async () => {
        const answer = await ben().post(urls.newCoverage(maya), fields)
        refused(answer, words)
        assert.match(answer.text, /RM5550123/)
        assert.deepEqual(await rows('select count(*)::int as n from payer'), [{ n: 1 }])
      })
    it('are corrected by rows, with why', async () => {
      const coverage = await coverageId(maya, 1)
      const [{ payerId } = { payerId: '' }] = await rows<{ payerId: string }>(
        'select payer_id as "payerId" from coverage_now where id = $1',
        [coverage],
      )
      refused(
        await ben().post(urls.coverageCorrection({ coverage }), { ...plan, payerId, newPayer: '', because: '' }),
        /Say what was wrong/,
      )
      done(
        await ben().post(urls.coverageCorrection({ coverage }), {
          ...plan,
          payerId,
          newPayer: '',
          plan: 'Silver 20',
          because: 'The card says 20',
        }),
      )
      assert.deepEqual(
        await rows('select plan from coverage_fact where coverage_id = $1 order by recorded_at, id', [coverage]),
        [{ plan: 'Silver' }, { plan: 'Silver 20' }],
      )
      assert.match((await ben().get(urls.coverageCorrection({ coverage }))).text, /The card says 20/)
    })
    it('are taken over in one press from what a referral brought, once, and only where the client holds them', async () => {
      const heard = [castId('heard 1'), castId('heard 2')]
      await house().db.owner.query("select set_config('app.clinic', $1, false)", [riverbend.id])
      await house().db.owner.query(
        `insert into client_history (clinic_id, id, client_id, kind, label, detail, status, source, recorded_at)
         values ($1, $3, $2, 'coverage', 'Empire Medicaid', 'plan Silver, member E-77, group 12', 'active', 'County Health', now()),
                ($1, $4, $2, 'coverage', 'Acme Health', 'member A1, subscriber’s child', 'active', 'County Health', now())`,
        [riverbend.id, maya.client, ...heard],
      )
      done(await ben().post(urls.coverageTakenOver(maya), { heard: castId('heard 1') }))
      const [taken] = await rows(
        'select payer_name, payer_kind, plan, member_number, group_number, priority from coverage_now where taken_from = $1',
        [heard[0]],
      )
      assert.deepEqual(taken, {
        payer_name: 'Empire Medicaid',
        payer_kind: 'medicaid',
        plan: 'Silver',
        member_number: 'E-77',
        group_number: '12',
        priority: 2,
      })
      refused(await ben().post(urls.coverageTakenOver(maya), { heard: castId('heard 1') }), /taken over already/)
      refused(
        await ben().post(urls.coverageTakenOver(maya), { heard: castId('heard 2') }),
        /somebody else holds the plan/,
      )
      refused(await ben().post(urls.coverageTakenOver(tomasz), { heard: castId('heard 2') }), /not there any more/)
      refused(await ben().post(urls.coverageTakenOver(maya), {}), /Choose the line/)
      const form = await ben().get(urls.newCoverage(maya, { heard: castId('heard 2') }))
      assert.match(form.text, /value="Acme Health"/)
      assert.match(form.text, /value="A1"/)
    })
    it('end with why, and give their place free', async () => {
      const coverage = await coverageId(maya, 2)
      refused(
        await ben().post(urls.coverageEnd({ coverage }), { on: '2026-12-02', because: 'x' }),
        /That day lies ahead/,
      )
      refused(await ben().post(urls.coverageEnd({ coverage }), { on: '2026-11-30', because: '' }), /Say why it ended/)
      done(await ben().post(urls.coverageEnd({ coverage }), { on: '2026-11-30', because: 'Moved' }))
      refused(await ben().post(urls.coverageEnd({ coverage }), { on: '2026-11-30', because: 'Moved' }), /ended already/)
      refused(
        await ben().post(urls.coverageCorrection({ coverage }), {
          ...plan,
          newPayer: 'Another',
          priority: '2',
          because: 'x',
        }),
        /has ended/,
      )
      assert.equal(await coverageId(maya, 2), 'none')
    })
    it('show a therapist what care is paid for, and no number, amount or income', async () => {
      const page = await (await house().as('lee')).get(urls.coverage(maya))
      assert.equal(page.status, 200)
      assert.match(page.text, /River Mutual/)
      for (const hidden of ['RM5550123', 'Member number', 'Good-faith', 'Help with the bill'])
        assert.ok(!page.text.includes(hidden), hidden)
    })
    it('keep others out of the rest', async () => {
      const [lee, ada] = [await house().as('lee'), await house().as('ada')]
      const coverage = await coverageId(maya, 1)
      for (const path of [
        urls.newCoverage(maya),
        urls.coverageCorrection({ coverage }),
        urls.newBenefits({ coverage }),
        urls.newEligibilityFile({ coverage }),
        urls.assistance(maya),
        urls.whatYouPay(maya),
        urls.newEstimate(maya),
      ])
        assert.equal((await lee.get(path)).status, 403, path)
      assert.equal((await ada.get(urls.coverage(maya))).status, 403)
    })
  })

  describe('The payers', () => {
    it('are a directory with corrections', async () => {
      done(
        await ben().post(urls.payers(), {
          name: 'Hill Health',
          kind: 'commercial',
          payerCode: 'HH01',
          phone: '800-555-0100',
        }),
      )
      refused(
        await ben().post(urls.payers(), { name: 'hill health', kind: 'other', payerCode: '', phone: '' }),
        /in the directory already/,
      )
      refused(await ben().post(urls.payers(), { name: '', kind: 'other', payerCode: '', phone: '' }), /payer’s name/)
      const [hill] = await rows<{ id: string }>("select id from payer_now where name = 'Hill Health'")
      const payer = hill?.id ?? ''
      refused(
        await ben().post(urls.payerCorrection({ payer }), {
          name: 'River Mutual',
          kind: 'other',
          payerCode: '',
          phone: '',
        }),
        /Another payer/,
      )
      done(
        await ben().post(urls.payerCorrection({ payer }), {
          name: 'Hill Health Plan',
          kind: 'other',
          payerCode: 'HH01',
          phone: '',
        }),
      )
      assert.match((await ben().get(urls.payers())).text, /Hill Health Plan/)
      assert.equal((await ben().post(urls.payerCorrection({ payer: castId('nobody') }), {})).status, 404)
      assert.equal((await (await house().as('lee')).get(urls.payers())).status, 403)
    })
  })
}
