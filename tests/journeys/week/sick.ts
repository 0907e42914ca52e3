// A therapist calls in sick: one screen, one save; whoever is expected reads who leads instead.
import assert from 'node:assert/strict'
import { words } from '../../../src/clinic/chart/portal/words.ts'
import { weekWords } from '../../../src/clinic/clients/week-words.ts'
import { urls } from '../../../src/urls.ts'
import { monday, shown, type Week } from './clinic.ts'

const es = words('es')

export async function isCovered(week: Week): Promise<void> {
  const { hands } = week
  week.setTime(monday, '12:00')
  await week.sitsDown('noor')
  const link = await week.givesLink('Carmen')
  await hands.go('Groups')
  await hands.toMain()
  await hands.go('Somebody is out')
  await hands.toMain()
  await hands.pick('Who', 'Hana Sato')
  await hands.go('See what is to cover')
  // Her meeting of the evening; and where the nurse's own hour is with her, that too.
  await hands.sees(/^\d hours? of Hana Sato to cover$/)
  await hands.toMain()
  const { said } = await hands.reach('Who leads instead?')
  // Somebody who fits is chosen already: the page says who, and why.
  const [instead = ''] = said.split(' · ')
  assert.match(instead, /^\S+ \S+/)
  assert.notEqual(instead, 'Leave open for now')
  await hands.type('Why', 'Has a fever')
  await hands.tick('Keep these days as time away of Hana Sato')
  await hands.go('Save all of it')
  await hands.sees(/^1 meeting( and 1 visit)? arranged\. [89] people are told on their own page/)
  await hands.sees('Everything of Hana Sato is covered')
  await hands.sees(`${instead} covers`)

  await hands.toMain()
  await hands.go(/Opening circle$/)
  const roster = await hands.page.locator('main').innerText()
  assert.ok(roster.includes(instead) && !roster.includes('Hana Sato') && !roster.includes('fever'), roster)
  await week.onTheirPhone(link, async (phone) => {
    const text = await shown(phone)
    const [first = ''] = instead.split(' ')
    assert.match(text, new RegExp(`de 5:30[^\\n]*\\n+Grupo con ${first}`), text)
    assert.ok(text.includes(es('news')) && !text.includes('fever'), text)
    assert.ok(text.includes(weekWords('es')('leader-changed', { day: '' }).slice(0, 20)), text)
    await Promise.all([phone.waitForEvent('load'), phone.getByRole('button', { name: es('read') }).tap()])
    await phone.getByText(es('saidRead')).waitFor()
  })
  // In the weeks after she leads again.
  await hands.page.goto(week.served.at + urls.series({ series: week.series('Opening circle') }))
  await hands.sees('Leads since')
  assert.match(await hands.page.getByRole('list', { name: 'Leaders' }).innerText(), /Hana Sato/)
}
