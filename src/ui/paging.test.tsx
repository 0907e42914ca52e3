import assert from 'node:assert/strict'
import { it } from 'node:test'
import { renderToString } from 'hono/jsx/dom/server'
import type { HtmlEscapedString } from 'hono/utils/html'
import { Pages, partAsked, partOf } from './paging.tsx'

const drawn = (part: HtmlEscapedString | Promise<HtmlEscapedString>): string => renderToString(part)
const some = Array.from({ length: 95 }, (_, n) => n + 1)

it('shows the part that is asked for, and of how many', () => {
  const part = partAsked('2', some.length, 40)
  assert.deepEqual(part, { page: 2, pages: 3, from: 41, to: 80, of: 95 })
  assert.deepEqual(partOf(some, part), some.slice(40, 80))
})

it('takes the nearest page for one that there is none of', () => {
  for (const [asked, page] of [
    [undefined, 1],
    ['', 1],
    ['0', 1],
    ['-3', 1],
    ['two', 1],
    ['NaN', 1],
    ['2.9', 2],
    ['4', 3],
    ['1e9', 3],
    ['Infinity', 3],
  ] as const)
    assert.equal(partAsked(asked, some.length, 40).page, page, String(asked))
  assert.deepEqual(partAsked('7', 0, 40), { page: 1, pages: 1, from: 0, to: 0, of: 0 })
  assert.deepEqual(partOf([], partAsked('7', 0, 40)), [])
})

it('shows each of a list on one page, and on no other', () => {
  const seen = [1, 2, 3].flatMap((page) => partOf(some, partAsked(String(page), some.length, 40)))
  assert.deepEqual(seen, some)
})

it('offers the ways on, and nothing where one page holds all', () => {
  const href = (page: string | undefined) => (page === undefined ? '/list' : `/list?page=${page}`)
  const of = (asked: string) => drawn(<Pages part={partAsked(asked, some.length, 40)} href={href} />)
  assert.match(of('1'), /1 to 40 of 95/)
  assert.match(of('1'), /href="\/list\?page=2"/)
  assert.doesNotMatch(of('1'), /rel="prev"/)
  assert.match(of('2'), /href="\/list" rel="prev"/)
  assert.match(of('3'), /81 to 95 of 95/)
  assert.doesNotMatch(of('3'), /rel="next"/)
  assert.equal(drawn(<Pages part={partAsked('1', 40, 40)} href={href} />), '')
})
