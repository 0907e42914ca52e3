import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import process from 'node:process'

// The shell is the same browser without windows, menus and compositing for a screen nobody looks at: half the work.
const places = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** A Chromium that is there; else Debian's, installed now. */
export async function ensureChromium(): Promise<string> {
  const there = [process.env.CHROMIUM, ...places].find(
    (place) => place !== undefined && place !== '' && existsSync(place),
  )
  if (there !== undefined) return there
  if (existsSync('/usr/bin/apt-get') && process.getuid?.() === 0) {
    console.log('\n── Chromium (installed once)')
    const quiet = {
      stdio: ['ignore', 'ignore', 'inherit'] as ('ignore' | 'inherit')[],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }
    spawnSync('apt-get', ['update', '-qq'], quiet)
    for (const name of ['chromium-headless-shell', 'chromium']) {
      spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name], quiet)
      const installed = places.find((place) => existsSync(place))
      if (installed !== undefined) return installed
    }
  }
  throw new Error(
    'The browser tests need Chromium. Install it (Debian: apt-get install chromium), or name one in CHROMIUM.',
  )
}
