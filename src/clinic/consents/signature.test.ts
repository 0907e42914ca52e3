import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Signature, type SignatureDraft, signatureProblems, standsFor } from './signature.ts'

const maya: { names: string[]; age: number | null } = { names: ['Maya Alvarez', 'Mimi Alvarez'], age: 34 }
const typed = (text: string): Signature => ({ method: 'typed', text })
const drawn = (...strokes: [number, number][][]): Signature => ({ method: 'drawn', strokes })
const draft = (more: Partial<SignatureDraft> = {}): SignatureDraft => ({
  signature: typed('Maya Alvarez'),
  intends: true,
  signerName: 'Maya Alvarez',
  capacity: 'client',
  authority: '',
  ...more,
})
const count = (more: Partial<SignatureDraft>, client = maya) => signatureProblems(draft(more), client).length

describe('typed', () => {
  const good = [
    'Maya Alvarez',
    'maya alvarez',
    ' MAYA ',
    'M. Alvarez',
    'MA',
    'm.a.',
    'Álvarez',
    'Mimi',
    'Alvarez, Maya',
  ]
  for (const text of good) test(`“${text}” counts`, () => assert.equal(count({ signature: typed(text) }), 0))
  const bad = ['', 'M', '  ', '12', '--', 'Dana Whitfield', 'AM', 'Mayah', 'X X', 'yes']
  for (const text of bad) test(`“${text}” does not`, () => assert.equal(count({ signature: typed(text) }), 1))
  test('names in other scripts', () => {
    assert.ok(standsFor('王伟', ['王伟']))
    assert.ok(standsFor('محمد', ['محمد علي']))
    assert.ok(!standsFor('李伟', ['王伟']))
  })
})

describe('drawn', () => {
  test('one stroke that goes somewhere counts; a cross counts', () => {
    assert.equal(
      count({
        signature: drawn([
          [1, 1],
          [40, 20],
        ]),
      }),
      0,
    )
    assert.equal(
      count({
        signature: drawn(
          [
            [0, 0],
            [9, 9],
          ],
          [
            [0, 9],
            [9, 0],
          ],
        ),
      }),
      0,
    )
  })
  test('an empty pad, an empty stroke and dots do not', () => {
    for (const signature of [
      drawn(),
      drawn([]),
      drawn([[5, 5]]),
      drawn(
        [
          [5, 5],
          [5, 5],
        ],
        [[8, 8]],
      ),
    ])
      assert.equal(count({ signature }), 1)
  })
})

describe('who signs', () => {
  const mother = {
    signature: typed('Rosa Alvarez'),
    signerName: 'Rosa Alvarez',
    capacity: 'guardian' as const,
    authority: 'Mother',
  }
  test('the intention, the signature and the printed name are each needed', () => {
    assert.equal(count({ intends: false }), 1)
    assert.equal(count({ signature: null }), 1)
    assert.equal(count({ signerName: '' }), 1)
  })
  test('a parent for a child of 15, by what right', () => {
    const child = { names: ['Maya Alvarez'], age: 15 }
    assert.equal(count(mother, child), 0)
    assert.equal(count({ ...mother, authority: ' ' }, child), 1)
    assert.equal(count(mother, { ...child, age: null }), 0)
  })
  test('nobody signs as guardian for an adult; a representative with authority does', () => {
    assert.equal(count(mother), 1)
    assert.equal(count({ ...mother, capacity: 'representative', authority: 'Health care proxy, 3 May 2025' }), 0)
  })
  test('a parent cannot sign as if she were the client', () => {
    const problems = signatureProblems(draft({ signature: typed('Rosa Lee'), signerName: 'Rosa Lee' }), maya)
    assert.match(problems.join(' '), /capacity/)
  })
  test('a guardian does not sign with the client’s name', () => {
    assert.equal(count({ ...mother, signature: typed('Maya') }, { names: ['Maya Alvarez'], age: 15 }), 1)
  })
})
