import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isRefusal } from '../../basics/refusal.ts'
import { benefitsFrom, compareInsured, isSamePerson, likeliest } from './x12-271-benefits.ts'
import { answerFor, sample271, withErrors, withOddSeparators } from './x12-271-examples.ts'
import { dayFrom, percentFrom, read271, type Answer271 } from './x12-271.ts'

const read = (text: string): Answer271 => {
  const answer = read271(text)
  if (isRefusal(answer)) throw new Error(answer.because)
  return answer
}
const refusalOf = (text: string): string => {
  const answer = read271(text)
  assert.ok(isRefusal(answer), 'should have been refused')
  return answer.refused
}

describe('A payer’s answer (271)', () => {
  it('is read in the shape of one vendor: a line each, repeated service types', () => {
    const answer = read(sample271)
    assert.equal(answer.payerName, 'RIVER MUTUAL')
    assert.equal(answer.askedBy, 'STEP HOUSE')
    assert.equal(answer.answeredOn, '2026-11-02')
    const [one] = answer.people
    assert.ok(one)
    assert.deepEqual(
      [one.is, one.givenName, one.familyName, one.memberNumber, one.birthDate, one.groupNumber],
      ['subscriber', 'MAYA', 'ALVAREZ', 'RM5550123', '1991-04-17', 'G-88'],
    )
    assert.deepEqual(one.dates, [{ code: '346', from: '2026-01-01', to: null }])
    assert.equal(one.lines.length, 14)
    assert.deepEqual(one.lines[1]?.services, ['MH', 'CJ', 'AI'])
    assert.deepEqual(one.lines[2]?.amount, 3000)
    assert.deepEqual(one.lines[13]?.named, ['CASE CARE INC'])
    assert.deepEqual(one.lines[2]?.messages, ['PER DAY OF INTENSIVE OUTPATIENT'])
    assert.deepEqual(
      answer.notUnderstood.map(({ segment, because }) => [segment, because]),
      [
        ['N3*1 HILL ROAD', 'Addresses are not taken over from a payer.'],
        ['N4*BEACON*NY*12508', 'Addresses are not taken over from a payer.'],
        ['III*ZZ*57', 'Not something Stepwell reads.'],
      ],
    )
    assert.deepEqual(answer.remarks, ['The sender marks this file as a test.'])
  })

  it('is read in the shape of another: a byte-order mark, blanks before segments, a dependent, wrong counts', () => {
    const answer = read(withErrors)
    assert.equal(answer.people.length, 2)
    const [subscriber, dependent] = answer.people
    assert.deepEqual(
      [dependent?.is, dependent?.givenName, dependent?.subscriberName],
      ['dependent', 'kofi', 'EFUA MENSAH'],
    )
    assert.equal(dependent?.memberNumber, subscriber?.memberNumber)
    assert.equal(dependent?.rejections[0]?.because, 'The birth date was missing or wrong.')
    assert.equal(dependent?.rejections[0]?.next, 'Correct it and ask again.')
    assert.deepEqual(
      answer.rejections.map(({ about, code }) => [about, code]),
      [
        ['the payer', '80'],
        ['the clinic', '41'],
      ],
    )
    assert.ok(answer.remarks.some((remark) => remark.startsWith('It counts 22 segments and holds')))
    assert.ok(answer.remarks.some((remark) => remark.includes('005010X279;')))
  })

  it('takes its separators from the file itself', () => {
    const [one] = read(withOddSeparators).people
    assert.deepEqual(one?.lines[0]?.services, ['30', 'MH'])
    assert.equal(one?.lines[1]?.percent, 2000)
    assert.equal(one?.familyName, 'O’NEIL')
  })

  const cut = sample271.slice(0, sample271.indexOf('SE*'))
  const asKind = (kind: string) => sample271.replace('ST*271', `ST*${kind}`)
  const refused: [string, string, string][] = [
    ['a claim', asKind('837'), 'other-kind'],
    ['a remittance', asKind('835'), 'other-kind'],
    ['a question', asKind('270'), 'other-kind'],
    ['an unheard-of kind', asKind('123'), 'other-kind'],
    ['a picture', '\u0089PNG\r\n\u001a', 'not-x12'],
    ['nothing', '', 'not-x12'],
    ['blanks', '  \n ', 'not-x12'],
    ['prose', 'ISA is a name', 'not-x12'],
    ['JSON', '{"eligibility": true}', 'not-x12'],
    ['a file cut within its first line', sample271.slice(0, 60), 'cut-short'],
    ['a file cut before its end', cut, 'cut-short'],
    ['a file cut, with an end glued on', `${cut}IEA*1*000000907~`, 'cut-short'],
    ['an empty envelope', `${sample271.slice(0, sample271.indexOf('ST*'))}GE*0*1~IEA*1*000000907~`, 'no-transaction'],
    ['a transaction within another', sample271.replace('BHT*', 'ST*271*9~BHT*'), 'cut-short'],
    ['a book', sample271 + ' '.repeat(1_000_001) + 'x', 'too-long'],
  ]
  for (const [what, text, code] of refused) it(`refuses ${what}`, () => assert.equal(refusalOf(text), code))

  it('says in a sentence what a wrong file is', () => {
    const answer = read271(asKind('835'))
    assert.ok(isRefusal(answer))
    assert.equal(answer.because, 'This file is a remittance (835). Choose the payer’s eligibility answer, a 271.')
  })

  it('keeps what it cannot read beside what it can', () => {
    const answer = read(
      answerFor([
        'EB*B**MH****12.345',
        'EB*A**MH*****7x',
        'DTP*346*D8*20261399',
        'EB',
        'REF*ZZ*1',
        'DMG*D8*x',
        'ZZZ*1',
        'MSG*ok',
      ]),
    )
    assert.deepEqual(
      answer.notUnderstood.map(({ because }) => because),
      [
        'Read, but for the amount 12.345.',
        'Read, but for the percent 7x.',
        'A day that could not be read.',
        'A line that does not say what it is about.',
        'A number of a kind that is not kept.',
        'A birth date that could not be read.',
        'Not something Stepwell reads.',
      ],
    )
  })

  for (const [text, hundredths] of [
    ['.2', 2000],
    ['0.155', 1550],
    ['1', 10000],
    ['0', 0],
    ['20', 2000],
    ['100', 10000],
    ['101', null],
    ['-.2', null],
    ['', null],
    ['.', null],
  ] as const)
    it(`reads the share ${JSON.stringify(text)} as ${hundredths}`, () => assert.equal(percentFrom(text), hundredths))

  it('reads days that exist', () => {
    assert.equal(dayFrom('20260228'), '2026-02-28')
    for (const text of ['20260229', '2026022', '', 'abcdefgh', '202602281']) assert.equal(dayFrom(text), null)
  })
})

describe('Benefits out of an answer', () => {
  const benefitsOf = (lines: string[], kind: 'substance-use' | 'mental-health' = 'substance-use') => {
    const [one] = read(answerFor(lines)).people
    assert.ok(one)
    return benefitsFrom(one, kind)
  }

  it('are taken from the lines nearest to IOP', () => {
    const [one] = read(sample271).people
    assert.ok(one)
    assert.deepEqual(benefitsFrom(one, 'substance-use'), {
      network: 'unknown',
      iopCovered: 'yes',
      copayPerDay: 3000,
      coinsurance: 2000,
      deductibleApplies: 'unknown',
      deductible: 150000,
      deductibleMet: 110000,
      outOfPocketMax: 600000,
      outOfPocketMet: 210000,
      visitLimit: 40,
      visitsUsed: 10,
      needsAuthorization: 'yes',
      allowsVirtual: 'unknown',
    })
  })

  it('stay unknown where no line speaks', () => {
    const benefits = benefitsOf(['EB*1**30**SILVER'])
    assert.equal(benefits.iopCovered, 'unknown')
    assert.equal(benefits.copayPerDay, null)
    assert.equal(benefits.deductible, null)
    assert.equal(benefits.visitLimit, null)
  })

  const cases: [string, string[], Partial<ReturnType<typeof benefitsOf>>][] = [
    ['not covered wins over active', ['EB*1**CJ', 'EB*I**CJ'], { iopCovered: 'no' }],
    ['dental says nothing about IOP', ['EB*B**35***27*15', 'EB*1**35'], { copayPerDay: null, iopCovered: 'unknown' }],
    ['in network before unsaid', ['EB*B**CJ***27*90', 'EB*B**CJ***27*30*****Y'], { copayPerDay: 3000 }],
    ['out of network never counts', ['EB*B**CJ***27*90*****N'], { copayPerDay: null }],
    ['the nearest service before the plan', ['EB*C*IND*30***23*5000', 'EB*C*IND*CJ***23*500'], { deductible: 50000 }],
    ['one person before a family', ['EB*G*FAM*30***23*9000', 'EB*G*IND*30***23*4000'], { outOfPocketMax: 400000 }],
    ['the dearer of two that are equally near', ['EB*B**CJ***27*30', 'EB*B**CJ***27*45'], { copayPerDay: 4500 }],
    [
      'what is left without the whole says nothing of what is met',
      ['EB*C*IND*30***29*100'],
      { deductible: null, deductibleMet: null },
    ],
    [
      'what is used so far',
      ['EB*C*IND*30***23*1000', 'EB*C*IND*30***24*250'],
      { deductible: 100000, deductibleMet: 25000 },
    ],
    ['more left than whole is none met', ['EB*C*IND*30***23*100', 'EB*C*IND*30***29*250'], { deductibleMet: 0 }],
    ['zero is zero, and known', ['EB*B**CJ***27*0'], { copayPerDay: 0 }],
    ['visits', ['EB*F**CJ***23***VS*20'], { visitLimit: 20, visitsUsed: null }],
  ]
  for (const [what, lines, expected] of cases)
    it(what, () => {
      const benefits = benefitsOf(lines)
      for (const [key, value] of Object.entries(expected))
        assert.equal(benefits[key as keyof typeof benefits], value, key)
    })

  it('look at mental health lines for a mental health program', () => {
    const lines = ['EB*B**CJ***27*30', 'EB*B**CH***27*55']
    assert.equal(benefitsOf(lines, 'mental-health').copayPerDay, 5500)
    assert.equal(benefitsOf(lines, 'substance-use').copayPerDay, 3000)
  })
})

describe('The person of the file and the client', () => {
  const [maya] = read(sample271).people
  const ours = { givenName: 'Maya', familyName: 'Álvarez', birthDate: '1991-04-17', memberNumber: '' }
  it('are the same when names and birth date agree, whatever the accents', () => {
    assert.ok(maya)
    assert.ok(isSamePerson(compareInsured(ours, maya)))
  })
  for (const [what, other] of [
    ['another given name', { givenName: 'Mia' }],
    ['another birth date', { birthDate: '1991-04-18' }],
    ['another member number', { memberNumber: 'XX1' }],
    ['no family name at all', { familyName: '' }],
  ] as const)
    it(`are in doubt with ${what}`, () => {
      assert.ok(maya)
      assert.equal(isSamePerson(compareInsured({ ...ours, ...other }, maya)), false)
    })
  it('are found among several people', () => {
    const people = read(withErrors).people
    const kofi = { givenName: 'Kofi', familyName: 'Mensah', birthDate: '2001-09-19', memberNumber: '' }
    assert.equal(likeliest(kofi, people)?.givenName, 'kofi')
    assert.equal(likeliest(kofi, []), undefined)
  })
})
