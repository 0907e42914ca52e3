import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { openHouse, type TestHouse, type Visitor } from '../../../../tests/knock.ts'
import { todayHere } from '../../../../tests/world.ts'
import { urls } from '../../../urls.ts'

const today = todayHere()

describe('Rules for notes', () => {
  let house: TestHouse
  let dana: Visitor
  before(async () => {
    house = await openHouse()
    dana = await house.as('dana')
  })
  after(() => house.close())
  const shown = async () => (await dana.get(urls.noteRules())).text

  it('are set from a day on, with where they come from', async () => {
    assert.match(await shown(), /Default: your compliance officer confirms/)
    const rule = { rule: 'sign', hours: '36', from: today, source: 'Contract of May 3' }
    assert.equal((await dana.post(urls.noteRules(), rule)).status, 303)
    const text = await shown()
    assert.match(text, /Kept\. It holds from that day on\./)
    assert.match(text, /Contract of May 3/)
  })

  it('bring back what was typed, each form its own', async () => {
    const turned = await dana.post(urls.noteRules(), { rule: 'sign', hours: '0', from: today, source: 'Nobody’s <b>' })
    assert.equal(turned.status, 422)
    assert.match(turned.text, /value="Nobody’s &lt;b&gt;"/)
    const open = await dana.post(urls.openNotesPolicy(), {
      isOpen: 'maybe',
      afterHours: '12',
      from: today,
      because: 'Try',
    })
    assert.equal(open.status, 422)
    assert.match(open.text, /id="open-afterHours"[^>]*value="12"/)
    assert.doesNotMatch(open.text, /value="Nobody/)
  })

  it('open and close what clients read', async () => {
    for (const [isOpen, said] of [
      ['yes', /Notes are open from that day on/],
      ['no', /Notes are closed from that day on/],
    ] as const) {
      const sent = await dana.post(urls.openNotesPolicy(), { isOpen, afterHours: '0', from: today, because: '' })
      assert.equal(sent.status, 303, sent.text)
      assert.match(await shown(), said)
    }
  })

  it('are set by those who may', async () => {
    for (const key of ['lee', 'ben']) {
      const one = await house.as(key)
      assert.equal(
        (await one.post(urls.noteRules(), { rule: 'sign', hours: '36', from: today, source: 'x' })).status,
        403,
      )
      assert.equal(
        (await one.post(urls.openNotesPolicy(), { isOpen: 'yes', afterHours: '0', from: today })).status,
        403,
      )
    }
  })
})
