import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { HtmlEscapedString } from 'hono/utils/html'
import { renderToString } from 'hono/jsx/dom/server'
import { ticksBetween } from './chart.tsx'
import { Facts } from './facts.tsx'
import { Page, PlainPage } from './layout.tsx'
import { MarkedText } from './marked-text.tsx'
import { HoursMeter } from './meter.tsx'
import { besideName, Initials, NameList, PersonLine } from './person.tsx'
import { Progress } from './progress.tsx'
import { SideBySide } from './side-by-side.tsx'
import { isSignaturePath, readSignature } from './signature-path.ts'
import { WeekStrip } from './small-charts.tsx'
import { longDay, shortDay, weekDay } from './when.tsx'

const html = (element: HtmlEscapedString | Promise<HtmlEscapedString>): string => renderToString(element)
const words = (element: HtmlEscapedString | Promise<HtmlEscapedString>): string =>
  html(element)
    .replace(/<[^>]*>/g, '')
    .replace(/\s+/g, ' ')
    .trim()

test('pages are whole documents without inline style or script, with one heading and a way past the bar', () => {
  const shown = html(
    <Page
      clinic="Riverbend"
      title="Today"
      answer="All is well"
      who={{ name: 'Dana Ortiz', role: 'Director' }}
      nav={[{ label: 'Today', href: '/today' }]}
      current="Today"
    >
      <p>Body</p>
    </Page>,
  )
  assert.ok(shown.startsWith('<!doctype html>'))
  assert.equal(shown.match(/<h1/g)?.length, 1)
  assert.ok(shown.includes('href="#main"') && shown.includes('id="main"') && shown.includes('lang="en"'))
  assert.ok(shown.includes('<title>All is well · Riverbend</title>'))
  assert.ok(shown.includes('href="/today" aria-current="page"'))
  assert.ok(
    shown.includes('action="/session/end"') &&
      shown.includes('action="/sessions/end"') &&
      shown.includes('action="/clients"'),
  )
  assert.doesNotMatch(shown, /\sstyle=|\son[a-z]+=|<script(?![^>]* src=)/)
})

test('plain pages speak the visitor’s language and direction', () => {
  const shown = html(<PlainPage clinic="Riverbend" title="يومك" lang="ar" direction="rtl" words={{ skip: 'تخطَّ' }} />)
  assert.ok(shown.includes('<html lang="ar" dir="rtl">') && shown.includes('تخطَّ'))
})

test('a person is a name of any direction, pronouns, day of stay', () => {
  assert.equal(
    words(<PersonLine name="Maya Alvarez" noInitials pronouns="she/her" dayOfStay={23} tags={['new']} />),
    'Maya Alvarez she/her · day 23 · new',
  )
  assert.ok(html(<PersonLine name="نور الحداد" />).includes('dir="auto"'))
  assert.equal(besideName({ pronouns: null, dayOfStay: null }), '')
  assert.equal(words(<Initials name="  Maya  de la Cruz " />), 'MC')
  assert.equal(words(<Initials name="Cher" />), 'C')
  assert.equal(words(<Initials name="" />), '')
})

test('name lists end in and, and count the rest', () => {
  assert.equal(words(<NameList names={['A']} />), 'A')
  assert.equal(words(<NameList names={['A', 'B']} />), 'A and B')
  assert.equal(words(<NameList names={['A', 'B', 'C', 'D']} />), 'A, B, C and D')
  assert.equal(words(<NameList names={['A', 'B', 'C', 'D', 'E']} />), 'A, B, C and 2 others')
})

test('the hours meter says in words what it draws', () => {
  assert.ok(
    html(<HoursMeter attended={300} planned={90} floor={540} />).includes(
      'aria-label="5 h attended, 1 h 30 planned, floor 9 h, 2 h 30 short"',
    ),
  )
  assert.ok(
    html(<HoursMeter attended={600} planned={0} floor={540} of="Maya" />).includes(
      'aria-label="Maya: 10 h attended, 0 min planned, floor 9 h"',
    ),
  )
  // No hours and no floor: nothing is divided by nothing.
  assert.ok(!html(<HoursMeter attended={0} planned={0} floor={0} />).includes('NaN'))
})

test('weeks are short only once they are over', () => {
  const strip = words(
    <WeekStrip
      label="Weeks"
      weeks={[
        { week: '2026-11-09', attended: 480, floor: 540 },
        { week: '2026-11-16', attended: 480, floor: 540, isNow: true },
        { week: '2026-11-23', attended: 0, floor: 0 },
      ]}
    />,
  )
  assert.ok(strip.includes('Week of 9 Nov 2026: 8 h of 9 h, short'))
  assert.ok(strip.includes('Week of 16 Nov 2026: 8 h of 9 h, this week'))
  assert.ok(!strip.includes('NaN'))
})

test('ticks stand on the bands, or on whole numbers', () => {
  assert.deepEqual(
    ticksBetween(
      0,
      27,
      [0, 5, 10].map((from) => ({ from, word: '' })),
    ),
    [0, 5, 10, 27],
  )
  assert.deepEqual(ticksBetween(0, 21), [0, 5, 11, 16, 21])
  assert.deepEqual(ticksBetween(0, 4), [0, 1, 2, 3, 4])
  assert.deepEqual(ticksBetween(0, 1), [0, 0.3, 0.5, 0.8, 1])
})

test('marks may overlap, come in any order, and reach outside', () => {
  const marked = (marks: { start: number; end: number; why?: string }[]) =>
    html(<MarkedText text="Maya & Elena" marks={marks} />)
  assert.ok(marked([{ start: 7, end: 12 }]).includes('Maya &amp; <mark>Elena</mark>'))
  assert.ok(marked([{ start: -5, end: 4 }]).includes('<mark>Maya</mark>'))
  assert.equal(
    marked([
      { start: 9, end: 99, why: 'b' },
      { start: 7, end: 10, why: 'a' },
    ]).match(/<mark/g)?.length,
    3,
  )
  assert.equal(
    marked([
      { start: 20, end: 30 },
      { start: 3, end: 3 },
    ]).match(/<mark/g),
    null,
  )
  assert.ok(marked([]).includes('Maya &amp; Elena'))
})

test('two records agree by letters, not by accents or capitals', () => {
  const shown = words(
    <SideBySide
      caption="c"
      left="l"
      right="r"
      rows={[
        { term: 'Name', left: 'José  SANTOS', right: 'Jose Santos' },
        { term: 'Born', left: '1990-01-01', right: '1990-10-01' },
        { term: 'Phone', left: null, right: '555' },
      ]}
    />,
  )
  assert.match(shown, /SANTOS ?Jose Santos ?Same/)
  assert.match(shown, /1990-10-01 ?Differs/)
  assert.match(shown, /555 ?One is missing/)
})

test('facts leave out what is not asked and say what is not recorded', () => {
  assert.equal(
    words(<Facts facts={[{ term: 'Phone', detail: null }, false, { term: 'Visits', detail: 0 }]} />),
    'PhoneNot recordedVisits0',
  )
})

test('progress says what is done and what is left', () => {
  assert.ok(words(<Progress label="Import" done={3} total={10} unit="rows" />).includes('3 of 10 rows, 7 left'))
  assert.ok(words(<Progress label="Import" done={3} total={10} />).includes('3 of 10, 7 left'))
  assert.ok(!html(<Progress label="Import" done={3} unit="rows" />).includes('value='))
})

test('days read as people say them', () => {
  assert.equal(longDay('2026-11-21'), 'Saturday 21 November')
  assert.equal(shortDay('2026-09-01'), '1 Sep 2026')
  assert.equal(weekDay('2026-11-21'), 'Sat 21 Nov')
  assert.equal(longDay('2026-11-21', 'es'), 'sábado, 21 de noviembre')
})

test('a signature is a name or a drawing of plain strokes, and nothing else', () => {
  assert.deepEqual(readSignature({ sign: ' Maya Alvarez ' }, 'sign'), { typed: 'Maya Alvarez', path: null })
  assert.deepEqual(readSignature({ signPath: 'M1 2L3 4' }, 'sign'), { typed: '', path: 'M1 2L3 4' })
  assert.equal(readSignature({ sign: '  ', signPath: '' }, 'sign'), null)
  assert.equal(readSignature({ sign: 'Maya', signPath: 'M1 2"/><b>' }, 'sign'), null)
  assert.equal(readSignature({}, 'sign'), null)
  assert.ok(isSignaturePath('M0 0L600 160L1 1M5 5L5 5'))
  assert.ok(!isSignaturePath('M0 0') && !isSignaturePath('L1 1') && !isSignaturePath(`M0 0${'L1 1'.repeat(20_000)}`))
})
