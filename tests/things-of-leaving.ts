import { urls } from '../src/urls.ts'
import { castId } from './cast.ts'
import type { TestHouse } from './knock.ts'
import { todayHere, weekdayHere } from './world.ts'

/** A plan for afterwards with something in each card, and meetings: one in the house, a list with a row that was set aside. */
export async function leavingOfMaya(house: TestHouse): Promise<void> {
  const [dana, stay] = [await house.as('dana'), { episode: castId('maya episode') }]
  const weekday = String(weekdayHere() % 7)
  await dana.post(urls.leavingWords(stay), { work: 'Back on Mondays', signs: 'I stop calling people.' })
  await dana.post(urls.leavingSupports(stay), {
    name: 'Rosa Alvarez',
    relation: 'mother',
    phone: '518 555 0144',
    wishesTold: 'yes',
  })
  await dana.post(urls.aftercareVisits(stay), {
    kind: 'therapy',
    withWhom: 'Harbor Counseling',
    onDay: todayHere(),
    atTime: '09:30',
  })
  await dana.post(urls.newMeeting(), { name: 'Noon here', weekday, starts: '12:00', ends: '13:00', place: 'Room 2' })
  const list = new FormData()
  list.append('name', 'Capital district')
  const nearby = {
    name: 'By the falls',
    slug: 'falls',
    day: Number(weekday),
    time: '18:00',
    address: '3 Falls Road',
    types: ['S'],
  }
  list.append('list', new Blob([JSON.stringify([nearby, { ...nearby, slug: 'odd', day: 9 }])]), 'meetings.json')
  await dana.post(urls.meetingLists(), list)
}
