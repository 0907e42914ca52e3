import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { castId, riverbend } from '../cast.ts'
import type { Fields } from '../knock.ts'
import { urls } from '../../src/urls.ts'
import { publicFees } from '../../src/clinic/coverage/queries/public.ts'
import { dated, type MoneyDesk } from './desk.ts'

/** What care costs here, and who may say so. */
export function fees({ house, ben, noor, done, refused, rows, work }: MoneyDesk): void {
  describe('Fees', () => {
    it('are kept by those who may; others read them, or are sent away', async () => {
      const lee = await house().as('lee')
      assert.equal((await lee.get(urls.fees())).status, 403)
      assert.equal((await noor().get(urls.fees())).status, 200)
      for (const url of [
        urls.feeRows(),
        urls.scales(),
        urls.guidelines(),
        urls.estimateDeadlines(),
        urls.billingIdentity(),
        urls.federalRows(),
      ])
        assert.equal((await noor().post(url, {})).status, 403, url)
    })
    it('bring the federal rows once', async () => {
      assert.match((await ben().get(urls.fees())).text, /Federal rows are missing/)
      done(await ben().post(urls.federalRows()), urls.fees())
      done(await ben().post(urls.federalRows()))
      assert.deepEqual(await rows('select count(*)::int as n from poverty_guideline'), [{ n: 9 }])
      assert.deepEqual(await rows('select count(*)::int as n from estimate_deadline'), [{ n: 3 }])
      const page = await ben().get(urls.fees())
      assert.match(page.text, /\$15,960/)
      assert.doesNotMatch(page.text, /Federal rows are missing/)
    })
    const wrong: [string, string, Fields, RegExp][] = [
      [
        'a fee that is no amount',
        urls.feeRows(),
        { service: 'individual', payerId: '', amount: 'much', code: '', ...dated },
        /385 or 385.50/,
      ],
      [
        'a fee without a source',
        urls.feeRows(),
        { service: 'individual', payerId: '', amount: '1', code: '', ...dated, source: '' },
        /Say where this stands/,
      ],
      [
        'a fee that ends before it begins',
        urls.feeRows(),
        { service: 'individual', payerId: '', amount: '1', code: '', ...dated, to: '2025-01-01' },
        /end before it begins/,
      ],
      [
        'a fee of a payer that is not there',
        urls.feeRows(),
        { service: 'individual', payerId: castId('nobody'), amount: '1', code: '', ...dated },
        /from the directory/,
      ],
      ['bands in prose', urls.scales(), { bands: 'poor people pay less', ...dated }, /two numbers/],
      ['bands that fall', urls.scales(), { bands: '100: 50\n200: 10', ...dated }, /Who earns more would pay less/],
      ['no band', urls.scales(), { bands: '', ...dated }, /a line for each band/],
      [
        'a guideline of nothing',
        urls.guidelines(),
        { region: 'contiguous', firstPerson: '0', eachFurther: '0', ...dated },
        /Give both amounts/,
      ],
      [
        'a deadline later than the law',
        urls.estimateDeadlines(),
        { occasion: 'requested', leastAhead: '0', dueWithin: '5', ...dated },
        /The law gives 3 business days/,
      ],
      [
        'a wrong NPI',
        urls.billingIdentity(),
        { legalName: 'R', npi: '1234567890', taxNumber: '123456789', address: 'x', phone: '' },
        /This is no NPI/,
      ],
      [
        'a wrong tax number',
        urls.billingIdentity(),
        { legalName: 'R', npi: '1234567893', taxNumber: '12-345', address: 'x', phone: '' },
        /nine digits/,
      ],
    ]
    for (const [what, url, fields, words] of wrong)
      it(`refuse ${what}`, async () => refused(await ben().post(url, fields), words))

    it('are recorded with dates and sources, the newest standing', async () => {
      for (const [service, amount, code] of [
        ['iop-day-sud', '350', 'H0015'],
        ['iop-day-sud', '385', 'h0015'],
        ['individual', '180', '90837'],
        ['assessment', '250', '90791'],
      ] as const)
        done(
          await ben().post(urls.feeRows(), {
            service,
            payerId: '',
            amount,
            code,
            isPublic: service === 'individual' ? '' : 'yes',
            ...dated,
            from: amount === '385' ? '2026-07-01' : '2026-01-01',
          }),
        )
      done(await ben().post(urls.scales(), { bands: 'up to 100 %: 10 %\n200: 40\n300 75', ...dated }))
      const page = await ben().get(urls.fees())
      assert.match(page.text, /\$385 a day/)
      assert.match(page.text, /up to 300 %: pays 75 % of the fee/)
      assert.match(page.text, /Earlier rows \(1\)/)
    })
    it('are shown to a visitor only where they are marked so, and nothing of a person is', async () => {
      const visitor = await house().db.pool.connect()
      try {
        await visitor.query('begin; set local role stepwell_visitor')
        await visitor.query("select set_config('app.clinic', $1, true), set_config('app.role', 'visitor', true)", [
          riverbend.id,
        ])
        const { rows: seen } = await visitor.query('select service, amount from fee order by service, amount')
        assert.deepEqual(seen, [
          { service: 'assessment', amount: 25000 },
          { service: 'iop-day-sud', amount: 35000 },
          { service: 'iop-day-sud', amount: 38500 },
        ])
        for (const table of [
          'coverage',
          'coverage_now',
          'benefit_check',
          'assistance_application',
          'estimate',
          'payer_now',
          'billing_identity',
          'eligibility_file',
          'estimate_request',
        ]) {
          await visitor.query('savepoint s')
          await assert.rejects(visitor.query(`select * from ${table}`), /permission denied/, table)
          await visitor.query('rollback to savepoint s')
        }
      } finally {
        await visitor.query('rollback')
        visitor.release()
      }
      const shown = await work(publicFees)
      assert.deepEqual(shown.fees.map(({ service, amount }) => [service, amount]).sort(), [
        ['assessment', 25000],
        ['iop-day-sud', 38500],
      ])
      assert.equal(shown.guideline?.firstPerson, 1_596_000)
      assert.equal(shown.scale?.bands.length, 3)
    })
  })
}
