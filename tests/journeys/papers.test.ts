import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Browser } from 'playwright-core'
import { urls } from '../../src/urls.ts'
import {
  axeFinds,
  launch,
  noBrowser,
  openWindow,
  serveHouse,
  signIn,
  tooWide,
  type Served,
  type Window,
} from '../browser.ts'
import { castId } from '../cast.ts'

// A pack is signed on a phone: the link opens with date of birth and code, every page is fit for a screen reader and a thumb.

describe('Papers on a phone', { skip: noBrowser }, () => {
  let browser: Browser
  let served: Served
  let desk: Window
  before(async () => {
    ;[served, browser] = await Promise.all([serveHouse(), launch()])
    desk = await openWindow(browser)
    await signIn(desk.page, served.at, 'noor')
  })
  after(async () => {
    await browser?.close()
    await served?.close()
  })

  for (const [language, colorScheme, hasScript] of [
    ['English', 'light', true],
    ['Español', 'dark', true],
    ['Español', 'light', false],
  ] as const)
    it(`are read and signed in ${language}, ${colorScheme}, ${hasScript ? 'drawn by hand' : 'without any script'}`, async () => {
      const { page } = desk
      await page.goto(served.at + urls.newSigning({ client: castId('maya') }))
      for (const box of await page.locator('input[name="papers[]"]:enabled').all()) await box.check()
      await page.getByLabel(language).check()
      await page.getByRole('button', { name: 'Lay them out' }).click()
      await page.getByRole('button', { name: 'Make a link and a code' }).click()
      const address = await page.locator('#address').inputValue()
      const code = (await page.locator('.spoken-code').innerText()).replaceAll(/\s/g, '')
      assert.deepEqual(await axeFinds(page), [])

      const phone = await openWindow(browser, {
        viewport: { width: 360, height: 780 },
        hasTouch: true,
        colorScheme,
        javaScriptEnabled: hasScript,
      })
      const signer = phone.page
      const look = async (name: string) => {
        // Without script axe cannot run: the same pages were looked at with it.
        if (!hasScript) return
        assert.deepEqual(await axeFinds(signer), [], name)
        assert.deepEqual(await tooWide(signer), [], name)
        const small: unknown[] = await signer.evaluate(
          `[...document.querySelectorAll('main a.button, main button, main .check, main .input, main .back-link')]
            .map((one) => ({ words: one.textContent.trim().slice(0, 30), high: one.getBoundingClientRect().height }))
            .filter(({ high }) => high > 0 && high < 43.5)`,
        )
        assert.deepEqual(small, [], name)
      }
      await signer.goto(address)
      await look('who')
      assert.doesNotMatch((await signer.locator('body').innerText()) + (await signer.title()), /Maya|Alvarez/)
      for (const [name, value] of Object.entries({ month: '4', day: '17', year: '1991', code }))
        await signer.locator(`[name=${name}]`).fill(value)
      await signer.locator('main button.main').click()
      await signer.locator('.paper-list').waitFor()
      await look('overview')
      await signer.locator('main a.main').click()
      const path = () => new URL(signer.url()).pathname
      for (let n = 0; n < 7 && path().split('/').length > 3; n += 1) {
        const here = path()
        await signer.locator('h1').waitFor()
        await look(here)
        if (here.endsWith('/tpo')) {
          await signer.locator('main .actions a.button').click()
          await look('refusal')
          await signer.locator('textarea').fill('Quiero pensarlo / I want to think')
        } else if (hasScript && here.endsWith('/treatment')) {
          await signer.locator('label:has(input[value=draw])').click()
          await signer.locator('.pad').scrollIntoViewIfNeeded()
          const box = await signer.locator('.pad').boundingBox()
          assert.ok(box)
          await signer.mouse.move(box.x + 20, box.y + 20)
          await signer.mouse.down()
          await signer.mouse.move(box.x + 120, box.y + 40, { steps: 5 })
          await signer.mouse.up()
          await signer.locator('[name=intends]').check()
        } else {
          if (hasScript) await signer.locator('label:has(input[value=type])').click()
          await signer.locator('[name=signature]').fill('Maya Alvarez')
          await signer.locator('[name=intends]').check()
        }
        await Promise.all([
          signer.waitForURL((url) => !url.pathname.startsWith(here)),
          signer.locator('main form button.main').click(),
        ])
      }
      await look('thanks')
      const [download] = await Promise.all([
        signer.waitForEvent('download'),
        signer.locator('.copies a').first().click(),
      ])
      assert.match(download.suggestedFilename(), /\.pdf$/)
      assert.deepEqual(phone.complaints(), [])
      await phone.close()
      const { rows } = await served.house.db.owner.query(
        'select count(*)::int as n, count(*) filter (where method = $1)::int as drawn from signed_document where signed_at > (select max(made_at) from signing_link)',
        ['drawn'],
      )
      assert.deepEqual(rows[0], { n: 4, drawn: hasScript ? 1 : 0 })
    })
})
