// One client's way through the house, from a referral that somebody else wrote to a signed group note, with the keyboard
// alone. Nothing is clicked; only the computer's own dialog for choosing a file is left to the computer.
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import type { Browser } from 'playwright-core'
import { instantAt } from '../../src/basics/dates.ts'
import { weekdayName } from '../../src/clinic/groups/times.ts'
import { urls } from '../../src/urls.ts'
import { launch, noBrowser, openWindow, type Served, serveHouse, type Window } from '../browser.ts'
import { demoPassword, riverbend } from '../cast.ts'
import { referralOf } from '../referral-example.ts'
import { todayHere, weekdayHere } from '../world.ts'
import { type Hands, handsOn } from './hands.ts'
import { herWords, others } from './group-words.ts'
import { picture } from './picture.ts'

const fromElsewhere = new URL('../../../shared/data/referrals/Bill_Reinger.json', import.meta.url)
const today = todayHere()
const usualAnswers = { 'Vital signs': 'Not possible here', 'Breath or blood test': 'Not done' }

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
    hands = handsOn(window.page)
  })
  after(async () => {
    await browser?.close()
    await served?.close()
  })

  /** Whoever sat here leaves, and another person of the cast sits down. */
  async function sitsDown(key: 'noor' | 'lee' | 'dana' | 'ada'): Promise<void> {
    if (hands.page.url().startsWith(served.at)) await hands.signOut()
    else await hands.page.goto(served.at + urls.signIn())
    await hands.signIn(`${key}@riverbend.example`, demoPassword)
    assert.equal(pathNow(), urls.today())
  }
  /** A step stands on those before it: where one did not succeed, the next would only tell of it again. */
  let lost = false
  const step = (name: string, deed: () => Promise<void>, skip = false) =>
    it(name, { skip }, async (t) => {
      if (lost) return t.skip('a step before this one did not succeed')
      lost = true
      await deed()
      assert.deepEqual(window.complaints(), [])
      lost = false
    })

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

  step('takes a referral in: a coordinator reads what was sent, and accepts it', async () => {
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
  })

  step(
    'reads a record that nobody here wrote',
    async () => {
      await upload('Bill_Reinger.json', readFileSync(fromElsewhere))
      assert.match(await hands.heading(), /Bill/)
    },
    !existsSync(fromElsewhere),
  )

  step('asks about danger first: a gate without a stop', async () => {
    setTime('07:05')
    await hands.find('Nadia')
    assert.equal(pathNow(), at.nadia)
    await hands.go('Placement')
    await hands.toMain()
    await hands.go('Start the safety gate')
    await hands.toMain()
    await hands.reach(/./, 'radio')
    await hands.answerAll('See what the gate finds', usualAnswers, 'No')
    await hands.enter()
    await hands.sees('Kept. The gate found no stop.')
  })

  step('stops for danger: the second person is handed to other care by name, and accepted there', async () => {
    const omar = referralOf({ given: 'Omar', family: 'Vance', born: '1979-02-11', gender: 'male' })
    await upload('omar.json', Buffer.from(JSON.stringify(omar)))
    await hands.toMain()
    await hands.go('Accept as a new person')
    at.omar = pathNow()
    await hands.go('Placement')
    await hands.toMain()
    await hands.go('Start the safety gate')
    await hands.toMain()
    await hands.reach(/./, 'radio')
    const found = { ...usualAnswers, 'Voices that order harm to self or others': 'Yes' }
    await hands.answerAll('See what the gate finds', found, 'No')
    await picture(hands.page, 'safety-gate')
    await hands.enter()
    await hands.sees(/Act now: 1 stop stands/)
    await hands.toMain()
    await hands.go('Hand off')
    await hands.toMain()
    await hands.type('To whom', 'Hudson General emergency department, Dr. Rao')
    await hands.type('Why', 'Hears voices that order harm. Walked over with a colleague.')
    await hands.go('Record the hand-off')
    await hands.sees('Handed off. Record what they answer.')
    await hands.toMain()
    await hands.answer('Answer', /^Accepted/)
    await hands.type('Who said so', 'Jo Reyes, charge nurse')
    await hands.type(/^How, and what they said/, 'At the desk there; a room is free.')
    await hands.go('Record the answer')
    await picture(hands.page, 'hand-off')
    await hands.sees('Recorded: accepted. Somebody checks on the way back.')
  })

  step('weighs six dimensions, recommends a level with its reasons, and lets a clinician decide', async () => {
    setTime('07:20')
    await hands.find('Nadia')
    await hands.go('Placement')
    await hands.toMain()
    await hands.go('Go on to the assessment')
    await hands.toMain()
    for (const [dimension, rating, words] of [
      ['intoxication and withdrawal', 0, 'Last drink ten days ago, no signs since.'],
      ['physical health', 0, 'Healthy; saw a doctor in November.'],
      ['feelings, thinking and mental health', 2, 'Low most evenings, follows a group well.'],
      ['readiness', 1, 'Wants this, doubts the evenings.'],
      ['relapse and continued problems', 2, 'Drank again after each of two attempts with weekly visits.'],
      ['home and surroundings', 2, 'A partner who drinks; a sister who helps.'],
    ] as const) {
      await hands.answer(`Rating of ${dimension}`, new RegExp(`^${rating} `))
      await hands.type(/^In a few words, why/, words)
    }
    await hands.answer('For which program', 'Substance use')
    await hands.answer('A diagnosis that fits the program is recorded', 'Yes')
    await hands.answer('Someone at home supports recovery', 'Yes')
    await hands.go('Get the recommendation')
    await hands.sees(/Kept. Level 2.1 is recommended/)
    await sitsDown('dana')
    await hands.find('Nadia')
    await hands.go('Placement')
    await hands.toMain()
    await hands.pick('Level of care', /^2\.1 /)
    await hands.go('Decide')
    await hands.sees('Decided: level 2.1.')
  })

  step('admits: two consents signed by typing, then the stay with its people', async () => {
    setTime('07:25')
    await sitsDown('noor')
    await hands.find('Nadia')
    await hands.go('Placement')
    await hands.toMain()
    for (const consent of ['Consent to treatment', 'Consent to share']) {
      await hands.go('Go on to admission')
      await hands.toMain()
      await hands.go(`Sign consent: ${consent}`)
      await hands.toMain()
      await hands.type(/^Type your full name/, 'Nadia Brandt')
      await hands.tick('I have read this, and I mean to sign it.')
      await hands.go('Sign')
      await hands.sees(/^Signed and kept/)
      await hands.go('Placement')
      await hands.toMain()
    }
    await hands.go('Go on to admission')
    await hands.sees('Everything is in place')
    await hands.toMain()
    await hands.answer('Program', /^Day program/)
    await hands.pick('Primary therapist', /^Lee Park/)
    await hands.pick('Care coordinator', /^Noor Haddad/)
    await hands.answer('Where they live during the program', 'Own home')
    await hands.go('Admit')
    await hands.sees(/Admitted. The plan for leaving is open with \d+ items/)
  })

  step('prescribes the week, and gives two seats that fit', async () => {
    setTime('07:40')
    await sitsDown('lee')
    await hands.find('Nadia')
    await hands.go('Plan')
    await hands.toMain()
    await hands.type(/goal/i, 'Drive my daughter to school sober')
    await hands.go(/Add.*goal/)
    await hands.sees('The goal is in the plan. Notes can be tied to it from now on.')
    await hands.toMain()
    await hands.go('Prescribe')
    await hands.toMain()
    await hands.type('Individual', '50')
    await hands.go('Prescribe')
    await hands.sees(/^The week is prescribed/)
    await hands.toMain()
    await hands.go('Back to the plan')
    await hands.toMain()
    await hands.go('Seats')
    for (const group of ['Process group A', 'Relapse prevention']) {
      await hands.toMain()
      await hands.go(new RegExp(`^Give seat in ${group}, ${weekdayName(weekdayHere())}`))
      await hands.sees(new RegExp(`A seat in ${group}`))
    }
  })

  step('opens the day: the roster in one press, its exceptions, each taken back as it was made', async () => {
    setTime('09:10')
    await hands.go('Groups')
    await hands.toMain()
    await hands.go('Open roster: Process group A')
    at.roster = pathNow()
    const expected = await hands.page.getByRole('list', { name: 'Roster' }).getByRole('listitem').count()
    await hands.toMain()
    await hands.go('All here')
    assert.equal(await hands.heading(), `Process group A: ${expected} of ${expected} here`)
    await hands.toMain()

    await hands.answer('Kofi Lartey', 'Late')
    await hands.page.getByRole('listitem').filter({ hasText: 'Kofi Lartey' }).getByText('Saved').waitFor()
    // One letter marks the person on whom the focus stands; an excuse asks for its reason before it goes out.
    await hands.onRow('Clara Whitfield')
    await hands.press('e')
    await hands.pick('Reason', 'Childcare')
    await hands.press('Enter')
    await hands.sees(/^Childcare · Lee Park/)
    await hands.onRow('Peter Novak')
    await hands.press('a')
    await hands.says(new RegExp(`^Process group A: ${expected - 2} of ${expected} here`))

    await hands.undo()
    await hands.says(new RegExp(`^Process group A: ${expected - 1} of ${expected} here`))
    await hands.undo()
    await hands.says(new RegExp(`^Process group A: ${expected} of ${expected} here`))
    await hands.toMain()
    await hands.onRow('Clara Whitfield')
    await hands.press('e')
    await hands.pick('Reason', 'Childcare')
    await hands.press('Enter')
    await hands.sees(/^Childcare · Lee Park/)
  })

  step('lets in somebody who has no seat', async () => {
    await hands.type('Name or number of a client in care', 'Maya')
    await hands.go('Find')
    await hands.toMain()
    await hands.type('Minutes late, Maya Alvarez', '5')
    await hands.go('Add Maya Alvarez as a walk-in')
    await hands.sees('walk-in')
  })

  step('writes the note once for the room: a name is refused, then it is signed', async () => {
    setTime('10:25')
    await hands.toMain()
    await hands.go('Write the note')
    at.note = pathNow()
    await hands.type('What we did', 'Opened with a round; Kofi spoke first about a hard week.')
    await hands.type('How it went', 'The room was calm and listened well.')
    const written: string[] = []
    for (;;) {
      await hands.press('Alt+ArrowDown')
      const { name } = await hands.heard()
      if (written.includes(name)) break
      written.push(name)
      await hands.page.keyboard.insertText(name === 'About Nadia Brandt' ? herWords : (others[written.length] ?? ''))
    }
    assert.ok(written.length >= 11 && written.includes('About Maya Alvarez') && written.includes('About Nadia Brandt'))
    assert.ok(!written.includes('About Clara Whitfield'), 'whoever was not there has no part')
    await hands.press('Control+Enter')
    assert.equal((await hands.heard()).name, 'Sign note')
    await hands.enter()
    await hands.sees(/Every chart shows the shared part. Put it without/)
    assert.match(await hands.page.locator('.note-marked mark').first().innerText(), /^Kofi\b/)
    await picture(hands.page, 'note-name-refused')

    await hands.type('What we did', 'Opened with a round; somebody spoke about a hard week.')
    await hands.press('Control+Enter')
    await hands.enter()
    assert.match(await hands.heading(), /signed/)
  })

  step('puts each person’s own note in their chart, and nobody else’s', async () => {
    await hands.find('Nadia')
    await hands.go('Notes')
    // The first of that name is the bar's; the chart's tab stands further on.
    assert.equal(pathNow(), urls.notes())
    await hands.page.goBack()
    await hands.toMain()
    await hands.go('Notes')
    const text = await hands.page.locator('main').innerText()
    assert.ok(text.includes(herWords) && text.includes('Drive my daughter to school sober'))
    for (const words of others) assert.ok(!text.includes(words), words)
    for (const name of ['Kofi', 'Maya', 'Clara', 'Tomasz']) assert.ok(!text.includes(name), name)
  })

  step('sees the week before it happens: prescribed, scheduled, attended, and who is to act', async () => {
    await sitsDown('dana')
    await hands.go('Week')
    const row = hands.page.getByRole('listitem').filter({ hasText: 'Nadia Brandt' })
    // What was attended, what is still to come, what was prescribed.
    assert.match(await row.innerText(), /1 h 20 on 1 day attended, 1 h 20 to come.*Prescribed: 9 h 50/)
  })

  step('tells the director what needs them now', async () => {
    await hands.go('Today')
    for (const words of [
      'Day program',
      'Missed, and not reached yet',
      'Hand-offs that are open',
      'Groups with seats free',
    ])
      await hands.sees(words)
    await hands.sees('Omar Vance')
  })

  step('shows one person’s whole story, tab by tab', async () => {
    await hands.find('Nadia')
    const tabs = ['Placement', 'Consents', 'Plan', 'Week', 'Sessions', 'Notes', 'Measures', 'Outreach', 'Leaving']
    for (const tab of [...tabs, 'Who looked', 'Face sheet']) {
      await hands.toMain()
      await hands.go(tab)
      assert.equal(await hands.page.locator('nav.tabs [aria-current=page]').innerText(), tab)
    }
    await hands.toMain()
    await hands.go('Who looked')
    await hands.sees('Looked at roster')
    await hands.toMain()
    await hands.go('Measures')
    await hands.toMain()
    await hands.go(/record/i)
  })

  step('lets another system read what a consent allows, and nothing else', async () => {
    await sitsDown('ada')
    await hands.go('Settings')
    await hands.toMain()
    await hands.go('Other systems')
    await hands.toMain()
    await hands.type('Name', 'County Health, hospital record')
    await hands.pick('What kind of recipient', 'A treating provider')
    await hands.pick('What for', 'Treatment')
    await hands.go('Name this system')
    await hands.toMain()
    await hands.go('Issue a token')
    const token = (await hands.page.locator('code.token').innerText()).trim()

    const ask = (path: string, bearer?: string) =>
      fetch(served.at + path, { headers: bearer === undefined ? {} : { authorization: `Bearer ${bearer}` } })
    const idOf = (path = '') => path.split('/').at(-1) ?? ''
    const nadia = urls.fhirRead({ type: 'Patient', id: idOf(at.nadia) })
    assert.equal((await ask(urls.fhirMetadata())).status, 200)
    assert.equal((await ask(nadia)).status, 401)
    assert.equal((await ask(nadia, `${token}x`)).status, 401)
    const answer = await ask(nadia, token)
    assert.equal(answer.status, 200)
    const text = await answer.text()
    for (const words of ['"Brandt"', '"code":"R"', '42CFRPart2']) assert.ok(text.includes(words), words)
    // Omar signed nothing: for another system he is not here.
    assert.equal((await ask(urls.fhirRead({ type: 'Patient', id: idOf(at.omar) }), token)).status, 404)
    for (const type of ['EpisodeOfCare', 'Encounter']) {
      const found = await ask(urls.fhirSearch({ type }, { patient: idOf(at.nadia) }), token)
      assert.equal(found.status, 200)
      assert.ok((await found.text()).includes(`"${type}"`), type)
    }
  })
})
