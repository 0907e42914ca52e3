import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type OutsideResult, outsideRefusal, outsideScales, type Stated, statedRefusal } from './outside.ts'
import { doubts, forLevel, isStale, type PartnerFacts, partnerRefusal } from './partner.ts'

const today = '2026-11-22'
const locus: OutsideResult = {
  scale: 'LOCUS',
  tool: '',
  total: 18,
  doneOn: '2026-11-20',
  rater: 'Dr. Okafor',
  recommendedLevel: '3',
  actualLevel: '',
  varianceCode: '',
  varianceWords: '',
}
const refused = (more: Partial<OutsideResult>) => outsideRefusal({ ...locus, ...more }, today)?.refused ?? null

describe('a result of somebody else’s scale', () => {
  const cases: [string, Partial<OutsideResult>, string | null][] = [
    ['a LOCUS total with its level', {}, null],
    ['the lowest total', { total: 7 }, null],
    ['the highest total', { total: 35 }, null],
    ['below it', { total: 6 }, 'needs-total'],
    ['above it', { total: 36 }, 'needs-total'],
    ['between numbers', { total: 18.5 }, 'needs-total'],
    ['without a total', { total: null }, 'needs-total'],
    ['a level it does not have', { recommendedLevel: '7' }, 'needs-level'],
    ['of tomorrow', { doneOn: '2026-11-23' }, 'needs-day'],
    ['without a day', { doneOn: '' }, 'needs-day'],
    ['by nobody', { rater: '' }, 'needs-rater'],
    ['of no scale', { scale: 'toString' }, 'needs-scale'],
    ['the actual level is the same', { actualLevel: '3' }, null],
    ['another, without why', { actualLevel: '2' }, 'needs-variance'],
    ['another, with a code', { actualLevel: '2', varianceCode: 'no-place' }, null],
    ['another, a code that does not exist', { actualLevel: '2', varianceCode: 'valueOf' }, 'needs-variance'],
    [
      'another, a code that wants words',
      { actualLevel: '2', varianceCode: 'clinical-judgment' },
      'needs-variance-words',
    ],
    [
      'another, with words',
      { actualLevel: '2', varianceCode: 'other', varianceWords: 'Lives with her sister now' },
      null,
    ],
    ['another, in words of no scale', { actualLevel: 'home', varianceCode: 'no-place' }, 'needs-actual'],
    ['a tool with a level', { scale: 'CONTINUUM', total: null, recommendedLevel: '2.1' }, null],
    ['a tool with a total', { scale: 'CONTINUUM', recommendedLevel: '2.1' }, 'no-total'],
    ['another tool without its name', { scale: 'other', total: null }, 'needs-tool'],
    ['another tool', { scale: 'other', total: null, tool: 'State tool', recommendedLevel: 'IOP' }, null],
  ]
  for (const [name, more, answer] of cases) test(name, () => assert.equal(refused(more), answer))
  test('no scale ships with words of its own', () => {
    for (const scale of outsideScales)
      assert.deepEqual(Object.keys(scale).toSorted(), ['id', 'label', 'levels', 'source', 'total'])
  })
})

describe('a level that somebody else states', () => {
  const payer: Stated = {
    whose: 'payer',
    statedBy: 'Excellus, Ms. Ray',
    code: 'IOP',
    label: '',
    reference: 'A-77',
    statedOn: today,
    words: '',
  }
  const cases: [string, Partial<Stated>, string | null][] = [
    ['as the payer calls it', {}, null],
    ['for the state', { whose: 'state-report', code: '6' }, null],
    ['of neither', { whose: 'clinical' }, 'needs-whose'],
    ['by nobody', { statedBy: ' ' }, 'needs-who'],
    ['no level', { code: ' ' }, 'needs-code'],
    ['tomorrow', { statedOn: '2026-11-23' }, 'needs-day'],
  ]
  for (const [name, more, answer] of cases)
    test(name, () => assert.equal(statedRefusal({ ...payer, ...more }, today)?.refused ?? null, answer))
})

describe('partners', () => {
  const house: PartnerFacts = {
    name: 'Stony Brook House',
    levels: ['3.7'],
    phone: '845-555-0142',
    fax: '',
    address: '',
    hours: '',
    payers: '',
    takesAdolescents: null,
    takesPregnant: false,
    takesMoud: true,
    words: '',
    isClosed: false,
  }
  test('old after 180 days, to the day', () => {
    assert.equal(isStale('2026-05-26', today), false)
    assert.equal(isStale('2026-05-25', today), true)
    assert.equal(isStale(null, today), true)
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 }), (days) => {
        const day = new Date(Date.UTC(2026, 10, 22) - days * 86_400_000).toISOString().slice(0, 10)
        return isStale(day, today) === days > 180
      }),
    )
  })
  test('a name alone is no partner, and this program is none', () => {
    assert.equal(partnerRefusal(house), null)
    assert.equal(partnerRefusal({ ...house, levels: [] })?.refused, 'needs-level')
    assert.equal(partnerRefusal({ ...house, levels: ['clinician'] })?.refused, 'needs-level')
    assert.equal(partnerRefusal({ ...house, name: '3' })?.refused, 'needs-name')
    assert.equal(partnerRefusal({ ...house, phone: '' })?.refused, 'needs-way')
    assert.equal(partnerRefusal({ ...house, phone: '', address: '2 Mill Lane, Newburgh' }), null)
  })
  test('what to ask about this person', () => {
    const person = { isAdolescent: true, isPregnant: true, wantsMoud: true }
    assert.deepEqual(doubts(house, person), [
      'Ask whether they take someone under 18.',
      'Takes no one who is pregnant.',
    ])
    assert.deepEqual(doubts(house, { isAdolescent: false, isPregnant: false, wantsMoud: true }), [])
  })
  test('who gives the level comes first, the last checked before the others, the closed never', () => {
    const list = [
      { ...house, name: 'A', verifiedOn: '2026-01-01' },
      { ...house, name: 'B', verifiedOn: '2026-11-01' },
      { ...house, name: 'C', verifiedOn: null, levels: ['ed'] },
      { ...house, name: 'D', verifiedOn: '2026-11-20', isClosed: true },
    ]
    const { gives, others } = forLevel(list, '3.7')
    assert.deepEqual([gives.map(({ name }) => name), others.map(({ name }) => name)], [['B', 'A'], ['C']])
  })
})
