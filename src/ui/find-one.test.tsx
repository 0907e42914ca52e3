import assert from 'node:assert/strict'
import { it } from 'node:test'
import { renderToString } from 'hono/jsx/dom/server'
import type { HtmlEscapedString } from 'hono/utils/html'
import { FindOne, findOne, mostInAList } from './find-one.tsx'

const drawn = (part: HtmlEscapedString | Promise<HtmlEscapedString>): string => renderToString(part)
const people = [
  { value: 'a', label: 'Zoë Nguyễn, C-10' },
  { value: 'b', label: 'Ana Marsh, C-11' },
  { value: 'c', label: 'Anabel Marsh, C-110' },
  { value: 'd', label: 'Marsh Ana, C-12' },
]

it('finds one by what was chosen, by a part of the name in any order, without accents, or by the whole label', () => {
  for (const [typed, value] of [
    ['b', 'b'],
    ['nguyen', 'a'],
    ['ZOE nguyên', 'a'],
    ['marsh, anabel', 'c'],
    ['c-12', 'd'],
    ['Ana Marsh, C-11', 'b'],
  ] as const)
    assert.deepEqual(findOne(people, typed), { is: 'one', value }, typed)
})

it('answers with those that fit where there are several, and with nobody where nobody fits', () => {
  assert.deepEqual(findOne(people, 'ana marsh'), { is: 'some', options: people.slice(1) })
  assert.deepEqual(findOne(people, 'C-11'), { is: 'some', options: people.slice(1, 3) })
  for (const typed of ['', '   ', ',', 'nobody', 'ana nguyen'])
    assert.deepEqual(findOne(people, typed), { is: 'none' }, typed)
  const many = Array.from({ length: 900 }, (_, n) => ({ value: String(n), label: `Same ${n}` }))
  const found = findOne(many, 'same')
  assert.equal(found.is === 'some' && found.options.length, mostInAList)
})

it('is a list while there are few, and a field to type in where there are many', () => {
  const form = { prefix: 'x' }
  const few = drawn(<FindOne name="one" label="The one" options={people} typeHint="Type a part." form={form} />)
  assert.match(few, /<select[^>]*name="one"/)
  assert.doesNotMatch(few, /Type a part/)
  const many = drawn(<FindOne name="one" label="The one" options={null} typeHint="Type a part." form={form} />)
  assert.match(many, /<input[^>]*name="one"/)
  assert.match(many, /Type a part\./)
})
