import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId, riverbend } from '../../../tests/cast.ts'
import { openHouse, type Answer, type Fields, type TestHouse, type Visitor } from '../../../tests/knock.ts'
import { readPdf } from '../../../tests/pdf.ts'
import { asPerson } from '../../db/work.ts'
import { urls } from '../../urls.ts'
import { bytesOf } from '../files/queries.ts'
import { sha256 } from '../../basics/ids.ts'
import { estimatesDue } from './queries/estimates.ts'
import { publicFees } from './queries/public.ts'
import { answerFor, sample271, withErrors } from './x12-271-examples.ts'

// Through the front door: a coordinator and a biller settle how care is paid before the first day.

const now = new Date('2026-12-01T15:00:00Z')
const maya = { client: castId('maya') }
const tomasz = { client: castId('tomasz') }
const dated = { from: '2026-01-01', to: '', source: 'Board, December 2025', mark: 'V' }
const nothingTold = {
  network: 'unknown',
  iopCovered: 'unknown',
  copayPerDay: '',
  coinsurance: '',
  deductibleApplies: 'unknown',
  deductible: '',
  deductibleMet: '',
  outOfPocketMax: '',
  outOfPocketMet: '',
  visitLimit: '',
  visitsUsed: '',
  needsAuthorization: 'unknown',
  allowsVirtual: 'unknown',
  words: '',
}
const plan = {
  payerId: '',
  newPayer: 'River Mutual',
  newPayerKind: 'commercial',
  plan: 'Silver',
  memberNumber: 'RM5550123',
  groupNumber: 'G1',
  relation: 'self',
  priority: '1',
  startsOn: '2026-01-01',
  endsOn: '',
}
const estimate = {
  words: 'Intensive outpatient care for substance use',
  service: 'iop-day-sud',
  firstOn: '2026-12-15',
  daysPerWeek: '3',
  weeks: '8',
  individual: '2',
  family: '0',
  assessment: '1',
  sharePercent: '40',
  shareWhy: 'the clinic’s scale',
  diagnoses: 'f10.20',
  separately: 'Nothing is expected.',
}

describe('Money before the first day', () => {
  let house: TestHouse
  let ben: Visitor
  let noor: Visitor
  before(async () => {
    house = await openHouse()
    house.setNow(now)
    ben = await house.as('ben')
    noor = await house.as('noor')
  })
  after(() => house.close())

  const done = (answer: Answer, to?: string): void => {
    assert.equal(answer.status, 303, saying(answer))
    if (to !== undefined) assert.equal(answer.location, to)
  }
  const refused = (answer: Answer, words: RegExp): void => {
    assert.equal(answer.status, 422, answer.text.slice(0, 200))
    assert.match(answer.text.replace(/&#39;|&quot;/g, '’'), words)
  }
  const rows = async <T extends Record<string, unknown>>(sql: string, values: unknown[] = []): Promise<T[]> =>
    (await house.db.owner.query<T>(sql, values)).rows
  const saying = (answer: Answer): string =>
    /role="alert"[\s\S]{0,600}/.exec(answer.text)?.[0] ?? answer.text.slice(0, 300)
  const coverageId = async (client: { client: string }, priority: number): Promise<string> =>
    (
      await rows<{ id: string }>(
        'select id from coverage_now where client_id = $1 and priority = $2 and ended_on is null',
        [client.client, priority],
      )
    )[0]?.id ?? 'none'
  const work = <T>(deed: Parameters<typeof asPerson<T>>[4]): Promise<T> =>
    asPerson(house.db.pool, riverbend.id, { kind: 'stepwell', id: null, name: 'Tests' }, now, deed)

  describe('Fees', () => {
    it('are kept by those who may; others read them, or are sent away', async () => {
      const lee = await house.as('lee')
      assert.equal((await lee.get(urls.fees())).status, 403)
      assert.equal((await noor.get(urls.fees())).status, 200)
      for (const url of [
        urls.feeRows(),
        urls.scales(),
        urls.guidelines(),
        urls.estimateDeadlines(),
        urls.billingIdentity(),
        urls.federalRows(),
      ])
        assert.equal((await noor.post(url, {})).status, 403, url)
    })
    it('bring the federal rows once', async () => {
      assert.match((await ben.get(urls.fees())).text, /Federal rows are missing/)
      done(await ben.post(urls.federalRows()), urls.fees())
      done(await ben.post(urls.federalRows()))
      assert.deepEqual(await rows('select count(*)::int as n from poverty_guideline'), [{ n: 9 }])
      assert.deepEqual(await rows('select count(*)::int as n from estimate_deadline'), [{ n: 3 }])
      const page = await ben.get(urls.fees())
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
      it(`refuse ${what}`, async () => refused(await ben.post(url, fields), words))

    it('are recorded with dates and sources, the newest standing', async () => {
      for (const [service, amount, code] of [
        ['iop-day-sud', '350', 'H0015'],
        ['iop-day-sud', '385', 'h0015'],
        ['individual', '180', '90837'],
        ['assessment', '250', '90791'],
      ] as const)
        done(
          await ben.post(urls.feeRows(), {
            service,
            payerId: '',
            amount,
            code,
            isPublic: service === 'individual' ? '' : 'yes',
            ...dated,
            from: amount === '385' ? '2026-07-01' : '2026-01-01',
          }),
        )
      done(await ben.post(urls.scales(), { bands: 'up to 100 %: 10 %\n200: 40\n300 75', ...dated }))
      const page = await ben.get(urls.fees())
      assert.match(page.text, /\$385 a day/)
      assert.match(page.text, /up to 300 %: pays 75 % of the fee/)
      assert.match(page.text, /Earlier rows \(1\)/)
    })
    it('are shown to a visitor only where they are marked so, and nothing of a person is', async () => {
      const visitor = await house.db.pool.connect()
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

  describe('Plans', () => {
    it('are recorded with a payer that is new to the directory', async () => {
      assert.match((await ben.get(urls.coverage(maya))).text, /No plan is recorded/)
      done(await noor.post(urls.newCoverage(maya), plan), urls.coverage(maya))
      assert.match((await ben.get(urls.coverage(maya))).text, /River Mutual/)
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
        const answer = await ben.post(urls.newCoverage(maya), fields)
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
        await ben.post(urls.coverageCorrection({ coverage }), { ...plan, payerId, newPayer: '', because: '' }),
        /Say what was wrong/,
      )
      done(
        await ben.post(urls.coverageCorrection({ coverage }), {
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
      assert.match((await ben.get(urls.coverageCorrection({ coverage }))).text, /The card says 20/)
    })
    it('are taken over in one press from what a referral brought, once, and only where the client holds them', async () => {
      const heard = [castId('heard 1'), castId('heard 2')]
      await house.db.owner.query("select set_config('app.clinic', $1, false)", [riverbend.id])
      await house.db.owner.query(
        `insert into client_history (clinic_id, id, client_id, kind, label, detail, status, source, recorded_at)
         values ($1, $3, $2, 'coverage', 'Empire Medicaid', 'plan Silver, member E-77, group 12', 'active', 'County Health', now()),
                ($1, $4, $2, 'coverage', 'Acme Health', 'member A1, subscriber’s child', 'active', 'County Health', now())`,
        [riverbend.id, maya.client, ...heard],
      )
      done(await ben.post(urls.coverageTakenOver(maya), { heard: castId('heard 1') }))
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
      refused(await ben.post(urls.coverageTakenOver(maya), { heard: castId('heard 1') }), /taken over already/)
      refused(
        await ben.post(urls.coverageTakenOver(maya), { heard: castId('heard 2') }),
        /somebody else holds the plan/,
      )
      refused(await ben.post(urls.coverageTakenOver(tomasz), { heard: castId('heard 2') }), /not there any more/)
      refused(await ben.post(urls.coverageTakenOver(maya), {}), /Choose the line/)
      const form = await ben.get(urls.newCoverage(maya, { heard: castId('heard 2') }))
      assert.match(form.text, /value="Acme Health"/)
      assert.match(form.text, /value="A1"/)
    })
    it('end with why, and give their place free', async () => {
      const coverage = await coverageId(maya, 2)
      refused(await ben.post(urls.coverageEnd({ coverage }), { on: '2026-12-02', because: 'x' }), /That day lies ahead/)
      refused(await ben.post(urls.coverageEnd({ coverage }), { on: '2026-11-30', because: '' }), /Say why it ended/)
      done(await ben.post(urls.coverageEnd({ coverage }), { on: '2026-11-30', because: 'Moved' }))
      refused(await ben.post(urls.coverageEnd({ coverage }), { on: '2026-11-30', because: 'Moved' }), /ended already/)
      refused(
        await ben.post(urls.coverageCorrection({ coverage }), {
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
      const page = await (await house.as('lee')).get(urls.coverage(maya))
      assert.equal(page.status, 200)
      assert.match(page.text, /River Mutual/)
      for (const hidden of ['RM5550123', 'Member number', 'Good-faith', 'Help with the bill'])
        assert.ok(!page.text.includes(hidden), hidden)
    })
    it('keep others out of the rest', async () => {
      const [lee, ada] = [await house.as('lee'), await house.as('ada')]
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
        await ben.post(urls.payers(), {
          name: 'Hill Health',
          kind: 'commercial',
          payerCode: 'HH01',
          phone: '800-555-0100',
        }),
      )
      refused(
        await ben.post(urls.payers(), { name: 'hill health', kind: 'other', payerCode: '', phone: '' }),
        /in the directory already/,
      )
      refused(await ben.post(urls.payers(), { name: '', kind: 'other', payerCode: '', phone: '' }), /payer’s name/)
      const [hill] = await rows<{ id: string }>("select id from payer_now where name = 'Hill Health'")
      const payer = hill?.id ?? ''
      refused(
        await ben.post(urls.payerCorrection({ payer }), {
          name: 'River Mutual',
          kind: 'other',
          payerCode: '',
          phone: '',
        }),
        /Another payer/,
      )
      done(
        await ben.post(urls.payerCorrection({ payer }), {
          name: 'Hill Health Plan',
          kind: 'other',
          payerCode: 'HH01',
          phone: '',
        }),
      )
      assert.match((await ben.get(urls.payers())).text, /Hill Health Plan/)
      assert.equal((await ben.post(urls.payerCorrection({ payer: castId('nobody') }), {})).status, 404)
      assert.equal((await (await house.as('lee')).get(urls.payers())).status, 403)
    })
  })

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
        refused(await ben.post(urls.newBenefits({ coverage: await coverageId(maya, 1) }), fields), words))
    it('are kept as told: empty is not known, 0 is none', async () => {
      const coverage = await coverageId(maya, 1)
      done(
        await ben.post(urls.newBenefits({ coverage }), {
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
      const page = await ben.get(urls.coverage(maya))
      assert.match(page.text, /Still to ask: the out-of-pocket maximum/)
      assert.match(page.text, /Told by Kim/)
    })
  })

  describe('Benefits from a 271', () => {
    const add = async (text: string, client = maya) =>
      ben.post(urls.newEligibilityFile({ coverage: await coverageId(client, 1) }), {
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
      const page = await ben.get(answer.location ?? '')
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
      done(await ben.post(urls.eligibilityAcceptance(fileIn(answer)), values))
      refused(await ben.post(urls.eligibilityAcceptance(fileIn(answer)), values), /taken over already/)
      refused(await ben.post(urls.eligibilitySetAside(fileIn(answer)), { because: 'x' }), /was taken over/)
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
      done(await noor.post(urls.newCoverage(tomasz), { ...plan, newPayer: 'Other Mutual', memberNumber: '' }))
      const answer = await add(sample271, tomasz)
      done(answer)
      const page = await ben.get(answer.location ?? '')
      assert.match(page.text, /Differs/)
      assert.match(page.text, /name="isLookedAt"/)
      const values = { ...nothingTold, person: '0' }
      refused(await ben.post(urls.eligibilityAcceptance(fileIn(answer)), values), /may be about somebody else/)
      refused(await ben.post(urls.eligibilitySetAside(fileIn(answer)), { because: '' }), /Say why/)
      done(await ben.post(urls.eligibilitySetAside(fileIn(answer)), { because: 'Another person' }))
      refused(
        await ben.post(urls.eligibilityAcceptance(fileIn(answer)), { ...values, isLookedAt: 'yes' }),
        /was set aside/,
      )
      refused(await ben.post(urls.eligibilitySetAside(fileIn(answer)), { because: 'x' }), /set aside already/)
    })
    it('say in sentences why a payer did not answer, and give nothing to take over', async () => {
      const answer = await add(withErrors)
      done(answer)
      const page = await ben.get(answer.location ?? '')
      assert.match(page.text, /About the payer: No answer came from the payer/)
      refused(
        await ben.post(urls.eligibilityAcceptance(fileIn(answer)), { ...nothingTold, person: '0', isLookedAt: 'yes' }),
        /tells no benefit/,
      )
      refused(
        await ben.post(urls.eligibilityAcceptance(fileIn(answer)), { ...nothingTold, person: '7', isLookedAt: 'yes' }),
        /nothing about a person/,
      )
      const empty = await add(answerFor(['AAA*N**75*C']))
      assert.match((await ben.get(empty.location ?? '')).text, /did not find the subscriber. Correct it and ask again/)
    })
    it('run no script that a payer sends', async () => {
      const answer = await add(answerFor(['EB*1**MH', 'MSG*<script>alert(1)</script>', 'ZZ*<img src=x>']))
      const page = await ben.get(answer.location ?? '')
      assert.doesNotMatch(page.text, /<script>alert|<img src=x/)
    })
  })

  describe('What they will pay', () => {
    it('by a plan, names what is not known', async () => {
      done(
        await ben.post(urls.newBenefits({ coverage: await coverageId(maya, 1) }), {
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
      const page = await ben.get(urls.whatYouPay(maya, { days: '3', weeks: '2', from: '2026-12-07' }))
      assert.equal(page.status, 200)
      assert.match(page.text, /Together: \$180 to \$2,310/)
      assert.match(
        page.text,
        /Ask the payer: the coinsurance, the out-of-pocket maximum, how much of the out-of-pocket maximum is met and what the plan allows/,
      )
    })
    it('by themselves, follows the scale, and says so plainly', async () => {
      const page = await ben.get(
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
      const above = await ben.get(urls.whatYouPay(maya, { by: 'self', household: '1', income: '90000' }))
      assert.match(above.text, /Above the scale’s line: pays the whole fee/)
    })
    it('stands beside residential care only with the clinic’s own figure', async () => {
      const asked = urls.whatYouPay(maya, { by: 'self', days: '3', weeks: '8', from: '2026-12-07', nights: '28' })
      assert.match((await ben.get(asked)).text, /Nothing to compare with/)
      done(
        await ben.post(urls.feeRows(), {
          service: 'residential-day',
          payerId: '',
          amount: '890',
          code: '',
          ...dated,
          source: 'Three programs nearby, asked by phone',
        }),
      )
      const page = await ben.get(asked)
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
      it(`refuses ${what}`, async () => refused(await ben.get(urls.whatYouPay(maya, query)), words))
    it('asks for the benefits of a plan before it reckons', async () => {
      const unchecked = await ben.get(urls.whatYouPay(tomasz))
      assert.equal(unchecked.status, 200)
      assert.match(unchecked.text, /are not checked yet/)
    })
  })

  describe('Help with the bill', () => {
    const asked = { household: '4', requested: 'Less', source1: 'Mill', amount1: '3000', per1: 'month', per2: 'month' }
    const open = async (): Promise<string> =>
      (
        await rows<{ id: string }>(
          'select a.id from assistance_application a where not exists (select from assistance_decision d where d.application_id = a.id) and not exists (select from assistance_withdrawal w where w.application_id = a.id)',
        )
      )[0]?.id ?? 'none'
    it('is asked for with household and income, one at a time', async () => {
      refused(await noor.post(urls.assistance(maya), { ...asked, household: '0' }), /from 1 to 30/)
      refused(await noor.post(urls.assistance(maya), { ...asked, amount1: 'some' }), /1200 or 310.50/)
      refused(await noor.post(urls.assistance(maya), { ...asked, source1: '' }), /where this income comes from/)
      done(await noor.post(urls.assistance(maya), asked), urls.assistance(maya))
      refused(await noor.post(urls.assistance(maya), asked), /is open already/)
      assert.match((await noor.get(urls.assistance(maya))).text, /Below the scale’s line: pays 40 % of the fee/)
    })
    it('notes papers that were seen, and none of another client’s', async () => {
      const application = await open()
      refused(await noor.post(urls.assistanceDocuments({ application }), { label: '', file: '' }), /which paper/)
      assert.equal(
        (await noor.post(urls.assistanceDocuments({ application }), { label: 'Slip', file: castId('a file') })).status,
        404,
      )
      done(await noor.post(urls.assistanceDocuments({ application }), { label: 'Pay slip, October', file: '' }))
      assert.match((await noor.get(urls.assistance(maya))).text, /Pay slip, October/)
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
      assert.equal((await noor.post(urls.assistanceDecision({ application }), grant)).status, 403)
      refused(
        await ben.post(urls.assistanceDecision({ application }), { ...grant, outcome: '' }),
        /whether help is granted/,
      )
      refused(await ben.post(urls.assistanceDecision({ application }), { ...grant, because: '' }), /Say why/)
      refused(
        await ben.post(urls.assistanceDecision({ application }), { ...grant, endsOn: '' }),
        /first and the last day/,
      )
      refused(await ben.post(urls.assistanceDecision({ application }), { ...grant, sharePercent: '' }), /from 0 to 99/)
      refused(
        await ben.post(urls.assistanceDecision({ application }), { ...grant, endsOn: '2027-12-01' }),
        /12 months at most/,
      )
      refused(
        await ben.post(urls.assistanceDecision({ application }), { ...grant, outcome: 'denied' }),
        /how the person may appeal/,
      )
      done(await ben.post(urls.assistanceDecision({ application }), grant))
      refused(await ben.post(urls.assistanceDecision({ application }), grant), /closed already/)
      refused(await ben.post(urls.assistanceWithdrawal({ application }), { because: 'x' }), /closed already/)
      refused(await ben.post(urls.assistanceDocuments({ application }), { label: 'x', file: '' }), /closed already/)
      assert.match((await ben.get(urls.coverage(maya))).text, /Pays 10 % of the fee/)
      assert.match(
        (await ben.get(urls.whatYouPay(maya, { by: 'self', days: '3', weeks: '2', from: '2026-12-07' }))).text,
        /Together: \$231/,
      )
    })
    it('ends with its last day', async () => {
      house.setNow(new Date('2027-06-01T15:00:00Z'))
      const page = await (await house.as('ben')).get(urls.coverage(maya))
      house.setNow(now)
      assert.match(page.text, /none grants anything today/)
    })
    it('may be denied with an appeal, or withdrawn', async () => {
      done(await ben.post(urls.assistance(maya), { household: '1', requested: '' }))
      done(
        await ben.post(urls.assistanceDecision({ application: await open() }), {
          outcome: 'denied',
          because: 'Income above the scale',
          appeal: 'Write to the director within 30 days',
        }),
      )
      done(await ben.post(urls.assistance(maya), { household: '1', requested: '' }))
      refused(
        await ben.post(urls.assistanceWithdrawal({ application: await open() }), { because: '' }),
        /Say why it is withdrawn/,
      )
      done(await ben.post(urls.assistanceWithdrawal({ application: await open() }), { because: 'Found a plan' }))
      const page = await ben.get(urls.assistance(maya))
      assert.match(page.text, /Write to the director within 30 days/)
      assert.match(page.text, /Found a plan/)
    })
  })

  describe('A good-faith estimate', () => {
    it('starts a clock by the law’s business days', async () => {
      refused(
        await ben.post(urls.estimateRequests(maya), { occasion: 'requested', askedOn: '2026-12-02', serviceOn: '' }),
        /lies ahead/,
      )
      refused(
        await ben.post(urls.estimateRequests(maya), { occasion: 'scheduled', askedOn: '2026-12-01', serviceOn: '' }),
        /first service/,
      )
      refused(
        await ben.post(urls.estimateRequests(maya), {
          occasion: 'scheduled',
          askedOn: '2026-12-01',
          serviceOn: '2026-11-30',
        }),
        /before the day it was scheduled/,
      )
      refused(
        await ben.post(urls.estimateRequests(maya), { occasion: 'perhaps', askedOn: '2026-12-01', serviceOn: '' }),
        /what happened/,
      )
      done(
        await ben.post(urls.estimateRequests(maya), {
          occasion: 'scheduled',
          askedOn: '2026-12-01',
          serviceOn: '2026-12-02',
        }),
      )
      assert.deepEqual(await work((w) => estimatesDue(w)), [])
      done(
        await noor.post(urls.estimateRequests(maya), { occasion: 'requested', askedOn: '2026-11-24', serviceOn: '' }),
      )
      done(
        await noor.post(urls.estimateRequests(maya), {
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
      const page = await ben.get(urls.coverage(maya))
      assert.match(page.text, /An estimate is late/)
      assert.match(page.text, /4 Dec 2026/)
    })
    it('is refused while the clinic’s own identity is missing', async () => {
      refused(await ben.post(urls.newEstimate(maya), estimate), /Record who the clinic is/)
      done(
        await ben.post(urls.billingIdentity(), {
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
        refused(await ben.post(urls.newEstimate(maya), fields), words)
        assert.deepEqual(await rows('select count(*)::int as n from estimate'), [{ n: 0 }])
      })
    it('is a paper with the law’s contents, kept with its hash', async () => {
      done(await ben.post(urls.newEstimate(maya), { ...estimate, ...other }))
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
      refused(await ben.post(urls.estimateDelivery(given), { how: 'paper', on: '2026-12-02' }), /lies ahead/)
      refused(await ben.post(urls.estimateDelivery(given), { how: 'paper', on: '2026-11-30' }), /made after that day/)
      refused(await ben.post(urls.estimateDelivery(given), { how: 'pigeon', on: '2026-12-01' }), /how they got it/)
      done(await ben.post(urls.estimateDelivery(given), { how: 'paper', on: '2026-12-01' }), urls.coverage(maya))
      refused(await ben.post(urls.estimateDelivery(given), { how: 'paper', on: '2026-12-01' }), /noted already/)
      assert.deepEqual(await work((w) => estimatesDue(w)), [])
    })
    it('has versions', async () => {
      done(await ben.post(urls.newEstimate(maya), { ...estimate, weeks: '4' }))
      assert.deepEqual(await rows('select version from estimate order by version'), [{ version: 1 }, { version: 2 }])
    })
    it('is not owed any more when somebody says why', async () => {
      done(
        await ben.post(urls.estimateRequests(tomasz), { occasion: 'requested', askedOn: '2026-12-01', serviceOn: '' }),
      )
      const [due] = await work((w) => estimatesDue(w, tomasz.client))
      const request = { request: due?.id ?? '' }
      refused(await ben.post(urls.estimateRequestEnd(request), { because: '' }), /Say why no estimate/)
      done(await ben.post(urls.estimateRequestEnd(request), { because: 'Uses the plan' }))
      refused(await ben.post(urls.estimateRequestEnd(request), { because: 'Uses the plan' }), /closed already/)
      assert.deepEqual(await work((w) => estimatesDue(w, tomasz.client)), [])
    })
  })

  it('keeps one of two that are pressed at the same moment, or both in order', async () => {
    const both = async (post: () => Promise<Answer>) =>
      (await Promise.all([post(), post()])).map(({ status }) => status).sort()
    assert.deepEqual(await both(() => ben.post(urls.assistance(tomasz), { household: '1', requested: '' })), [303, 422])
    // Two estimates one after the other are two versions; at once, the second is refused and leaves no paper behind.
    const kept = (await both(() => ben.post(urls.newEstimate(tomasz), estimate))).filter(
      (status) => status === 303,
    ).length
    assert.ok(kept >= 1)
    const versions = await rows<{ version: number }>(
      'select version from estimate where client_id = $1 order by version',
      [tomasz.client],
    )
    assert.deepEqual(
      versions.map(({ version }) => version),
      [1, 2].slice(0, kept),
    )
    assert.deepEqual(
      await rows("select count(*)::int as n from file where kind = 'estimate' and client_id = $1", [tomasz.client]),
      [{ n: kept }],
    )
  })

  it('writes each deed into the trail, and each look', async () => {
    await house.looksWritten()
    const verbs = new Set((await rows<{ verb: string }>('select distinct verb from trail')).map(({ verb }) => verb))
    for (const verb of [
      'payer.added',
      'payer.corrected',
      'coverage.added',
      'coverage.corrected',
      'coverage.ended',
      'benefits.recorded',
      'eligibility-file.kept',
      'eligibility-file.set-aside',
      'fee.recorded',
      'scale.recorded',
      'billing-identity.recorded',
      'assistance.opened',
      'assistance.document-seen',
      'assistance.granted',
      'assistance.denied',
      'assistance.withdrawn',
      'estimate.owed',
      'estimate.made',
      'estimate.given',
      'estimate.not-owed',
      'money.furnished',
      'looked',
    ])
      assert.ok(verbs.has(verb), verb)
  })
})
