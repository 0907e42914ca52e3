import { existsSync } from 'node:fs'
import process from 'node:process'
import type { Page } from 'playwright-core'

const folder = new URL('../../docs/screens/', import.meta.url).pathname

/** Keeps the screen as it stands in docs/screens. A picture that is there is taken again only when SCREENS=1 asks for it. */
export async function picture(page: Page, name: string): Promise<void> {
  const path = `${folder}${name}.png`
  if (existsSync(path) && process.env.SCREENS !== '1') return
  await page.evaluate('document.fonts.ready')
  await page.screenshot({ path, animations: 'disabled', caret: 'hide' })
}
