// One client's way through the house, from a referral that somebody else wrote to a signed group note, with the keyboard
// alone. Nothing is clicked; only the computer's own dialog for choosing a file is left to the computer.
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import type { Browser } from 'playwright-core'
import { instantAt } from '../../src/basics/dates.ts'
import { urls } from '../../src/urls.ts'
import { launch, noBrowser, openWindow, type Served, serveHouse, type Window } from '../browser.ts'
import { demoPassword, riverbend } from '../cast.ts'
import { referralOf } from '../referral-example.ts'
import { todayHere } from '../world.ts'
import { type Hands, handsOn } from './hands.ts'

const fromElsewhere = new URL('../../../shared/data/referrals/Bill_Reinger.json', import.meta.url)
const today = todayHere()

describe('The first house, by keyboard', { skip: noBrowser }, () => {
  let served: Served
  let browser: Browser
  let window: Window
  let hands: Hands
  /** Addresses met on the way, to come back to. */
  const at: Record<string, string> = {}
  const setTime = (time: string) => served.setTime(instantAt(today, time, riverbend.timeZone))
  const pathNow = () => new URL(hands.page.url()).pathname

  before(async () => {
    ;[served, browser] = await Promise.all([serveHouse(), launch()])
    // A refused form answers 422, which the browser reports; anything else it reports is a fault.
    window = await openWindow(browser, {}, /status of 422/)
    hands = await handsOn(window.page)
  })
  after(async () => {
    await browser?.close()
    await served?.close()
  })

  /** Whoever sat here leaves, and another person of the cast sits down. */
  async function sitsDown(key: 'noor' | 'lee' | 'dana'): Promise<void> {
    if (hands.page.url().startsWith(served.at)) await hands.signOut()
    else await hands.page.goto(served.at + urls.signIn())
    await hands.signIn(`${key}@riverbend.example`, demoPassword)
    assert.equal(pathNow(), urls.today())
  }
  const noComplaint = () => assert.deepEqual(window.complaints(), [])

  /** Chooses the file in the field that has the focus, and has it read. */
  async function upload(name: string, content: Buffer): Promise<void> {
    await hands.go('Admissions')
    await hands.toMain()
    await hands.go(/referral/i)
    await hands.toMain()
    await hands.reach(/FHIR R4 bundle/)
    await hands.page.locator('input:focus').setInputFiles({ name, mimeType: 'application/json', buffer: content })
    await hands.go('Read this file')
  }

  it('takes a referral in: a coordinator reads what was sent, and accepts it', async () => {
    setTime('07:00')
    await sitsDown('noor')
    await upload('nadia.json', Buffer.from(JSON.stringify(referralOf())))
    assert.match(await hands.heading(), /Nadia Brandt/)
    for (const words of [/Naltrexone 50 MG/, /Allergy to penicillin/, /Hudson Valley Health Plan/, /Alcoholism/])
      await hands.sees(words)
    // What was not understood is said, not dropped.
    await hands.sees('What was not taken')
    await hands.sees(/Immunization/i)
    await hands.toMain()
    await hands.go('Accept as a new person')
    await hands.sees(/Accepted. The new chart has number/)
    at.nadia = pathNow()
    noComplaint()
  })

  it('reads a record that nobody here wrote', { skip: !existsSync(fromElsewhere) }, async () => {
    await upload('Bill_Reinger.json', readFileSync(fromElsewhere))
    assert.match(await hands.heading(), /Bill/)
    noComplaint()
  })
})
