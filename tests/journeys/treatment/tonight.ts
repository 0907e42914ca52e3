// One who needs more care tonight: a worry said in ten seconds, answers that alarm, and a hand-off to where more care is.
import assert from 'node:assert/strict'
import { urls } from '../../../src/urls.ts'
import { castId } from '../../cast.ts'
import { monday, type Treatment } from './clinic.ts'

const kofi = { client: castId('kofi') }

export async function isWorriedAbout({ hands, setTime, sitsDown, pathNow, ahead }: Treatment): Promise<void> {
  setTime(monday, '16:00')
  await sitsDown('lee')
  await hands.find('Kofi Lartey')
  const begun = performance.now()
  // From the bar of whatever page is open, by keys alone.
  await hands.reach('Raise a concern', 'button')
  await hands.press('Enter')
  await hands.type('What worries you', 'Said he may not be here tomorrow')
  await hands.pick('How urgent', 'Danger now: open the safety questions')
  await hands.go('Raise it')
  const seconds = (performance.now() - begun) / 1000
  assert.equal(pathNow(), urls.safetyScreen(kofi))
  await hands.sees('Raised. Ask the safety questions now; if somebody may die, call 911 first.')
  assert.ok(seconds < 10, `a worry took ${seconds} s`)
  const one = await ahead('kofi')
  assert.deepEqual([one?.what, one?.nextOn, one?.owner], ['concern', monday, 'Lee Park'])
}

export async function answersAlarm({ hands, page, goto, ahead }: Treatment): Promise<void> {
  await goto(urls.newMeasure(kofi, { instrument: 'phq-9' }))
  for (let n = 1; n <= 9; n += 1) await page.locator(`[name=q${n}][value="${n === 9 ? '3' : '2'}"]`).check()
  const mode = page.locator('[name=mode]')
  if ((await mode.count()) > 0 && (await mode.first().getAttribute('type')) === 'radio') await mode.first().check()
  await page.locator('main form button[type=submit]').last().click()
  await page.waitForLoadState('load')
  await hands.go('Today')
  await hands.sees('Somebody is to be seen before they leave')
  assert.match(await page.getByRole('alert').innerText(), /Kofi Lartey: PHQ-9/)
  await hands.toMain()
  await hands.go('Kofi Lartey')
  await hands.sees(/^Question 9 was answered above zero/)
  assert.ok((await ahead('kofi'))?.nextOn === monday)
}

export async function isHandedOff({ hands, page, goto, ahead }: Treatment): Promise<void> {
  await goto(urls.steps({ episode: castId('kofi episode') }))
  await hands.toMain()
  await hands.go('Hand off now')
  await page.getByLabel('Where to').selectOption({ label: 'Emergency department' })
  await page.getByLabel('To whom').fill('Hudson General emergency department, Dr. Rao')
  await page.getByLabel('Why', { exact: true }).fill('Says he may not be here tomorrow; PHQ-9 item 9 nearly every day.')
  await hands.go('Record the hand-off')
  await hands.sees(/Hudson General/)
  const one = await ahead('kofi')
  assert.ok(one !== null && one.standing === 'in-care' && one.nextOn !== null)
}

export async function isDealtWith({ hands, page, sitsDown, ahead }: Treatment): Promise<void> {
  await sitsDown('dana')
  await hands.sees('Somebody is to be seen before they leave')
  await hands.toMain()
  await hands.go('Kofi Lartey')
  await hands.answer('What was done', 'Handed over to more care')
  await page
    .getByLabel('In a few words: what they said, and what follows')
    .fill('Goes to Hudson General tonight; his brother is with him.')
  await hands.go('It is dealt with')
  await hands.go('Today')
  assert.equal(await page.getByRole('alert').getByText('Kofi Lartey').count(), 0)
  assert.match(await page.getByRole('list', { name: 'Open hand-offs' }).innerText(), /Kofi Lartey[\s\S]*Hudson General/)
  assert.equal((await ahead('kofi'))?.lack, null)
}
