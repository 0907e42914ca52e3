// One client from the plan to less care, to the last day, and on as one of the alumni.
import assert from 'node:assert/strict'
import { addDays } from '../../../src/basics/dates.ts'
import { urls } from '../../../src/urls.ts'
import { castId } from '../../cast.ts'
import { monday, type Treatment } from './clinic.ts'

const amina = { client: castId('amina') }
const stay = { episode: castId('amina episode') }

export async function isPlanned({ hands, page, goto, sitsDown, setTime, ahead }: Treatment): Promise<void> {
  setTime(monday, '12:00')
  await sitsDown('lee')
  await hands.find('Amina Bello')
  await hands.go('Plan')
  await hands.toMain()
  await hands.go('Write the plan')
  await page.getByLabel('In plain words').fill('Takes pills to sleep')
  await page.getByLabel('Strengths').fill('A sister who calls every day')
  await page.locator('[name=g1o1-words]').fill('Sleeps five nights of seven without a pill')
  await page.locator('[name=g1o1-target]').fill('5 nights')
  await page.locator('[name=g1o1-by]').fill(addDays(monday, 30))
  await page.getByLabel('Ready to leave when').fill('Four weeks without pills')
  await page.locator('[name=reviewOn]').fill(addDays(monday, 28))
  await hands.go('Keep, and give me more lines')
  await page.locator('[name=g1-problem]').selectOption({ index: 1 })
  for (const box of await page
    .locator('main input[type=checkbox][value="1.1"], main input[type=checkbox][name^=s][name*=for]')
    .all())
    await box.check()
  await hands.go('Read and sign')
  await hands.sees('Takes pills to sleep')
  await page.getByRole('button', { name: /^Sign/ }).click()
  await page.waitForLoadState('load')
  await goto(urls.plan(amina))
  const plan = await page.locator('main').innerText()
  assert.ok(
    plan.includes('Sleeps five nights of seven without a pill') && !plan.includes('No plan is signed yet'),
    plan,
  )
  assert.deepEqual([(await ahead('amina'))?.standing, (await ahead('amina'))?.owner], ['in-care', 'Lee Park'])
}

export async function stepsDown({ hands, page, goto, ahead, setTime, sitsDown }: Treatment): Promise<void> {
  await goto(urls.steps(stay))
  await hands.toMain()
  await hands.go('Step down to Step-down program, level 1.5')
  await page.getByLabel('Why', { exact: true }).fill('Sleeps six nights of seven, and works again.')
  await page.getByLabel('Who took part').fill('Amina, her sister and Lee Park')
  await page.getByLabel('Agrees').check()
  await hands.go('Show what this does')
  await hands.sees(/Step-down program, level 1\.5/)
  await page
    .locator('main')
    .getByRole('button', { name: /^(Do it|Decide|Step down|Do all)/ })
    .first()
    .click()
  await hands.sees(/1\.5/)
  // From its first day on the stay is there, with nothing typed again.
  setTime(addDays(monday, 1), '09:00')
  assert.equal((await ahead('amina'))?.standing, 'in-care')
  await sitsDown('lee')
  await goto(urls.steps(stay))
  await hands.sees('Level 1.5 in Step-down program')
}

export async function leavesWell({ hands, page, goto, sitsDown, setTime, ahead, today }: Treatment): Promise<void> {
  setTime(addDays(monday, 21), '15:00')
  await sitsDown('dana')
  await goto(urls.discharge(stay))
  await page.getByLabel('Last day of care').fill(today())
  await page.getByLabel('Finished the program').check()
  await page.locator('main').getByRole('button', { name: 'Discharge' }).click()
  await hands.sees(/^Discharged\./)
  const one = await ahead('amina')
  assert.deepEqual(
    [one?.standing, one?.what, one?.nextOn, one?.owner],
    ['gone', 'follow-up', addDays(today(), 2), 'Lee Park'],
  )
}

export async function isCalledAfterwards({ hands, page, sitsDown, setTime, ahead }: Treatment): Promise<void> {
  setTime(addDays(monday, 23), '11:00')
  await sitsDown('noor')
  await hands.go('Concerns')
  await hands.toMain()
  await hands.go('After leaving')
  await hands.toMain()
  await hands.go(/^Amina Bello/)
  await hands.answer('What came of it?', /^Doing well/)
  await page.getByLabel('In their words (optional)').fill('Sleeps, and goes to choir.')
  await hands.go('Note the call')
  await hands.toMain()
  await hands.go(/^Amina Bello/)
  await hands.answer('Do they want to hear of alumni groups?', 'Yes')
  await page.getByLabel('How to reach them (optional)').fill('Text')
  await hands.go('Note it')
  await hands.sees(/alumni/i)
  const one = await ahead('amina')
  assert.deepEqual([one?.what, one?.nextOn], ['follow-up', addDays(monday, 28)])
  await hands.go('Concerns')
  await hands.toMain()
  await hands.go('Nobody lost')
  await hands.toMain()
  await hands.go('Left within a year')
  assert.match(
    await page.getByRole('list', { name: 'Left within a year' }).innerText(),
    /Amina Bello\s+Follow-up after leaving/,
  )
}
