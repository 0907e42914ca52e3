import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { castId } from '../cast.ts'
import { urls } from '../../src/urls.ts'
import { monday, type CallsDesk } from './desk.ts'

/** The hours in which the desk calls. */
export function hours({ house, visitor, noor, dana, ask }: CallsDesk): void {
  it('offers no time before somebody has said theirs, and other ways', async () => {
    for (const lang of ['en', 'es'] as const) {
      const page = await visitor().get(urls.bookCall({ lang }))
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
      assert.equal((await noor().post(urls.callHours(), hours('noor'))).status, 303)
      const others = await noor().post(urls.callHours(), hours('theo'))
      assert.equal(others.status, 422)
      assert.match(others.text, /These are the hours of somebody else/)
      assert.equal((await dana().post(urls.callHours(), hours('theo'))).status, 303)
      const page = await dana().get(urls.callHours())
      assert.match(page.text, /2 people take calls/)
      assert.doesNotMatch((await noor().get(urls.callHours())).text, /Lindqvist/)
    })
    it('do not overlap, and fit at least one call', async () => {
      const overlapping = await noor().post(urls.callHours(), hours('noor', { starts: '11:40', ends: '13:00' }))
      assert.match(overlapping.text, /These hours overlap others of the same weekday/)
      const short = await noor().post(urls.callHours(), hours('noor', { starts: '15:00', ends: '15:10' }))
      assert.match(short.text, /No call of this length fits/)
      const backwards = await noor().post(urls.callHours(), hours('noor', { starts: '15:00', ends: '14:00' }))
      assert.match(backwards.text, /end before they begin/)
      assert.match(
        (await noor().post(urls.callHours(), hours('noor', { 'weekdays[]': [] }))).text,
        /at least one weekday/,
      )
      assert.match(
        (await dana().post(urls.callHours(), hours('lee'))).text,
        /Only coordinators and directors take calls/,
      )
    })
    it('are nobody’s business of other roles', async () => {
      const lee = await house().as('lee')
      for (const path of [urls.calls(), urls.callHours(), urls.messages(), urls.callDesk()])
        assert.equal((await lee.get(path)).status, 403, path)
      assert.equal((await lee.post(urls.callHours(), hours('lee'))).status, 403)
      assert.equal((await noor().get(urls.callDesk())).status, 403)
      assert.equal((await noor().post(urls.deskHours(), { opens: '09:00', closes: '17:00', from: monday })).status, 403)
    })
    it('can be ended, and what is over can be set anew', async () => {
      assert.equal(
        (await noor().post(urls.callHours(), hours('noor', { 'weekdays[]': ['6'], starts: '09:00', ends: '10:00' })))
          .status,
        303,
      )
      const [row] = await ask('select id from call_hours where weekday = 6')
      assert.equal((await noor().post(urls.callHoursEnd({ hours: row.id }))).status, 303)
      const twice = await noor().post(urls.callHoursEnd({ hours: row.id }))
      assert.match(twice.text, /have been ended already/)
      assert.equal(
        (await noor().post(urls.callHours(), hours('noor', { 'weekdays[]': ['6'], starts: '09:00', ends: '10:00' })))
          .status,
        303,
      )
      const again = await ask('select id from call_hours where weekday = 6 and not isempty(during)')
      assert.equal(again.length, 1)
      await noor().post(urls.callHoursEnd({ hours: again[0].id }))
    })
  })
}
