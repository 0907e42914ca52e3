// Her mother telephones. Nobody says whether she is here, until she herself has said what her mother may know.
import assert from 'node:assert/strict'
import { addDays } from '../../../src/basics/dates.ts'
import { morning, type FrontDoor } from './door.ts'

/** The same words for everybody; for staff alone, that nothing may be told. */
async function takesTheCall(door: FrontDoor, name: string, born: string): Promise<void> {
  const { hands } = door
  await hands.go('Clients')
  await hands.toMain()
  await hands.go('Somebody is calling')
  await hands.toMain()
  await hands.type(/^Caller’s name/, 'Carmen Reyes')
  await hands.type(/^Relation/, 'Mother')
  await hands.type(/^They ask about/, name)
  await hands.date('Born, as the caller says', born)
  await hands.pick('They speak', 'Español')
  await hands.go('Show me what to say')
  assert.equal(await hands.heading(), 'Say neither yes nor no')
}

/** What is read out does not depend on the name: hers, and one that nobody here has, get the same page. */
export async function neitherYesNorNo(door: FrontDoor): Promise<void> {
  const { hands } = door
  door.setTime(addDays(morning, 5), '11:00')
  await takesTheCall(door, 'Ana Reyes', '1993-06-05')
  const said = await hands.page.locator('.callers-say').first().innerText()
  await hands.toMain()
  await hands.go(/^See what may be said/)
  await hands.sees('Tell nothing')
  await takesTheCall(door, 'Zoila Quiroga', '1990-01-01')
  assert.equal(await hands.page.locator('.callers-say').first().innerText(), said)
  assert.deepEqual(await door.kept('select 1 from disclosure where client_id = $1', [door.at.ana]), [])
}

/** She says what her mother may know: that she is here and comes, until a day, and nothing else. */
export async function saysWhatHerMotherMayKnow(door: FrontDoor): Promise<void> {
  const { hands } = door
  await hands.find('Ana Reyes')
  await hands.toMain()
  await hands.unfold('Add a contact')
  await hands.pick('Kind', /emergency/i)
  await hands.type('Number, email or address', '845 555 0123')
  await hands.type(/^Whose/, 'Carmen Reyes')
  await hands.type(/^Relationship/, 'Mother')
  await hands.go('Add this contact')
  await hands.go('Consents')
  await hands.toMain()
  await hands.go('Sharing with one person or place')
  await hands.toMain()
  await hands.pick(/^One of their contacts/, /^Carmen Reyes/)
  await hands.tick('That they are here')
  await hands.tick('Attendance')
  await hands.pick('What for', /family/i)
  await hands.answer('It ends', 'after a day')
  await hands.date('Last day', addDays(morning, 90))
  await hands.go('Read the form')
  await hands.toMain()
  await hands.type(/^Escriba su nombre completo|^Type your full name/, 'Ana Reyes')
  await hands.tick('I have read this, and I mean to sign it.')
  await hands.go('Sign')
  await hands.sees(/^Signed and kept/)
}

/** The words on the telephone stay the same. What staff may say now is what she allowed, and telling it is written down. */
export async function knowsWhatMayBeSaid(door: FrontDoor): Promise<void> {
  const { hands } = door
  await takesTheCall(door, 'Ana Reyes', '1993-06-05')
  await hands.toMain()
  await hands.go('See what may be said')
  await hands.sees('Some may be told')
  await hands.sees(/^Call back:/)
  const rows = hands.page.getByRole('row')
  const mayBeSaid = async (what: string) => (await rows.filter({ hasText: what }).innerText()).replace(what, '').trim()
  assert.match(await mayBeSaid('That they are here'), /^Yes/)
  assert.match(await mayBeSaid('Attendance'), /^Yes/)
  assert.match(await mayBeSaid('Plan and progress'), /^No/)
  await hands.toMain()
  await hands.tick('That they are here')
  await hands.tick('Attendance')
  await hands.type(/^In words/, 'That Ana began here this week and has come each evening.')
  // No number of hers is on file: she came to the desk instead.
  await hands.answer(/^How I know who it is/, /photo ID$/)
  await hands.tick(/^I said/)
  await hands.go('I told them this')
  await hands.sees('Written into the accounting of disclosures.')
  assert.deepEqual(
    await door.kept(
      'select distinct recipient, consent_id is not null as by_consent from disclosure where client_id = $1',
      [door.at.ana],
    ),
    [{ recipient: 'Carmen Reyes', by_consent: true }],
  )
}
