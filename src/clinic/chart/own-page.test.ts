import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { brotliCompressSync } from 'node:zlib'
import { castId, riverbend, staff } from '../../../tests/cast.ts'
import { openHouse, type TestHouse, type Visitor } from '../../../tests/knock.ts'
import { seriesId, todayHere } from '../../../tests/world.ts'
import { addDays, weekdayOf } from '../../basics/dates.ts'
import { newId } from '../../basics/ids.ts'
import { asPerson, type StaffPerson, type Work } from '../../db/work.ts'
import { urls } from '../../urls.ts'
import { mergeClients } from '../clients/actions/merge.ts'
import { tellClient } from '../clients/actions/notices.ts'
import { feedTokenOf, ownPagePolicyOn } from '../clients/own-page.ts'

const maya = castId('maya')
const tomasz = castId('tomasz')
const stepwell = { kind: 'stepwell', id: null, name: 'Stepwell' } as const

/** A member of the cast, as they come through the staff door. */
function person(key: string): StaffPerson {
  const one = staff.find((each) => each.key === key)
  if (one === undefined) throw new Error(`Nobody in the cast is called ${key}`)
  const { givenName, familyName, credential, role } = one
  const names = { name: `${givenName} ${familyName}`, givenName, familyName, credential }
  return { kind: 'staff', id: castId(key), role, ...names, sessionId: castId(key) }
}

let house: TestHouse
let noor: Visitor
before(async () => {
  house = await openHouse()
  noor = await house.as('noor')
})
after(() => house.close())

const as = <T>(deed: (work: Work) => Promise<T>): Promise<T> =>
  asPerson(house.db.pool, riverbend.id, stepwell, new Date(), deed)
const give = async (client: string, birthDate = 'left-out', language = 'en'): Promise<string> => {
  const answer = await noor.post(urls.ownPage({ client }), { language, birthDate })
  return /\/mine\/([\w-]{43})/.exec(answer.text)?.[1] ?? `none in ${answer.status}`
}
const one = async (ask: string, values: unknown[] = []): Promise<Record<string, unknown>> =>
  (await house.db.owner.query(ask, values)).rows[0]
const open = async (token: string, query: Record<string, string> = {}) =>
  house.stranger().get(urls.mine({ token }, query))
/** What can be read on a page, without its markup. */
const wordsOf = (html: string): string =>
  html
    .replaceAll(/<(head|script|style)[\s\S]*?<\/\1>/g, ' ')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')

describe('The link to a client’s own page', () => {
  it('is shown once, replaces the one before, and is kept as a hash alone', async () => {
    const first = await give(maya)
    assert.equal((await open(first)).status, 200)
    const second = await give(maya)
    assert.equal((await open(first)).status, 404)
    assert.equal((await open(second)).status, 200)
    assert.ok(!(await noor.get(urls.ownPage({ client: maya }))).text.includes(second))
    const { rows } = await house.db.owner.query('select * from client_page')
    assert.ok(!JSON.stringify(rows).includes(second))
    const { n } = await one(
      `select count(*)::int as n from trail where verb = 'own-page.given' and $1 = any (client_ids)`,
      [maya],
    )
    assert.equal(n, 2)
  })

  it('begins as the operator says, whatever a request claims of itself; and so does the calendar', async () => {
    const forged = { host: 'forger.example', origin: 'https://forger.example', 'x-forwarded-host': 'forger.example' }
    const given = await noor.post(urls.ownPage({ client: maya }), { language: 'en', birthDate: 'left-out' }, forged)
    assert.match(given.text, /http:\/\/localhost:3000\/mine\/[\w-]{43}/)
    assert.ok(!given.text.includes('forger'))
    const token = /\/mine\/([\w-]{43})/.exec(given.text)?.[1] ?? ''
    const week = await house.stranger().get(urls.mine({ token }), forged)
    assert.equal(week.status, 200)
    assert.match(week.text, /webcal:\/\/localhost:3000\/mine\/[\w-]+\/week\.ics\?lang=en/)
    assert.match(week.text, /http:\/\/localhost:3000\/mine\/[\w-]+\/week\.ics\?lang=en/)
    assert.ok(!week.text.includes('forger'))
  })

  it('given in two tabs at once, one stays open', async () => {
    const tokens = await Promise.all([give(maya), give(maya), give(maya)])
    const statuses = await Promise.all(tokens.map(async (token) => (await open(token)).status))
    assert.deepEqual(statuses.toSorted(), [200, 404, 404])
  })

  it('answers alike whether it is wrong, over, taken back, lost or of a merged record', async () => {
    const expired = await give(maya)
    await house.db.owner.query(
      `update client_page set expires_at = now() - interval '1 minute' where token_hash = encode(sha256($1::bytea), 'hex')`,
      [expired],
    )
    const back = await give(maya)
    const pageOf = async (client: string) =>
      String((await one('select id from client_page where client_id = $1 order by made_at desc limit 1', [client])).id)
    await noor.post(urls.ownPageEnd({ page: await pageOf(maya) }), { because: 'taken back' })
    const lost = await give(tomasz)
    await noor.post(urls.ownPageEnd({ page: await pageOf(tomasz) }), { because: 'lost' })
    const twin = newId()
    await house.db.owner.query(`insert into client (clinic_id, id, number, added_at) values ($1, $2, 'T1', now())`, [
      riverbend.id,
      twin,
    ])
    await house.db.owner.query(
      `insert into client_identity select clinic_id, $3, $2, given_name, family_name, middle_names, preferred_name, birth_date, sex, pronouns, language,
         search_name, because, recorded_by, now() from client_identity where client_id = $1 limit 1`,
      [maya, twin, newId()],
    )
    const merged = await give(twin)
    assert.equal((await open(merged)).status, 200)
    await asPerson(house.db.pool, riverbend.id, person('dana'), new Date(), (work) =>
      mergeClients(work, { merged: twin, kept: maya, because: 'Same person, saw the card' }),
    )
    const wrong = `${newId().replaceAll('-', '')}x`
    const answers = await Promise.all([expired, back, lost, merged, wrong, 'short'].map((token) => open(token)))
    for (const [place, answer] of answers.entries()) {
      assert.equal(answer.status, 404)
      const said = (text: string, token: string) => text.replaceAll(token, 'TOKEN')
      assert.equal(
        said(answer.text, [expired, back, lost, merged, wrong, 'short'][place] ?? ''),
        said(answers[0]?.text ?? '', expired),
      )
    }
    // Whoever gives a link to the merged record is led to the standing one.
    assert.notEqual(
      (await noor.post(urls.ownPage({ client: twin }), { language: 'en', birthDate: 'asked' })).status,
      200,
    )
  })

  it('is given by those who care for clients, and by nobody else', async () => {
    for (const key of ['ben', 'ada'])
      assert.equal((await (await house.as(key)).post(urls.ownPage({ client: maya }), {})).status, 403, key)
    assert.equal((await (await house.as('tess')).post(urls.ownPage({ client: maya }), {})).status, 404)
  })

  it('lasts as long as the clinic decided, from that day on', async () => {
    const dana = await house.as('dana')
    const policy = { linkDays: '7', visitMinutes: '5', askingMinutes: '30', keptDays: '400', source: 'Dana Ortiz' }
    assert.equal((await dana.post(urls.ownPagePolicy(), { ...policy, from: addDays(todayHere(), -1) })).status, 422)
    assert.equal((await dana.post(urls.ownPagePolicy(), { ...policy, from: todayHere() })).status, 303)
    await give(maya)
    const { days } = await one(
      `select extract(epoch from expires_at - made_at) / 86400 as days from client_page order by made_at desc limit 1`,
    )
    assert.equal(Number(days), 7)
    assert.equal(ownPagePolicyOn([], '2026-01-01').linkDays, 60)
    const text = (await dana.get(urls.ownPagePolicy())).text
    assert.match(text, /stand for 30 minutes, and whoever left and stays in touch keeps the page for 400 days\./)
  })
})

describe('The birth date at the door', () => {
  const born = { month: '4', day: '17', year: '1991' }

  it('shows nothing and takes nothing before it is given, and keeps a visit of a few minutes', async () => {
    const token = await give(maya, 'asked')
    const phone = house.stranger()
    const door = await phone.get(urls.mine({ token }))
    assert.match(door.text, /Date of birth/)
    assert.ok(!door.text.includes('Maya'))
    for (const path of [urls.mineSwitch({ token }), urls.minePrint({ token })])
      assert.match((await phone.get(path)).text, /Date of birth/)
    await phone.post(urls.mineSwitch({ token }), { wants: 'group' })
    await phone.post(urls.mineTitles({ token }), { titles: 'plain' })
    assert.equal((await one(`select count(*)::int as n from switch_request where client_id = $1`, [maya])).n, 0)
    assert.equal((await phone.post(urls.mineEntry({ token }), born)).status, 303)
    const inside = await phone.get(urls.mine({ token }))
    assert.match(inside.text, /Hello, Maya/)
    assert.match(phone.cookie(), /^__Host-own=/)
    // Another browser has not been asked yet; and after the visit this one is asked again.
    assert.match((await open(token)).text, /Date of birth/)
    house.setNow(new Date(Date.now() + 16 * 60_000))
    assert.match((await phone.get(urls.mine({ token }))).text, /Date of birth/)
    house.setNow(null)
  })

  it('shuts the link after five wrong dates, ten at once being ten; a slip of the pen is no try', async () => {
    const token = await give(tomasz, 'asked')
    const slip = await house.stranger().post(urls.mineEntry({ token }), { month: '13', day: '1', year: '1984' })
    assert.equal(slip.status, 422)
    await Promise.all(
      Array.from({ length: 10 }, () => house.stranger().post(urls.mineEntry({ token }), { ...born, year: '1990' })),
    )
    const { n } = await one(
      `select count(*)::int as n from client_page_try t join client_page p on p.id = t.page_id where p.client_id = $1`,
      [tomasz],
    )
    assert.equal(n, 5)
    const right = { month: '11', day: '2', year: '1984' }
    assert.equal((await house.stranger().post(urls.mineEntry({ token }), right)).status, 404)
    assert.match((await noor.get(urls.ownPage({ client: tomasz }))).text, /Shut after wrong dates/)
  })
})

describe('The week on the page', () => {
  it('says when, where and with whom, in words that name no kind of care, in both languages', async () => {
    const token = await give(maya)
    const page = await open(token)
    assert.match(page.text, /Hello, Maya/)
    assert.match(page.text, /5:30 PM to 7:00 PM/)
    const own = wordsOf(page.text)
    for (const revealing of [
      'Riverbend',
      'Stepwell',
      'Alvarez',
      'Process',
      'therap',
      'treatment',
      'recovery',
      'program',
      'client',
      'clinic',
    ])
      assert.ok(!own.toLowerCase().includes(revealing.toLowerCase()), `the page says "${revealing}"`)
    assert.ok(!/<title>[^<]*(Maya|Riverbend)/.test(page.text), 'the window’s title names nobody')
    const spanish = wordsOf((await open(token, { lang: 'es' })).text)
    assert.match(spanish, /Hola, Maya/)
    for (const english of [' with ', ' Group ', ' week', 'Monday', ' to ', 'Ask for', 'November'])
      assert.ok(!spanish.includes(english), `the Spanish page says "${english}"`)
    assert.equal(page.headers.get('cache-control'), 'no-store')
    assert.equal(page.headers.get('x-robots-tag'), 'noindex, nofollow')
    assert.equal(page.headers.getSetCookie().length, 0)
  })

  it('takes no more than 35 kB, compressed, with all that it loads', async () => {
    const token = await give(maya)
    const page = await open(token)
    const parts = [...page.text.matchAll(/(?:href|src)="(\/assets\/[^"]+\.(?:css|js))"/g)].map(([, path]) => path ?? '')
    assert.equal(parts.length, 2)
    let bytes = brotliCompressSync(page.text).length
    for (const path of parts) {
      const asset = await house.app.request(
        new Request(`http://localhost:3000${path}`, { headers: { 'accept-encoding': 'br' } }),
      )
      bytes += (await asset.arrayBuffer()).byteLength
    }
    assert.ok(bytes <= 35 * 1024, `${bytes} bytes`)
  })

  it('shows full names once the client chose them, and back again', async () => {
    const token = await give(maya)
    const phone = house.stranger()
    await phone.post(urls.mineTitles({ token }), { titles: 'plain' })
    assert.match((await phone.get(urls.mine({ token }))).text, /DBT skills/)
    await phone.post(urls.mineTitles({ token }), { titles: 'discreet' })
    assert.ok(!(await phone.get(urls.mine({ token }))).text.includes('DBT'))
  })
})

describe('What changed', () => {
  it('stands on the page until it was read, and in the staff’s list until it was read or told', async () => {
    const token = await give(maya)
    const list = async () => (await noor.get(urls.toTell())).text
    await as((work) =>
      tellClient(work, { clientId: maya, kind: 'week-changed', about: { from: addDays(todayHere(), 9) } }),
    )
    await as((work) => tellClient(work, { clientId: tomasz, kind: 'time-changed', about: {} }))
    assert.match(await list(), /Maya Alvarez/)
    assert.match(await list(), /Su semana cambia/)
    const phone = house.stranger()
    const page = await phone.get(urls.mine({ token }))
    assert.match(page.text, /Your week changed, from/)
    const ids = [...page.text.matchAll(/name="notice\[\]" value="([^"]+)"/g)].map(([, id]) => id ?? '')
    const others = String((await one('select id from notice where client_id = $1', [tomasz])).id)
    // Pressed twice, and with somebody else's among them: theirs is read once, the other stays.
    for (const _ of [1, 2])
      assert.equal((await phone.post(urls.mineRead({ token }), { 'notice[]': [...ids, others] })).status, 303)
    assert.ok(!(await phone.get(urls.mine({ token }))).text.includes('Your week changed'))
    assert.ok(!(await list()).includes('Maya Alvarez'))
    assert.match(await list(), /Tomasz Jankowski/)
    assert.equal((await noor.post(urls.toTell(), { 'notice[]': [others], how: 'in person' })).status, 303)
    assert.ok(!(await list()).includes('Tomasz'))
    assert.equal((await noor.post(urls.toTell(), { 'notice[]': [others], how: 'telephone' })).status, 303)
    assert.equal((await one('select count(*)::int as n from notice_told where notice_id = $1', [others])).n, 1)
    assert.equal((await (await house.as('ben')).get(urls.toTell())).status, 403)
  })
})

describe('A wish for a change', () => {
  it('lands with the coordinator, is asked once however often it is sent, and is answered by a person', async () => {
    const token = await give(maya)
    const phone = house.stranger()
    const wish = {
      wants: 'group',
      series: seriesId('dbt-evening', weekdayOf(todayHere())),
      words: 'Too loud for me <b>',
    }
    await Promise.all([1, 2, 3].map(() => phone.post(urls.mineSwitch({ token }), wish)))
    const asked = await one(`select count(*)::int as n, min(id::text) as id from switch_request where client_id = $1`, [
      maya,
    ])
    assert.equal(asked.n, 1)
    assert.match((await phone.get(urls.mine({ token }))).text, /Another group\. Asked on/)
    assert.match((await noor.get(urls.today())).text, /Wishes for a change/)
    const list = await noor.get(urls.switches())
    assert.match(list.text, /instead of DBT skills/)
    assert.match(list.text, /Too loud for me &lt;b&gt;/)
    const to = urls.switchAnswer({ switch: String(asked.id) })
    assert.match((await noor.post(to, { outcome: 'stays', words: '' })).text, /data-refused="no-words"/)
    assert.equal((await noor.post(to, { outcome: 'changed', words: 'Moves on Monday' })).status, 303)
    assert.match((await noor.post(to, { outcome: 'stays', words: 'x' })).text, /data-refused="switch-answer-once"/)
    assert.ok(!(await phone.get(urls.mine({ token }))).text.includes('Asked on'))
  })

  it('is taken back by whose it is, and by nobody else', async () => {
    const [own, other] = [await give(maya), await give(tomasz)]
    await house.stranger().post(urls.mineSwitch({ token: own }), { wants: 'therapist', words: '' })
    const { id } = await one(`select id from switch_request where client_id = $1 and wants = 'therapist'`, [maya])
    const end = (token: string) => house.stranger().post(urls.mineSwitchEnd({ token, switch: String(id) }))
    assert.match((await end(other)).location ?? '', /said=gone/)
    assert.match((await end(own)).location ?? '', /said=saidWithdrawn/)
    assert.match((await end(own)).location ?? '', /said=gone/)
    assert.match((await noor.get(urls.switches())).text, /Taken back/)
  })

  it('needs to be said which', async () => {
    const token = await give(maya, 'left-out', 'es')
    const answer = await house.stranger().post(urls.mineSwitch({ token }), { words: 'x'.repeat(1200) })
    assert.equal(answer.status, 422)
    assert.match(answer.text, /Elija una opción/)
    assert.match(answer.text, /x{1200}/)
  })
})

describe('Two weeks on paper', () => {
  it('are printed by staff in the client’s language, with the first name alone', async () => {
    const sheet = (await noor.get(urls.weekPrint({ client: maya }, { lang: 'es' }))).text
    const paper = wordsOf(/<section class="week-sheet"[\s\S]*<\/section>/.exec(sheet)?.[0] ?? '')
    assert.match(paper, /Maya/)
    assert.match(paper, /de 5:30 p\.\sm\. a|de 5:30/)
    for (const word of ['Alvarez', 'DBT', 'Riverbend']) assert.ok(!paper.includes(word), word)
    assert.equal((await (await house.as('tess')).get(urls.weekPrint({ client: maya }))).status, 404)
  })

  it('are printed by the client too', async () => {
    const token = await give(maya)
    assert.match((await house.stranger().get(urls.minePrint({ token }))).text, /week-sheet/)
    assert.equal((await house.stranger().get(urls.mineFeed({ token: feedTokenOf(token) }))).status, 200)
  })
})
