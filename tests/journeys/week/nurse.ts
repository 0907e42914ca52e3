// A nurse with two children, for whom a whole evening week is composed.
import assert from 'node:assert/strict'
import { longDay, weekDay } from '../../../src/ui/when.tsx'
import { addDays } from '../../../src/basics/dates.ts'
import { monday, type Week } from './clinic.ts'

/** Her shift and her children bind hours; what she wishes stands beside them. */
export async function saysWhatBindsHer(week: Week): Promise<void> {
  const { hands } = week
  await week.sitsDown('lee')
  await hands.find('Carmen')
  await hands.go('Plan')
  await hands.toMain()
  await hands.go('Prescribe')
  await hands.toMain()
  await hands.type('Individual', '50')
  await hands.go('Prescribe')
  await hands.sees(/^The week is prescribed/)
  await hands.toMain()
  await hands.go('Back to the plan')
  await hands.toMain()
  await hands.go('Compose a week')
  await hands.toMain()
  await hands.go('Change hours and wishes')
  await hands.sees('Nothing noted yet')
  const binds = async (what: string, days: string[], from: string, to: string, firmness: string) => {
    await hands.toMain()
    await hands.answer('What is it?', what)
    for (const day of days) await hands.tick(day)
    await hands.time('From', from)
    await hands.time('Until', to)
    await hands.answer('How firm is it?', firmness)
    await hands.go('Note these hours')
    await hands.sees(days.length === 1 ? 'Noted on 1 weekday.' : `Noted on ${days.length} weekdays.`)
  }
  await binds('Job', ['Tue'], '07:00', '19:00', 'Cannot come then')
  await binds('Job', ['Mon', 'Wed', 'Thu', 'Fri'], '07:00', '15:00', 'Cannot come then')
  await binds('Childcare', ['Thu'], '15:30', '18:30', 'Cannot come then')
  await binds('Childcare', ['Fri'], '15:30', '16:30', 'Would rather not')
  await hands.sees('Mon, Wed, Thu and Fri, 07:00 to 15:00')
  await hands.toMain()
  await hands.answer('On site or by video?', 'On site')
  await hands.type('The Mill', '25')
  await hands.pick('Whom would they rather see?', 'A woman')
  await hands.go('Save wishes')
  await hands.sees('The wishes are noted.')
}

/** Whole weeks stand side by side, and the groups that are in none of them with what binds. */
export async function readsWholeWeeks(week: Week): Promise<void> {
  const { hands } = week
  await hands.sees(/^2 whole weeks fit Carmen/)
  const first = await hands.page.locator('#week-1').innerText()
  assert.match(first, /Whole/)
  for (const group of ['Opening circle', 'Midweek', 'Closing circle']) assert.ok(first.includes(group), first)
  assert.match(first, /Individual therapy/i)
  assert.ok(!first.includes('Tuesday skills') && !first.includes('Thursday skills'), first)
  assert.match(first, new RegExp(`First session\\s+${weekDay(monday)}, 1`, 'i'))
  // It names her therapist too: the page says beforehand whose it is to accept that.
  assert.match(first, /a clinical director or care coordinator accepts this week\./)
  assert.ok(!first.includes('Accept this week'), first)
  const why = hands.page.getByRole('list', { name: 'Groups that are not in week 1, each with the reason' })
  const not = (name: string) => why.getByRole('listitem').filter({ hasText: name }).innerText()
  const bound = await not('Tuesday skills')
  assert.match(bound, /Tuesday 17:30 to 19:25: work until 19:00, and 25 min on the way/)
  assert.match(await not('Thursday skills'), /Thursday .*childcare until 18:30/)
  assert.match(await not('Saturday workshop'), /All 2 seats are taken/)
  const made = await hands.page.locator('.mw-made').innerText()
  assert.match(made, /Tue 07:00 to 19:00: work/)
  assert.match(made, /Fri 15:30 to 16:30: childcare, would rather not/)
  assert.match(made, /on site, 25 min on the way/)
}

/** One press gives the seats and books the visits; her plan, her week and her first session say so. */
export async function acceptsOne(week: Week): Promise<void> {
  const { hands } = week
  await week.sitsDown('noor')
  await hands.find('Carmen')
  await hands.go('Plan')
  await hands.toMain()
  await hands.go('Compose a week')
  await hands.toMain()
  await hands.go(/^Accept this week: week 1, /)
  await hands.sees(/^The week stands from .*3 seats were given, \d+ visits were booked/)
  const plan = await hands.page.getByRole('list', { name: 'The scheduled week' }).innerText()
  for (const group of ['Opening circle', 'Midweek', 'Closing circle']) assert.ok(plan.includes(group), plan)
  await hands.toMain()
  await hands.go('Week')
  await hands.sees(/^On course: nothing attended yet, 9 h 50 to come/)
  await hands.sees(`${longDay(monday)}, today`)
  await hands.sees(longDay(addDays(monday, 4)))
  await hands.sees('Closing circle')
}
