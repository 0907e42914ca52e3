import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { urls } from '../../src/urls.ts'
import { monday, on, tokenIn, type CallsDesk } from './desk.ts'

/** Who asks for a call, or writes. */
export function writing({ house, visitor, noor, dana, ask }: CallsDesk): void {
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
      const answer = await visitor().post(urls.callBack({ lang: 'es' }), fields)
      assert.equal(answer.status, 303)
      const page = await visitor().get(answer.location ?? '')
      assert.match(page.text, /Le devolveremos la llamada/)
      assert.match(page.text, /11:00\s?a\.\s?m\./)
      const [row] = await ask(
        "select i.best_time, i.language, i.may_leave_message, s.due_at from inquiry i join inquiry_step s on s.inquiry_id = i.id where i.channel = 'call-back'",
      )
      assert.deepEqual([row.best_time, row.language, row.may_leave_message], ['Mornings', 'es', true])
      assert.equal(row.due_at.getTime(), on(monday, '11:00').getTime())
    })
    it('gives a number', async () => {
      assert.equal((await visitor().post(urls.callBack({ lang: 'en' }), { ...fields, phone: '' })).status, 422)
      const bad = await visitor().post(urls.callBack({ lang: 'es' }), { ...fields, phone: 'abc' })
      assert.match(bad.text, /no parece un número/)
      assert.match(bad.text, /value="Robin"/)
    })
  })

  describe('Somebody who writes', () => {
    const message = { words: 'Can my sister come\nwith me?', name: '', forWhom: 'self', agree: 'yes' }
    let token = ''
    it('is promised an hour only while the desk has said so and is open', async () => {
      house().setNow(on(monday, '10:00'))
      assert.doesNotMatch((await visitor().get(urls.askMessage({ lang: 'en' }))).text, /within the hour|at the desk/)
      const desk = { 'weekdays[]': ['1', '2', '3', '4', '5'], opens: '09:00', closes: '17:00', from: monday }
      assert.equal((await dana().post(urls.deskHours(), desk)).status, 303)
      assert.match((await visitor().get(urls.askMessage({ lang: 'en' }))).text, /within the hour/)
      house().setNow(on(monday, '16:30'))
      assert.match((await visitor().get(urls.askMessage({ lang: 'es' }))).text, /está por cerrar/)
      house().setNow(on(monday, '22:00'))
      const night = await visitor().get(urls.askMessage({ lang: 'en' }))
      assert.match(night.text, /Nobody is at the desk now/)
      assert.ok(night.text.indexOf('988') < night.text.indexOf('<textarea'))
      house().setNow(on(monday, '10:00'))
    })
    it('gets a link, and reads there what they wrote', async () => {
      assert.match(
        (await visitor().post(urls.askMessage({ lang: 'es' }), { ...message, words: ' ' })).text,
        /Escriba su mensaje/,
      )
      assert.equal(
        (await visitor().post(urls.askMessage({ lang: 'en' }), { ...message, words: 'x'.repeat(2001) })).status,
        422,
      )
      const answer = await visitor().post(urls.askMessage({ lang: 'en' }), message)
      assert.equal(answer.status, 303)
      token = tokenIn(answer)
      const page = await visitor().get(answer.location ?? '')
      assert.match(page.text, /Can my sister come\nwith me\?/)
      assert.match(page.text, /We have not answered yet/)
      assert.equal(page.headers.get('referrer-policy'), 'same-origin')
      const [row] = await ask(
        "select s.due_at from inquiry i join inquiry_step s on s.inquiry_id = i.id where i.channel = 'message'",
      )
      assert.equal(row.due_at.getTime(), on(monday, '11:00').getTime())
    })
    it('is told in their own language where a link leads nowhere', async () => {
      const gone = await visitor().get(urls.messageLink({ lang: 'es', token: 'B'.repeat(43) }))
      assert.equal(gone.status, 404)
      assert.match(gone.text, /Este enlace no lleva a ninguna parte/)
      assert.equal(
        (await visitor().post(urls.messageLink({ lang: 'es', token: 'B'.repeat(43) }), { words: 'x' })).status,
        404,
      )
    })
    it('is answered by the desk, and writes on', async () => {
      const list = await noor().get(urls.messages())
      assert.match(list.text, /1 message waits for an answer/)
      const thread = /\/messages\/([0-9a-f-]{36})/.exec(list.text)?.[1] ?? ''
      assert.match((await noor().get(urls.messageThread({ thread }))).text, /with me\?/)
      assert.equal((await noor().post(urls.messageAnswers({ thread }), { words: '' })).status, 422)
      assert.equal((await noor().post(urls.messageAnswers({ thread }), { words: 'Yes, on Thursday.' })).status, 303)
      assert.match((await noor().get(urls.messages())).text, /Every message is answered/)
      const page = await visitor().get(urls.messageLink({ lang: 'es', token }))
      assert.match(page.text, /Yes, on Thursday\./)
      assert.match(page.text, /Riverbend escribió/)
      assert.doesNotMatch(page.text, /Noor|Haddad/)
      assert.equal(
        (await visitor().post(urls.messageLink({ lang: 'en', token }), { words: 'Thank you <3' })).status,
        303,
      )
      assert.match((await visitor().get(urls.messageLink({ lang: 'en', token }))).text, /Thank you &lt;3/)
      const [step] = await ask(
        "select s.what from inquiry_step s join inquiry i on i.id = s.inquiry_id where i.channel = 'message' order by s.id desc limit 1",
      )
      assert.equal(step.what, 'Answer the message')
    })
    it('cannot go on for ever without an answer, nor after a month of silence', async () => {
      for (let n = 0; n < 9; n += 1)
        assert.equal(
          (await visitor().post(urls.messageLink({ lang: 'en', token }), { words: `more ${n}` })).status,
          303,
        )
      const full = await visitor().post(urls.messageLink({ lang: 'en', token }), { words: 'one more' })
      assert.equal(full.status, 422)
      assert.match(full.text, /wait for our answer/)
      house().setNow(new Date(on(monday, '10:00').getTime() + 30 * 86_400_000))
      const shut = await visitor().get(urls.messageLink({ lang: 'es', token }))
      assert.match(shut.text, /Esta conversación está cerrada/)
      assert.doesNotMatch(shut.text, /sister/)
      assert.equal((await visitor().post(urls.messageLink({ lang: 'en', token }), { words: 'hello' })).status, 422)
      house().setNow(on(monday, '10:00'))
    })
  })
}
