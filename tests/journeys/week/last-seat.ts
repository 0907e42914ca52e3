// Somebody leaves a full group; whoever waits first is offered the seat, and takes it with one tap.
import assert from 'node:assert/strict'
import { words } from '../../../src/clinic/chart/portal/words.ts'
import { urls } from '../../../src/urls.ts'
import { monday, shown, type Week } from './clinic.ts'

const es = words('es')
const links = new Map<string, string>()

/** Two come to the list of a group in which no chair is free, one after the other, each with a page of their own. */
export async function twoWait(week: Week): Promise<void> {
  const { hands } = week
  week.setTime(monday, '09:30')
  await week.sitsDown('noor')
  for (const [place, name] of ['Dora', 'Elsa'].entries()) {
    links.set(name, await week.givesLink(name))
    await hands.find(name)
    await hands.go('Plan')
    await hands.toMain()
    await hands.go('Seats')
    await hands.toMain()
    await hands.unfold(/groups? of Late program (do|does) not fit: why\?$/)
    await hands.go(/^Join the waitlist of Saturday workshop/)
    await hands.sees('On the waitlist. The place and why it is that place stand here.')
    await hands.sees(new RegExp(`Place ${place + 1}`, 'i'))
    week.setTime(monday, '09:40')
  }
}

export async function oneLeaves(week: Week): Promise<void> {
  const { hands } = week
  await hands.find('Bea')
  await hands.go('Plan')
  await hands.toMain()
  await hands.go('Seats')
  await hands.toMain()
  await hands.unfold(/^Move or give back this seat.*Saturday workshop/)
  await hands.type('Why', 'Her choir sings on Saturdays now')
  await hands.go('Give seat back')
  await hands.sees(/The seat in Saturday workshop ends\./)
  await week.clockTicks()
  await hands.page.goto(week.served.at + urls.waitlist())
  await hands.sees('2 places on the waitlist, 1 offer to be answered')
  const open = await hands.page.getByRole('list', { name: 'Offers to be answered' }).innerText()
  assert.ok(open.includes('Dora') && !open.includes('Elsa'), open)
}

/** In Spanish, 360 pixels wide, behind her date of birth. */
export async function takesItWithOneTap(week: Week): Promise<void> {
  await week.onTheirPhone(links.get('Elsa') ?? '', async (phone) => {
    const text = await shown(phone)
    assert.ok(!text.includes(es('offers')) && !text.includes(es('accept')), text)
  })
  await week.onTheirPhone(links.get('Dora') ?? '', async (phone) => {
    const text = await shown(phone)
    assert.ok(text.includes(es('offers')), text)
    assert.match(text, /Sábado, de 10:00/)
    assert.ok(!text.includes('Saturday workshop'), 'the page names no group')
    await Promise.all([phone.waitForEvent('load'), phone.getByRole('button', { name: es('accept') }).tap()])
    await phone.getByText(es('accepted')).waitFor()
    assert.ok(!(await shown(phone)).includes(es('offers')))
    assert.match(await shown(phone), /sábado[\s\S]*de 10:00/i)
  })
}

export async function nextInLineSeesNothing(week: Week): Promise<void> {
  const { hands } = week
  await week.clockTicks()
  await week.onTheirPhone(links.get('Elsa') ?? '', async (phone) => {
    const text = await shown(phone)
    assert.ok(!text.includes(es('offers')) && !text.includes(es('news')) && !text.includes('Dora'), text)
  })
  await hands.page.goto(week.served.at + urls.seriesWaits({ series: week.series('Saturday workshop') }))
  await hands.sees('1 person waits, 0 seats are free')
  const [waiting, offered] = [
    await hands.page.getByRole('list', { name: 'Who waits for Saturday workshop' }).innerText(),
    await hands.page.getByRole('list', { name: 'Offered seats' }).innerText(),
  ]
  assert.ok(waiting.includes('Elsa') && !waiting.includes('Dora'), waiting)
  assert.match(offered, /Dora[\s\S]*answered on their own page[\s\S]*Accepted/)
  assert.ok(!offered.includes('Elsa'), offered)
}
