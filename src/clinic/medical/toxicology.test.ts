import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { analytes } from './analytes.ts'
import { medicineNamed, medicines } from './medicines.ts'
import { type Measured, validityOf } from './specimen.ts'
import { countsAsNegative, readTest, type Result, type Taken } from './toxicology.ts'

const on = '2026-11-20'
const taking = (name: string, over: Partial<Taken> = {}): Taken => ({
  name,
  ingredient: medicineNamed(name)?.key ?? '',
  from: '2026-10-01',
  to: null,
  asNeeded: false,
  ...over,
})
const measured: Measured = {
  specimen: 'urine',
  temperature: 94,
  creatinine: 120,
  gravity: 1.015,
  acidity: 6,
  saidValidity: '',
}
const found = (
  substance: string,
  value: Result['value'] = 'positive',
  certainty: Result['certainty'] = 'presumptive',
): Result => ({
  substance,
  name: substance,
  value,
  certainty,
})
const read = (results: Result[], list: Taken[] = [], over: Partial<Measured & { status: string }> = {}) =>
  readTest({ outcome: 'collected', on, report: { ...measured, status: 'final', results, ...over } }, list)
const reading = (test: ReturnType<typeof read>) => test.results.map((one) => one.reading)

describe('A drug test', () => {
  it('reads a positive that is ordered as expected, and its metabolite with it', () => {
    const test = read(
      [found('buprenorphine'), found('norbuprenorphine', 'positive', 'confirmed'), found('cocaine', 'negative')],
      [taking('Suboxone')],
    )
    assert.equal(test.verdict, 'as-expected')
    assert.deepEqual(reading(test), ['expected', 'expected', 'not-found'])
    assert.match(test.sentence, /As expected: Buprenorphine, Norbuprenorphine/)
  })

  it('reads a positive that nothing explains as unexpected, a screen as a question', () => {
    const screen = read([found('cocaine')], [taking('Suboxone')])
    assert.equal(screen.verdict, 'unexpected')
    assert.equal(screen.isConfirmed, false)
    assert.match(screen.sentence, /a screen; not confirmed/)
    assert.equal(read([found('cocaine', 'positive', 'confirmed')]).isConfirmed, true)
  })

  it('reads what is ordered and not found as missing, where this test could find it', () => {
    assert.equal(read([found('buprenorphine', 'negative')], [taking('Suboxone')]).verdict, 'missing')
    // Screens miss clonazepam often; only a confirming test says that it is missing.
    assert.equal(read([found('benzodiazepines', 'negative')], [taking('Clonazepam')]).verdict, 'negative')
    assert.equal(read([found('clonazepam', 'negative', 'confirmed')], [taking('Clonazepam')]).verdict, 'missing')
    // Metabolites of diazepam: one of them is enough.
    const one = [found('nordiazepam', 'negative', 'confirmed'), found('oxazepam', 'positive', 'confirmed')]
    assert.equal(read(one, [taking('Diazepam')]).verdict, 'as-expected')
    assert.equal(
      read([found('cocaine', 'negative')], [taking('Suboxone')]).verdict,
      'negative',
      'nothing looked for it',
    )
  })

  it('misses nothing that is taken as needed, was begun yesterday, or has ended', () => {
    for (const over of [{ asNeeded: true }, { from: '2026-11-19' }, { to: '2026-11-10' }])
      assert.equal(
        read([found('oxycodone', 'negative')], [taking('Oxycodone', over)]).verdict,
        'negative',
        JSON.stringify(over),
      )
    assert.equal(
      read([found('oxycodone')], [taking('Oxycodone', { to: '2026-11-15' })]).verdict,
      'as-expected',
      'it lingers',
    )
    assert.equal(read([found('oxycodone')], [taking('Oxycodone', { to: '2026-10-15' })]).verdict, 'unexpected')
    assert.equal(read([found('oxycodone')], [taking('Oxycodone', { from: '2026-11-21' })]).verdict, 'unexpected')
  })

  it('lets a confirming answer overrule a screen, of the substance and of its family', () => {
    const same = read([found('fentanyl'), found('fentanyl', 'negative', 'confirmed')])
    assert.deepEqual([same.verdict, ...reading(same)], ['negative', 'overruled', 'not-found'])
    const family = read([
      found('amphetamines'),
      found('amphetamine', 'negative', 'confirmed'),
      found('methamphetamine', 'negative', 'confirmed'),
    ])
    assert.deepEqual([family.verdict, family.results[0]?.reading], ['negative', 'overruled'])
    const other = read([found('amphetamines'), found('methamphetamine', 'positive', 'confirmed')])
    assert.equal(other.verdict, 'unexpected')
  })

  it('says what a screen can mistake, and lets it stay a question', () => {
    const test = read([found('amphetamines')], [taking('Bupropion')])
    assert.equal(test.verdict, 'unexpected')
    assert.match(test.results[0]?.because ?? '', /mistake Bupropion/)
  })

  it('never reads heroin as explained by morphine or codeine', () => {
    assert.equal(
      read([found('6-mam', 'positive', 'confirmed')], [taking('Morphine'), taking('Codeine')]).verdict,
      'unexpected',
    )
  })

  it('never counts a refusal, an empty cup or a specimen that cannot be trusted as negative', () => {
    const none = { report: null, on }
    for (const outcome of ['refused', 'could-not', 'did-not-come', 'excused'] as const)
      assert.equal(countsAsNegative(readTest({ ...none, outcome }, []).verdict), false, outcome)
    for (const outcome of ['collected', null] as const)
      assert.equal(readTest({ ...none, outcome }, []).verdict, 'waiting')
    for (const over of [
      { creatinine: 12, gravity: 1.001 },
      { creatinine: 12, gravity: null },
      { creatinine: 1, gravity: 1.001 },
      { temperature: 78 },
      { acidity: 11.2 },
      { saidValidity: 'dilute' },
      { status: 'cancelled' },
    ]) {
      const test = read([found('cocaine', 'negative')], [], over)
      assert.equal(test.verdict, 'not-usable', JSON.stringify(over))
      assert.equal(countsAsNegative(test.verdict), false)
    }
    assert.equal(
      read([found('cocaine')], [], { creatinine: 12, gravity: 1.001 }).verdict,
      'unexpected',
      'a positive in it counts',
    )
    assert.equal(
      read([found('buprenorphine', 'negative')], [taking('Suboxone')], { creatinine: 12 }).verdict,
      'not-usable',
      'nor does it say that a medicine is missing',
    )
    assert.equal(read([found('cocaine', 'indeterminate'), found('opiates', 'not-done')]).verdict, 'not-usable')
    assert.equal(read([]).verdict, 'not-usable')
  })

  it('keeps to that whatever is measured and found', () => {
    const numbers = (min: number, max: number) => fc.option(fc.double({ min, max, noNaN: true }), { nil: null })
    const results = fc.array(
      fc.record({
        substance: fc.constantFrom('', ...analytes.map(({ key }) => key)),
        name: fc.constant('x'),
        certainty: fc.constantFrom('presumptive' as const, 'confirmed' as const),
        value: fc.constantFrom('positive' as const, 'negative' as const, 'indeterminate' as const, 'not-done' as const),
      }),
      { maxLength: 8 },
    )
    const list = fc.array(fc.constantFrom(...medicines.map(({ label }) => taking(label))), { maxLength: 4 })
    fc.assert(
      fc.property(
        results,
        list,
        fc.record({
          specimen: fc.constantFrom('urine', 'oral-fluid'),
          temperature: numbers(70, 110),
          creatinine: numbers(0, 300),
          gravity: numbers(0.999, 1.04),
          acidity: numbers(2, 12),
          saidValidity: fc.constantFrom('', 'valid', 'dilute', 'invalid'),
        }),
        (all, takes, cup) => {
          const test = readTest({ outcome: 'collected', on, report: { ...cup, status: 'final', results: all } }, takes)
          const { validity } = validityOf(cup)
          if (!['valid', 'not-tested'].includes(validity)) assert.equal(countsAsNegative(test.verdict), false)
          if (test.results.some((one) => one.reading === 'unexpected')) assert.equal(test.verdict, 'unexpected')
          if (countsAsNegative(test.verdict))
            assert.ok(!test.results.some(({ reading: r }) => r === 'unexpected' || r === 'missing'))
          assert.ok(test.sentence.length > 0)
          for (const one of test.results)
            if (one.value === 'negative')
              assert.ok(['not-found', 'missing', 'says-nothing', 'overruled'].includes(one.reading))
        },
      ),
    )
  })
})
