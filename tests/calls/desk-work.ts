import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { castId, riverbend } from '../cast.ts'
import { addDays } from '../../src/basics/dates.ts'
import { urls } from '../../src/urls.ts'
import { zone, monday, on, iso, type CallsDesk } from './desk.ts'

/** What the desk sees and does, and what visitors may not read. */
export function deskWork({ house, visitor, noor, dana, ask, book, link }: CallsDesk): void {
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
      const page = await dana().get(urls.calls({ whose: 'all' }))
      assert.match(page.text, /Quinn/)
      assert.match(page.text, /href="tel:\+15185550143"/)
      assert.match(page.text, /ask for Casey/)
      const { id, inquiry } = await idOf('Quinn')
      const one = await dana().get(urls.call({ call: id }))
      assert.match(one.text, /Evenings are hard/)
      assert.ok(one.text.includes(urls.inquiry({ inquiry })))
      const tess = await house().as('tess')
      assert.equal((await tess.get(urls.call({ call: id }))).status, 404)
      assert.equal((await tess.post(urls.callOutcomes({ call: id }), { outcome: 'reached' })).status, 404)
    })
    it('keeps what came of it: no answer is tried three times, then decided; reached moves the inquiry on', async () => {
      const { id, inquiry } = await idOf('Quinn')
      house().setNow(on(tuesday, '10:10'))
      const last = async () =>
        (
          await ask('select what, due_at from inquiry_step where inquiry_id = $1 order by id desc limit 1', [inquiry])
        )[0]
      const outcome = (what: string, because = '') =>
        dana().post(urls.callOutcomes({ call: id }), { outcome: what, because })
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
      house().setNow(on(monday, '10:00'))
    })
    it('moves and cancels, with a reason; the visitor’s page follows', async () => {
      const token = await book(tuesday, '11:00', { name: 'Ours' })
      const { id } = await idOf('Ours')
      const move = (number: string, because = 'She asked') =>
        dana().post(urls.callMoves({ call: id }), { at: iso(tuesday, '11:40'), because, number })
      assert.equal((await move('0', '')).status, 422)
      assert.equal((await move('0')).status, 303)
      assert.equal((await move('0')).status, 422)
      assert.match((await visitor().get(link(token))).text, /11:40\s?AM/)
      const without = await dana().post(urls.callOutcomes({ call: id }), { outcome: 'cancelled-by-us', because: '' })
      assert.equal(without.status, 422)
      assert.match(without.text, /Say why we cancel/)
      assert.equal(
        (await dana().post(urls.callOutcomes({ call: id }), { outcome: 'cancelled-by-us', because: 'Noor is ill' }))
          .status,
        303,
      )
      const page = await visitor().get(link(token))
      assert.match(page.text, /We had to cancel this call/)
      assert.doesNotMatch(page.text, /Noor is ill/)
      assert.equal((await dana().post(urls.callOutcomes({ call: id }), { outcome: 'reached' })).status, 422)
    })
    it('offers nobody’s hours who left, and says which calls stand in time away', async () => {
      const answer = await noor().post(urls.timeAway(), {
        staffId: castId('noor'),
        firstDay: tuesday,
        from: '',
        lastDay: addDays(tuesday, 1),
        to: '',
      })
      assert.equal(answer.status, 303)
      assert.match((await noor().get(urls.callHours())).text, /calls? (is|are) booked in it already/)
      await ask(
        "insert into staff_role (clinic_id, id, staff_id, role, given_at) values ($1, gen_random_uuid(), $2, 'none', now())",
        [riverbend.id, castId('theo')],
      )
      const page = await visitor().get(urls.bookCall({ lang: 'en' }, { day: tuesday, zone }))
      assert.doesNotMatch(page.text, /\?at=/)
    })
  })

  it('lets the visitor’s role read none of the rows it writes', async () => {
    const client = await house().db.pool.connect()
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
}
