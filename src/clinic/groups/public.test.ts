import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId, riverbend } from '../../../tests/cast.ts'
import { seriesId } from '../../../tests/world.ts'
import { openHouse, type TestHouse } from '../../../tests/knock.ts'
import { kindWords } from './public/kind-words.ts'
import { words } from './public/words.ts'
import { languageNames, words as staffWords } from '../staff/public/words.ts'
import { words as costWords } from '../coverage/public/words.ts'
import { publicWords } from '../../ui/public-words.ts'
import { defaultTexts } from '../staff/texts/all.ts'
import { urls } from '../../urls.ts'

const catalogs = { words, kindWords, staffWords, languageNames, costWords, publicWords }
const mine = [
  urls.publicHome,
  urls.publicPrograms,
  urls.publicGroups,
  urls.publicPeople,
  urls.publicCosts,
  urls.publicFamily,
  urls.publicContact,
  urls.helpNow,
]
const group = seriesId('process-a', 1)
const pages = (lang: string) => [
  ...mine.map((url) => url({ lang })),
  urls.publicGroup({ lang, series: group }),
  urls.newSeatHold({ lang, series: group }),
]
const plain = (html: string) =>
  html
    .replace(/<[^>]*lang="en"[^>]*>.*?<\/\w+>/g, ' ')
    .replace(/<script[\s\S]*?<\/script>/g, ' ')
    .replace(/<[^>]+>/g, '\n')
    .replaceAll('&#39;', '’')
    .replaceAll('&amp;', '&')

const typed = (over: Record<string, string> = {}) => ({
  name: 'Lupe',
  phone: '(518) 555-0777',
  email: '',
  forWhom: 'self',
  leaveMessage: 'no',
  permission: 'yes',
  website: '',
  ...over,
})

describe('The public pages', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
  })
  after(() => house.close())

  it('answer in both languages, set no cookie, and carry the way out, the numbers for danger and the disclaimer', async () => {
    for (const lang of ['en', 'es'] as const) {
      for (const path of pages(lang)) {
        const page = await house.stranger().get(path)
        assert.equal(page.status, 200, path)
        assert.ok(page.text.includes(`<html lang="${lang}"`), path)
        assert.equal(page.headers.getSetCookie().length, 0, path)
        for (const part of ['tel:988', 'tel:911', 'quick-exit', publicWords(lang)('disclaimer').slice(0, 40)])
          assert.ok(page.text.includes(part), `${path} lacks ${part}`)
        assert.ok(!/\{\w+\}|undefined|\[object|NaN/.test(plain(page.text)), path)
      }
    }
  })

  it('say nothing in English on a Spanish page', async () => {
    const english = Object.values(catalogs).flatMap((one) =>
      Object.entries(one.texts.en)
        .filter(([key, text]) => text !== one.texts.es[key] && text.length > 3 && !text.includes('{'))
        .map(([, text]) => text),
    )
    const own = Object.values(defaultTexts).flatMap((parts) =>
      parts.flatMap((part) => [part.en.heading, ...part.en.words.split(/\n+/).map((line) => line.slice(0, 30))]),
    )
    for (const path of pages('es')) {
      const lines = new Set(
        plain((await house.stranger().get(path)).text)
          .split('\n')
          .map((line) => line.trim())
          .filter(Boolean),
      )
      for (const text of english) {
        if (text === 'English') continue // the way to the other language is named in it
        assert.ok(!lines.has(text), `${path} says “${text}”`)
      }
      const whole = [...lines].join('\n')
      for (const text of own.filter((one) => one.length > 8)) assert.ok(!whole.includes(text), `${path} says “${text}”`)
      assert.doesNotMatch(
        whole,
        /\b(Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|November|December| AM| PM)\b/,
        path,
      )
    }
  })

  it('have catalogs with the same placeholders in both languages', () => {
    const holes = (text: string) =>
      [...new Set([...text.matchAll(/\{(\w+)(?=[,}])/g)].map((match) => match[1] ?? ''))].sort().join()
    for (const [name, one] of Object.entries(catalogs))
      for (const [key, text] of Object.entries(one.texts.en))
        assert.equal(holes(one.texts.es[key] ?? ''), holes(text), `${name} ${key}`)
    for (const [page, parts] of Object.entries(defaultTexts))
      for (const part of parts)
        assert.equal(part.es.words.split('\n- ').length, part.en.words.split('\n- ').length, `${page} ${part.key}`)
  })

  it('count the seats as they are: a group says how many are left, and a filter finds it', async () => {
    const visitor = house.stranger()
    const page = await visitor.get(urls.publicGroups({ lang: 'en' }))
    assert.ok(page.text.includes('Process group A') && page.text.includes('seats left'))
    assert.ok(!/Alvarez|Jankowski|Whitfield/.test(page.text))
    const evening = await visitor.get(urls.publicGroups({ lang: 'en' }, { part: 'evening' }))
    assert.ok(evening.text.includes('DBT skills') && !evening.text.includes('Process group A'))
    const found = await visitor.get(urls.publicGroups({ lang: 'es' }, { q: 'prevencion RECAIDAS', day: '2' }))
    assert.ok(found.text.includes('7 grupos') === false && found.text.includes('1 grupo'))
    const none = await visitor.get(urls.publicGroups({ lang: 'en' }, { q: 'zzz' }))
    assert.ok(none.text.includes('No group is like that'))
    assert.equal(
      (await visitor.get(urls.publicGroups({ lang: 'en' }, { first: '-1', day: "'", kind: '<b>' }))).status,
      200,
    )
  })

  it('have nothing to show of a group that is not there', async () => {
    for (const series of [castId('nobody'), 'x', "1' or '1'='1"]) {
      assert.equal((await house.stranger().get(urls.publicGroup({ lang: 'en', series }))).status, 404)
      assert.equal((await house.stranger().get(urls.newSeatHold({ lang: 'en', series }))).status, 404)
      assert.equal((await house.stranger().post(urls.newSeatHold({ lang: 'es', series }), typed())).status, 404)
    }
    assert.equal((await house.stranger().get(urls.seatHold({ lang: 'es', token: 'nobody’s' }))).status, 404)
    assert.equal((await house.stranger().post(urls.seatHoldRelease({ lang: 'es', token: 'x' }))).status, 404)
  })

  it('hold a seat in Spanish, show until when, and give it back by the link', async () => {
    const visitor = house.stranger()
    const series = seriesId('dbt-evening', 2)
    const at = new Date()
    house.setNow(at)
    const answer = await visitor.post(urls.newSeatHold({ lang: 'es', series }), typed())
    assert.equal(answer.status, 303, answer.text.slice(0, 3000))
    const page = await visitor.get(answer.location ?? '')
    assert.ok(page.text.includes('Su lugar está apartado') && page.text.includes('Hasta el'))
    assert.ok(page.text.includes('noindex'))
    assert.ok(!page.text.includes('Lupe') && !page.text.includes('555-0777'))

    const noor = await house.as('noor')
    const staff = await noor.get(urls.series({ series }))
    assert.ok(
      staff.text.includes('Lupe') && staff.text.includes('(518) 555-0777') && staff.text.includes('1 held by visitors'),
    )
    // Whose role does not work with inquiries sees that a seat is held, not by whom.
    const lee = await (await house.as('lee')).get(urls.series({ series }))
    assert.ok(!lee.text.includes('Lupe') && lee.text.includes('Your role sees that seats are held'))

    const hold = /seat-holds\/([0-9a-f-]{36})\/extension/.exec(staff.text)?.[1] ?? ''
    assert.equal((await (await house.as('lee')).post(urls.holdExtension({ hold }))).status, 403)
    assert.equal((await noor.post(urls.holdExtension({ hold }))).status, 303)
    house.setNow(new Date(at.getTime() + 30 * 3_600_000))
    assert.ok((await visitor.get(answer.location ?? '')).text.includes('Su lugar está apartado'))
    house.setNow(new Date(at.getTime() + 49 * 3_600_000))
    assert.ok((await visitor.get(answer.location ?? '')).text.includes('El plazo terminó'))
    house.setNow(null)
    const given = await visitor.post(`${answer.location}/release`)
    assert.equal(given.location, answer.location)
    assert.ok((await visitor.get(answer.location ?? '')).text.includes('El lugar quedó libre'))
  })

  it('bring back what was typed, with what is wrong, in the visitor’s language', async () => {
    const at = urls.newSeatHold({ lang: 'es', series: group })
    const answer = await house.stranger().post(at, typed({ phone: '12', permission: '', name: '' }))
    assert.equal(answer.status, 422)
    for (const part of [
      'Díganos cómo llamarle',
      'no parece un número de teléfono',
      'Marque esta casilla',
      'value="12"',
    ])
      assert.ok(answer.text.includes(part), part)
    const machine = await house.stranger().post(at, typed({ website: 'x' }))
    assert.equal(machine.status, 422)
    const { rows } = await house.db.owner.query("select count(*)::int as n from inquiry where phone = '+15185550778'")
    assert.equal(rows[0].n, 0)
  })

  it('are the first thing a stranger meets, in the language of the browser, and not what staff meet', async () => {
    const ask = (lang: string) => house.stranger().get('/', { 'accept-language': lang })
    assert.equal((await ask('es-MX,es;q=0.9,en;q=0.8')).location, '/es')
    assert.equal((await ask('de,en;q=0.5')).location, '/en')
    assert.equal((await (await house.as('dana')).get('/')).location, '/today')
    await house.db.owner.query(
      "insert into public_front (clinic_id, id, is_open, set_at) values ($1, gen_random_uuid(), false, now() + interval '1 second')",
      [riverbend.id],
    )
    assert.equal((await ask('es')).location, '/today')
    assert.equal((await house.stranger().get('/es')).status, 404)
    await house.db.owner.query('delete from public_front where clinic_id = $1 and not is_open', [riverbend.id])
  })
})
