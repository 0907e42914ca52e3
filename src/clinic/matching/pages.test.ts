import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId } from '../../../tests/cast.ts'
import { layEvening } from '../../../tests/evening.ts'
import { openHouse, type TestHouse, type Visitor } from '../../../tests/knock.ts'
import { todayHere } from '../../../tests/world.ts'
import { addDays, weekOf } from '../../basics/dates.ts'
import { urls } from '../../urls.ts'

const today = todayHere()
const monday = addDays(weekOf(today), 7)
let house: TestHouse
let noor: Visitor
before(async () => {
  house = await openHouse()
  noor = await house.as('noor')
})
after(() => house.close())

const evenings = [1, 2, 3, 4].map((weekday) => ({ weekday, starts: '17:30', minutes: 180, chairs: 6 }))
const page = (episode: string, query: Record<string, string> = {}) =>
  noor.get(urls.composeWeek({ episode }, { from: monday, ...query }))
/** The form of the nth proposal, as a browser would send it. */
function formOf(html: string, place: number): Record<string, string | string[]> {
  const card = html.split('class="card mw-card')[place] ?? ''
  const fields: Record<string, string | string[]> = {}
  for (const [, name = '', value = ''] of card.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g))
    fields[name] = name.endsWith('[]') ? [...[fields[name] ?? []].flat(), value] : value
  return fields
}
const text = (html: string) =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&#39;', "'")
    .replace(/\s+/g, ' ')
const commit = (client: string, over: Record<string, string | string[]>) =>
  noor.post(urls.clientWishes({ client }), {
    deed: 'commitment',
    whose: 'client',
    what: 'childcare',
    firmness: 'cannot',
    from: '16:00',
    to: '18:00',
    ...over,
  })

describe('Wishes', () => {
  it('are noted in one press each, said back, and taken out again', async () => {
    const evening = await layEvening(house.db, evenings)
    const { client, episode } = await evening.client('Ona')
    const noted = await commit(client, { 'weekdays[]': ['2', '4'] })
    assert.equal(noted.status, 303)
    const said = await noor.post(urls.clientWishes({ client }), {
      deed: 'wishes',
      place: 'on-site',
      clinicianGender: 'woman',
      genderIsFirm: 'yes',
      'languages[]': ['es'],
      'wanted[]': ['skills'],
      [`way-${castId('mill')}`]: '25',
    })
    assert.equal(said.location, urls.composeWeek({ episode }))
    const { text: html } = await noor.get(urls.clientWishes({ client }))
    assert.match(text(html), /Childcare Tue and Thu, 16:00 to 18:00/)
    assert.match(html, /value="25"/)
    const ids = [...html.matchAll(/name="ids\[\]" value="([^"]+)"/g)].map(([, id = '']) => id)
    assert.equal((await noor.post(urls.clientWishes({ client }), { deed: 'end', 'ids[]': ids })).status, 303)
    assert.match(text((await noor.get(urls.clientWishes({ client }))).text), /Nothing noted yet/)
    // What was so stays in the record.
    const { rows } = await house.db.owner.query(
      'select isempty(during) as over from client_commitment where client_id = $1',
      [client],
    )
    assert.deepEqual(rows, [{ over: true }, { over: true }])
  })

  it('are refused without a day, turned round, or for somebody else’s row', async () => {
    const evening = await layEvening(house.db, evenings)
    const { client } = await evening.client('Pam')
    const other = await evening.client('Quin')
    const none = await commit(client, {})
    assert.equal(none.status, 422)
    assert.match(none.text, /Tick the days of the week/)
    assert.equal((await commit(client, { 'weekdays[]': ['1'], from: '18:00', to: '16:00' })).status, 422)
    await commit(client, { 'weekdays[]': ['1'] })
    const id = /name="ids\[\]" value="([^"]+)"/.exec((await noor.get(urls.clientWishes({ client }))).text)?.[1] ?? ''
    const wrong = await noor.post(urls.clientWishes({ client: other.client }), { deed: 'end', 'ids[]': [id] })
    assert.equal(wrong.status, 404)
    assert.equal((await (await house.as('ben')).get(urls.clientWishes({ client }))).status, 403)
  })
})

describe('A week is composed', () => {
  it('from what is prescribed, is accepted with one press, and stands in the plan', async () => {
    const evening = await layEvening(house.db, evenings)
    const { client, episode } = await evening.client('Rae')
    await evening.prescribe(episode, monday, { group: 540, individual: 60 })
    const { status, text: html } = await page(episode)
    assert.equal(status, 200)
    assert.match(text(html), /4 whole weeks fit Rae/)
    assert.match(text(html), /10 h on [34] days/)
    assert.match(text(html), /First session Mon \d+ \w+, 09:00/)
    const accepted = await noor.post(urls.composeWeek({ episode }), formOf(html, 1))
    assert.equal(accepted.location, urls.plan({ client }), accepted.text.slice(0, 200))
    const plan = text((await noor.get(urls.plan({ client }))).text)
    assert.match(plan, /The week stands from .*3 seats were given, 8 visits were booked/)
    const again = text((await page(episode)).text)
    assert.match(again, /As it is today/)
    assert.match(again, /Nothing would change/)
    // The same form once more: the week has changed since, and fresh weeks stand below the sentence.
    const late = await noor.post(urls.composeWeek({ episode }), formOf(html, 2))
    assert.equal(late.status, 422)
    assert.match(text(late.text), /Somebody changed the week of Rae while you looked/)
    assert.match(late.text, /mw-card/)
  })

  it('around what the coordinator keeps in and leaves out, with the price of it', async () => {
    const evening = await layEvening(house.db, evenings)
    const { episode } = await evening.client('Sol')
    await evening.prescribe(episode, monday, { group: 540 })
    const [out = '', must = ''] = evening.series
    const html = (await page(episode, { out, must })).text
    const series = [formOf(html, 1)['series[]'] ?? []].flat()
    assert.ok(!series.includes(out) && series.includes(must))
    assert.match(text(html), /Without Late group 1, Mon Take back/)
    assert.match(text(html), /Your changes cost/)
    assert.match(text(html), /You left it out\./)
  })

  it('and answers for any group of the clinic, of whatever program, by its name', async () => {
    const evening = await layEvening(house.db, evenings)
    const { episode } = await evening.client('Zoe')
    await evening.prescribe(episode, monday, { group: 540 })
    assert.doesNotMatch((await page(episode)).text, /Groups that were asked about/)
    const other = text((await page(episode, { find: 'process group' })).text)
    assert.match(other, /Process group A .*It is a group of Day program, and Zoe is in [A-Z]/)
    const own = text((await page(episode, { find: 'Late group' })).text)
    assert.match(own, /Late group 1 .*It is in week 1\./)
    assert.match(text((await page(episode, { find: 'no such group' })).text), /No group of this week has these words/)
  })

  it('and where none is whole, says the smallest change, which one press notes', async () => {
    const evening = await layEvening(house.db, evenings.slice(0, 3))
    const { client, episode } = await evening.client('Tess')
    await evening.prescribe(episode, monday, { group: 540 })
    await commit(client, { 'weekdays[]': ['3'] })
    const html = (await page(episode)).text
    assert.match(text(html), /No whole week fits Tess yet/)
    assert.match(text(html), /Wednesday 17:30 to 18:00: childcare until 18:00\./)
    assert.match(text(html), /A whole week is possible if Tess could come on Wednesday from 17:30, 30 minutes sooner/)
    const change = /name="change\[\]" value="(window[^"]+)"/.exec(html)?.[1] ?? ''
    const noted = await noor.post(urls.composeChanges({ episode }), { from: monday, 'change[]': [change] })
    assert.equal(noted.status, 303, text(noted.text).slice(0, 300))
    assert.match(text((await page(episode)).text), /1 whole week fits Tess/)
    // Her mornings with the child until then are still hers.
    assert.match(text((await noor.get(urls.clientWishes({ client }))).text), /Childcare Wed, 16:00 to 17:30/)
  })

  it('and where a seat is missing, joins the waitlist', async () => {
    const evening = await layEvening(house.db, [
      ...evenings.slice(0, 2),
      { weekday: 3, starts: '17:30', minutes: 180, chairs: 1 },
    ])
    const first = await evening.client('Uma')
    await evening.prescribe(first.episode, monday, { group: 540 })
    await noor.post(urls.composeWeek({ episode: first.episode }), formOf((await page(first.episode)).text, 1))
    const { episode } = await evening.client('Vera')
    await evening.prescribe(episode, monday, { group: 540 })
    const html = (await page(episode)).text
    assert.match(text(html), /All 1 seats are taken\. Nobody’s last day is known\./)
    assert.match(text(html), /A whole week is possible if Late group 3, Wed had one seat more/)
    const joined = await noor.post(urls.composeChanges({ episode }), {
      from: monday,
      'change[]': [`seat ${evening.series[2]}`],
    })
    assert.equal(joined.status, 303)
    const { rowCount } = await house.db.owner.query(
      'select from waitlist_entry where episode_id = $1 and series_id = $2',
      [episode, evening.series[2]],
    )
    assert.equal(rowCount, 1)
  })

  it('for nobody whose role may not, nor for a stay that is over, and reads no made-up week', async () => {
    const evening = await layEvening(house.db, evenings)
    const { episode } = await evening.client('Wes')
    for (const key of ['ben', 'ada', 'priya'])
      assert.equal((await (await house.as(key)).get(urls.composeWeek({ episode }))).status, 403)
    const made = await noor.post(urls.composeWeek({ episode }), {
      from: monday,
      seen: '',
      'series[]': ['x'],
      individual: 'nobody',
    })
    assert.equal(made.status, 422)
    const over = await evening.client('Xen', addDays(today, -30))
    await house.db.owner.query('update episode set during = daterange(lower(during), $2::date) where id = $1', [
      over.episode,
      addDays(today, -2),
    ])
    assert.match(text((await page(over.episode)).text), /This stay has ended/)
    assert.equal((await (await house.as('kim')).get(urls.composeWeek({ episode }))).status, 404)
  })
})

describe('The weights', () => {
  it('are read, tried on clients without changing anything, and set from a day on', async () => {
    const dana = await house.as('dana')
    const first = await dana.get(urls.matchWeights())
    assert.match(text(first.text), /these are the weights that Stepwell comes with/)
    const typed: Record<string, string> = {}
    for (const [, name = '', value = ''] of first.text.matchAll(/<input[^>]*name="(\w+)"[^>]*value="(\d+)"/g))
      typed[name] = value
    const tried = await dana.post(urls.matchWeights(), {
      ...typed,
      deed: 'preview',
      from: today,
      because: '',
      day: '350',
    })
    assert.equal(tried.status, 200, text(tried.text).slice(0, 400))
    assert.match(text(tried.text), /Tried on \d+ clients in care\. Nothing was changed\./)
    const light = await dana.post(urls.matchWeights(), {
      ...typed,
      deed: 'set',
      from: today,
      because: 'x',
      family: '5',
    })
    assert.equal(light.status, 422)
    assert.match(text(light.text), /Treatment that is missing must weigh more/)
    const set = await dana.post(urls.matchWeights(), {
      ...typed,
      deed: 'set',
      from: today,
      because: 'Days matter to our payer.',
      day: '350',
    })
    assert.equal(set.status, 303)
    assert.match(text((await dana.get(urls.matchWeights())).text), /Days matter to our payer\. .*A day 350 \(300\)/)
    assert.equal((await noor.post(urls.matchWeights(), typed)).status, 403)
  })
})
