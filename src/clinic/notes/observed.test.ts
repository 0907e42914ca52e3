import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { castId } from '../../../tests/cast.ts'
import { didNotSee, noteDesk, saw } from '../../../tests/notes/desk.ts'
import { urls } from '../../urls.ts'
import { contentHash, type Content } from './content.ts'
import { isChoice } from './fields.ts'
import { observedField, observedFrom, observedIn, observedInWords, observedKinds } from './observed.ts'

describe('What was observed of one person in a group', () => {
  it('is what a kind offers, and nothing else', () => {
    const doc = {
      [observedField('participation', 'a')]: 'quiet',
      [observedField('mood', 'a')]: 'purple',
      [observedField('risk', 'b')]: 'present',
      'words-a': 'calm',
    }
    assert.deepEqual(observedIn(doc, 'a'), { participation: 'quiet' })
    assert.deepEqual(observedIn(doc, 'c'), {})
    for (const shape of [null, 'quiet', 7, [], { mood: 7 }, { other: 'calm' }])
      assert.deepEqual(observedFrom(shape), {})
    assert.deepEqual(observedFrom({ mood: 'calm', risk: 'none-voiced' }), { mood: 'calm', risk: 'none-voiced' })
  })

  it('is said in one line, in the order of the kinds', () => {
    assert.equal(observedInWords({}), '')
    assert.equal(
      observedInWords({ risk: 'none-voiced', participation: 'active' }),
      'Took part: took an active part · Risk: asked: none voiced',
    )
    // Each answer has words of its own, or two would be read as one.
    for (const { choices } of observedKinds)
      assert.equal(new Set(choices.map(({ label }) => label)).size, choices.length)
    assert.ok(observedKinds.every(({ key }) => isChoice(observedField(key, 'x'))))
  })

  it('belongs to what is signed; a note without it keeps the fingerprint that it had', () => {
    const part = { clientId: 'a', goalId: 'g', mark: 'here', minutes: 90, ownWords: 'Spoke.', numberPresent: 3 }
    const note = (observed?: Content['parts'][number]['observed']): string =>
      contentHash({
        sessionId: 's',
        day: '2026-11-20',
        leaders: 'Lee',
        shared: { topic: 't', intervention: 'i', howItWent: 'h' },
        parts: [observed === undefined ? part : { ...part, observed }],
      })
    assert.equal(note(), '48dc6ff371b70d5afc3001acac848c81a31acb266e0d09b91f343d1e48977cda')
    assert.equal(note({}), note())
    assert.notEqual(note({ mood: 'calm' }), note())
    assert.notEqual(note({ mood: 'calm' }), note({ mood: 'low' }))
    assert.equal(note({ mood: 'calm', risk: 'present' }), note({ risk: 'present', mood: 'calm' }))
  })
})

describe('Observing through the front door', () => {
  const desk = noteDesk()
  const amina = castId('amina')
  const rosa = castId('rosa')
  const taps = {
    [observedField('participation', amina)]: 'quiet',
    [observedField('mood', amina)]: 'anxious',
    [observedField('engagement', amina)]: 'own-life',
    [observedField('response', amina)]: 'took-up',
    [observedField('risk', rosa)]: 'present',
    [observedField('mood', rosa)]: 'no such mood',
    'pick-nonsense-x': 'quiet',
  }

  it('is never required, is kept in a draft, and stands where it was tapped', async () => {
    const session = desk.session()
    const page = await desk.lee().get(urls.note({ session }))
    saw(page, /Observed/)
    assert.equal((page.text.match(/<details class="note-observed"/g) ?? []).length, 9)
    const kept = await desk.lee().post(urls.noteDraft({ session }), { ...desk.whole(), ...taps })
    assert.equal(kept.status, 303)
    const again = (await desk.lee().get(urls.note({ session }))).text
    assert.match(again, new RegExp(`name="pick-participation-${amina}" value="quiet" checked`))
    assert.match(again, /Took part: quiet, and listened · Seemed: anxious/)
    await desk.house().db.owner.query('delete from note_draft')
    const none = Object.fromEntries(Object.keys(taps).map((name) => [name, '']))
    assert.equal((await desk.sign(desk.lee(), none)).status, 303, 'a note without any is signed')
    const { rows } = await desk
      .house()
      .db.owner.query("select count(*)::int as n from client_note where session_id = $1 and observations = '{}'", [
        session,
      ])
    assert.equal(rows[0].n, 9)
  })

  it('is signed as data, and read with the prose by staff and in the chart of that person alone', async () => {
    const session = desk.session()
    const signed = await desk.sign(desk.lee(), taps)
    assert.equal(signed.status, 303, signed.text)
    const { rows } = await desk
      .house()
      .db.owner.query<{ client: string; observations: unknown }>(
        "select client_id as client, observations from client_note where session_id = $1 and observations <> '{}' order by 1",
        [session],
      )
    const byClient = Object.fromEntries(rows.map(({ client, observations }) => [client, observations]))
    assert.deepEqual(byClient, {
      [amina]: { participation: 'quiet', mood: 'anxious', engagement: 'own-life', response: 'took-up' },
      [rosa]: { risk: 'present' },
    })
    const note = await desk.lee().get(urls.note({ session }))
    saw(note, /You noted a risk for Rosa[^:]*: open the safety screen/)
    saw(note, /With the topic: tied it to their own life · What we did: took it up/)
    saw(await desk.lee().get(urls.chartNotes({ client: amina })), /Seemed: anxious/)
    didNotSee(await desk.lee().get(urls.chartNotes({ client: castId('tomasz') })), /Seemed: anxious|Risk: present/)
  })

  it('of two devices: the later tap stands, and no words are lost', async () => {
    const session = desk.session()
    const one = { ...desk.whole(), [observedField('mood', amina)]: 'calm' }
    const two = { ...desk.whole(), [observedField('mood', amina)]: 'low', topic: 'Another topic' }
    await desk.lee().post(urls.noteDraft({ session }), one)
    await desk.dana().post(urls.noteDraft({ session }), two)
    const page = (await desk.lee().get(urls.note({ session }))).text
    assert.match(page, new RegExp(`name="pick-mood-${amina}" value="low" checked`))
  })
})
