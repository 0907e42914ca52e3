// Three people were missed on Monday, and their week falls short: each gets an offer, and each answers in another way.
import assert from 'node:assert/strict'
import { words } from '../../../src/clinic/chart/portal/words.ts'
import { weekDay } from '../../../src/ui/when.tsx'
import { urls } from '../../../src/urls.ts'
import { monday, shown, tuesday, type Week } from './clinic.ts'

const es = words('es')
const missed = ['Fay', 'Gwen', 'Ida']

export async function threeAreMissed(week: Week): Promise<void> {
  const { hands } = week
  week.setTime(monday, '17:40')
  await week.sitsDown('noor')
  await hands.go('Groups')
  await hands.toMain()
  await hands.go('Open roster: Opening circle')
  assert.equal(await hands.heading(), 'Opening circle: 8 expected')
  await hands.toMain()
  await hands.go('All here')
  await hands.says(/^Opening circle: 8 of 8 here/)
  for (const [n, name] of missed.entries()) {
    await hands.toMain()
    await hands.onRow(`${name} Late`)
    await hands.press('a')
    await hands.says(new RegExp(`^Opening circle: ${7 - n} of 8 here`))
  }
}

/** Tuesday morning: whose week is short, what would mend it, and that the payer would not pay for it as it stands. */
export async function areOfferedSeats(week: Week): Promise<void> {
  const { hands } = week
  week.setTime(tuesday, '09:00')
  await week.sitsDown('noor')
  await hands.go('Week')
  await hands.toMain()
  await hands.go('Everyone')
  await hands.says(/^3 of \d+ shown would not be paid in full$/)
  const unpaid = await hands.page.getByRole('list', { name: 'Weeks that would not be paid in full' }).innerText()
  for (const name of missed) assert.match(unpaid, new RegExp(`${name} Late[\\s\\S]*River Mutual`))
  await hands.toMain()
  await hands.go('The week')
  await hands.toMain()
  await hands.go('Make-up seats')
  for (const name of missed) {
    await hands.toMain()
    await hands.go(`Offer Tuesday skills, ${weekDay(tuesday)}, to ${name} Late`)
    await hands.sees(new RegExp(`^1 seat is offered to ${name}`))
  }
}

export async function oneTakesItOnTheirPage(week: Week): Promise<void> {
  const link = await week.givesLink('Fay')
  await week.onTheirPhone(link, async (phone) => {
    const text = await shown(phone)
    assert.ok(text.includes(es('makeUpWhy')) && !text.includes('Tuesday skills'), text)
    assert.match(text, /6 h de 9 h esta semana/)
    await Promise.all([phone.waitForEvent('load'), phone.getByRole('button', { name: es('accept') }).tap()])
    await phone.getByText(es('accepted')).waitFor()
    assert.match(await shown(phone), /9 h de 9 h esta semana/)
  })
}

export async function oneTellsStaff(week: Week): Promise<void> {
  const { hands } = week
  await hands.go('Week')
  await hands.toMain()
  await hands.go('Make-up seats')
  await hands.toMain()
  await hands.go(`Gwen Late accepts Tuesday skills, ${weekDay(tuesday)}`)
  await hands.sees('The seat in Tuesday skills is theirs for this one meeting.')
}

/** The offer ends an hour before the meeting. What the week pages say then is what the payer is asked for. */
export async function oneLetsItLapse(week: Week): Promise<void> {
  const { hands } = week
  week.setTime(tuesday, '16:45')
  await week.sitsDown('noor')
  const weekOf = async (name: string) => {
    await hands.find(name)
    await hands.toMain()
    await hands.go('Week')
    if (week.pathNow() === urls.week()) {
      // The first of that name is the bar's; the chart's tab stands further on.
      await hands.page.goBack()
      await hands.toMain()
      await hands.go('Week')
    }
    return hands.page.locator('main').innerText()
  }
  for (const name of ['Fay', 'Gwen']) {
    const text = await weekOf(name)
    assert.match(text, /On course: nothing attended yet, 9 h to come, of 9 h on 3 days/, name)
    assert.match(text, /Tuesday skills/)
    assert.match(
      text,
      /Would this week be paid\?[\s\S]*As it stands: River Mutual would pay for 3 of 4 days, 9 h counted\.\n/,
    )
  }
  const text = await weekOf('Ida')
  assert.match(text, /Will fall 3 h and 1 day short: nothing attended yet, 6 h to come, of 9 h on 3 days/)
  assert.match(text, /Tuesday skills[\s\S]*Not answered in time/)
  assert.match(
    text,
    /As it stands: River Mutual would pay for 2 of 3 days, 6 h counted\. The week is under what it asks for\./,
  )
  await hands.page.goto(week.served.at + urls.weekPay())
  await hands.says(/^1 of \d+ shown would not be paid in full$/)
  assert.match(
    await hands.page.locator('main').innerText(),
    /Ida Late[\s\S]*What would mend it: 3 h and 1 full day more/,
  )
}
