// One who vanishes and is found: a call the same day, a supervisor and another contact the day after, a ride, and back in the room.
import assert from 'node:assert/strict'
import { addDays } from '../../../src/basics/dates.ts'
import { urls } from '../../../src/urls.ts'
import { castId } from '../../cast.ts'
import { monday, type Treatment } from './clinic.ts'

const tomasz = { client: castId('tomasz') }
const tuesday = addDays(monday, 1)
const wednesday = addDays(monday, 2)

/** The roster of the morning: everyone is there but him. */
async function isMissing({ hands, setTime, sitsDown }: Treatment, day: string): Promise<void> {
  setTime(day, '10:00')
  await sitsDown('lee')
  await hands.go('Groups')
  await hands.toMain()
  await hands.go('Open roster: Process group A')
  await hands.toMain()
  await hands.go('All here')
  await hands.toMain()
  await hands.onRow('Tomasz Jankowski')
  await hands.press('a')
  await hands.says(/^Process group A: \d+ of \d+ here/)
}

/** Who stands on Today as missed and not reached. */
const onToday = async ({ hands, page }: Treatment): Promise<string> => {
  await hands.go('Today')
  return page.getByRole('list', { name: 'Missed, and not reached yet' }).innerText()
}

export async function isMissedOnce(treatment: Treatment): Promise<void> {
  const { hands, page, ahead } = treatment
  await isMissing(treatment, monday)
  assert.match(await onToday(treatment), /Tomasz Jankowski[\s\S]*Nobody has called yet[\s\S]*First miss/)
  const one = await ahead('tomasz')
  assert.deepEqual([one?.what, one?.nextOn, one?.owner], ['call', monday, 'Lee Park'])
  await hands.toMain()
  await hands.go('Record a call to Tomasz Jankowski')
  await hands.sees('Call them the same day')
  await hands.answer('How', 'Phone call')
  await hands.answer('Did the client answer?', 'No')
  await page.getByLabel(/^Next try/).fill(tuesday)
  await hands.go('Keep this contact')
  await hands.sees(/^Kept\. To be tried again on/)
}

export async function isMissedAgain(treatment: Treatment): Promise<void> {
  const { hands, page, goto, ahead } = treatment
  await isMissing(treatment, tuesday)
  assert.match(await onToday(treatment), /Tomasz Jankowski[\s\S]*Nobody has called yet[\s\S]*2 days in a row/)
  await goto(urls.outreach(tomasz))
  await hands.sees('Second miss: bring in two more')
  const shown = await page.locator('main').innerText()
  // Whom a consent names may hear that he was not there; whom none names may only be asked to call back.
  assert.match(shown, /Supervisor\s+Dana Ortiz/)
  assert.match(shown, /Ewa Jankowska\s+A consent stands/)
  assert.match(shown, /Adam Nowak\s+No consent to tell them anything/)
  await hands.toMain()
  await hands.answer('How', 'Emergency contact')
  await hands.answer('Did the client answer?', 'No')
  await page.getByLabel('What was said, and agreed').fill('His sister sees him tonight and asks him to call.')
  await page.getByLabel(/^Next try/).fill(wednesday)
  await hands.go('Keep this contact')
  const one = await ahead('tomasz')
  assert.ok(one?.what === 'call' && one.owner === 'Lee Park')
}

export async function isFound(treatment: Treatment): Promise<void> {
  const { hands, page, goto, setTime, sitsDown, ahead } = treatment
  setTime(wednesday, '08:15')
  await sitsDown('noor')
  await hands.go('Concerns')
  await hands.toMain()
  await hands.go('Everyone')
  await hands.toMain()
  await hands.go('Record a contact with Tomasz Jankowski')
  await hands.answer('How', 'Phone call')
  await hands.answer('Did the client answer?', 'Yes')
  await hands.pick(/^What they said about why they did not come/, 'No way to get here')
  await hands.go('Keep this contact')
  // What kept him away is somebody's at once.
  await hands.sees(/^Reached, and kept\./)
  assert.match(await page.locator('main').innerText(), /ride/i)
  assert.match(treatment.pathNow(), /^\/concerns\/[0-9a-f-]{36}$/)
  assert.deepEqual([(await ahead('tomasz'))?.what, (await ahead('tomasz'))?.nextOn], ['meeting', wednesday])
  await goto(urls.concerns({ whose: 'all' }))
  assert.doesNotMatch(
    await page.locator('main').innerText(),
    /Tomasz Jankowski[^\n]*\n[^\n]*\n?Did not attend on the last/,
  )
}

export async function comesBack(treatment: Treatment): Promise<void> {
  const { hands, page, setTime, sitsDown, ahead } = treatment
  setTime(wednesday, '10:00')
  await sitsDown('lee')
  await hands.go('Groups')
  await hands.toMain()
  await hands.go('Open roster: Process group A')
  await hands.toMain()
  await hands.go('All here')
  await hands.says(/^Process group A: (\d+) of \1 here/)
  await hands.go('Today')
  assert.equal(await page.getByRole('list', { name: 'Missed, and not reached yet' }).getByText('Tomasz').count(), 0)
  // The ride is found, and nothing but the week is before him.
  await hands.go('Concerns')
  await hands.toMain()
  // A ride is the coordinator's to find: it stands among everyone's.
  await hands.go('Everyone')
  await hands.toMain()
  await hands.go(/^Tomasz Jankowski: /)
  await hands.answer('How it ended', 'Help was found')
  await page.getByLabel('What came of it').fill('His sister drives him.')
  await hands.go('End the concern')
  const one = await ahead('tomasz')
  assert.deepEqual([one?.what, one?.owner], ['meeting', 'Lee Park'])
}
