import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { layEvening } from '../../../tests/evening.ts'
import { openHouse, type TestHouse, type Visitor } from '../../../tests/knock.ts'
import { todayHere } from '../../../tests/world.ts'
import { addDays, weekOf } from '../../basics/dates.ts'
import { urls } from '../../urls.ts'

const monday = addDays(weekOf(todayHere()), 7)
let house: TestHouse
let noor: Visitor
before(async () => {
  house = await openHouse()
  noor = await house.as('noor')
})
after(() => house.close())

const text = (html: string) =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&#39;', "'")
    .replace(/\s+/g, ' ')

/** The form of the first week that is proposed, as a browser would send it. */
function firstWeek(html: string): Record<string, string | string[]> {
  const card = html.split('class="card mw-card')[1] ?? ''
  const fields: Record<string, string | string[]> = {}
  for (const [, name = '', value = ''] of card.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g))
    fields[name] = name.endsWith('[]') ? [...[fields[name] ?? []].flat(), value] : value
  return fields
}

/** Monday, Tuesday and Thursday have chairs; Wednesday has one, and somebody sits there who could as well come on Thursdays. */
async function oneChair(names: { sits: string; comes: string }) {
  const evening = await layEvening(
    house.db,
    [6, 6, 1, 6].map((chairs, at) => ({ weekday: at + 1, starts: '17:30', minutes: 180, chairs })),
  )
  const [, , wednesday = ''] = evening.series
  const sits = await evening.client(names.sits)
  await evening.prescribe(sits.episode, monday, { group: 540, individual: 60 })
  const found = await noor.get(urls.composeWeek({ episode: sits.episode }, { from: monday, must: wednesday }))
  const taken = await noor.post(urls.composeWeek({ episode: sits.episode }), firstWeek(found.text))
  assert.equal(taken.status, 303)
  const mayNot = (client: string, weekday: string) =>
    noor.post(urls.clientWishes({ client }), {
      deed: 'commitment',
      whose: 'client',
      what: 'childcare',
      firmness: 'cannot',
      from: '16:00',
      to: '21:00',
      'weekdays[]': [weekday],
    })
  const comes = await evening.client(names.comes)
  await evening.prescribe(comes.episode, monday, { group: 540 })
  await mayNot(comes.client, '4')
  return { evening, wednesday, sits, comes, mayNot }
}
const othersOf = (episode: string) => noor.get(urls.composeOthers({ episode }, { from: monday }))
const shownIn = (html: string) => /name="shown" value="([^"]+)"/.exec(html)?.[1] ?? ''
const sitting = async (client: string) =>
  (
    await house.db.owner.query<{ seriesId: string }>(
      'select series_id as "seriesId" from seat where client_id = $1 and during @> $2::date',
      [client, addDays(monday, 7)],
    )
  ).rows.map((row) => row.seriesId)

describe('A week for which somebody else would move', () => {
  it('is found by a press, and done when who moves was asked, all of it in one', async () => {
    const { wednesday, sits, comes } = await oneChair({ sits: 'Abel', comes: 'Bram' })
    const weeks = await noor.get(urls.composeWeek({ episode: comes.episode }, { from: monday }))
    assert.match(text(weeks.text), /No whole week fits Bram yet/)
    assert.match(weeks.text, new RegExp(urls.composeOthers({ episode: comes.episode })))
    const found = await othersOf(comes.episode)
    assert.equal(found.status, 200)
    assert.match(text(found.text), /A whole week for Bram is possible if 1 other client moves/)
    assert.match(text(found.text), /Abel Late agreed/)
    assert.match(text(found.text), /leaves Late group 3, Wednesday 17:30 to 20:30 · joins Late group \d, \w+day/)
    // An hour that stays is not named as one that moves.
    assert.doesNotMatch(text(found.text), /individual therapy (\w+day [\d:]+ to [\d:]+) with [^·]* instead of \1/)
    const shown = shownIn(found.text)
    const post = (fields: Record<string, string | string[]>) =>
      noor.post(urls.composeOthers({ episode: comes.episode }), { from: monday, shown, ...fields })

    const unasked = await post({})
    assert.equal(unasked.status, 422)
    assert.match(text(unasked.text), /Ask everybody who would move, and tick who agreed\. Nothing was done\./)
    assert.ok((await sitting(sits.client)).includes(wednesday))

    const done = await post({ 'agreed[]': [sits.client] })
    assert.equal(done.location, urls.plan({ client: comes.client }), text(done.text).slice(0, 300))
    const [theirs, own] = [await sitting(sits.client), await sitting(comes.client)]
    assert.ok(!theirs.includes(wednesday) && theirs.length === 3)
    assert.ok(own.includes(wednesday) && own.length === 3)
    // For whom they moved stands nowhere in their record.
    const { rows } = await house.db.owner.query<{ because: string }>(
      'select because from composed_week where client_id = $1 order by accepted_at desc limit 1',
      [sits.client],
    )
    assert.deepEqual(rows, [{ because: 'They were asked, and agreed to move.' }])
    const plan = await noor.get(urls.plan({ client: sits.client }))
    assert.doesNotMatch(plan.text, /Bram/)
  })

  it('is done once when two desks press, and not at all when the house changed meanwhile', async () => {
    const { wednesday, sits, comes } = await oneChair({ sits: 'Cleo', comes: 'Dirk' })
    const shown = shownIn((await othersOf(comes.episode)).text)
    const fields = { from: monday, shown, 'agreed[]': [sits.client] }
    const both = await Promise.all([1, 2].map(() => noor.post(urls.composeOthers({ episode: comes.episode }), fields)))
    assert.deepEqual(both.map((one) => one.status).toSorted(), [303, 422])
    assert.equal((await sitting(comes.client)).filter((id) => id === wednesday).length, 1)
    const { rows } = await house.db.owner.query<{ n: number }>(
      'select count(*)::int as n from composed_week where client_id = $1',
      [sits.client],
    )
    assert.equal(rows[0]?.n, 2)
  })

  it('passes nobody who waits for the seat, and takes nothing from who would move', async () => {
    const { evening, wednesday, comes, mayNot } = await oneChair({ sits: 'Edda', comes: 'Finn' })
    const waits = await evening.client('Gita')
    await evening.prescribe(waits.episode, monday, { group: 540 })
    await mayNot(waits.client, '4')
    const joined = await noor.post(urls.composeChanges({ episode: waits.episode }), {
      from: monday,
      'change[]': [`seat ${wednesday}`],
    })
    assert.equal(joined.status, 303)
    assert.match(text((await othersOf(comes.episode)).text), /Moving up to three others would not help Finn/)

    const other = await oneChair({ sits: 'Hedy', comes: 'Ilse' })
    await other.mayNot(other.sits.client, '4')
    assert.match(
      text((await othersOf(other.comes.episode)).text),
      /None of the \d+ (person|people) who were looked at could move without losing something/,
    )
  })

  it('is offered where it is fuller and not whole, and says what it still lacks', async () => {
    const { wednesday, sits, comes, mayNot } = await oneChair({ sits: 'Lena', comes: 'Moss' })
    await mayNot(comes.client, '2')
    const found = await othersOf(comes.episode)
    assert.match(text(found.text), /A fuller week for Moss is possible if 1 other client moves/)
    assert.match(text(found.text), /What it still lacks: 3 h of groups, of 9 h/)
    const done = await noor.post(urls.composeOthers({ episode: comes.episode }), {
      from: monday,
      shown: shownIn(found.text),
      'agreed[]': [sits.client],
    })
    assert.equal(done.status, 303)
    const [theirs, own] = [await sitting(sits.client), await sitting(comes.client)]
    assert.equal(theirs.length, 3)
    assert.ok(own.includes(wednesday) && own.length === 2)
    // Nothing more can be had now.
    assert.match(text((await othersOf(comes.episode)).text), /Moving up to three others would not help Moss/)
  })

  it('is looked for without whoever said no, on the page and when it is taken over', async () => {
    const { evening, wednesday, sits, comes } = await oneChair({ sits: 'Nele', comes: 'Olof' })
    const shown = shownIn((await othersOf(comes.episode)).text)
    const without = (ids: string) =>
      noor.get(urls.composeOthers({ episode: comes.episode }, { from: monday, without: ids }))
    const alone = await without(`${sits.client},no-id`)
    assert.match(text(alone.text), /Moving up to three others would not help Olof/)
    assert.match(text(alone.text), /1 client who said no stays where they are\. Look at everybody again/)
    // Somebody else's no changes nothing, and stands with the form.
    const other = await evening.client('Pia')
    const found = await without(other.client)
    assert.match(text(found.text), /if 1 other client moves/)
    assert.match(found.text, new RegExp(`name="without" value="${other.client}"`))
    assert.match(found.text, new RegExp(`without=${other.client}%2C${sits.client}`))
    const fields = { from: monday, shown, 'agreed[]': [sits.client] }
    const refused = await noor.post(urls.composeOthers({ episode: comes.episode }), { ...fields, without: sits.client })
    assert.equal(refused.status, 422)
    assert.ok((await sitting(sits.client)).includes(wednesday))
    const done = await noor.post(urls.composeOthers({ episode: comes.episode }), { ...fields, without: other.client })
    assert.equal(done.status, 303)
    assert.ok((await sitting(comes.client)).includes(wednesday))
  })

  it('is for nobody whose role may not, nor for a stay of another house', async () => {
    const { comes } = await oneChair({ sits: 'Jude', comes: 'Kaja' })
    for (const key of ['ben', 'ada', 'priya']) {
      const visitor = await house.as(key)
      assert.equal((await visitor.get(urls.composeOthers({ episode: comes.episode }))).status, 403)
      const pressed = await visitor.post(urls.composeOthers({ episode: comes.episode }), { from: monday, shown: 'x' })
      assert.equal(pressed.status, 403)
    }
    assert.equal((await (await house.as('kim')).get(urls.composeOthers({ episode: comes.episode }))).status, 404)
  })
})
