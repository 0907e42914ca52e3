import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { openHouse, type Answer, type TestHouse } from '../../../tests/knock.ts'
import { riverbend } from '../../../tests/cast.ts'
import { selfCheckWords } from './self-check-words.ts'

const asked = (page: Answer): string => /name="asked" value="([\w-]+)"/.exec(page.text)?.[1] ?? ''
const carried = (page: Answer): Record<string, string> =>
  Object.fromEntries(
    [...page.text.matchAll(/<input type="hidden" name="([\w-]+)" value="([\w-]+)"/g)].map((m) => [
      m[1] ?? '',
      m[2] ?? '',
    ]),
  )
const wanted: Record<string, string> = {
  who: 'self',
  age: '18-64',
  about: 'both',
  alcohol: 'some',
  sedatives: 'none',
  opioids: 'none',
  mood: 'much',
  want: 'torn',
  return: 'likely',
  tried: 'weekly',
  home: 'against',
  time: 'part',
}

describe('The self-check’s pages', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
  })
  after(() => house.close())
  const inquiries = async () =>
    (await house.db.owner.query<{ n: number }>('select count(*)::int as n from inquiry')).rows[0]?.n ?? -1

  async function walk(lang: string, over: Record<string, string> = {}) {
    const visitor = house.stranger()
    let page = await visitor.post(`/${lang}/self-check`)
    const pages = [page]
    for (let n = 0; n < 30 && asked(page) !== ''; n += 1) {
      const question = asked(page)
      page = await visitor.post(`/${lang}/self-check`, {
        ...carried(page),
        [question]: over[question] ?? wanted[question] ?? 'no',
      })
      pages.push(page)
    }
    return { visitor, page, pages }
  }

  for (const lang of ['en', 'es'] as const) {
    it(`ends in ${lang} with a kind of care and the answers it rests on, and has kept nothing`, async () => {
      const t = selfCheckWords(lang)
      const before = await inquiries()
      const { page, pages } = await walk(lang)
      assert.equal(page.status, 200)
      assert.ok(page.text.includes(t('family.iop')))
      assert.ok(page.text.includes(t('r.tried.weekly')))
      assert.ok(page.text.includes(t('result.youSaid', { answer: t('a.tried.weekly') })))
      for (const one of pages) {
        assert.deepEqual(one.headers.getSetCookie(), [])
        assert.match(one.headers.get('cache-control') ?? '', /no-store/)
        assert.match(one.text, /<quick-exit>/)
        assert.match(one.text, /href="tel:988"/)
      }
      assert.equal(await inquiries(), before)
    })
  }

  it('says no English sentence in Spanish', async () => {
    const { pages } = await walk('es')
    const { en, es } = selfCheckWords.texts
    const foreign = Object.entries(en).filter(
      ([key, text]) => es[key] !== text && text.length > 12 && !text.includes('{'),
    )
    for (const page of pages)
      for (const [key, text] of foreign)
        assert.ok(!page.text.includes(text.replaceAll("'", '&#39;')), `${key}: ${text}`)
  })

  for (const [question, answer] of [
    ['body-now', 'yes'],
    ['thoughts', 'thoughts'],
    ['alcohol-signs', 'yes'],
    ['overdose', 'yes'],
  ] as const) {
    it(`leaves the questions at once for help: ${question}`, async () => {
      const { page } = await walk('es', { [question]: answer })
      assert.equal(asked(page), '')
      assert.match(page.text, /danger-numbers large/)
      assert.match(page.text, /tel:911/)
      assert.doesNotMatch(page.text, /name="asked"|name="name"/)
    })
  }

  it('asks again, with what was answered before, when nothing was chosen', async () => {
    const visitor = house.stranger()
    const answer = await visitor.post('/en/self-check', { who: 'loved-one', asked: 'body-now' })
    assert.equal(answer.status, 422)
    assert.equal(asked(answer), 'body-now')
    assert.equal(carried(answer).who, 'loved-one')
  })

  it('goes back one question and keeps the ones before it', async () => {
    const visitor = house.stranger()
    const answer = await visitor.post('/en/self-check', {
      who: 'loved-one',
      'body-now': 'no',
      asked: 'thoughts',
      back: 'yes',
    })
    assert.equal(asked(answer), 'body-now')
    assert.equal(carried(answer).who, 'loved-one')
  })

  it('hands over with one consent, and not without it', async () => {
    const { page, visitor } = await walk('es')
    const fields = { ...carried(page), name: 'Luz', phone: '(518) 555-0142', email: '', leave: 'no' }
    const before = await inquiries()
    const refused = await visitor.post('/es/self-check', fields)
    assert.equal(refused.status, 422)
    assert.match(refused.text, /value="Luz"/)
    assert.equal(await inquiries(), before)
    const wrong = await visitor.post('/es/self-check', { ...fields, agree: 'yes', phone: '12' })
    assert.equal(wrong.status, 422)
    assert.ok(wrong.text.includes(selfCheckWords('es')('hand.phoneWrong')))
    const done = await visitor.post('/es/self-check', { ...fields, agree: 'yes' })
    assert.equal(done.status, 200)
    assert.ok(done.text.includes(selfCheckWords('es')('hand.done')))
    const { rows } = await house.db.owner.query(
      `select channel, language, phone, permission, about->'selfCheck'->>'family' as family, jsonb_array_length(about->'selfCheck'->'lines') as lines
       from inquiry where name = 'Luz'`,
    )
    assert.equal(rows.length, 1)
    assert.deepEqual(rows[0], {
      channel: 'self-check',
      language: 'es',
      phone: '+15185550142',
      permission: selfCheckWords('es')('hand.agree', { clinic: riverbend.name }),
      family: 'iop',
      lines: rows[0].lines,
    })
    assert.ok(rows[0].lines > 15)
  })

  it('hands nothing over for somebody in danger, whatever the form says', async () => {
    const before = await inquiries()
    const answer = await house.stranger().post('/en/self-check', {
      who: 'self',
      thoughts: 'acted',
      do: 'hand-over',
      name: 'X',
      phone: '5185550142',
      leave: 'no',
      agree: 'yes',
    })
    assert.match(answer.text, /tel:988/)
    assert.equal(await inquiries(), before)
  })

  it('bears a form of any shape', async () => {
    for (const fields of [
      { who: 'x'.repeat(5000) },
      { __proto__: 'x', constructor: 'y' } as Record<string, string>,
      { 'alcohol[]': ['a', 'b'] },
      { asked: 'nothing' },
    ])
      assert.ok((await house.stranger().post('/en/self-check', fields)).status < 500)
  })
})
