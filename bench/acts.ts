// Figure: what a hand does to document a group of twelve, beside the words themselves. Run: npm run bench acts
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import process from 'node:process'
import type { Page } from 'playwright-core'
import { addDays, instantAt, type Day } from '../src/basics/dates.ts'
import { startEmbedded } from '../src/db/embedded.ts'
import { urls } from '../src/urls.ts'
import { castId, riverbend } from '../tests/cast.ts'
import type { TestHouse } from '../tests/knock.ts'
import { figure, say, sayMachine } from './run.ts'

/** What was heard of each: the prose, which is not counted. */
const heard = [
  'Told us about a night without sleep and how it ended without pills.',
  'Asked how others tell their families, and wrote two answers down.',
  'Brought breakfast for the first time, and read a poem aloud.',
  'Quiet at first; later described the walk home past the old bar.',
  'Worked out what to do with the pay before Friday comes.',
  'Came late from the yard, said why, and stayed with the topic.',
  'Wanted a number to call in the evening, and got three of them.',
  'Found a meeting nearby and means to go there on Thursday.',
  'Third day here; listened closely and answered about the pain.',
  'Read the letter that is not sent yet, and cried a little.',
  'Drove past the school and told the room how that was for her.',
  'Named the hour of the day that is hardest, and a plan for it.',
]

const dataDir = mkdtempSync(path.join(tmpdir(), 'stepwell-acts-'))
const embedded = await startEmbedded({ dataDir, log: () => {} })
// The tests' house asks for its server once, as it is loaded.
process.env.STEPWELL_TEST_SERVER = embedded.url
const { launch, noBrowser, openWindow, serveHouse, signIn } = await import('../tests/browser.ts')
const { seriesId, todayHere, weekdayHere } = await import('../tests/world.ts')

say('\n# Acts to document a group of 12')
sayMachine()
if (noBrowser !== false) throw new Error(noBrowser)
const served = await serveHouse()
const browser = await launch()
try {
  const today = todayHere()
  served.house.setNow(instantAt(today, '10:30', riverbend.timeZone))
  await seatTwoMore(served.house, today)
  const session = await sessionOf(served.house, today)
  const { page, complaints } = await openWindow(browser)
  await signIn(page, served.at, 'lee')
  const acts = await documentGroup(page, session)
  const { rows } = await served.house.db.owner.query<{ n: number }>(
    'select count(*)::int as n from client_note where session_id = $1',
    [session],
  )
  if (rows[0]?.n !== 12) throw new Error(`${rows[0]?.n ?? 0} notes were signed, not 12.`)
  if (complaints().length > 0) throw new Error('The browser complained.')
  for (const [what, n] of acts) say(`  ${String(n).padStart(3)}  ${what}`)
  const all = acts.reduce((sum, [, n]) => sum + n, 0)
  figure('Keystrokes and clicks beyond typed prose', String(all), '40 or less', all <= 40)
} finally {
  await browser.close()
  await served.close()
  await embedded.stop()
  rmSync(dataDir, { recursive: true, force: true })
}
process.exit()

/** From Today to the signature. Everybody attended: one came late, one left early, with the minutes typed. */
async function documentGroup(page: Page, session: string): Promise<[string, number][]> {
  const acts: [string, number][] = []
  const act = (what: string) => acts.push([what, 0])
  const press = async (...keys: string[]) => {
    for (const key of keys) {
      await page.keyboard.press(key)
      const last = acts.at(-1)
      if (last !== undefined) last[1] += 1
    }
  }
  const click = async (selector: string) => {
    await page.click(selector)
    const last = acts.at(-1)
    if (last !== undefined) last[1] += 1
  }
  const leads = (deed: Promise<void>) => Promise.all([page.waitForNavigation(), deed])
  const says = (words: string) => page.locator('h1', { hasText: words }).waitFor()

  act('open the group from Today')
  await leads(click(`a[href="${urls.roster({ session })}"]`))
  act('everyone here')
  await leads(press('Shift+A'))
  await says('12 of 12 here')
  act('one came 18 minutes late')
  await press('j', 'j', 'j', 'l', '1', '8', 'Enter')
  await page.getByText('Late 18 min').waitFor()
  act('one left 20 minutes early')
  await press('j', 'y', '2', '0', 'Enter')
  await page.getByText('Left 20 min early').waitFor()
  act('open the note')
  await leads(click('text=Write the note'))
  act('from field to field in the part for everyone')
  await page.keyboard.insertText('Opened with a round, then looked at what each of us does when it gets hard.')
  await press('Tab')
  await page.keyboard.insertText('The room was calm and listened well.')
  act('to each of the 12 parts')
  for (const words of heard) {
    await press('Alt+ArrowDown')
    await page.keyboard.insertText(words)
  }
  act('to the signature, and sign')
  await press('Control+Enter')
  await leads(press('Enter'))
  await says('the note is signed')
  return acts
}

async function sessionOf({ db }: TestHouse, day: Day): Promise<string> {
  const { rows } = await db.owner.query<{ id: string }>(
    'select id from group_session where series_id = $1 and held_on = $2',
    [seriesId('process-a', weekdayHere()), day],
  )
  const [session] = rows
  if (session === undefined) throw new Error('The group does not meet today.')
  return session.id
}

/** The cast fills ten chairs of the group: two guests make it twelve. */
async function seatTwoMore({ db }: TestHouse, today: Day): Promise<void> {
  const put = (sql: string, values: unknown[]) => db.owner.query(sql, [riverbend.id, ...values])
  const since = addDays(today, -5)
  for (const [n, name] of ['Ulla', 'Vera'].entries()) {
    const [client, episode] = [castId(`bench guest ${n}`), castId(`bench guest ${n} episode`)]
    await put('insert into client (clinic_id, id, number, added_at) values ($1, $2, $3, now())', [client, `88${n}`])
    await put(
      `insert into client_identity (clinic_id, id, client_id, given_name, family_name, preferred_name, birth_date, sex, pronouns, search_name, recorded_at)
       values ($1, gen_random_uuid(), $2, $3, 'Guest', '', '1990-01-01', 'other', 'she/her', lower($3), now())`,
      [client, name],
    )
    await put(
      `insert into episode (clinic_id, id, client_id, program_id, level_of_care, during, residence, admitted_by, admitted_at)
       values ($1, $2, $3, $4, '2.1', daterange($5::date, null), 'home', $6, now())`,
      [episode, client, castId('day'), since, castId('dana')],
    )
    await put(
      `insert into plan_goal (clinic_id, id, episode_id, position, words, opened_by, opened_at)
       values ($1, gen_random_uuid(), $2, 1, 'Ask for help before the weekend', $3, now())`,
      [episode, castId('dana')],
    )
    await put(
      `insert into seat (clinic_id, id, series_id, number, client_id, episode_id, during, week_minutes, taken_by, taken_at)
       values ($1, gen_random_uuid(), $2, $3, $4, $5, daterange($6::date, null), int4range($7, $8), $9, now())`,
      [seriesId('process-a', weekdayHere()), 11 + n, client, episode, since, 100 * n, 100 * n + 50, castId('dana')],
    )
  }
}
