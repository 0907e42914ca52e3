// The pictures of docs/screens, from a freshly laid demo clinic: SCREENS=1 node --import ./bin/loader.mjs tests/journeys/screens.ts
import { existsSync, readFileSync } from 'node:fs'
import { addDays, type Day, instantAt, weekdayOf } from '../../src/basics/dates.ts'
import { proposalUnderWay, runProposals } from '../../src/clinic/matching/actions/run-proposals.ts'
import { leaveNobody } from '../../src/clinic/today/actions/looks.ts'
import { loadDemo } from '../../src/demo/load.ts'
import { nurseStayId } from '../../src/demo/nurse.ts'
import { urls } from '../../src/urls.ts'
import { launch, openWindow, serveHouse, signIn } from '../browser.ts'
import { castId, riverbend } from '../cast.ts'
import { referralOf } from '../referral-example.ts'
import { todayHere } from '../world.ts'
import { picture } from './picture.ts'

// A working morning: some groups are over, one is under way, others are to come.
const workday = (day: Day): Day => (weekdayOf(day) > 5 ? workday(addDays(day, -1)) : day)
const today = workday(todayHere())
const at = instantAt(today, '11:40', riverbend.timeZone)

const served = await serveHouse('empty')
served.setTime(at)
await loadDemo(served.house.db.ownerUrl, { today, at, onProgress: (done, of, what) => console.log(done, of, what) })
await leaveNobody(served.house.db.pool, at)
const browser = await launch()
const [wide, narrow] = await Promise.all([
  openWindow(browser, { viewport: { width: 1440, height: 900 }, colorScheme: 'light' }),
  openWindow(browser, { viewport: { width: 360, height: 780 }, colorScheme: 'dark', deviceScaleFactor: 2 }),
])

/** The same screen on a desk in daylight and, where asked, on a phone at night. */
async function shows(name: string, path: string, both = false): Promise<void> {
  for (const { page } of both ? [wide, narrow] : [wide]) {
    const answer = await page.goto(served.at + path)
    if (answer?.status() !== 200) throw new Error(`${name} ${path} answered ${answer?.status()}`)
    await picture(page, page === wide.page ? name : `${name}-phone-dark`)
  }
  console.log(name)
}
const entersAs = async (key: string) => {
  for (const { page } of [wide, narrow]) {
    await page.context().clearCookies()
    await signIn(page, served.at, key)
  }
}
const one = async (sql: string, values: unknown[] = []): Promise<string> => {
  const { rows } = await served.house.db.owner.query<{ id: string }>(sql, values)
  if (rows[0] === undefined) throw new Error(`The demo holds nothing for: ${sql}`)
  return rows[0].id
}

await shows('public-home', urls.publicHome({ lang: 'es' }), true)
await shows('public-groups', urls.publicGroups({ lang: 'en' }))
await shows('public-costs', urls.publicCosts({ lang: 'en' }))
await shows('book-a-call', urls.bookCall({ lang: 'es' }), true)
await shows('help-now', urls.helpNow({ lang: 'es' }), true)
for (const { page } of [wide, narrow]) {
  await page.goto(served.at + urls.selfCheck({ lang: 'es' }))
  const next = page.locator('main form button.main')
  await next.click()
  for (const answer of ['self', 'no']) {
    await page.locator(`input[type=radio][value=${answer}]`).check()
    await next.click()
  }
  await picture(page, page === wide.page ? 'self-check' : 'self-check-phone-dark')
}

await shows('sign-in', urls.signIn(), true)

await entersAs('dana')
const client = await one(
  `select e.client_id as id from episode e join measure m on m.clinic_id = e.clinic_id and m.client_id = e.client_id
    where e.clinic_id = $1 and e.level_of_care = '2.1' and e.during @> $2::date and lower(e.during) < $2::date - 35
    group by e.client_id order by count(*) desc, e.client_id limit 1`,
  [riverbend.id, today],
)
await shows('today', urls.today(), true)
await shows('week', urls.week(), true)
await shows('chart', urls.client({ client }), true)
await shows('placement', urls.placement({ client }), true)
await shows('plan', urls.plan({ client }))
await shows('sessions', urls.chartSessions({ client }))
await shows('measures', urls.measures({ client }), true)
await shows('who-looked', urls.chartTrail({ client }))
await shows('admissions', urls.admissions(), true)
await shows('admissions-figures', urls.admissionsFigures())
const inquiry = await one(
  "select i.id from inquiry i where i.clinic_id = $1 and i.channel = 'self-check' order by i.came_at desc limit 1",
  [riverbend.id],
)
await shows('inquiry', urls.inquiry({ inquiry }))
const covered = await one(
  'select client_id as id from benefit_check b join coverage c on c.id = b.coverage_id where c.clinic_id = $1 order by b.checked_on desc, b.id limit 1',
  [riverbend.id],
)
await shows('coverage', urls.coverage({ client: covered }))
await shows('callers', urls.callers())
const intake = await one('select id from intake where clinic_id = $1 order by started_at desc, id limit 1', [
  riverbend.id,
])
await shows('intake', urls.intake({ intake }), true)
await shows('concerns', urls.concerns())

// Treatment: the plan's own gaps, the level of care, leaving, and what is known of everybody.
const episode = await one(
  'select id from episode where clinic_id = $1 and client_id = $2 order by during desc limit 1',
  [riverbend.id, client],
)
await shows('huddle', urls.huddle(), true)
await shows('trouble', urls.trouble())
await shows('nobody-lost', urls.nobodyLost({ standing: 'in-care' }))
await shows('medical', urls.medical({ client }))
await shows('safety-plan', urls.safetyPlan({ client }))
await shows('steps', urls.steps({ episode }), true)
await shows('leaving-plan', urls.leavingPlan({ episode }), true)
await shows('leaving-sheet', urls.leavingSheet({ episode }))
await shows('follow-ups', urls.followUps())
await shows('meetings', urls.meetings())
await shows('witnesses', urls.witnesses())
await shows('outcomes', urls.progress())
await shows('reports', urls.reports())
await shows('report-outcomes', urls.report({ report: 'outcomes' }, { paper: 'yes' }))

// The week of the house, and one client's whole week.
await shows('board', urls.weekBoard(), true)
await shows('rooms', urls.roomBoard())
await shows('caseload', urls.caseload())
await shows('waitlist', urls.waitlist(), true)
await shows('closed-days', urls.daysClosed())
await shows('make-ups', urls.makeUps())
await shows('compose', urls.composeWeek({ episode: nurseStayId }), true)
const learning = await one(
  'select series_id as id from series_curriculum where clinic_id = $1 and curriculum_id is not null order by from_day, id limit 1',
  [riverbend.id],
)
await shows('curriculum', urls.seriesCurriculum({ series: learning }))
await wide.page.goto(served.at + urls.proposals())
await wide.page.getByLabel('Look for at most').fill('1')
await wide.page.getByRole('button', { name: 'Look for a timetable' }).click()
await wide.page.waitForURL(/\/proposals\/[0-9a-f-]{36}$/)
await runProposals(served.house.db.pool, at)
await proposalUnderWay()
await shows('proposal', new URL(wide.page.url()).pathname)
await wide.page.goto(served.at + urls.client({ client }))
await wide.page.goto(served.at + urls.ownPage({ client }))
await wide.page.locator('input[name=birthDate][value=left-out]').check()
await wide.page
  .locator(`form[action="${urls.ownPage({ client })}"] button`)
  .first()
  .click()
const link = /\/mine\/[\w-]{43}/.exec(await wide.page.content())?.[0]
if (link === undefined) throw new Error('No link to an own page was given.')
await narrow.page.goto(`${served.at}${link}?lang=es`)
await picture(narrow.page, 'own-page-phone-dark')
console.log('own-page')

await shows('consent', urls.newConsent({ client }, { scope: 'tpo' }), true)

const sent = new URL('../../../shared/data/referrals/Bill_Reinger.json', import.meta.url)
const document = existsSync(sent) ? readFileSync(sent) : Buffer.from(JSON.stringify(referralOf()))
await wide.page.goto(served.at + urls.newReferral())
await wide.page
  .locator('input[type=file]')
  .setInputFiles({ name: 'referral.json', mimeType: 'application/json', buffer: document })
await wide.page.getByRole('button', { name: 'Read this file' }).click()
await wide.page.waitForURL(/\/referrals\/[0-9a-f-]{36}$/)
await shows('referral', new URL(wide.page.url()).pathname, true)

await entersAs('lee')
const groupOfLee = (held: string) =>
  one(
    `select g.id from group_session g join series_leader l on l.clinic_id = g.clinic_id and l.series_id = g.series_id
      where g.held_on = $1 and l.staff_id = $2 and ${held} order by lower(g.during) limit 1`,
    [today, castId('lee'), at],
  )
await shows('groups', urls.groups())
await shows('roster', urls.roster({ session: await groupOfLee('lower(g.during) <= $3') }), true)
await shows('note', urls.note({ session: await groupOfLee('upper(g.during) <= $3') }), true)

await browser.close()
await served.close()
