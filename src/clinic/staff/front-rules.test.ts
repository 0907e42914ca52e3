import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { blocksOf } from './front-markup.ts'
import {
  frontLanguages,
  frontPages,
  mayReview,
  pageShown,
  reviewState,
  sectionsOf,
  wordingOf,
  yearsSince,
  type ReviewRow,
  type TextRow,
} from './front-rules.ts'

const print = (wording: string) => `print of ${wording}`
const at = (hour: number) => new Date(Date.UTC(2026, 10, 22, hour))
const said = (words: string | null, hour: number, over: Partial<TextRow> = {}): TextRow => ({
  page: 'home',
  section: 'what',
  lang: 'en',
  heading: 'What is it?',
  words,
  setAt: at(hour),
  ...over,
})
const reviewed = (rows: TextRow[], hour: number, on = '2026-11-22'): ReviewRow => ({
  page: 'home',
  by: 'Dana Ortiz, LCSW',
  on,
  wording: print(wordingOf(rows, 'home', null)),
  recordedAt: at(hour),
})
const what = (sections: { key: string; words: string }[]) => sections.find((one) => one.key === 'what')?.words
const today = { today: '2026-11-22', months: 12 }

describe('What a page says', () => {
  it('has its own words in both languages, with a heading that greets', () => {
    for (const page of frontPages)
      for (const lang of frontLanguages) {
        const sections = sectionsOf([], page, lang, null)
        assert.equal(sections[0]?.key, 'welcome')
        for (const one of sections) assert.ok(one.heading !== '' && one.words !== '', `${page} ${lang} ${one.key}`)
      }
  })

  it('shows visitors nothing that nobody has read: new words wait for their review', () => {
    const first = [said('Ours.', 1)]
    assert.notEqual(what(pageShown(first, null, 'home', 'en', print).sections), 'Ours.')
    const review = reviewed(first, 2)
    assert.equal(what(pageShown(first, review, 'home', 'en', print).sections), 'Ours.')
    assert.deepEqual(pageShown(first, review, 'home', 'en', print).reviewed, {
      by: 'Dana Ortiz, LCSW',
      on: '2026-11-22',
    })
    const second = [...first, said('Newer.', 3)]
    assert.equal(what(pageShown(second, review, 'home', 'en', print).sections), 'Ours.')
    assert.equal(reviewState(second, review, 'home', today, print), 'being-reviewed')
    assert.equal(what(pageShown(second, reviewed(second, 4), 'home', 'en', print).sections), 'Newer.')
  })

  it('counts words in either language: a page is read whole', () => {
    const rows = [said('Nuestro.', 3, { lang: 'es' })]
    assert.equal(reviewState(rows, reviewed([], 2), 'home', today, print), 'being-reviewed')
  })

  it('names nobody under words that are not the ones that were read', () => {
    const review = { ...reviewed([], 2), wording: print('words of an earlier release') }
    assert.equal(pageShown([], review, 'home', 'en', print).reviewed, null)
    assert.equal(reviewState([], review, 'home', today, print), 'being-reviewed')
  })

  it('brings Stepwell’s own words back, and leaves a part out', () => {
    const own = what(sectionsOf([], 'home', 'en', null))
    assert.equal(what(sectionsOf([said('Ours.', 1), said(null, 2)], 'home', 'en', null)), own)
    assert.equal(what(sectionsOf([said('', 1, { heading: '' })], 'home', 'en', null)), '')
  })

  it('asks for a new review after the months of the policy, to the day', () => {
    const on = (day: string) => reviewState([], reviewed([], 2, day), 'home', today, print)
    assert.equal(on('2025-11-22'), 'good')
    assert.equal(on('2025-11-21'), 'old')
    assert.equal(reviewState([], null, 'home', today, print), 'never')
  })
})

describe('Who may stand for a page', () => {
  const dana = { name: 'Dana Ortiz', licensedUntil: '2026-11-22' }
  it('is somebody whose licence stands on the day, and not ahead of time', () => {
    assert.equal(mayReview(dana, '2026-11-22', '2026-11-22'), null)
    assert.equal(mayReview(dana, '2026-11-23', '2026-11-23')?.refused, 'no-licence')
    assert.equal(mayReview({ ...dana, licensedUntil: null }, '2026-11-22', '2026-11-22')?.refused, 'no-licence')
    assert.equal(mayReview(dana, '2026-11-23', '2026-11-22')?.refused, 'ahead')
  })
  it('has practised for whole years, or does not say', () => {
    assert.deepEqual(
      [
        yearsSince(2006, '2026-11-22'),
        yearsSince(2026, '2026-01-01'),
        yearsSince(null, '2026-11-22'),
        yearsSince(2030, '2026-11-22'),
      ],
      [20, 0, null, null],
    )
  })
})

describe('The small markup', () => {
  it('knows paragraphs, lists, headings, weight and telephone numbers', () => {
    assert.deepEqual(
      blocksOf('One\\ntwo.\\n\\n- **a:** b\\n- c\\n\\n## Then\\ncall 1-800-799-7233.'.replaceAll('\\n', '\n')).map(
        (one) => one.kind,
      ),
      ['paragraph', 'list', 'subheading', 'paragraph'],
    )
    const [only] = blocksOf('call 1-800-799-7233.')
    assert.deepEqual(only, {
      kind: 'paragraph',
      pieces: [
        { bold: false, text: 'call ' },
        { bold: false, text: '1-800-799-7233', phone: '+18007997233' },
        { bold: false, text: '.' },
      ],
    })
  })
  it('has no way to write HTML, a link, or half a weight', () => {
    const hard = '<script>alert(1)</script> [x](javascript:1) **open'
    assert.deepEqual(blocksOf(hard), [{ kind: 'paragraph', pieces: [{ bold: false, text: hard }] }])
    assert.deepEqual(blocksOf(''), [])
  })
})
