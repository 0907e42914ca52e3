// The kit in a real browser: nothing for axe to find, nothing wider than the screen, and the custom elements at work.
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { after, before, test } from 'node:test'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { galleryPages, openGallery } from './gallery-server.ts'

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
const skip = existsSync(executablePath) ? false : `no Chromium at ${executablePath}: install it or set CHROMIUM`
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const flags = [
  'no-sandbox',
  'disable-gpu',
  'disable-quic',
  'no-first-run',
  'disable-background-networking',
  'disable-component-update',
  'disable-sync',
]

let browser: Browser
let gallery: Awaited<ReturnType<typeof openGallery>>

before(async () => {
  if (skip) return
  gallery = await openGallery()
  browser = await chromium.launch({ executablePath, args: flags.map((flag) => `--${flag}`) })
})
after(async () => {
  if (skip) return
  await browser.close()
  await gallery.close()
})

/** A fresh window; what the browser complains of (a broken Content-Security-Policy above all) fails the test. */
async function inWindow(
  options: BrowserContextOptions,
  work: (page: Page) => Promise<void>,
  expected: RegExp = /(?!)/,
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
      if (['error', 'warning'].includes(message.type()) && !expected.test(message.text()))
        complaints.push(message.text())
    })
    await work(page)
    assert.deepEqual(complaints, [])
  } finally {
    await context.close()
  }
}

type Violation = { id: string; nodes: { target: string[]; failureSummary: string }[] }
async function axeFinds(page: Page): Promise<string[]> {
  if (!(await page.evaluate('"axe" in globalThis'))) await page.evaluate(axe)
  const found: Violation[] = await page.evaluate(
    'axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }).then((result) => result.violations)',
  )
  return found.flatMap(({ id, nodes }) =>
    nodes.slice(0, 3).map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary}`),
  )
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1440, 360]) {
    test(`axe finds nothing, ${colorScheme}, ${width} wide`, { skip }, () =>
      inWindow({ colorScheme, viewport: { width, height: 900 } }, async (page) => {
        for (const path of galleryPages) {
          await page.goto(gallery.at + (path === '/rows' ? '/rows?rows=20' : path))
          assert.deepEqual(await axeFinds(page), [], path)
        }
      }),
    )
  }
}

test('axe finds nothing in open menus and dialogs', { skip }, () =>
  inWindow({}, async (page) => {
    await page.goto(`${gallery.at}/chart`)
    await page.getByRole('button', { name: 'Discharge', exact: true }).click()
    assert.deepEqual(await axeFinds(page), [])
    await page.goto(gallery.at)
    await page.getByRole('button', { name: /Your account/ }).click()
    assert.ok(await page.getByRole('button', { name: 'Sign out', exact: true }).isVisible())
    assert.deepEqual(await axeFinds(page), [])
  }),
)

test('nothing is wider than the screen, from 320 to 1440 and with 500 rows', { skip }, () =>
  inWindow({}, async (page) => {
    for (const width of [320, 360, 720, 1024, 1280, 1440]) {
      await page.setViewportSize({ width, height: 900 })
      for (const path of galleryPages) {
        await page.goto(gallery.at + path)
        assert.equal(await page.evaluate('document.documentElement.scrollWidth - innerWidth'), 0, `${path} at ${width}`)
      }
    }
  }),
)

test('targets are large enough: 24 pixels for staff, 44 on public pages', { skip }, () =>
  inWindow({ viewport: { width: 360, height: 800 } }, async (page) => {
    for (const [path, least] of [
      ['/', 24],
      ['/roster', 24],
      ['/form', 24],
      ['/plain', 44],
      ['/portal', 44],
    ] as const) {
      await page.goto(gallery.at + path)
      const small =
        await page.evaluate(`[...document.querySelectorAll('button, .button, .input, .segmented label, .bar nav a')]
        .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < ${least})
        .map((one) => one.outerHTML.slice(0, 90))`)
      assert.deepEqual(small, [], path)
    }
  }),
)

test('without script every form can be sent and every dialog opened', { skip }, () =>
  inWindow({ javaScriptEnabled: false, viewport: { width: 360, height: 800 } }, async (page) => {
    await page.goto(`${gallery.at}/roster`)
    const row = page.locator('#m1')
    await row.getByText('Absent').click()
    await row.getByRole('button', { name: 'Save the mark of Maya Alvarez' }).click()
    assert.equal(gallery.marks()[0]?.mark, 'absent')
    assert.ok(await row.getByRole('radio', { name: 'Absent' }).isChecked())
    gallery.reset()

    await page.getByRole('button', { name: 'Menu' }).click()
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Clients' }).click()
    await page.waitForURL('**/chart')
    await page.getByRole('link', { name: 'Discharge', exact: true }).first().click()
    assert.ok(await page.getByLabel('Last day').isVisible())
    await page.getByRole('link', { name: 'Cancel' }).click()
    assert.ok(!(await page.getByLabel('Last day').isVisible()))

    await page.goto(`${gallery.at}/form?new`)
    assert.ok(await page.getByLabel(/Type your full name/).isVisible())
    assert.ok(!(await page.getByText('Draw', { exact: true }).isVisible()))
  }),
)

test('the roster by keyboard: move, mark, refuse, mark all, undo', { skip }, () =>
  inWindow(
    {},
    async (page) => {
      gallery.reset()
      await page.goto(`${gallery.at}/roster`)
      const saved = (id: string) => page.locator(`#${id} .marked`).filter({ hasText: 'Saved' }).waitFor()
      const heading = page.getByRole('heading', { level: 1 })
      assert.ok(!(await page.getByRole('button', { name: 'Save the mark of Maya Alvarez' }).isVisible()))

      await page.keyboard.press('j')
      await page.keyboard.press('l')
      await saved('m1')
      assert.equal(gallery.marks()[0]?.mark, 'late')
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('3')
      await saved('m2')
      assert.equal(gallery.marks()[1]?.mark, 'absent')
      assert.equal(await heading.textContent(), 'Process group A: 2 of 6 here')
      assert.equal(await page.locator('#m2 .about').textContent(), 'Marked absent')

      // The focus stayed on the row that was replaced: the next key goes on from there.
      for (const key of ['k', 'k', 'j', 'j', 'j', 'j']) await page.keyboard.press(key)
      await page.keyboard.press('h')
      const refusal = page.locator('#m5 .marked')
      await refusal.filter({ hasText: 'This person was discharged: nothing to mark.' }).waitFor()
      assert.ok(await page.locator('#m5').getByRole('radio', { name: 'Excused' }).isChecked())

      await page.keyboard.press('Shift+A')
      await page.locator('#m6').getByRole('radio', { name: 'Here' }).and(page.locator(':checked')).waitFor()
      await page.keyboard.press('u')
      await heading.filter({ hasText: '3 of 6' }).waitFor()
      assert.equal(gallery.marks()[0]?.mark, 'here')
    },
    /409/,
  ),
)

test('an arrow passes over marks without saving them, and a lost connection puts the mark back', { skip }, () =>
  inWindow(
    {},
    async (page) => {
      gallery.reset()
      const sent: string[] = []
      page.on('request', (request) => request.method() === 'POST' && sent.push(request.postData() ?? ''))
      await page.goto(`${gallery.at}/roster`)
      await page.locator('#m1').getByRole('radio', { name: 'Here' }).focus()
      for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key)
      await page.locator('#m1 .marked').filter({ hasText: 'Saved' }).waitFor()
      assert.deepEqual(sent, ['client=m1&mark=excused'])

      await page.context().setOffline(true)
      await page.keyboard.press('1')
      await page.locator('#m1 .marked').filter({ hasText: 'no connection' }).waitFor()
      assert.ok(await page.locator('#m1').getByRole('radio', { name: 'Excused' }).isChecked())
    },
    /ERR_INTERNET_DISCONNECTED/,
  ),
)

test('a form saves itself while it is typed, says so, and warns when the line is gone', { skip }, () =>
  inWindow(
    {},
    async (page) => {
      gallery.drafts.length = 0
      await page.goto(`${gallery.at}/form?new`)
      const state = page.locator('output.saved')
      await page.getByLabel('In their words').fill('I want my mornings back.')
      await state.filter({ hasText: /^Saved \d\d:\d\d$/ }).waitFor()
      assert.equal(gallery.drafts.at(-1)?.['about'], 'I want my mornings back.')
      assert.equal('card' in (gallery.drafts.at(-1) ?? {}), false)

      await page.context().setOffline(true)
      await page.getByLabel('Given name').fill('Maya')
      await state.filter({ hasText: 'No connection' }).waitFor()
      await page.context().setOffline(false)
      await state.filter({ hasText: /^Saved/ }).waitFor()
      assert.equal(gallery.drafts.at(-1)?.['given'], 'Maya')

      // Leaving before the pause is over still sends what was typed.
      const before = gallery.drafts.length
      await page.getByLabel('Given name').fill('Maya A')
      page.on('dialog', (dialog) => void dialog.accept())
      await page.goto(gallery.at)
      for (let tries = 0; gallery.drafts.length === before && tries < 40; tries += 1) await page.waitForTimeout(50)
      assert.equal(gallery.drafts.at(-1)?.['given'], 'Maya A')
      assert.deepEqual(await page.evaluate('[localStorage.length, sessionStorage.length]'), [0, 0])
    },
    /ERR_INTERNET_DISCONNECTED/,
  ),
)

test('a signature is drawn or typed, and an empty drawing is not sent', { skip }, () =>
  inWindow(
    {},
    async (page) => {
      await page.goto(`${gallery.at}/form?new`)
      const signature = page.locator('signature-pad')
      await signature.getByText('Draw', { exact: true }).click()
      const pad = signature.locator('.pad')
      await pad.scrollIntoViewIfNeeded()
      await page.evaluate("document.querySelector('form[data-guard]').noValidate = true")
      await page.getByRole('button', { name: 'Save referral' }).click()
      assert.ok(await signature.getByText('Draw your signature, or choose Type.').isVisible())

      const box = await pad.boundingBox()
      assert.ok(box)
      await page.mouse.move(box.x + 30, box.y + 60)
      await page.mouse.down()
      await page.mouse.move(box.x + 120, box.y + 20, { steps: 4 })
      await page.mouse.move(box.x + 200, box.y + 90, { steps: 4 })
      await page.mouse.up()
      const path = await signature.locator('input[type=hidden]').inputValue()
      assert.match(path, /^M\d+ \d+(L\d+ \d+){4,}$/)
      await signature.getByRole('button', { name: 'Clear' }).click()
      assert.equal(await signature.locator('input[type=hidden]').inputValue(), '')

      await signature.getByText('Type', { exact: true }).click()
      await signature.getByRole('textbox').fill('Maya Alvarez')
      await page.getByRole('button', { name: 'Save referral' }).click()
      await page.waitForURL('**/form')
      assert.ok((await page.locator('body').textContent())?.includes('"signature":"Maya Alvarez"'))
    },
    // The gallery answers with plain data, for which the browser seeks an icon.
    /404/,
  ),
)

test('slash goes to the search unless single keys are off or someone is typing', { skip }, () =>
  inWindow({}, async (page) => {
    await page.goto(gallery.at)
    const search = page.getByRole('searchbox', { name: 'Find a person' })
    await page.keyboard.press('/')
    assert.ok(await search.evaluate((one) => one === document.activeElement))
    await page.keyboard.type('a/b')
    assert.equal(await search.inputValue(), 'a/b')

    await page.getByRole('button', { name: /Your account/ }).click()
    await page.getByRole('button', { name: 'Turn single-key shortcuts off' }).click()
    await page.goto(gallery.at)
    await page.keyboard.press('/')
    assert.ok(await search.evaluate((one) => one !== document.activeElement))
  }),
)

test('a dialog holds the focus, closes with Escape, and gives the focus back', { skip }, () =>
  inWindow({}, async (page) => {
    await page.goto(`${gallery.at}/chart`)
    const opener = page.getByRole('button', { name: 'Discharge', exact: true })
    await opener.focus()
    await page.keyboard.press('Space')
    assert.ok(await page.getByLabel('Last day').isVisible())
    assert.ok(await page.evaluate("document.querySelector('dialog:modal').contains(document.activeElement)"))
    await page.keyboard.press('Escape')
    assert.ok(!(await page.getByLabel('Last day').isVisible()))
    assert.ok(await opener.evaluate((one) => one === document.activeElement))
  }),
)

test('errors take the focus and lead to their fields', { skip }, () =>
  inWindow({}, async (page) => {
    await page.goto(`${gallery.at}/form`)
    assert.ok(await page.evaluate("document.activeElement.matches('[role=alert]')"))
    await page.getByRole('link', { name: /birth day lies in the future/ }).click()
    assert.ok(await page.getByLabel('Born').evaluate((one) => one === document.activeElement))
    await page.getByRole('link', { name: 'Choose a track with a free seat.' }).click()
    assert.ok(await page.getByRole('group', { name: 'Track' }).evaluate((one) => one === document.activeElement))
  }),
)

test('what the reader presses twice is sent once', { skip }, () =>
  inWindow({}, async (page) => {
    let posts = 0
    await page.route('**/sign-in', async (route) => {
      posts += 1
      await new Promise((done) => setTimeout(done, 400))
      await route.fulfill({ status: 200, contentType: 'text/html', body: '<title>In</title>' })
    })
    await page.goto(`${gallery.at}/plain`)
    await page.getByLabel('Work email').fill('dana@riverbend.example')
    await page.getByLabel('Password').fill('a long password')
    await page.getByRole('button', { name: 'Sign in' }).dblclick()
    await page.waitForTimeout(600)
    assert.equal(posts, 1)
  }),
)
