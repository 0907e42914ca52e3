import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import ICAL from 'ical.js'
import { castId, riverbend } from '../../../tests/cast.ts'
import { openHouse, type Answer, type TestHouse, type Visitor } from '../../../tests/knock.ts'
import { addDays, dayAt, instantAt, weekOf } from '../../basics/dates.ts'
import { urls } from '../../urls.ts'

// The admissions desk's telephone, through the front doors: what visitors see and press, and what the desk sees of it.

const zone = riverbend.timeZone
// A Monday that lies ahead, so that booked times are in the future of the database's own clock too.
const monday = addDays(weekOf(dayAt(new Date(), zone)), 14)
const on = (day: string, time: string) => instantAt(day, time, zone)
const iso = (day: string, time: string) => on(day, time).toISOString()
const typed = (at: string, over: Record<string, string> = {}) => ({
  at,
  zone,
  phone: '(518) 555-0143',
  name: 'Quinn',
  askFor: 'Casey',
  language: 'en',
  forWhom: 'self',
  leaveMessage: 'no',
  words: 'Evenings are hard.',
  agree: 'yes',
  ...over,
})
const tokenIn = (answer: Answer) => /\/mine\/([\w-]{43})$/.exec(answer.location ?? '')?.[1] ?? ''

describe('Calls and messages', () => {
  let house: TestHouse
  let visitor: Visitor
  let noor: Visitor
  let dana: Visitor
  const ask = async (text: string, values: unknown[] = []) => (await house.db.owner.query(text, values)).rows
  const book = async (day: string, time: string, over: Record<string, string> = {}) => {
    const answer = await visitor.post(urls.bookCall({ lang: 'en' }), typed(iso(day, time), over))
    assert.equal(answer.status, 303, answer.text.slice(0, 3000))
    return tokenIn(answer)
  }
  const link = (token: string) => urls.callLink({ lang: 'en', token })
  const stands = () => ask('select b.starts_at, b.staff_id from call_booking b where not isempty(b.during)')

  before(async () => {
    // Each form from another address: the guard's own limits have their own tests.
    let sent = 0
    house = await openHouse('cast', { addressOf: () => `198.51.${(sent += 1) >> 8}.${sent & 255}` })
    house.setNow(on(monday, '08:00'))
    visitor = house.stranger()
    noor = await house.as('noor')
    dana = await house.as('dana')
  })
  after(() => house.close())

  it('offers no time before somebody has said theirs, and other ways', async () => {
    for (const lang of ['en', 'es'] as const) {
      const page = await visitor.get(urls.bookCall({ lang }))
      assert.equal(page.status, 200)
      assert.match(page.text, lang === 'en' ? /There are no free times right now/ : /Por ahora no hay horas libres/)
      assert.ok(page.text.includes(urls.callBack({ lang })) && page.text.includes(urls.askMessage({ lang })))
    }
  })

  describe('The desk’s hours', () => {
    const hours = (key: string, over: Record<string, string | string[]> = {}) => ({
      staffId: castId(key),
      'weekdays[]': ['1', '2', '3', '4', '5'],
      starts: '10:00',
      ends: '12:00',
      slotMinutes: '20',
      firstDay: monday,
      lastDay: '',
      ...over,
    })
    it('are set by a coordinator for themselves, by a director for everyone', async () => {
      assert.equal((await noor.post(urls.callHours(), hours('noor'))).status, 303)
      const others = await noor.post(urls.callHours(), hours('theo'))
      assert.equal(others.status, 422)
      assert.match(others.text, /These are the hours of somebody else/)
      assert.equal((await dana.post(urls.callHours(), hours('theo'))).status, 303)
      const page = await dana.get(urls.callHours())
      assert.match(page.text, /2 people take calls/)
      assert.doesNotMatch((await noor.get(urls.callHours())).text, /Lindqvist/)
    })
    it('do not overlap, and fit at least one call', async () => {
      const overlapping = await noor.post(urls.callHours(), hours('noor', { starts: '11:40', ends: '13:00' }))
      assert.match(overlapping.text, /These hours overlap others of the same weekday/)
      const short = await noor.post(urls.callHours(), hours('noor', { starts: '15:00', ends: '15:10' }))
      assert.match(short.text, /No call of this length fits/)
      const backwards = await noor.post(urls.callHours(), hours('noor', { starts: '15:00', ends: '14:00' }))
      assert.match(backwards.text, /end before they begin/)
      assert.match(
        (await noor.post(urls.callHours(), hours('noor', { 'weekdays[]': [] }))).text,
        /at least one weekday/,
      )
      assert.match((await dana.post(urls.callHours(), hours('lee'))).text, /Only coordinators and directors take calls/)
    })
    it('are nobody’s business of other roles', async () => {
      const lee = await house.as('lee')
      for (const path of [urls.calls(), urls.callHours(), urls.messages(), urls.callDesk()])
        assert.equal((await lee.get(path)).status, 403, path)
      assert.equal((await lee.post(urls.callHours(), hours('lee'))).status, 403)
      assert.equal((await noor.get(urls.callDesk())).status, 403)
      assert.equal(
        (await noor.post(urls.deskHours(), { opens: '09:00', closes: '17:00', effectiveFrom: monday })).status,
        403,
      )
    })
    it('can be ended, and what is over can be set anew', async () => {
      assert.equal(
        (await noor.post(urls.callHours(), hours('noor', { 'weekdays[]': ['6'], starts: '09:00', ends: '10:00' })))
          .status,
        303,
      )
      const [row] = await ask('select id from call_hours where weekday = 6')
      assert.equal((await noor.post(urls.callHoursEnd({ hours: row.id }))).status, 303)
      const twice = await noor.post(urls.callHoursEnd({ hours: row.id }))
      assert.match(twice.text, /have been ended already/)
      assert.equal(
        (await noor.post(urls.callHours(), hours('noor', { 'weekdays[]': ['6'], starts: '09:00', ends: '10:00' })))
          .status,
        303,
      )
      const again = await ask('select id from call_hours where weekday = 6 and not isempty(during)')
      assert.equal(again.length, 1)
      await noor.post(urls.callHoursEnd({ hours: again[0].id }))
    })
  })

  describe('A visitor', () => {
    const tuesday = addDays(monday, 1)
    it('chooses a day, then a time, in their own clock and language', async () => {
      const days = await visitor.get(urls.bookCall({ lang: 'es' }))
      assert.match(days.text, /Reserve una llamada gratis/)
      assert.ok(days.text.includes(urls.bookCall({ lang: 'es' }, { day: tuesday, zone }).replaceAll('&', '&amp;')))
      const chicago = 'America/Chicago'
      const times = await visitor.get(urls.bookCall({ lang: 'en' }, { day: tuesday, zone: chicago }))
      assert.match(times.text, /All times are in Central Time\. The clinic is in Eastern Time\./)
      assert.match(times.text, /9:00\s?AM/)
      const reach = await visitor.get(urls.bookCall({ lang: 'es' }, { at: iso(tuesday, '10:00'), zone: chicago }))
      assert.match(reach.text, /¿Cómo le encontramos\?/)
      assert.match(reach.text, /9:00\s?a\.\s?m\./)
      assert.match(reach.text, /10:00\s?a\.\s?m\. en la clínica/)
      assert.equal((await ask('select count(*)::int as n from inquiry'))[0].n, 0)
    })

    it('reads no English on a Spanish page, and no cookie is set', async () => {
      const paths = [
        urls.bookCall({ lang: 'es' }),
        urls.bookCall({ lang: 'es' }, { day: tuesday, zone }),
        urls.bookCall({ lang: 'es' }, { at: iso(tuesday, '10:00'), zone }),
        urls.callBack({ lang: 'es' }),
        urls.askMessage({ lang: 'es' }),
      ]
      for (const path of paths) {
        const page = await visitor.get(path)
        assert.equal(page.status, 200)
        assert.equal(page.headers.get('set-cookie'), null)
        const words = page.text
          .replace(/<div class="guard"[\s\S]*?<\/div>/, '')
          .replace(/<[^>]+>/g, ' ')
          .match(/\b(the|your|call|choose|message|time|times|day|we|Monday|Tuesday|Time|November|December)\b/g)
        assert.deepEqual(
          (words ?? []).filter((word) => !['time'].includes(word)),
          [],
          path,
        )
      }
    })

    it('books, and gets a page of their own that shows no name', async () => {
      const token = await book(tuesday, '10:00')
      const page = await visitor.get(link(token))
      assert.equal(page.status, 200)
      assert.match(page.text, /Your call is booked/)
      assert.doesNotMatch(page.text, /Quinn|Casey|555-0143|Haddad|Lindqvist/)
      assert.match(page.text, /<meta name="robots" content="noindex"/)
      assert.match(page.text, /<meta name="referrer" content="same-origin"/)
      assert.equal(page.headers.get('referrer-policy'), 'same-origin')
      assert.match(page.headers.get('x-robots-tag') ?? '', /noindex/)
      assert.match((await visitor.get(urls.callLink({ lang: 'es', token }))).text, /Su llamada está reservada/)
      const [row] = await ask(
        `select i.channel, i.permission, i.phone, c.link_hash, s.due_at, o.staff_id = b.staff_id as owner from inquiry i
         join booked_call c on c.inquiry_id = i.id join call_booking b on b.call_id = c.id
         join inquiry_step s on s.inquiry_id = i.id join inquiry_owner o on o.inquiry_id = i.id`,
      )
      assert.equal(row.channel, 'call')
      assert.equal(row.phone, '+15185550143')
      assert.match(row.permission, /I agree that Riverbend keeps/)
      assert.equal(row.due_at.getTime(), on(tuesday, '10:00').getTime())
      assert.ok(row.owner)
      assert.notEqual(row.link_hash, token)
    })

    it('is not heard when something is missing, and gets everything back', async () => {
      const before = await stands()
      const es = urls.bookCall({ lang: 'es' })
      const noPhone = await visitor.post(es, typed(iso(tuesday, '10:20'), { phone: '12', name: 'José <b>' }))
      assert.equal(noPhone.status, 422)
      assert.match(noPhone.text, /Esto no parece un número de teléfono/)
      assert.match(noPhone.text, /José &lt;b&gt;/)
      assert.match(noPhone.text, /Evenings are hard/)
      const noAgree = await visitor.post(es, typed(iso(tuesday, '10:20'), { agree: '' }))
      assert.equal(noAgree.status, 422)
      assert.match(noAgree.text, /Marque esta frase/)
      const machine = await visitor.post(es, typed(iso(tuesday, '10:20'), { website: 'x' }))
      assert.match(machine.text, /Se llenó un campo/)
      const tooLong = await visitor.post(
        es,
        typed(iso(tuesday, '10:20'), { words: 'x'.repeat(501), name: 'y'.repeat(101) }),
      )
      assert.match(tooLong.text, /500 letras como máximo/)
      assert.deepEqual(await stands(), before)
    })

    it('cannot book what is past, too soon, not within hours, or no time at all', async () => {
      for (const at of [
        iso(addDays(monday, -7), '10:00'),
        iso(monday, '08:20'),
        iso(tuesday, '10:05'),
        iso(tuesday, '14:00'),
        iso(addDays(monday, 60), '10:00'),
      ]) {
        const answer = await visitor.post(urls.bookCall({ lang: 'en' }), typed(at))
        assert.equal(answer.status, 422, at)
        assert.match(answer.text, /This time is no longer free/)
        assert.match(answer.text, /name="at"/)
        assert.match(answer.text, /value="Quinn"/)
      }
      assert.equal((await visitor.post(urls.bookCall({ lang: 'en' }), typed('tomorrow'))).status, 303)
      assert.equal((await visitor.post(urls.bookCall({ lang: 'en' }), typed('2026-99-99T00:00:00.000Z'))).status, 303)
    })

    it('finds a time offered until everybody is taken, then the next ones', async () => {
      await book(tuesday, '10:00', { name: 'Second' })
      const answer = await visitor.post(urls.bookCall({ lang: 'es' }), typed(iso(tuesday, '10:00'), { name: 'Third' }))
      assert.equal(answer.status, 422)
      assert.match(answer.text, /Esta hora ya no está libre/)
      assert.match(answer.text, /Las próximas horas libres/)
      assert.ok(answer.text.includes(iso(tuesday, '10:20')))
      assert.match(answer.text, /value="Third"/)
      const both = await ask('select distinct staff_id from call_booking where starts_at = $1', [on(tuesday, '10:00')])
      assert.equal(both.length, 2)
    })

    it('is not offered a time in which the desk has a visit, is away, or keeps a holiday', async () => {
      const friday = addDays(monday, 4)
      const times = async (day: string) =>
        [...(await visitor.get(urls.bookCall({ lang: 'en' }, { day, zone }))).text.matchAll(/at=(\d{4}-[^&"]+)/g)].map(
          ([, at]) => new Date(decodeURIComponent(at ?? '')).toISOString(),
        )
      assert.equal((await times(friday)).length, 6)
      const [hisDay] = [addDays(monday, 4)]
      assert.equal(
        (
          await dana.post(urls.timeAway(), {
            staffId: castId('theo'),
            firstDay: hisDay,
            from: '',
            lastDay: hisDay,
            to: '',
          })
        ).status,
        303,
      )
      await ask(
        `insert into visit (clinic_id, id, client_id, episode_id, kind, staff_id, held_on, during, minutes, booked_by, booked_at)
         values ($1, gen_random_uuid(), $2, $3, 'individual', $4, $5, tstzrange($6, $7), 30, $4, now())`,
        [
          riverbend.id,
          castId('maya'),
          castId('maya episode'),
          castId('noor'),
          friday,
          on(friday, '10:30'),
          on(friday, '11:00'),
        ],
      )
      assert.deepEqual(
        await times(friday),
        ['10:00', '11:00', '11:20', '11:40'].map((time) => iso(friday, time)),
      )
      assert.equal((await dana.post(urls.closedDays(), { day: friday, is: 'closed', because: 'Feast' })).status, 303)
      assert.deepEqual(await times(friday), [])
      assert.equal((await dana.post(urls.closedDays(), { day: friday, is: 'open' })).status, 303)
      assert.equal((await times(friday)).length, 4)
      const [away] = await ask('select id from time_away')
      assert.equal((await noor.post(urls.timeAwayEnd({ away: away.id }))).status, 422)
      assert.equal((await dana.post(urls.timeAwayEnd({ away: away.id }))).status, 303)
      assert.equal((await times(friday)).length, 6)
    })

    it('who asks with many others for one time: as many are given it as there are people, each with one of their own', async () => {
      const wednesday = addDays(monday, 2)
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, n) =>
          house.stranger().post(urls.bookCall({ lang: 'en' }), typed(iso(wednesday, '11:00'), { name: `Caller ${n}` })),
        ),
      )
      assert.equal(answers.filter((one) => one.status === 303).length, 2)
      const refused = answers.filter((one) => one.status === 422)
      assert.equal(refused.length, 48)
      for (const one of refused) {
        assert.match(one.text, /This time is no longer free/)
        assert.match(one.text, /value="Caller \d+"/)
        assert.match(one.text, /The next free times/)
      }
      const rows = await ask('select staff_id from call_booking where starts_at = $1', [on(wednesday, '11:00')])
      assert.equal(new Set(rows.map((row) => row.staff_id)).size, 2)
      assert.equal(rows.length, 2)
      assert.equal((await ask("select count(*)::int as n from inquiry where name like 'Caller%'"))[0].n, 2)
    })
  })

  describe('The private link', () => {
    const thursday = addDays(monday, 3)
    const move = (token: string, time: string, number = '0', day = thursday) =>
      visitor.post(urls.callTime({ lang: 'en', token }), { at: iso(day, time), number })
    const cancel = (token: string, number = '0') =>
      visitor.post(urls.callCancellation({ lang: 'en', token }), { number })

    it('moves the call: the old time is free at once, the new one is taken, the desk’s next step follows', async () => {
      const token = await book(thursday, '10:00', { name: 'Mover' })
      assert.match(
        (await visitor.get(urls.callTime({ lang: 'en', token }))).text,
        /It stays until you choose another time/,
      )
      assert.match(
        (await visitor.get(urls.callTime({ lang: 'es', token }, { day: thursday }))).text,
        /Presione la hora que le convenga/,
      )
      assert.equal((await move(token, '11:00')).status, 303)
      assert.match((await visitor.get(link(token))).text, /11:00\s?AM/)
      const rows = await ask(
        "select b.number, isempty(b.during) as over from call_booking b join booked_call c on c.id = b.call_id join inquiry i on i.id = c.inquiry_id where i.name = 'Mover' order by 1",
      )
      assert.deepEqual(rows, [
        { number: 0, over: true },
        { number: 1, over: false },
      ])
      const [step] = await ask(
        "select s.due_at from inquiry_step s join inquiry i on i.id = s.inquiry_id where i.name = 'Mover' order by s.id desc limit 1",
      )
      assert.equal(step.due_at.getTime(), on(thursday, '11:00').getTime())
      const again = await move(token, '11:20', '1')
      assert.equal(again.status, 303)
    })

    it('in two tabs: the second is told how it stands', async () => {
      const token = await book(thursday, '10:20', { name: 'Tabs' })
      const both = await Promise.all([move(token, '10:40'), move(token, '11:40')])
      assert.deepEqual(both.map((one) => one.status).sort(), [303, 422])
      assert.match(both.find((one) => one.status === 422)?.text ?? '', /changed on another page/)
      assert.match((await cancel(token, '0')).text, /changed on another page/)
      assert.equal((await cancel(token, '1')).status, 303)
    })

    it('cancels once; what is cancelled is neither moved nor cancelled again', async () => {
      const token = await book(thursday, '10:00', { name: 'Leaver' })
      assert.match((await visitor.get(urls.callCancellation({ lang: 'en', token }))).text, /Cancel this call\?/)
      assert.equal((await cancel(token)).status, 303)
      assert.match((await visitor.get(link(token))).text, /This call is cancelled/)
      const later = await move(token, '11:00')
      assert.equal(later.status, 422)
      assert.match(later.text, /This call is cancelled\. Book a new one/)
      assert.match((await cancel(token)).text, /This call is cancelled\. Book a new one/)
      const [step] = await ask(
        "select s.what from inquiry_step s join inquiry i on i.id = s.inquiry_id where i.name = 'Leaver' order by s.id desc limit 1",
      )
      assert.match(step.what, /They cancelled their call/)
    })

    it('keeps the call when the new time is taken', async () => {
      const wednesday = addDays(monday, 2)
      const token = await book(thursday, '10:00', { name: 'Stayer' })
      const answer = await move(token, '11:00', '0', wednesday)
      assert.equal(answer.status, 422)
      assert.match(answer.text, /This time is no longer free/)
      assert.match((await visitor.get(link(token))).text, /10:00\s?AM/)
      await cancel(token)
    })

    it('does nothing once the call has begun, and leads nowhere when it is old, wrong, or of another', async () => {
      const token = await book(thursday, '10:00', { name: 'Late' })
      house.setNow(on(thursday, '10:00'))
      assert.match((await move(token, '11:00')).text, /time of this call has come/)
      assert.match((await cancel(token)).text, /time of this call has come/)
      assert.match((await visitor.get(link(token))).text, /It can no longer be moved or cancelled/)
      house.setNow(new Date(on(thursday, '10:00').getTime() + 31 * 86_400_000))
      assert.equal((await visitor.get(link(token))).status, 404)
      house.setNow(on(monday, '08:00'))
      for (const wrong of ['x', 'A'.repeat(43), token.slice(0, 42), '%00', `${token}x`]) {
        const page = await visitor.get(`/en/call/mine/${wrong}`)
        assert.equal(page.status, 404)
        assert.doesNotMatch(page.text, /Quinn|Late/)
        assert.equal((await visitor.post(`/en/call/mine/${wrong}/cancellation`, { number: '0' })).status, 404)
        assert.equal((await visitor.get(`/en/call/mine/${wrong}/call.ics`)).status, 404)
        assert.equal((await visitor.get(`/en/message/mine/${wrong}`)).status, 404)
      }
      await cancel(token)
    })

    it('gives an entry for calendars that says nothing of treatment, and follows when the call moves', async () => {
      const token = await book(thursday, '10:00', { name: 'Calendar', zone: 'America/Chicago' })
      const read = async (query?: Record<string, string>) => {
        const answer = await visitor.get(urls.callEntry({ lang: 'es', token }, query))
        assert.match(answer.headers.get('content-type') ?? '', /text\/calendar/)
        assert.doesNotMatch(answer.text, /treat|tratam|addict|adicc|Calendar"|tel:|518.?555/i)
        const calendar = new ICAL.Component(ICAL.parse(answer.text))
        const zones = calendar.getAllSubcomponents('vtimezone').map((one) => new ICAL.Timezone(one))
        const event = calendar.getFirstSubcomponent('vevent')
        assert.ok(event)
        const start = event.getFirstPropertyValue('dtstart')
        assert.ok(start instanceof ICAL.Time)
        const own = zones.find((one) => one.tzid === 'America/Chicago')
        assert.ok(own)
        start.zone = own
        return {
          text: answer.text,
          method: calendar.getFirstPropertyValue('method'),
          uid: event.getFirstPropertyValue('uid'),
          sequence: Number(event.getFirstPropertyValue('sequence')),
          summary: event.getFirstPropertyValue('summary'),
          at: start.toJSDate().getTime(),
          status: event.getFirstPropertyValue('status'),
        }
      }
      const first = await read()
      assert.equal(first.at, on(thursday, '10:00').getTime())
      assert.equal(first.method, 'PUBLISH')
      assert.equal(first.summary, 'Llamada')
      assert.doesNotMatch(first.text, /Riverbend/)
      assert.equal((await read({ name: 'yes' })).summary, 'Llamada: Riverbend')
      assert.equal((await move(token, '11:00')).status, 303)
      const second = await read()
      assert.equal(second.uid, first.uid)
      assert.ok(second.sequence > first.sequence)
      assert.equal(second.at, on(thursday, '11:00').getTime())
      assert.equal((await cancel(token, '1')).status, 303)
      const third = await read()
      assert.deepEqual([third.method, third.status, third.uid], ['CANCEL', 'CANCELLED', first.uid])
      assert.ok(third.sequence > second.sequence)
    })
  })

  describe('Somebody who wants to be called back', () => {
    const fields = {
      phone: '518 555 0177',
      name: 'Robin',
      window: 'morning',
      leaveMessage: 'yes',
      language: 'es',
      agree: 'yes',
    }
    it('is told by when, counted in the hours of the desk', async () => {
      const answer = await visitor.post(urls.callBack({ lang: 'es' }), fields)
      assert.equal(answer.status, 303)
      const page = await visitor.get(answer.location ?? '')
      assert.match(page.text, /Le devolveremos la llamada/)
      assert.match(page.text, /11:00\s?a\.\s?m\./)
      const [row] = await ask(
        "select i.best_time, i.language, i.may_leave_message, s.due_at from inquiry i join inquiry_step s on s.inquiry_id = i.id where i.channel = 'call-back'",
      )
      assert.deepEqual([row.best_time, row.language, row.may_leave_message], ['Mornings', 'es', true])
      assert.equal(row.due_at.getTime(), on(monday, '11:00').getTime())
    })
    it('gives a number', async () => {
      assert.equal((await visitor.post(urls.callBack({ lang: 'en' }), { ...fields, phone: '' })).status, 422)
      const bad = await visitor.post(urls.callBack({ lang: 'es' }), { ...fields, phone: 'abc' })
      assert.match(bad.text, /no parece un número/)
      assert.match(bad.text, /value="Robin"/)
    })
  })

  describe('Somebody who writes', () => {
    const message = { words: 'Can my sister come\nwith me?', name: '', forWhom: 'self', agree: 'yes' }
    let token = ''
    it('is promised an hour only while the desk has said so and is open', async () => {
      house.setNow(on(monday, '10:00'))
      assert.doesNotMatch((await visitor.get(urls.askMessage({ lang: 'en' }))).text, /within the hour|at the desk/)
      const desk = { 'weekdays[]': ['1', '2', '3', '4', '5'], opens: '09:00', closes: '17:00', effectiveFrom: monday }
      assert.equal((await dana.post(urls.deskHours(), desk)).status, 303)
      assert.match((await visitor.get(urls.askMessage({ lang: 'en' }))).text, /within the hour/)
      house.setNow(on(monday, '16:30'))
      assert.match((await visitor.get(urls.askMessage({ lang: 'es' }))).text, /está por cerrar/)
      house.setNow(on(monday, '22:00'))
      const night = await visitor.get(urls.askMessage({ lang: 'en' }))
      assert.match(night.text, /Nobody is at the desk now/)
      assert.ok(night.text.indexOf('988') < night.text.indexOf('<textarea'))
      house.setNow(on(monday, '10:00'))
    })
    it('gets a link, and reads there what they wrote', async () => {
      assert.match(
        (await visitor.post(urls.askMessage({ lang: 'es' }), { ...message, words: ' ' })).text,
        /Escriba su mensaje/,
      )
      assert.equal(
        (await visitor.post(urls.askMessage({ lang: 'en' }), { ...message, words: 'x'.repeat(2001) })).status,
        422,
      )
      const answer = await visitor.post(urls.askMessage({ lang: 'en' }), message)
      assert.equal(answer.status, 303)
      token = tokenIn(answer)
      const page = await visitor.get(answer.location ?? '')
      assert.match(page.text, /Can my sister come\nwith me\?/)
      assert.match(page.text, /We have not answered yet/)
      assert.equal(page.headers.get('referrer-policy'), 'same-origin')
      const [row] = await ask(
        "select s.due_at from inquiry i join inquiry_step s on s.inquiry_id = i.id where i.channel = 'message'",
      )
      assert.equal(row.due_at.getTime(), on(monday, '11:00').getTime())
    })
    it('is told in their own language where a link leads nowhere', async () => {
      const gone = await visitor.get(urls.messageLink({ lang: 'es', token: 'B'.repeat(43) }))
      assert.equal(gone.status, 404)
      assert.match(gone.text, /Este enlace no lleva a ninguna parte/)
      assert.equal(
        (await visitor.post(urls.messageLink({ lang: 'es', token: 'B'.repeat(43) }), { words: 'x' })).status,
        404,
      )
    })
    it('is answered by the desk, and writes on', async () => {
      const list = await noor.get(urls.messages())
      assert.match(list.text, /1 message waits for an answer/)
      const thread = /\/messages\/([0-9a-f-]{36})/.exec(list.text)?.[1] ?? ''
      assert.match((await noor.get(urls.messageThread({ thread }))).text, /with me\?/)
      assert.equal((await noor.post(urls.messageAnswers({ thread }), { words: '' })).status, 422)
      assert.equal((await noor.post(urls.messageAnswers({ thread }), { words: 'Yes, on Thursday.' })).status, 303)
      assert.match((await noor.get(urls.messages())).text, /Every message is answered/)
      const page = await visitor.get(urls.messageLink({ lang: 'es', token }))
      assert.match(page.text, /Yes, on Thursday\./)
      assert.match(page.text, /Riverbend escribió/)
      assert.doesNotMatch(page.text, /Noor|Haddad/)
      assert.equal((await visitor.post(urls.messageLink({ lang: 'en', token }), { words: 'Thank you <3' })).status, 303)
      assert.match((await visitor.get(urls.messageLink({ lang: 'en', token }))).text, /Thank you &lt;3/)
      const [step] = await ask(
        "select s.what from inquiry_step s join inquiry i on i.id = s.inquiry_id where i.channel = 'message' order by s.id desc limit 1",
      )
      assert.equal(step.what, 'Answer the message')
    })
    it('cannot go on for ever without an answer, nor after a month of silence', async () => {
      for (let n = 0; n < 9; n += 1)
        assert.equal((await visitor.post(urls.messageLink({ lang: 'en', token }), { words: `more ${n}` })).status, 303)
      const full = await visitor.post(urls.messageLink({ lang: 'en', token }), { words: 'one more' })
      assert.equal(full.status, 422)
      assert.match(full.text, /wait for our answer/)
      house.setNow(new Date(on(monday, '10:00').getTime() + 30 * 86_400_000))
      const shut = await visitor.get(urls.messageLink({ lang: 'es', token }))
      assert.match(shut.text, /Esta conversación está cerrada/)
      assert.doesNotMatch(shut.text, /sister/)
      assert.equal((await visitor.post(urls.messageLink({ lang: 'en', token }), { words: 'hello' })).status, 422)
      house.setNow(on(monday, '10:00'))
    })
  })

  describe('The desk', () => {
    const tuesday = addDays(monday, 1)
    const idOf = async (name: string) =>
      (
        await ask(
          'select c.id, i.id as inquiry from booked_call c join inquiry i on i.id = c.inquiry_id where i.name = $1',
          [name],
        )
      )[0]
    it('sees whom to ring, with the number, and what they wrote', async () => {
      const page = await dana.get(urls.calls({ whose: 'all' }))
      assert.match(page.text, /Quinn/)
      assert.match(page.text, /href="tel:\+15185550143"/)
      assert.match(page.text, /ask for Casey/)
      const { id, inquiry } = await idOf('Quinn')
      const one = await dana.get(urls.call({ call: id }))
      assert.match(one.text, /Evenings are hard/)
      assert.ok(one.text.includes(urls.inquiry({ inquiry })))
      const tess = await house.as('tess')
      assert.equal((await tess.get(urls.call({ call: id }))).status, 404)
      assert.equal((await tess.post(urls.callOutcomes({ call: id }), { outcome: 'reached' })).status, 404)
    })
    it('keeps what came of it: no answer is tried three times, then decided; reached moves the inquiry on', async () => {
      const { id, inquiry } = await idOf('Quinn')
      house.setNow(on(tuesday, '10:10'))
      const last = async () =>
        (
          await ask('select what, due_at from inquiry_step where inquiry_id = $1 order by id desc limit 1', [inquiry])
        )[0]
      const outcome = (what: string, because = '') =>
        dana.post(urls.callOutcomes({ call: id }), { outcome: what, because })
      assert.equal((await outcome('no-answer')).status, 303)
      assert.equal((await last()).due_at.getTime(), on(tuesday, '12:10').getTime())
      assert.equal((await outcome('no-answer')).status, 303)
      assert.equal((await last()).due_at.getTime(), on(addDays(tuesday, 1), '11:00').getTime())
      assert.equal((await outcome('no-answer')).status, 303)
      assert.match((await last()).what, /decide how to go on/)
      assert.equal((await outcome('reached')).status, 303)
      assert.equal((await last()).what, 'Screen for safety and fit')
      const [stage] = await ask('select stage from inquiry_stage where inquiry_id = $1 order by id desc limit 1', [
        inquiry,
      ])
      assert.equal(stage.stage, 'reached')
      assert.equal((await outcome('moved')).status, 422)
      house.setNow(on(monday, '10:00'))
    })
    it('moves and cancels, with a reason; the visitor’s page follows', async () => {
      const token = await book(tuesday, '11:00', { name: 'Ours' })
      const { id } = await idOf('Ours')
      const move = (number: string, because = 'She asked') =>
        dana.post(urls.callMoves({ call: id }), { at: iso(tuesday, '11:40'), because, number })
      assert.equal((await move('0', '')).status, 422)
      assert.equal((await move('0')).status, 303)
      assert.equal((await move('0')).status, 422)
      assert.match((await visitor.get(link(token))).text, /11:40\s?AM/)
      const without = await dana.post(urls.callOutcomes({ call: id }), { outcome: 'cancelled-by-us', because: '' })
      assert.equal(without.status, 422)
      assert.match(without.text, /Say why we cancel/)
      assert.equal(
        (await dana.post(urls.callOutcomes({ call: id }), { outcome: 'cancelled-by-us', because: 'Noor is ill' }))
          .status,
        303,
      )
      const page = await visitor.get(link(token))
      assert.match(page.text, /We had to cancel this call/)
      assert.doesNotMatch(page.text, /Noor is ill/)
      assert.equal((await dana.post(urls.callOutcomes({ call: id }), { outcome: 'reached' })).status, 422)
    })
    it('offers nobody’s hours who left, and says which calls stand in time away', async () => {
      const answer = await noor.post(urls.timeAway(), {
        staffId: castId('noor'),
        firstDay: tuesday,
        from: '',
        lastDay: addDays(tuesday, 1),
        to: '',
      })
      assert.equal(answer.status, 303)
      assert.match((await noor.get(urls.callHours())).text, /calls? (is|are) booked in it already/)
      await ask(
        "insert into staff_role (clinic_id, id, staff_id, role, given_at) values ($1, gen_random_uuid(), $2, 'none', now())",
        [riverbend.id, castId('theo')],
      )
      const page = await visitor.get(urls.bookCall({ lang: 'en' }, { day: tuesday, zone }))
      assert.doesNotMatch(page.text, /\?at=/)
    })
  })

  it('lets the visitor’s role read none of the rows it writes', async () => {
    const client = await house.db.pool.connect()
    for (const table of [
      'booked_call',
      'call_booking',
      'call_hours',
      'time_away',
      'call_outcome',
      'message_thread',
      'thread_message',
    ]) {
      await client.query('begin')
      await client.query('set local role stepwell_visitor')
      await client.query("select begin_visit('')")
      await assert.rejects(client.query(`select * from ${table}`), /permission denied/, table)
      await client.query('rollback')
    }
    client.release()
  })
})
