// The day and the note in a real browser: with the keyboard alone, counted; without script; and nothing for axe to find.
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { after, before, beforeEach, describe, it } from 'node:test'
import { serve } from '@hono/node-server'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { castId, demoPassword, riverbend } from '../../../tests/cast.ts'
import { openHouse, type TestHouse } from '../../../tests/knock.ts'
import { seriesId, todayHere, weekdayHere } from '../../../tests/world.ts'
import { addDays, instantAt } from '../../basics/dates.ts'
import { urls } from '../../urls.ts'

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'
const skip = existsSync(executablePath) ? false : `no Chromium at ${executablePath}: install it or set CHROMIUM`
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const today = todayHere()

const said = [
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

describe('The day and the note in a browser', { skip }, () => {
  let house: TestHouse
  let browser: Browser
  let base: string
  let stop: () => void
  let session: string
  let clock: NodeJS.Timeout
  /** The clinic's clock goes on from here, as a real one does. */
  const setTime = (time: string) => {
    clearInterval(clock)
    const [from, began] = [instantAt(today, time, riverbend.timeZone).getTime(), Date.now()]
    const tick = () => house.setNow(new Date(from + Date.now() - began))
    tick()
    clock = setInterval(tick, 1)
  }
  const count = async (sql: string): Promise<number> => {
    const { rows } = await house.db.owner.query<{ n: number }>(`select count(*)::int as n from ${sql}`, [session])
    return rows[0]?.n ?? -1
  }

  before(async () => {
    house = await openHouse('cast', { secureCookies: false })
    const server = serve({ fetch: house.app.fetch, port: 0, hostname: '127.0.0.1' })
    await new Promise((resolve) => server.once('listening', resolve))
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}` // a server on a port has an address and a port
    stop = () => server.close()
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--no-first-run'] })
    const { rows } = await house.db.owner.query('select id from group_session where series_id = $1 and held_on = $2', [
      seriesId('process-a', weekdayHere()),
      today,
    ])
    session = rows[0].id
    await seatTwoMore(house)
  })
  beforeEach(async () => {
    setTime('10:30')
    for (const table of ['note_addendum', 'note_signature', 'client_note', 'group_note', 'note_draft'])
      await house.db.owner.query(`delete from ${table}`)
    await house.db.owner.query('delete from attendance_mark')
  })
  after(async () => {
    clearInterval(clock)
    await browser?.close()
    stop?.()
    await house.close()
  })

  /** Somebody at a desk of their own. What the browser complains of fails the test. */
  async function at(
    who: string,
    work: (page: Page) => Promise<void>,
    options: BrowserContextOptions = {},
    expected = /(?!)/,
  ): Promise<void> {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      reducedMotion: 'reduce',
      ...options,
    })
    const complaints: string[] = []
    try {
      const page = await context.newPage()
      page.on('pageerror', (error) => complaints.push(error.message))
      page.on('console', (message) => {
        if (message.type() === 'error' && !expected.test(message.text())) complaints.push(message.text())
      })
      await page.goto(base + urls.signIn())
      await page.fill('input[name=email]', `${who}@riverbend.example`)
      await page.fill('input[name=password]', demoPassword)
      await Promise.all([page.waitForURL(/today/), page.keyboard.press('Enter')])
      await work(page)
      assert.deepEqual(complaints, [])
    } finally {
      await context.close()
    }
  }
  const row = (page: Page, name: string) => page.locator('li', { hasText: name })
  const leads = (page: Page, deed: Promise<void>) => Promise.all([page.waitForNavigation(), deed])

  it('documents a group of twelve in at most 40 acts beside the words themselves', () =>
    at('lee', async (page) => {
      let acts = 0
      const press = async (key: string) => {
        acts += 1
        await page.keyboard.press(key)
      }
      const type = (words: string) => page.keyboard.insertText(words)
      await page.goto(base + urls.roster({ session }))
      await leads(page, press('Shift+A'))
      assert.match((await page.textContent('h1')) ?? '', /12 of 12 here/)
      for (let n = 0; n < 7; n += 1) await page.keyboard.press('j')
      acts += 7
      await press('l')
      await type('18')
      acts += 2
      await press('Enter')
      await row(page, 'Late 18 min · 62 min count').waitFor()
      await press('j')
      await press('y')
      await type('20')
      acts += 2
      await press('Enter')
      await row(page, 'Left 20 min early · 60 min count').waitFor()
      acts += 1
      await leads(page, page.click('text=Write the note'))
      // The focus waits in the first empty field.
      await type('Opened with a round, then looked at what each of us does when it gets hard.')
      await press('Tab')
      await type('The room was calm and listened well.')
      for (const words of said) {
        await press('Alt+ArrowDown')
        await type(words)
      }
      await press('Control+Enter')
      await leads(page, press('Enter'))
      assert.match((await page.textContent('h1')) ?? '', /the note is signed/)
      assert.ok(acts <= 40, `${acts} acts`)
      assert.equal(await count('client_note where session_id = $1'), 12)
    }))

  it('asks what a mark needs before it goes out, and takes it back with Escape and U', () =>
    at('lee', async (page) => {
      await page.goto(base + urls.roster({ session }))
      const name = () => page.evaluate(() => document.activeElement?.getAttribute('name'))
      const amina = row(page, 'Amina Bello')
      await amina.locator('input[value=here]').focus()
      await page.keyboard.press('e')
      assert.equal(await name(), 'reason')
      await page.keyboard.press('Escape')
      assert.equal(await amina.locator('input:checked').count(), 0)
      await page.keyboard.press('e')
      await amina.locator('select').selectOption('other')
      assert.equal(await name(), 'reasonWords')
      assert.equal(await count('attendance_mark where session_id = $1'), 0)
      await page.keyboard.insertText('Moving house')
      await page.keyboard.press('Enter')
      await amina.getByText('Something else: Moving house').waitFor()
      await page.keyboard.press('h')
      await amina.getByText('80 min count').waitFor()
      assert.match((await page.textContent('h1')) ?? '', /1 of 12 here, 11 to mark/)
      await leads(page, page.keyboard.press('u'))
      await amina.getByText('Something else: Moving house').waitFor()
      // Passing over marks with the arrow keys sends none of those in between. The page's clock stands still meanwhile:
      // a slow machine between two keys would be a rest, and a rest is what sends a mark.
      const before = await count('attendance_mark where session_id = $1')
      const rosa = row(page, 'Rosa Giménez')
      await page.clock.install()
      await page.clock.pauseAt(Date.now() + 60_000)
      await rosa.locator('input[value=late]').focus()
      for (const key of ['ArrowLeft', 'ArrowRight', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key)
      assert.equal(await rosa.locator('input[value=absent]').isChecked(), true)
      await page.clock.runFor(1000)
      await rosa.getByText('Reason not known yet').waitFor()
      assert.equal(await count('attendance_mark where session_id = $1'), before + 1)
    }))

  it('works before any script: marks, minutes, undo, draft and signature are forms', () =>
    at(
      'lee',
      async (page) => {
        await page.goto(base + urls.roster({ session }))
        await leads(page, page.click('text=All here'))
        const kofi = row(page, 'Kofi Lartey')
        assert.equal(await kofi.locator('input[name=minutesLate]').isVisible(), false)
        await kofi.locator('label', { hasText: /^Late$/ }).click()
        await kofi.locator('input[name=minutesLate]').fill('18')
        assert.equal(await kofi.locator('button:visible').count(), 1)
        await leads(page, kofi.locator('button:visible').click())
        await row(page, 'Late 18 min · 62 min count').waitFor()
        await leads(page, page.click('.flashes button'))
        assert.equal(await row(page, 'Late 18 min').count(), 0)
        await leads(page, page.click('text=Write the note'))
        await page.fill('textarea[name=intervention]', 'Opened with a round of what helped.')
        await leads(page, page.click('text=Keep as draft'))
        await page.fill('textarea[name=howItWent]', 'The room was calm and listened well.')
        const parts = page.locator('.note-part textarea')
        for (const [n, words] of said.entries()) await parts.nth(n).fill(words)
        await leads(page, page.click('text=Sign note'))
        assert.match((await page.textContent('h1')) ?? '', /the note is signed/)
        await page.goto(base + urls.roster({ session }))
        await kofi.locator('summary').click()
        await kofi.locator('label', { hasText: /^Excused$/ }).click()
        await kofi.locator('select').selectOption('court')
        await kofi.locator('input[name=lateChange]').fill('The court sent its letter')
        await leads(page, kofi.locator('button:visible').click())
        await row(page, 'changed after signing: The court sent its letter').waitFor()
      },
      { javaScriptEnabled: false },
    ))

  it('keeps words while they are typed, and tells of the other who types', () =>
    at('lee', async (page) => {
      await page.goto(base + urls.roster({ session }))
      await leads(page, page.click('text=All here'))
      await page.goto(base + urls.note({ session }))
      await page.fill('textarea[name=howItWent]', 'Calm.')
      await page.getByText(/^Saved \d/).waitFor()
      await at('sam', async (other) => {
        await other.goto(base + urls.note({ session }))
        assert.equal(await other.inputValue('textarea[name=howItWent]'), 'Calm.')
        const saved = other.waitForResponse((answer) => answer.url().endsWith(urls.noteDraft({ session })))
        await other.fill('textarea[name=howItWent]', 'Tense.')
        assert.equal((await saved).status(), 204)
      })
      await page.fill('textarea[name=howItWent]', 'Calm, after a hard start.')
      await page.getByText(/Sam Iyer also typed here/).waitFor()
      await leads(page, page.click('text=Show both'))
      assert.equal(await page.inputValue('textarea[name=howItWent]'), 'Calm, after a hard start.')
      await page.locator('.note-other', { hasText: 'Tense.' }).waitFor()
      await leads(page, page.click('text=Add these words'))
      assert.equal(await page.inputValue('textarea[name=howItWent]'), 'Calm, after a hard start.\nTense.')
    }))

  // Colours do not follow the width, nor widths the colours: two windows see both.
  for (const [colorScheme, width] of [
    ['light', 1440],
    ['dark', 360],
  ] as const) {
    it(`has nothing for axe to find, and nothing wider than the screen: ${colorScheme}, ${width}`, () =>
      at(
        'lee',
        async (page) => {
          const look = async (what: string) => {
            const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
            assert.ok(over <= 0, `${what} is ${over} px too wide`)
            await page.evaluate(axe)
            const found: { id: string; nodes: { html: string }[] }[] = await page.evaluate(
              'axe.run().then((result) => result.violations)',
            )
            assert.deepEqual(
              found.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`),
              [],
              what,
            )
          }
          const visit = async (path: string) => {
            await page.goto(base + path)
            await look(path)
          }
          await visit(urls.groups({ show: 'all' }))
          await visit(urls.groups({ day: addDays(today, 100) }))
          await visit(urls.roster({ session }, { find: 'Hope' }))
          await leads(page, page.click('text=All here'))
          await look('all here')
          await row(page, 'Kofi Lartey').locator('label', { hasText: 'Excused' }).click()
          await row(page, 'Kofi Lartey').locator('select').selectOption('court')
          await row(page, 'Court or probation · Lee').waitFor()
          await look('an exception')
          await visit(urls.note({ session }))
          await page.fill('textarea[name=howItWent]', 'Kofi made Max laugh.')
          await leads(page, page.click('#sign-note'))
          await look('refused')
          await page.fill('textarea[name=intervention]', 'Opened with a round of what helped.')
          await page.fill('textarea[name=howItWent]', 'The room was calm.')
          const parts = page.locator('.note-part textarea')
          for (let n = 0; n < 11; n += 1) await parts.nth(n).fill(said[Math.min(n, 9)] ?? '')
          await leads(page, page.click('#sign-note'))
          await look('copies')
          await leads(page, page.click('#sign-note'))
          await look('signed')
          await visit(urls.roster({ session }))
          await visit(urls.notes())
        },
        { colorScheme, viewport: { width, height: 900 } },
        /status of 422/,
      ))
  }
})

/** Twelve in the room, one with the longest of names and one whose name runs from right to left. */
async function seatTwoMore(house: TestHouse): Promise<void> {
  const names = [
    ['Maximiliana Constantina', 'Featherstonehaugh-Wolfeschlegelstein', 'Max Constantina Wilhelmina'],
    ['محمد عبد الرحمن', 'الخوارزمي', ''],
  ]
  for (const [n, [given, family, preferred]] of names.entries()) {
    const [client, episode] = [castId(`guest ${n}`), castId(`guest ${n} episode`)]
    const put = (sql: string, values: unknown[]) => house.db.owner.query(sql, [riverbend.id, ...values])
    await put('insert into client (clinic_id, id, number, added_at) values ($1, $2, $3, now())', [client, `77${n}`])
    await put(
      `insert into client_identity (clinic_id, id, client_id, given_name, family_name, preferred_name, birth_date, sex, pronouns, search_name, recorded_at)
       values ($1, gen_random_uuid(), $2, $3, $4, $5, '1990-01-01', 'other', 'she/her or they/them', lower($3), now())`,
      [client, given, family, preferred],
    )
    await put(
      `insert into episode (clinic_id, id, client_id, program_id, level_of_care, during, residence, admitted_by, admitted_at)
       values ($1, $2, $3, $4, '2.1', daterange($5::date, null), 'home', $6, now())`,
      [episode, client, castId('day'), addDays(today, -5), castId('dana')],
    )
    for (const [position, words] of [
      'Ask for help before the weekend, and write down what each of them answers',
      'Rest',
    ].entries()) {
      await put(
        `insert into plan_goal (clinic_id, id, episode_id, position, words, opened_by, opened_at)
         values ($1, gen_random_uuid(), $2, $3, $4, $5, now())`,
        [episode, position + 1, words, castId('dana')],
      )
    }
    await put(
      `insert into seat (clinic_id, id, series_id, number, client_id, episode_id, during, week_minutes, taken_by, taken_at)
       values ($1, gen_random_uuid(), $2, $3, $4, $5, daterange($6::date, null), int4range($7, $8), $9, now())`,
      [
        seriesId('process-a', weekdayHere()),
        11 + n,
        client,
        episode,
        addDays(today, -5),
        100 * n,
        100 * n + 50,
        castId('dana'),
      ],
    )
  }
}
