import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { castId, riverbend } from '../cast.ts'
import { addDays } from '../../src/basics/dates.ts'
import { urls } from '../../src/urls.ts'
import { zone, monday, on, iso, typed, type CallsDesk } from './desk.ts'

/** A visitor chooses a time. */
export function booking({ house, visitor, noor, dana, ask, book, link, stands }: CallsDesk): void {
  describe('A visitor', () => {
    const tuesday = addDays(monday, 1)
    it('chooses a day, then a time, in their own clock and language', async () => {
      const days = await visitor().get(urls.bookCall({ lang: 'es' }))
      assert.match(days.text, /Reserve una llamada gratis/)
      assert.ok(days.text.includes(urls.bookCall({ lang: 'es' }, { day: tuesday, zone }).replaceAll('&', '&amp;')))
      const chicago = 'America/Chicago'
      const times = await visitor().get(urls.bookCall({ lang: 'en' }, { day: tuesday, zone: chicago }))
      assert.match(times.text, /All times are in Central Time\. The clinic is in Eastern Time\./)
      assert.match(times.text, /9:00\s?AM/)
      const reach = await visitor().get(urls.bookCall({ lang: 'es' }, { at: iso(tuesday, '10:00'), zone: chicago }))
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
        const page = await visitor().get(path)
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
      const page = await visitor().get(link(token))
      assert.equal(page.status, 200)
      assert.match(page.text, /Your call is booked/)
      assert.doesNotMatch(page.text, /Quinn|Casey|555-0143|Haddad|Lindqvist/)
      assert.match(page.text, /<meta name="robots" content="noindex"/)
      assert.match(page.text, /<meta name="referrer" content="same-origin"/)
      assert.equal(page.headers.get('referrer-policy'), 'same-origin')
      assert.match(page.headers.get('x-robots-tag') ?? '', /noindex/)
      assert.match((await visitor().get(urls.callLink({ lang: 'es', token }))).text, /Su llamada está reservada/)
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
      const noPhone = await visitor().post(es, typed(iso(tuesday, '10:20'), { phone: '12', name: 'José <b>' }))
      assert.equal(noPhone.status, 422)
      assert.match(noPhone.text, /Esto no parece un número de teléfono/)
      assert.match(noPhone.text, /José &lt;b&gt;/)
      assert.match(noPhone.text, /Evenings are hard/)
      const noAgree = await visitor().post(es, typed(iso(tuesday, '10:20'), { agree: '' }))
      assert.equal(noAgree.status, 422)
      assert.match(noAgree.text, /Marque esta frase/)
      const machine = await visitor().post(es, typed(iso(tuesday, '10:20'), { website: 'x' }))
      assert.match(machine.text, /Se llenó un campo/)
      const tooLong = await visitor().post(
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
        const answer = await visitor().post(urls.bookCall({ lang: 'en' }), typed(at))
        assert.equal(answer.status, 422, at)
        assert.match(answer.text, /This time is no longer free/)
        assert.match(answer.text, /name="at"/)
        assert.match(answer.text, /value="Quinn"/)
      }
      assert.equal((await visitor().post(urls.bookCall({ lang: 'en' }), typed('tomorrow'))).status, 303)
      assert.equal((await visitor().post(urls.bookCall({ lang: 'en' }), typed('2026-99-99T00:00:00.000Z'))).status, 303)
    })

    it('finds a time offered until everybody is taken, then the next ones', async () => {
      await book(tuesday, '10:00', { name: 'Second' })
      const answer = await visitor().post(
        urls.bookCall({ lang: 'es' }),
        typed(iso(tuesday, '10:00'), { name: 'Third' }),
      )
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
        [
          ...(await visitor().get(urls.bookCall({ lang: 'en' }, { day, zone }))).text.matchAll(/at=(\d{4}-[^&"]+)/g),
        ].map(([, at]) => new Date(decodeURIComponent(at ?? '')).toISOString())
      assert.equal((await times(friday)).length, 6)
      const [hisDay] = [addDays(monday, 4)]
      assert.equal(
        (
          await dana().post(urls.timeAway(), {
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
      assert.equal((await dana().post(urls.closedDays(), { day: friday, is: 'closed', because: 'Feast' })).status, 303)
      assert.deepEqual(await times(friday), [])
      assert.equal((await dana().post(urls.closedDays(), { day: friday, is: 'open' })).status, 303)
      assert.equal((await times(friday)).length, 4)
      const [away] = await ask('select id from time_away')
      assert.equal((await noor().post(urls.timeAwayEnd({ away: away.id }))).status, 422)
      assert.equal((await dana().post(urls.timeAwayEnd({ away: away.id }))).status, 303)
      assert.equal((await times(friday)).length, 6)
    })

    it('who asks with many others for one time: as many are given it as there are people, each with one of their own', async () => {
      const wednesday = addDays(monday, 2)
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, n) =>
          house()
            .stranger()
            .post(urls.bookCall({ lang: 'en' }), typed(iso(wednesday, '11:00'), { name: `Caller ${n}` })),
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
}
