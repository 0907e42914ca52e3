import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import ICAL from 'ical.js'
import { addDays } from '../../src/basics/dates.ts'
import { urls } from '../../src/urls.ts'
import { monday, on, iso, type CallsDesk } from './desk.ts'

/** What a visitor does with their link. */
export function privateLink({ house, visitor, ask, book, link }: CallsDesk): void {
  describe('The private link', () => {
    const thursday = addDays(monday, 3)
    const move = (token: string, time: string, number = '0', day = thursday) =>
      visitor().post(urls.callTime({ lang: 'en', token }), { at: iso(day, time), number })
    const cancel = (token: string, number = '0') =>
      visitor().post(urls.callCancellation({ lang: 'en', token }), { number })

    it('moves the call: the old time is free at once, the new one is taken, the desk’s next step follows', async () => {
      const token = await book(thursday, '10:00', { name: 'Mover' })
      assert.match(
        (await visitor().get(urls.callTime({ lang: 'en', token }))).text,
        /It stays until you choose another time/,
      )
      assert.match(
        (await visitor().get(urls.callTime({ lang: 'es', token }, { day: thursday }))).text,
        /Presione la hora que le convenga/,
      )
      assert.equal((await move(token, '11:00')).status, 303)
      assert.match((await visitor().get(link(token))).text, /11:00\s?AM/)
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
      assert.match((await visitor().get(urls.callCancellation({ lang: 'en', token }))).text, /Cancel this call\?/)
      assert.equal((await cancel(token)).status, 303)
      assert.match((await visitor().get(link(token))).text, /This call is cancelled/)
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
      assert.match((await visitor().get(link(token))).text, /10:00\s?AM/)
      await cancel(token)
    })

    it('does nothing once the call has begun, and leads nowhere when it is old, wrong, or of another', async () => {
      const token = await book(thursday, '10:00', { name: 'Late' })
      house().setNow(on(thursday, '10:00'))
      assert.match((await move(token, '11:00')).text, /time of this call has come/)
      assert.match((await cancel(token)).text, /time of this call has come/)
      assert.match((await visitor().get(link(token))).text, /It can no longer be moved or cancelled/)
      house().setNow(new Date(on(thursday, '10:00').getTime() + 31 * 86_400_000))
      assert.equal((await visitor().get(link(token))).status, 404)
      house().setNow(on(monday, '08:00'))
      for (const wrong of ['x', 'A'.repeat(43), token.slice(0, 42), '%00', `${token}x`]) {
        const page = await visitor().get(`/en/call/mine/${wrong}`)
        assert.equal(page.status, 404)
        assert.doesNotMatch(page.text, /Quinn|Late/)
        assert.equal((await visitor().post(`/en/call/mine/${wrong}/cancellation`, { number: '0' })).status, 404)
        assert.equal((await visitor().get(`/en/call/mine/${wrong}/call.ics`)).status, 404)
        assert.equal((await visitor().get(`/en/message/mine/${wrong}`)).status, 404)
      }
      await cancel(token)
    })

    it('gives an entry for calendars that says nothing of treatment, and follows when the call moves', async () => {
      const token = await book(thursday, '10:00', { name: 'Calendar', zone: 'America/Chicago' })
      const read = async (query?: Record<string, string>) => {
        const answer = await visitor().get(urls.callEntry({ lang: 'es', token }, query))
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
}
