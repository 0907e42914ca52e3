import { addDays } from '../src/basics/dates.ts'
import { urls } from '../src/urls.ts'
import type { Served } from './browser.ts'
import { castId } from './cast.ts'
import { todayHere } from './world.ts'

/** Tomasz is away, was meant to go elsewhere, and had notice: a pause, a decision with its tasks, and a notice. */
export async function thingsOfMoving(house: Served['house']): Promise<Record<string, string>> {
  const stay = { episode: castId('tomasz episode') }
  const today = todayHere()
  const lee = await house.as('lee')
  const away = await lee.post(urls.pauses(stay), {
    kind: 'hospital',
    fromDay: today,
    words: 'On ward 4; his brother called.',
    nextOn: addDays(today, 2),
    owner: castId('lee'),
    seats: 'kept',
    seatsUntil: addDays(today, 14),
  })
  const decided = await lee.post(urls.steps(stay), {
    kind: 'elsewhere',
    act: 'do',
    reasons: 'Needs nurses around the clock for some days.',
    tookPart: 'Lee, Tomasz, his brother',
    clientView: 'agrees',
    dissentWho: 'Priya Raman',
    dissentWords: 'A day unit might do.',
  })
  const noticed = await lee.post(urls.leavingNotices(stay), {
    givenOn: today,
    endsOn: addDays(today, 10),
    appealBy: addDays(today, 10),
    howGiven: 'in-person',
    reasons: 'Threatened a member of the group twice.',
    offered: 'A place at Hudson Outpatient, from Monday.',
  })
  const newest = async (table: string, made: string, answer: { status: number }) =>
    (await house.db.owner.query<{ id: string }>(`select id from ${table} order by ${made} desc limit 1`)).rows[0]?.id ??
    `answered ${answer.status}`
  return {
    pause: await newest('stay_pause', 'paused_at', away),
    step: await newest('step_decision', 'decided_at', decided),
    task: await newest('step_task', 'opened_at', decided),
    notice: await newest('discharge_notice', 'given_at', noticed),
  }
}
