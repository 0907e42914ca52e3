// What somebody does on a phone at night: asks whether this is for her, books a call, holds a seat, and leaves no trace.
import assert from 'node:assert/strict'
import { instantAt } from '../../../src/basics/dates.ts'
import { callWords } from '../../../src/clinic/calls/words.ts'
import { words as groupWords } from '../../../src/clinic/groups/public/words.ts'
import { selfCheckWords } from '../../../src/clinic/placement/self-check-words.ts'
import { write } from '../../../src/ui/language.ts'
import { publicWords } from '../../../src/ui/public-words.ts'
import { urls } from '../../../src/urls.ts'
import { castId, riverbend } from '../../cast.ts'
import { morning, nightBefore, type FrontDoor } from './door.ts'
import { answersSelfCheck, leavesNothing, leavesQuickly, savesEntry, taps, title } from './thumb.ts'

const es = { call: callWords('es'), group: groupWords('es'), check: selfCheckWords('es'), page: publicWords('es') }
const hers = '845 555 0177'

/** A coordinator says when calls can be booked. */
export async function opensTheTelephone(door: FrontDoor): Promise<void> {
  const { hands } = door
  door.setTime(nightBefore, '16:00')
  await door.sitsDown('noor')
  await hands.go('Admissions')
  await hands.toMain()
  await hands.go('Calls')
  await hands.toMain()
  await hands.go('Hours and time away')
  await hands.toMain()
  for (const weekday of ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday']) await hands.tick(weekday)
  await hands.time('From', '09:00')
  await hands.time('To', '11:00')
  await hands.go('Add these hours')
  await hands.sees('09:00 to 11:00')
}

/** One question a page, then an answer with its reasons; nothing is sent to anybody. */
export async function asksWhetherThisIsForHer(door: FrontDoor): Promise<void> {
  door.setTime(nightBefore, '21:40')
  const phone = await door.phone('ana')
  await phone.goto(door.served.at + urls.publicHome({ lang: 'es' }))
  await taps(phone, 'link', es.group('waySelfCheck'))
  await taps(phone, 'button', es.check('begin'))
  const asked = await answersSelfCheck(phone, {
    'De qué se trata': 'Las dos cosas',
    'Qué edad': 'De 18 a 64',
    'alcohol?': 'Algunos días',
    estorban: 'Mucho: el trabajo, la escuela o la casa lo sufren',
    'qué pasaría': 'Probablemente volvería o empeoraría',
    'se intentó': 'Consultas semanales, y no fueron suficientes',
  })
  assert.equal(asked.length, 21)
  assert.equal(await title(phone), es.check('result.may', { family: es.check('family.iop') }))
  for (const reason of ['r.return.likely', 'r.tried.weekly'] as const) await phone.getByText(es.check(reason)).waitFor()
  assert.equal(new URL(phone.url()).search, '', 'the answers are in no address')
  assert.deepEqual(await door.kept('select 1 from inquiry'), [])
}

/** Her device is in Chicago: the page shows its clock without being asked, and the calendar has the right instant. */
export async function booksHerCall(door: FrontDoor): Promise<void> {
  const phone = await door.phone('ana')
  const at = instantAt(morning, '09:20', riverbend.timeZone)
  await taps(phone, 'link', es.check('way.call'))
  await phone.waitForURL(/zone=America%2FChicago/)
  await phone.getByText(/La clínica está en/).waitFor()
  await taps(phone, 'link', new RegExp(`^${write.day('es', morning)}`))
  await taps(phone, 'link', write.time('es', '08:20'))
  assert.equal(await title(phone), es.call('reachTitle'))
  await phone.getByText(es.call('atClinic', { time: write.time('es', '09:20') })).waitFor()
  await phone.getByLabel(es.call('phone')).fill(hers)
  await phone.getByLabel(es.call('name'), { exact: true }).fill('Ana')
  await phone
    .getByRole('group', { name: es.call('leaveMessage') })
    .getByRole('radio', { name: es.call('no') })
    .check()
  await phone.getByRole('radio', { name: es.call('self') }).check()
  await phone.getByLabel(es.call('anything')).fill('Trabajo de día; las noches son difíciles.')
  await phone.getByRole('checkbox', { name: es.call('permission', { clinic: riverbend.name }) }).check()
  await taps(phone, 'button', es.call('book'))
  assert.equal(await title(phone), es.call('mineTitle'))
  const entry = await savesEntry(phone, es.call('saveEntry'))
  assert.equal(entry.summary, es.call('entrySummary'))
  assert.deepEqual(entry.startDate.toJSDate(), at)
  assert.deepEqual(
    await door.kept(
      `select i.name, i.phone, i.language, i.may_leave_message, b.starts_at, b.staff_id from inquiry i
         join booked_call c on c.inquiry_id = i.id join call_booking b on b.call_id = c.id where i.channel = 'call'`,
    ),
    [
      {
        name: 'Ana',
        phone: '+18455550177',
        language: 'es',
        may_leave_message: false,
        starts_at: at,
        staff_id: castId('noor'),
      },
    ],
  )
}

export async function holdsASeat(door: FrontDoor): Promise<void> {
  const phone = await door.phone('ana')
  await phone.goto(door.served.at + urls.publicGroups({ lang: 'es' }))
  await phone.getByText(es.group('moreFilters')).tap()
  await phone.getByLabel(es.group('part')).selectOption({ label: es.group('partEvening') })
  await taps(phone, 'button', es.group('show'))
  await taps(phone, 'link', 'Habilidades DBT')
  await taps(phone, 'link', es.group('hold'))
  await phone.getByLabel(es.group('yourName')).fill('Ana')
  await phone.getByLabel(es.group('phone')).fill(hers)
  await phone.getByRole('radio', { name: es.group('forSelf') }).check()
  await phone.getByRole('checkbox', { name: es.group('permission') }).check()
  await taps(phone, 'button', es.group('holdNow'))
  assert.equal(await title(phone), es.group('heldTitle'))
  await phone.getByText(es.group('heldUntil', { day: write.day('es', morning), time: '' }).trim()).waitFor()
  assert.deepEqual(
    await door.kept(
      `select upper(during) - lower(during) = interval '24 hours' as is_a_day, i.name
         from seat_hold h join inquiry i on i.id = h.inquiry_id`,
    ),
    [{ is_a_day: true, name: 'Ana' }],
  )
}

export async function leavesNoTrace(door: FrontDoor): Promise<void> {
  const phone = await door.phone('ana')
  await leavesNothing(phone)
  const leave = phone.getByRole('link', { name: es.page('leave') })
  assert.match(await leavesQuickly(phone, () => leave.tap()), /^https:\/\/www\.weather\.gov/)
  await phone.goto(door.served.at + urls.selfCheck({ lang: 'es' }))
  await leavesQuickly(phone, async () => {
    await phone.keyboard.press('Escape')
    await phone.keyboard.press('Escape')
  })
  await phone.goto(door.served.at + urls.publicHome({ lang: 'es' }))
  await leavesNothing(phone)
}

/** Without script: danger leads out of the questions at once, and a call is booked all the same. */
export async function comesWithoutScript(door: FrontDoor): Promise<void> {
  const phone = await door.phone('rafael', { javaScriptEnabled: false })
  await phone.goto(door.served.at + urls.selfCheck({ lang: 'es' }))
  await taps(phone, 'button', es.check('begin'))
  await answersSelfCheck(phone, { suicidio: 'Deseos de no estar con vida' })
  assert.equal(await title(phone), es.check('danger.suicide'))
  assert.ok(
    await phone
      .getByRole('main')
      .getByRole('link', { name: es.page('call988') })
      .isVisible(),
  )
  assert.equal(await phone.locator('main form').count(), 0)
  await phone.goto(door.served.at + urls.bookCall({ lang: 'es' }))
  await taps(phone, 'link', new RegExp(`^${write.day('es', morning)}`))
  await taps(phone, 'link', write.time('es', '09:40'))
  await phone.getByLabel(es.call('phone')).fill('845-555-0188')
  await phone.getByLabel(es.call('name'), { exact: true }).fill('Rafael')
  await phone
    .getByRole('group', { name: es.call('leaveMessage') })
    .getByRole('radio', { name: es.call('yes') })
    .check()
  await phone.getByRole('checkbox', { name: es.call('permission', { clinic: riverbend.name }) }).check()
  await taps(phone, 'button', es.call('book'))
  assert.equal(await title(phone), es.call('mineTitle'))
  assert.deepEqual(await phone.context().cookies(), [])
  assert.deepEqual(await door.kept('select name, held_back from inquiry order by came_at'), [
    { name: 'Ana', held_back: false },
    { name: 'Ana', held_back: false },
    { name: 'Rafael', held_back: false },
  ])
}
