import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Member, namesIn } from './guards.ts'
import { shortFormsOf } from './nicknames.ts'
import { functionWords, months, ordinaryWords } from './ordinary-words.ts'
import { planted, plantedInSecond, room, second, third, unseen } from './planted-names.ts'

type Span = { start: number; end: number }
type Case = { members: Member[]; text: string; spans: Span[] }

function caseOf(marked: string, members: Member[]): Case {
  let text = ''
  const spans: Span[] = []
  for (const piece of marked.replaceAll('\\u0301', '\u0301').split(/(?=⟦)|(?<=⟧)/u)) {
    if (piece.startsWith('⟦')) spans.push({ start: text.length, end: text.length + piece.length - 2 })
    text += piece.replace(/[⟦⟧]/gu, '')
  }
  return { members, text, spans }
}
const lines = (text: string) => text.trim().split('\n')
const inFirst = lines(planted).map((line) => {
  const bar = line.indexOf(' | ')
  const members = line
    .slice(0, bar)
    .split(',')
    .flatMap((key) => room[key] ?? [])
  return caseOf(line.slice(bar + 3), members)
})
const inSecond = lines(plantedInSecond).map((line) => caseOf(line, second))
const inThird = lines(unseen).map((line) => caseOf(line, third))

const overlaps = (a: Span, b: Span) => a.start < b.end && b.start < a.end

/** Recall: planted names caught. Precision: reports that were names. */
function measure(cases: Case[]) {
  const wrong: string[] = []
  let [names, caught, reported, right] = [0, 0, 0, 0]
  for (const { members, text, spans } of cases) {
    const found = namesIn(text, members)
    names += spans.length
    reported += found.length
    for (const span of spans) {
      if (found.some((range) => overlaps(range, span))) caught++
      else wrong.push(`missed "${text.slice(span.start, span.end)}" in: ${text}`)
    }
    for (const range of found) {
      if (spans.some((span) => overlaps(range, span))) right++
      else wrong.push(`false alarm "${range.text}" in: ${text}`)
    }
  }
  return { texts: cases.length, names, reported, recall: caught / names, precision: right / reported, wrong }
}

for (const [what, cases, floor] of [
  ['planted names that the guard was built on', [...inFirst, ...inSecond], { recall: 0.99, precision: 0.98 }],
  ['planted names that it had not seen', inThird, { recall: 0.9, precision: 0.85 }],
] as const) {
  test(what, (t) => {
    const { texts, names, reported, recall, precision, wrong } = measure([...cases])
    for (const line of wrong) t.diagnostic(line)
    t.diagnostic(
      `${texts} texts, ${names} names, ${reported} reports: recall ${recall.toFixed(3)}, precision ${precision.toFixed(3)}`,
    )
    assert.ok(names > 20 && cases.some((c) => c.spans.length === 0))
    assert.ok(recall >= floor.recall, `recall ${recall}`)
    assert.ok(precision >= floor.precision, `precision ${precision}`)
  })
}

test('each word that is a name too: small it passes, with a capital in the sentence it is a name', () => {
  let tried = 0
  for (const word of ordinaryWords) {
    if (functionWords.has(word) || months.has(word)) continue
    tried++
    const name = word.charAt(0).toUpperCase() + word.slice(1)
    const members = [member(name, 'Zubiri')]
    assert.deepEqual(namesIn(`The group spoke about the ${word} and went on.`, members), [], word)
    assert.deepEqual(namesIn(`The group thanked ${name} for that.`, members), [
      { start: 18, end: 18 + name.length, text: name, memberIndex: 0, why: 'given' },
    ])
    assert.equal(namesIn(`${name} said so.`, members).length, 1, name)
  }
  assert.ok(tried > 1500)
})

const member = (given: string, family: string, more: Partial<Member> = {}): Member => ({ given, family, ...more })

test('what gave the person away', () => {
  const people = [
    member('William', 'Okonkwo', { preferred: 'Liam', relatives: ['her sister Elena', 'Tomás Ruiz (brother)'] }),
    member('Zeynep', 'Smith-Kaya', { initials: 'ZSK' }),
  ]
  const table: [string, string, number, string][] = [
    ['We heard William.', 'William', 0, 'given'],
    ['We heard Liam.', 'Liam', 0, 'preferred'],
    ['We heard Okonkwo.', 'Okonkwo', 0, 'family'],
    ['We heard Willie.', 'Willie', 0, 'nickname'],
    ['We heard Elena.', 'Elena', 0, 'relative'],
    ['We heard tomas.', 'tomas', 0, 'relative'],
    ['We heard W.O. today.', 'W.O.', 0, 'initials'],
    ['We heard ZSK today.', 'ZSK', 1, 'initials'],
    ['We heard Z.K. today.', 'Z.K.', 1, 'initials'],
    ['We heard Zeynep Smith-Kaya today.', 'Zeynep Smith-Kaya', 1, 'given'],
    ['Z. said it was hard.', 'Z', 1, 'initials'],
    ['The group heard Williams plan.', 'Williams', 0, 'given'],
    ["Zeynep'd rather wait.", "Zeynep'd", 1, 'given'],
    ['We heard \u200bZey\u00adnep.', 'Zey\u00adnep', 1, 'given'],
    ['We heard ＺＥＹＮＥＰ.', 'ＺＥＹＮＥＰ', 1, 'given'],
  ]
  for (const [text, name, memberIndex, why] of table) {
    const found = namesIn(text, people).map(({ text: t, memberIndex: m, why: w }) => [t.replace('\u200b', ''), m, w])
    assert.deepEqual(found, [[name, memberIndex, why]], text)
  }
  assert.deepEqual(namesIn('Her sister and his brother came.', people), [])
  assert.deepEqual(namesIn('', people), [])
  assert.deepEqual(namesIn('Zeynep was here.', []), [])
})

test('a part about one member may name that member, and nobody else', () => {
  const maya = member('Maya', 'Alvarez')
  const brother = member('Diego', 'Alvarez')
  const text = 'Maya Alvarez supported Diego.'
  assert.deepEqual(
    namesIn(text, [brother], maya).map((found) => found.text),
    ['Diego'],
  )
  assert.equal(namesIn('Ms. Alvarez was thoughtful.', [brother], maya).length, 0)
})

test('short forms go both ways, and not sideways', () => {
  assert.ok(shortFormsOf('william').includes('bill'))
  assert.ok(shortFormsOf('bill').includes('william'))
  assert.ok(!shortFormsOf('bill').includes('liam'))
  assert.deepEqual(shortFormsOf('zeynep'), [])
})

const clear =
  'Maya Tyrell Deshawn Siobhán Zeynep Olga José Xóchitl Priya Nguyen Okafor Kowalczyk Müller Yusuf Ingrid Łukasz'
const anyClear = fc.constantFrom(...clear.split(' '))
const around = fc.constantFrom(
  ['The group thanked ', ' for it.'],
  ['', ' was late.'],
  ['a quiet day; ', ''],
  ['(', ')'],
  ['“', '”'],
  ['Present: ', ', two others'],
  ['1. ', ' 7/10'],
  ['about ', "'s plan"],
  ['ON TIME: ', ' AND ONE MORE'],
)
const written = fc.constantFrom(
  (name: string) => name,
  (name: string) => name.toUpperCase(),
  (name: string) => name.toLowerCase(),
  (name: string) => name.normalize('NFD'),
  (name: string) => name.normalize('NFD').replace(/\p{M}/gu, ''),
)

test('a name that is no other word is caught however and wherever it is written', () => {
  fc.assert(
    fc.property(anyClear, anyClear, around, written, (given, family, [before = '', after = ''], write) => {
      const name = write(given)
      const found = namesIn(before + name + after, [member(given, family)])
      const start = before.length
      assert.ok(
        found.some((range) => overlaps(range, { start, end: start + name.length })),
        before + name + after,
      )
    }),
    { numRuns: 400 },
  )
})

const anyMember = fc.record({ given: fc.string({ unit: 'grapheme' }), family: fc.string({ unit: 'grapheme' }) })

test('whatever the text and the names: ranges lie in the text, in order, without overlaps', () => {
  const anyText = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 80 }),
    fc
      .array(
        fc.constantFrom('Maya', 'maya', ' ', '. ', 'May', 'will', 'Will', '-', ', ', 'M.A.', '\n', "'s", '王小明', '"'),
        {
          maxLength: 30,
        },
      )
      .map((pieces) => pieces.join('')),
  )
  const people = [member('Maya', 'Alvarez'), member('Will', 'May'), member('小明', '王')]
  fc.assert(
    fc.property(anyText, fc.array(anyMember, { maxLength: 4 }), (text, more) => {
      const members = [...people, ...more]
      let last = 0
      for (const range of namesIn(text, members)) {
        assert.ok(range.start >= last && range.end > range.start && range.end <= text.length)
        assert.equal(text.slice(range.start, range.end), range.text)
        assert.ok(members[range.memberIndex] !== undefined)
        last = range.end
      }
    }),
    { numRuns: 400 },
  )
})
