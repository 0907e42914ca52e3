// The second person is in danger: the gate stops, other care takes over by name, with a packet only by consent, and back.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { addDays } from '../../../src/basics/dates.ts'
import { readPdf } from '../../pdf.ts'
import { morning, type FrontDoor } from './door.ts'
import { goesThroughTheGate, makesTheRecord, reachesOnTheTelephone } from './inquiry.ts'

export async function findsADanger(door: FrontDoor): Promise<void> {
  const { hands } = door
  door.setTime(morning, '09:41')
  await reachesOnTheTelephone(door, 'Rafael', 'Drank until last night, shaking. Wants to stop.')
  door.at.rafael = await makesTheRecord(door, 'Ortega', '1981-02-20', 'Male')
  await goesThroughTheGate(door, {
    'Any alcohol in the last 30 days': 'Yes',
    'Since the last drink': '20',
    'In a usual week': '60',
    'Shaking, sweating, racing heart, sickness or dread as drink wears off': 'Yes',
    'CIWA-Ar': '14',
  })
  await hands.sees(/Act now: \d stops? stands?/)
}

/** A partner who was not in the list joins it; until Rafael consents nothing goes along, however it is asked for. */
export async function handsHimOff(door: FrontDoor): Promise<void> {
  const { hands } = door
  door.setTime(morning, '09:50')
  await hands.toMain()
  await hands.go('Hand off')
  await hands.toMain()
  await hands.unfold('Not in the list: add them')
  await hands.type('Name of the house', 'Stony Brook House, withdrawal unit')
  await hands.type('Their phone', '845-555-0142')
  await hands.type('To whom', 'Withdrawal unit, Jo Reyes, charge nurse')
  await hands.go('Record the hand-off')
  await hands.sees('Handed off. Record what they answer.')
  door.at.handOff = door.pathNow()
  await hands.toMain()
  await hands.go('Make or open the packet')
  await hands.sees('Nothing may be sent yet')
  assert.equal(await hands.page.getByRole('button', { name: 'Make the packet' }).count(), 0)
  const asked = await hands.page.request.post(hands.page.url(), {
    form: { 'parts[]': 'safety' },
    headers: { 'sec-fetch-site': 'same-origin' },
  })
  assert.equal(asked.status(), 422)
  assert.deepEqual(await door.kept('select 1 from packet'), [])
  assert.deepEqual(await door.kept('select 1 from disclosure'), [])
}

/** He signs; the packet says what is known and on which consent it rests, and the telling is written down. */
export async function sendsThePacket(door: FrontDoor): Promise<void> {
  const { hands } = door
  await hands.toMain()
  await hands.go('Ask for consent')
  await hands.toMain()
  await hands.type(/^Type your full name/, 'Rafael Ortega')
  await hands.tick('I have read this, and I mean to sign it.')
  await hands.go('Sign')
  await hands.sees(/^Signed and kept/)
  await hands.toMain()
  await hands.go('Placement')
  await hands.toMain()
  await hands.go('Open the hand-off')
  assert.equal(door.pathNow(), door.at.handOff)
  await hands.toMain()
  await hands.go('Make or open the packet')
  await hands.sees(/^A consent covers this/)
  await hands.toMain()
  await hands.go('Make the packet')
  await hands.sees('Made, and written into the accounting of disclosures.')
  await hands.toMain()
  await hands.reach('Paper (PDF)', 'link')
  const [download] = await Promise.all([hands.page.waitForEvent('download'), hands.press('Enter')])
  const paper = await readPdf(await readFile(await download.path()))
  for (const words of [/Rafael Ortega/, /CIWA-Ar is 14/, /42 CFR/, /Stony Brook House/]) assert.match(paper.text, words)
  assert.deepEqual(
    await door.kept('select client_id, consent_id is not null as by_consent from disclosure where client_id = $1', [
      door.at.rafael,
    ]),
    [{ client_id: door.at.rafael, by_consent: true }],
  )
}

/** The other house takes him over, and the board keeps the day on which somebody checks. */
export async function isTakenOver(door: FrontDoor): Promise<void> {
  const { hands } = door
  await hands.toMain()
  await hands.go('Back to the hand-off')
  await hands.toMain()
  await hands.answer('Answer', /^Accepted/)
  await hands.type('Who said so', 'Jo Reyes, charge nurse')
  await hands.type(/^How, and what they said/, 'By telephone: a bed from noon; a driver fetches him.')
  await hands.go('Record the answer')
  await hands.sees('Recorded: accepted. Somebody checks on the way back.')
  await hands.go('Admissions')
  await hands.sees('With another service')
  assert.match(await hands.page.getByRole('region', { name: /^Referred elsewhere/ }).innerText(), /Rafael/)
}

/** Five days later he is at the desk again, and the gate comes first again. */
export async function comesBack(door: FrontDoor): Promise<void> {
  const { hands } = door
  door.setTime(addDays(morning, 5), '10:00')
  await door.sitsDown('noor')
  await hands.go('Admissions')
  await hands.toMain()
  await hands.go('Follow the hand-off: Rafael Ortega')
  assert.equal(door.pathNow(), door.at.handOff)
  await hands.toMain()
  await hands.answer('Answer', /^Back with us/)
  await hands.type('Who said so', 'Rafael himself, at the desk')
  await hands.go('Record the answer')
  await hands.sees('Recorded: back. The safety gate comes first again.')
  await hands.toMain()
  await hands.go('Go through the safety gate')
  await goesThroughTheGate(door, {
    'Any alcohol in the last 30 days': 'Yes',
    'Since the last drink': '140',
    'In a usual week': '60',
    'CIWA-Ar': '2',
  })
  await hands.sees('Kept. The gate found no stop.')
  assert.deepEqual(
    await door.kept(
      `select a.answer from hand_off_answer a join hand_off h on h.id = a.hand_off_id where h.client_id = $1 order by a.recorded_at`,
      [door.at.rafael],
    ),
    [{ answer: 'accepted' }, { answer: 'returned' }],
  )
}
