import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { analyteOf } from './analytes.ts'
import { type KnownAllergy, type Line, mustBeAnswered, warningsFor } from './conflicts.ts'
import { interactionsOf, notChecked } from './interactions.ts'
import { medicineClasses } from './medicine-classes.ts'
import { medicineNamed, medicineOf, medicines } from './medicines.ts'

const line = (name: string, rxnorm: string | null = null): Line => ({
  name,
  ingredient: medicineNamed(name)?.key ?? '',
  rxnorm,
})
const allergy = (substance: string, kind = 'allergy', rxnorm: string | null = null): KnownAllergy => ({
  substance,
  ingredient: medicineNamed(substance)?.key ?? '',
  rxnorm,
  reaction: 'hives',
  kind,
})
const kinds = (fresh: Line, list: Line[] = [], allergies: KnownAllergy[] = []) =>
  warningsFor(fresh, list, allergies).map(({ kind }) => kind)

describe('The list of medicines', () => {
  it('is whole: keys once, names once, families and findings that exist', () => {
    const keys = medicines.map(({ key }) => key)
    assert.equal(new Set(keys).size, keys.length)
    const names = medicines.flatMap((one) => one.names)
    assert.equal(new Set(names).size, names.length)
    for (const one of medicines) {
      for (const family of one.classes) assert.ok(family in medicineClasses, one.key)
      for (const found of [
        ...one.explains,
        ...one.resembles,
        ...(one.shows?.screen ?? []),
        ...(one.shows?.confirm ?? []),
      ])
        assert.ok(analyteOf(found), `${one.key} finds ${found}`)
      for (const found of [...(one.shows?.screen ?? []), ...(one.shows?.confirm ?? [])])
        assert.ok(one.explains.includes(found), `${one.key} shows ${found} and explains it`)
    }
  })

  it('knows the medicines for opioid and alcohol use disorder', () => {
    for (const [said, key, treats] of [
      ['Suboxone 8 mg/2 mg film', 'buprenorphine-naloxone', 'opioids'],
      ['buprenorphine/naloxone 8-2 mg', 'buprenorphine-naloxone', 'opioids'],
      ['Sublocade 300 mg', 'buprenorphine', 'opioids'],
      ['Methadone', 'methadone', 'opioids'],
      ['VIVITROL 380 mg', 'naltrexone', 'both'],
      ['naltrexone 50 mg', 'naltrexone', 'both'],
      ['Acamprosate DR', 'acamprosate', 'alcohol'],
      ['disulfiram', 'disulfiram', 'alcohol'],
    ] as const) {
      assert.equal(medicineNamed(said)?.key, key, said)
      assert.equal(medicineNamed(said)?.treats, treats, said)
    }
  })

  it('guesses nothing by likeness', () => {
    for (const said of ['', 'Sertralin', 'methado', 'prozacidin', 'Vitamin D', 'constructor', '🙂', 'x'.repeat(5000)])
      assert.equal(medicineNamed(said), null, said.slice(0, 20))
    fc.assert(
      fc.property(
        fc.string(),
        (text) => medicineNamed(text) === null || medicineOf(medicineNamed(text)?.key ?? '') !== null,
      ),
    )
  })
})

describe('Warnings of an order', () => {
  it('say an allergy to the same substance, to a part of it, to its family, and to a close one', () => {
    assert.deepEqual(kinds(line('Suboxone'), [], [allergy('Naloxone')]), ['allergy'])
    assert.deepEqual(kinds(line('Ibuprofen'), [], [allergy('Aspirin')]), ['allergy'])
    assert.deepEqual(kinds(line('Cephalexin'), [], [allergy('Amoxicillin')]), ['allergy'])
    assert.deepEqual(kinds(line('Sertraline'), [], [allergy('Amoxicillin')]), [])
    assert.deepEqual(
      kinds(line('Oxycodone'), [], [allergy('Codeine')]),
      [],
      'an allergy to one opioid is not one to all',
    )
    assert.deepEqual(
      kinds(line('Ibuprofen'), [], [allergy('Aspirin', 'intolerance')]),
      [],
      'an intolerance does not cross',
    )
    assert.deepEqual(kinds(line('Codeine'), [], [allergy('Codeine', 'intolerance')]), ['allergy'])
  })

  it('compare RxNorm codes where our own list knows neither', () => {
    assert.deepEqual(
      kinds(line('Zzz', '4711'), [line('Yyy', '4711')], [allergy('Www', 'allergy', '4711')]).slice(0, 2),
      ['allergy', 'duplicate'],
    )
  })

  it('say a duplicate of the same medicine and of the same family, once for each line', () => {
    assert.deepEqual(kinds(line('Buprenorphine'), [line('Suboxone')]), ['duplicate'])
    assert.deepEqual(kinds(line('Fluoxetine'), [line('Sertraline'), line('Trazodone')]), ['duplicate'])
    assert.deepEqual(kinds(line('Naloxone'), [line('Suboxone')]), ['duplicate'])
    assert.deepEqual(kinds(line('Metformin'), [line('Lisinopril')]), [])
  })

  it('look for the few dangers that are always looked for, whichever was there first', () => {
    for (const [fresh, there] of [
      ['Naltrexone', 'Methadone'],
      ['Methadone', 'Vivitrol'],
      ['Clonazepam', 'Suboxone'],
      ['Suboxone', 'Gabapentin'],
    ] as const)
      assert.deepEqual(kinds(line(fresh), [line(there)]), ['danger'], `${fresh} beside ${there}`)
  })

  it('say what was not checked, and never ask for a reason for that alone', () => {
    const unknown = warningsFor(line('Ayahuasca tea'), [line('Suboxone')], [])
    assert.match(unknown[0]?.words ?? '', /not in our list of medicines: it was not checked/)
    assert.deepEqual(mustBeAnswered(unknown), [])
    assert.deepEqual(kinds(line('Sertraline'), [line('Herb mix')], [allergy('Peanuts')]), [
      'not-checked',
      'not-checked',
    ])
  })

  it('never lack a word about something unknown, and never warn of nothing', () => {
    const anything = fc.constantFrom(...medicines.map(({ label }) => label), 'Peanuts', 'Herb mix', 'Zzz')
    fc.assert(
      fc.property(
        anything,
        fc.array(anything, { maxLength: 6 }),
        fc.array(anything, { maxLength: 4 }),
        (fresh, list, allergies) => {
          const found = warningsFor(
            line(fresh),
            list.map((name) => line(name)),
            allergies.map((name) => allergy(name)),
          )
          const isKnown = (name: string) => medicineNamed(name) !== null
          const blind =
            !isKnown(fresh) || list.some((name) => !isKnown(name)) || allergies.some((name) => !isKnown(name))
          assert.equal(
            found.some(({ kind }) => kind === 'not-checked'),
            blind,
          )
          for (const name of list.filter(isKnown))
            if (medicineNamed(name)?.key === medicineNamed(fresh)?.key)
              assert.ok(
                found.some(({ kind, words }) => kind === 'duplicate' && words.startsWith(name)),
                name,
              )
        },
      ),
    )
  })
})

describe('Interactions', () => {
  it('are plainly not checked where there is no source', () => {
    assert.deepEqual(interactionsOf(line('Sertraline'), [line('Tramadol')], null), { found: [], said: notChecked })
    assert.equal(notChecked, 'Not checked for interactions: this clinic has no source.')
  })

  it('come from a source that is plugged in, the worst first, with what it does not know', () => {
    const source = {
      name: 'River list',
      asOf: '2026-11-01',
      interactionsOf: () => ({
        found: [
          { between: ['A', 'B'], severity: 'low', words: 'Little.' },
          { between: ['A', 'C'], severity: 'high', words: 'Much.' },
        ],
        unknown: ['Herb mix'],
      }),
    }
    const answer = interactionsOf(line('Sertraline'), [], source)
    assert.deepEqual(answer.found, ['A and C (high): Much.', 'A and B (low): Little.'])
    assert.equal(
      answer.said,
      'Checked for interactions with River list of 2026-11-01. Not checked, because it does not know them: Herb mix.',
    )
  })
})
