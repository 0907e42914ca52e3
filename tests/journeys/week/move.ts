// A group moves to another day and hour, beyond the next clock change: taken up on the week board, saved on the page after it.
import assert from 'node:assert/strict'
import { addDays } from '../../../src/basics/dates.ts'
import { weekDay } from '../../../src/ui/when.tsx'
import { urls } from '../../../src/urls.ts'
import { clockChange, firstNewDay, newFriday, shown, tuesday, type Week } from './clinic.ts'

const workshop = 'Saturday workshop'

async function openBoard({ hands }: Week): Promise<void> {
  await hands.go('Groups')
  await hands.toMain()
  await hands.go('Week board')
  await hands.toMain()
}

/** With a mouse: the consequences stand there before the drop, and the drop changes nothing by itself. */
export async function isDragged(week: Week): Promise<void> {
  const { hands } = week
  const { page } = hands
  week.setTime(tuesday, '17:00')
  await week.sitsDown('dana')
  await openBoard(week)
  const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'Thursday skills' }) })
  const meeting = row.locator('.meeting')
  await meeting.scrollIntoViewIfNeeded()
  await meeting.locator('.seats').hover()
  await page.mouse.down()
  // The second of two moves over a cell is the one that drags over it.
  for (const day of [5, 6, 6]) await row.locator(`td[data-weekday="${day}"]`).hover()
  const ahead = page.getByRole('complementary', { name: 'What a move would do' })
  await ahead
    .getByText(/^Thursday skills on Saturday 17:30 to 20:30, .*: suits all 7 members, the leaders and the room/)
    .waitFor()
  await Promise.all([page.waitForURL(/\/changes\?/), page.mouse.up()])
  await hands.says(/^Change time, day or room: Thursday skills$/)
  assert.match(page.url(), /weekday=6&starts=17%3A30/)
  await page.goto(week.served.at + urls.series({ series: week.series('Thursday skills') }))
  await hands.sees(/^Thursdays?, 17:30 to 20:30/)
}

/** By keyboard: Move, the arrows, and Enter, with what it would do said on the way. */
export async function isTakenUpByKeyboard(week: Week): Promise<void> {
  const { hands } = week
  await openBoard(week)
  await hands.reach(`Move ${workshop}, Saturday 10:00`, 'link')
  await hands.press('Enter')
  await hands.sees(`${workshop} is taken up. Choose a day and an hour.`)
  await hands.press('ArrowLeft')
  await hands.sees(new RegExp(`^${workshop} on Friday 10:00 to 11:30, from the week of`))
  await hands.press('ArrowDown')
  await hands.press('ArrowDown')
  await hands.sees(
    new RegExp(
      `^${workshop} on Friday 10:30 to 12:00, from the week of .*: suits all 2 members, the leaders and the room`,
    ),
  )
  await hands.enter()
  await hands.says(new RegExp(`^Change time, day or room: ${workshop}$`))
}

/** From a day beyond the clock change; nobody is entered again. */
export async function isSaved(week: Week): Promise<void> {
  const { hands } = week
  await hands.toMain()
  await hands.date('From', firstNewDay)
  await hands.type('Why', 'The room is let on Saturdays from spring on')
  await hands.go('Look at what it does')
  await hands.sees(`Friday 10:30 to 12:00, from ${weekDay(firstNewDay)}`)
  await hands.sees('2 members move along with nothing in the way.')
  await hands.toMain()
  await hands.go('Save the change')
  await hands.sees(`The group changes on ${weekDay(firstNewDay)}. 2 seats go along; 2 clients are to be told.`)
  await hands.sees(`It changes on ${weekDay(firstNewDay)}`)
  // Until then it meets as it always has.
  await openBoard(week)
  await hands.reach(`Move ${workshop}, Saturday 10:00`, 'link')
}

/** In spring: the same hours on the wall on both sides of the clock change, the new ones since, and the same people. */
export async function keepsItsWallTime(week: Week): Promise<void> {
  const { hands } = week
  week.setTime(addDays(clockChange, -8), '08:00')
  await week.clockTicks()
  week.setTime(newFriday, '08:00')
  await week.clockTicks()
  await week.sitsDown('dana')
  await hands.go('Groups')
  await hands.toMain()
  await hands.go(`Open roster: ${workshop}`)
  const roster = await hands.page.locator('main').innerText()
  assert.match(roster, /10:30 to 12:00/)
  for (const name of ['Bruno Late', 'Dora Late']) assert.ok(roster.includes(name), roster)
  assert.ok(!roster.includes('Bea Late'), roster)

  const group = week.served.at + urls.series({ series: week.series(workshop) })
  await hands.page.goto(group)
  const hours = await hands.page.getByRole('list', { name: 'Hours of this group' }).innerText()
  assert.match(hours, /Fridays, 10:30 to 12:00[\s\S]*Saturdays, 10:00 to 11:30/)
  for (const held of [addDays(clockChange, -1), addDays(clockChange, 6)]) {
    await hands.page.goto(group)
    await hands.toMain()
    await hands.go(weekDay(held))
    await hands.sees(/10:00 to 11:30/)
  }
  const link = await week.givesLink('Dora')
  await week.onTheirPhone(link, async (phone) => {
    assert.match(await shown(phone), /viernes[^\n]*hoy[\s\S]*de 10:30/i)
  })
}
