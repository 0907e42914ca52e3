// The coordinator's morning: the booked call, who it was, the safety gate, and one person behind two inquiries.
import assert from 'node:assert/strict'
import { morning, type FrontDoor } from './door.ts'

const usualAnswers = { 'Vital signs': 'Not possible here', 'Breath or blood test': 'Not done' }

/** From the board to the booked call of somebody, whom they reach, and on to their inquiry. */
export async function reachesOnTheTelephone(door: FrontDoor, name: string, words: string): Promise<void> {
  const { hands } = door
  await hands.go('Admissions')
  await hands.toMain()
  await hands.go(name)
  const inquiry = door.pathNow()
  await hands.toMain()
  await hands.go('Open the booked call')
  await hands.toMain()
  await hands.answer('Outcome', /^Reached/)
  await hands.type(/^A few words/, words)
  await hands.go('Keep the outcome')
  await hands.sees('Reached: kept, with the next step on the inquiry.')
  await hands.toMain()
  await hands.go(`Open the call with ${name}`)
  await hands.toMain()
  await hands.go('Open the inquiry')
  assert.equal(door.pathNow(), inquiry)
  await hands.sees('Screen for safety and fit')
}

/** The record is made from the inquiry: what the visitor wrote stands in it already. */
export async function makesTheRecord(door: FrontDoor, family: string, born: string, sex: string): Promise<string> {
  const { hands } = door
  await hands.toMain()
  await hands.go('A new person: make their record')
  await hands.toMain()
  await hands.type('Family name', family)
  await hands.date('Birth date', born)
  await hands.pick('Sex', sex)
  await hands.go('Add this person')
  await hands.sees(/Next comes the safety screen/)
  return door.pathNow().split('/')[2] ?? ''
}

/** Goes through the whole gate, with what was found, and keeps it. */
export async function goesThroughTheGate(door: FrontDoor, found: Record<string, string> = {}): Promise<void> {
  const { hands } = door
  await hands.toMain()
  await hands.reach(/./, 'radio')
  await hands.answerAll('See what the gate finds', { ...usualAnswers, ...found }, 'No')
  await hands.enter()
}

export async function worksHerInquiry(door: FrontDoor): Promise<void> {
  const { hands } = door
  door.setTime(morning, '09:22')
  await hands.go('Admissions')
  await hands.sees('3 inquiries, 1 overdue')
  await reachesOnTheTelephone(door, 'Ana', 'Wants to start, evenings only. Weekly therapy did not hold.')
  door.at.ana = await makesTheRecord(door, 'Reyes', '1993-06-05', 'Female')
  await goesThroughTheGate(door)
  await hands.sees('Kept. The gate found no stop.')
  assert.deepEqual(
    await door.kept(
      `select i.given_name, i.language, c.value as phone, i.birth_date::text as born from client_now i
         join client_contact c on c.client_id = i.id where i.id = $1`,
      [door.at.ana],
    ),
    [{ given_name: 'Ana', language: 'es', phone: '+18455550177', born: '1993-06-05' }],
  )
}

/** The seat was held by the same number: the coordinator says that it is the same person. */
export async function knowsHerAgain(door: FrontDoor): Promise<void> {
  const { hands } = door
  await hands.go('Admissions')
  await hands.toMain()
  await hands.go('Ana')
  await hands.sees('Call about the held seat')
  await hands.sees(/same given name, same phone number/)
  await hands.toMain()
  await hands.go(/^This is No\. \d+$/)
  await hands.sees('This inquiry is in their record now. Next comes the safety screen.')
  assert.deepEqual(await door.kept('select distinct client_id from inquiry_client'), [{ client_id: door.at.ana }])
}
