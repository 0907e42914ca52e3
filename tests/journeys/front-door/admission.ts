// From a weighed level of care to the first day: what it rests on, what it costs, what was signed, the stay.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { words as signWords } from '../../../src/clinic/packs/portal/words.ts'
import { urls } from '../../../src/urls.ts'
import { castId } from '../../cast.ts'
import { readPdf } from '../../pdf.ts'
import { morning, type FrontDoor } from './door.ts'
import { taps, title } from './thumb.ts'

export async function isAssessed(door: FrontDoor): Promise<void> {
  const { hands } = door
  door.setTime(morning, '10:30')
  await hands.find('Ana Reyes')
  await hands.go('Placement')
  await hands.toMain()
  await hands.go('Go on to the assessment')
  await hands.toMain()
  for (const [dimension, rating, words] of [
    ['intoxication and withdrawal', 0, 'Drinks some days, no signs when it wears off.'],
    ['physical health', 0, 'Healthy.'],
    ['feelings, thinking and mental health', 2, 'Low and worried; work suffers.'],
    ['readiness', 1, 'Wants to start, evenings only.'],
    ['relapse and continued problems', 2, 'Weekly visits did not hold.'],
    ['home and surroundings', 1, 'Her mother helps.'],
  ] as const) {
    await hands.answer(`Rating of ${dimension}`, new RegExp(`^${rating} `))
    await hands.type(/^In a few words, why/, words)
  }
  await hands.answer('For which program', 'Substance use')
  await hands.answer('A diagnosis that fits the program is recorded', 'Yes')
  await hands.answer('Someone at home supports recovery', 'Yes')
  await hands.go('Get the recommendation')
  await hands.sees(/Kept. Level 2.1 is recommended/)
  await door.sitsDown('dana')
  await hands.find('Ana Reyes')
  await hands.go('Placement')
  await hands.toMain()
  await hands.pick('Level of care', /^2\.1 /)
  await hands.go('Decide')
  await hands.sees('Decided: level 2.1.')
}

/** What the biller keeps long before anybody comes: fees with their source, and who the clinic is. */
export async function hasItsFees(door: FrontDoor): Promise<void> {
  const ben = await door.served.house.as('ben')
  const dated = { from: '2026-01-01', to: '', source: 'Board, December 2025', mark: 'V' }
  for (const [service, amount, code] of [
    ['iop-day-sud', '385', 'H0015'],
    ['individual', '180', '90837'],
    ['assessment', '250', '90791'],
  ] as const) {
    const kept = await ben.post(urls.feeRows(), { service, payerId: '', amount, code, isPublic: 'yes', ...dated })
    assert.equal(kept.status, 303, service)
  }
  const identity = { legalName: 'Riverbend Recovery Inc.', npi: '1234567893', taxNumber: '12-3456789' }
  const kept = await ben.post(urls.billingIdentity(), { ...identity, address: '12 Main Street, Beacon', phone: '' })
  assert.equal(kept.status, 303)
}

export async function hearsWhatItCosts(door: FrontDoor): Promise<void> {
  const { hands } = door
  door.setTime(morning, '11:00')
  await door.sitsDown('noor')
  await hands.find('Ana Reyes')
  await hands.go('Coverage')
  await hands.sees('No plan is recorded')
  await hands.toMain()
  await hands.go('Make an estimate')
  await hands.toMain()
  await hands.type(/^What it is for/, 'Alcohol and low mood: groups three evenings a week')
  await hands.type('Days a week', '3')
  await hands.type('Weeks', '8')
  await hands.type('Individual sessions', '8')
  await hands.type('Assessments', '1')
  await hands.type(/^Diagnosis codes/, 'F10.20')
  await hands.type(/^What they must schedule separately/, 'Nothing is expected.')
  await hands.go('Make the estimate')
  await hands.toMain()
  await hands.reach(/^Version 1: \$/, 'link')
  const [download] = await Promise.all([hands.page.waitForEvent('download'), hands.press('Enter')])
  const paper = await readPdf(await readFile(await download.path()))
  // 24 days at $385, 8 sessions at $180 and one assessment at $250.
  for (const words of [/Ana Reyes/, /\$10,930/, /F10\.20/, /Riverbend Recovery Inc\./, /dispute/i])
    assert.match(paper.text, words)
  await hands.toMain()
  await hands.go('Note that they have it')
  await hands.sees('Given')
  assert.deepEqual(await door.kept('select total::int from estimate where client_id = $1', [door.at.ana]), [
    { total: 1_093_000 },
  ])
}

const es = signWords('es')

/** Laid out at the desk, in Spanish, for the evening program; the code is told by voice. */
async function isGivenHerPapers(door: FrontDoor): Promise<{ address: string; code: string }> {
  const { hands } = door
  door.setTime(morning, '11:20')
  await hands.find('Ana Reyes')
  await hands.go('Placement')
  await hands.toMain()
  await hands.go('Go on to admission')
  await hands.toMain()
  await hands.go('Have the papers of Evening program signed')
  await hands.toMain()
  await hands.go('Lay them out')
  await hands.toMain()
  await hands.go('Make a link and a code')
  const address = await hands.page.getByRole('textbox', { name: 'Address' }).inputValue()
  const code = (await hands.page.locator('.spoken-code').innerText()).replaceAll(/\s/g, '')
  return { address, code }
}

/** Read and signed on her own phone, behind her date of birth and the code. */
export async function signsOnHerPhone(door: FrontDoor): Promise<void> {
  const { address, code } = await isGivenHerPapers(door)
  const phone = await door.phone('ana, at the clinic')
  await phone.goto(address)
  assert.equal(await title(phone), es('who'))
  assert.doesNotMatch(await phone.locator('body').innerText(), /Ana|Reyes/)
  await phone.getByLabel(es('day'), { exact: true }).fill('5')
  await phone.getByLabel(es('month'), { exact: true }).fill('6')
  await phone.getByLabel(es('year'), { exact: true }).fill('1993')
  await phone.getByLabel(es('code'), { exact: true }).fill(code)
  await taps(phone, 'button', es('goOn'))
  await phone.getByText(es('hello', { name: 'Ana' })).waitFor()
  await taps(phone, 'link', es('begin'))
  const read: string[] = []
  while (new URL(phone.url()).pathname.split('/').length > 3) {
    read.push(await title(phone))
    await phone.getByText(es('type'), { exact: true }).tap()
    await phone.getByLabel(es('typeHint')).fill('Ana Reyes')
    await phone.getByRole('checkbox', { name: es('intends') }).check()
    await taps(phone, 'button', es('signNow'))
  }
  assert.equal(await title(phone), es('done'))
  assert.ok(read.length >= 4, read.join(', '))
  const signed = await door.kept<{ n: number; lang: string }>(
    'select count(*)::int as n, min(language) as lang from signed_document where client_id = $1',
    [door.at.ana],
  )
  assert.deepEqual(signed, [{ n: read.length, lang: 'es' }])
}

export async function isAdmitted(door: FrontDoor): Promise<void> {
  const { hands } = door
  door.setTime(morning, '11:45')
  await hands.find('Ana Reyes')
  await hands.go('Placement')
  await hands.toMain()
  await hands.go('Go on to admission')
  await hands.sees('Everything is in place')
  await hands.toMain()
  await hands.answer('Program', /^Evening program/)
  await hands.pick('Primary therapist', /^Inés Duarte/)
  await hands.pick('Care coordinator', /^Noor Haddad/)
  await hands.answer('Where they live during the program', 'Own home')
  await hands.go('Admit')
  await hands.sees(/Admitted. The plan for leaving is open with \d+ items/)
  assert.deepEqual(
    await door.kept(
      'select program_id, level_of_care, lower(during)::text as first_day from episode where client_id = $1',
      [door.at.ana],
    ),
    [{ program_id: castId('evening'), level_of_care: '2.1', first_day: morning }],
  )
  await hands.go('Admissions')
  const board = hands.page.getByRole('region', { name: 'Inquiries by stage' })
  assert.equal(await board.getByRole('link', { name: 'Ana', exact: true }).count(), 0, 'neither inquiry is open')
}
