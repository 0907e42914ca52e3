import assert from 'node:assert/strict'
import { instantAt } from '../src/basics/dates.ts'
import { urls } from '../src/urls.ts'
import { castId, riverbend } from './cast.ts'
import { openHouse, type Answer, type Visitor } from './knock.ts'
import { seriesId, todayHere, weekdayHere } from './world.ts'

// A house in which Process group A met by video this morning: everyone is marked here by Lee but Tomasz, who had no ride.

export const today = todayHere()
export const at = (time: string, day = today) => instantAt(day, time, riverbend.timeZone)
export const saw = (answer: Answer, words: RegExp) =>
  assert.ok(words.test(answer.text.replaceAll('\u00a0', ' ')), `${words} is not on the page (${answer.status})`)
export const didNotSee = (answer: Answer, words: RegExp) =>
  assert.ok(!words.test(answer.text.replaceAll('\u00a0', ' ')), `${words} is on the page (${answer.status})`)

const header = 'event_id,meeting,person,event,at,device'
const people = ['kofi', 'tomasz', 'amina', 'linh', 'peter', 'yusuf', 'jose', 'maya', 'clara']

export type WitnessRoom = Awaited<ReturnType<typeof openWitnessRoom>>

export async function openWitnessRoom() {
  const house = await openHouse()
  let now = 0
  const setTime = (time: string) => house.setNow(new Date((now = at(time).getTime())))
  /** Somebody at the clinic, where every press comes a moment after the one before. */
  const working = async (key: string): Promise<Visitor> => {
    const visitor = await house.as(key)
    return {
      ...visitor,
      post: (url, fields, headers) => {
        house.setNow(new Date((now += 20)))
        return visitor.post(url, fields, headers)
      },
    }
  }
  const ask = async (text: string, values: unknown[] = []) => (await house.db.owner.query(text, values)).rows
  const sessionOf = async (series: string, day = today): Promise<string> => {
    const found = await ask('select id from group_session where series_id = $1 and held_on = $2', [
      seriesId(series, weekdayHere()),
      day,
    ])
    return found[0]?.id ?? ''
  }
  setTime('09:20')
  const [lee, dana, noor] = [await working('lee'), await working('dana'), await working('noor')]
  const session = await sessionOf('process-a')
  const byId = new Map((await ask('select id, number from client')).map((one) => [one.id, String(one.number)]))
  const numbers = new Map(people.map((key) => [key, byId.get(castId(key)) ?? '']))
  await ask('update group_session set room_id = $1 where id = $2', [castId('video-1'), session])
  await lee.post(urls.allHere({ session }))
  await lee.post(urls.marks({ session }), { client: castId('tomasz'), mark: 'absent', reason: 'ride' })
  setTime('11:00')

  const evidence = (who: string, meeting = session) => urls.evidence({ meeting, client: castId(who) })
  const sawIn = (page: Answer) => /name="saw" value="([^"]+)"/.exec(page.text)?.[1] ?? 'no form'
  return {
    house,
    lee,
    dana,
    noor,
    session,
    numbers,
    ask,
    setTime,
    sessionOf,
    evidence,
    sawIn,
    /** A line of a file, for somebody of the cast. */
    row: (id: string, who: string, what: string, time: string, device = 'phone', meeting = session) =>
      `${id},${meeting},${numbers.get(who)},${what},${at(time).toISOString()},${device}`,
    read: (rows: string[], by = noor) =>
      by.post(urls.presenceImports(), { events: new Blob([[header, ...rows].join('\n')], { type: 'text/csv' }) }),
    /** Opens the evidence, and settles it as it was seen then. */
    settle: async (visitor: Visitor, who: string, fields: Record<string, string>, meeting = session) => {
      const page = await visitor.get(evidence(who, meeting))
      return visitor.post(urls.settlement({ meeting, client: castId(who) }), {
        saw: sawIn(page),
        minutes: '',
        because: 'They told me so.',
        ...fields,
      })
    },
    /** The mark that counts: 'late 75 (5, 0)', with minutes late and left early. */
    standing: async (who: string, meeting = session): Promise<string | undefined> => {
      const [mark] = await ask(
        'select mark, minutes, minutes_late, minutes_left_early from attendance_now where coalesce(session_id, visit_id) = $1 and client_id = $2',
        [meeting, castId(who)],
      )
      return mark && `${mark.mark} ${mark.minutes} (${mark.minutes_late}, ${mark.minutes_left_early})`
    },
  }
}
