import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { gad7, type Instrument, instrumentOf, instruments, phq9 } from './instruments.ts'

const folder = join(import.meta.dirname, '../../../../shared/data/questionnaires')

test('the codes and anchors that clinical.md verified', () => {
  assert.deepEqual(
    [phq9.loinc.panel, phq9.loinc.total, phq9.difficulty.loinc, ...phq9.items.map((item) => item.loinc)],
    [
      '44249-1',
      '44261-6',
      '69722-7',
      '44250-9',
      '44255-8',
      '44259-0',
      '44254-1',
      '44251-7',
      '44258-2',
      '44252-5',
      '44253-3',
      '44260-8',
    ],
  )
  assert.deepEqual(
    [gad7.loinc.panel, gad7.loinc.total, ...gad7.items.map((item) => item.loinc)],
    ['69737-5', '70274-6', '69725-0', '68509-9', '69733-4', '69734-2', '69735-9', '69689-8', '69736-7'],
  )
  for (const instrument of instruments) {
    assert.deepEqual(
      instrument.anchors.map(({ value, text, loincAnswer }) => [value, text, loincAnswer]),
      [
        [0, 'Not at all', 'LA6568-5'],
        [1, 'Several days', 'LA6569-3'],
        [2, 'More than half the days', 'LA6570-1'],
        [3, 'Nearly every day', 'LA6571-9'],
      ],
    )
    assert.deepEqual(
      instrument.items.map((item) => item.number),
      instrument.items.map((_, i) => i + 1),
    )
  }
  assert.equal(instrumentOf('phq-9'), phq9)
  assert.equal(instrumentOf('bdi'), null)
})

/** Check digit of a LOINC number: mod 10, every second digit doubled from the right. */
const checks = (code: string): boolean => {
  const [digits = '', check = ''] = code.split('-')
  const sum = digits
    .split('')
    .toReversed()
    .reduce((total, digit, i) => {
      const n = Number(digit) * (i % 2 === 0 ? 2 : 1)
      return total + (n > 9 ? n - 9 : n)
    }, 0)
  return (10 - (sum % 10)) % 10 === Number(check)
}

test('every LOINC number carries its right check digit', () => {
  for (const { loinc, items, difficulty } of instruments) {
    const codes = [loinc.panel, loinc.total, difficulty.loinc, ...items.map((item) => item.loinc)]
    for (const code of codes) assert.ok(code === null || checks(code), `${code}`)
  }
  assert.ok(!checks('44249-2'))
})

type Question = { linkId: string; text?: string; code?: { code?: string }[]; item?: Question[] }
type Questionnaire = { code?: { code?: string }[]; item: Question[] }

const flat = (questions: Question[]): Question[] => questions.flatMap((one) => [one, ...flat(one.item ?? [])])

/** Comma, dash and question mark differ between reprints; words do not. */
const plainly = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/**
 * Questionnaires by other hands (shared/data/README.md). Known faults, checked so that we notice when they are mended:
 * GAD-7 has no code on item 6; both draw their anchors from a value set that the file does not hold; neither codes the
 * difficulty question.
 */
const others: [Instrument, string, number[]][] = [
  [phq9, 'phq-9.json', []],
  [gad7, 'gad-7.json', [6]],
]

for (const [instrument, file, uncoded] of others) {
  const path = join(folder, file)
  const skip = existsSync(path) ? false : `${path} is not here: nothing to compare with`
  test(`${instrument.title} agrees with a questionnaire by other hands`, { skip }, () => {
    // A file of known shape, read for comparison only.
    const other = JSON.parse(readFileSync(path, 'utf8')) as Questionnaire
    const questions = flat(other.item)
    const items = questions.filter((one) => /\.matrix\.q\d$/.test(one.linkId))
    assert.equal(other.code?.[0]?.code, instrument.loinc.panel)
    assert.equal(items.length, instrument.items.length)
    for (const [i, item] of instrument.items.entries()) {
      assert.equal(plainly(items[i]?.text ?? ''), plainly(item.text), `question ${item.number}`)
      assert.equal(items[i]?.code?.[0]?.code, uncoded.includes(item.number) ? undefined : item.loinc)
    }
    const byEnd = (end: string) => questions.find((one) => one.linkId.endsWith(end))
    assert.equal(byEnd('.totalScore')?.code?.[0]?.code, instrument.loinc.total)
    assert.equal(plainly(byEnd('.difficulty')?.text ?? ''), plainly(instrument.difficulty.text))
    assert.equal(plainly(byEnd('.instructions')?.text ?? ''), plainly(instrument.instruction))
  })
}
