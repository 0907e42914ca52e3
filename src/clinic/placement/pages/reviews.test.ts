import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId } from '../../../../tests/cast.ts'
import { openHouse, type TestHouse, type Visitor } from '../../../../tests/knock.ts'
import {
  assessAs,
  clear,
  count,
  decisionUrl,
  facts,
  hidden,
  notInCare,
  rated,
  screenAs,
  standing,
  toIop,
  today,
} from '../../../../tests/placement.ts'
import { addDays } from '../../../basics/dates.ts'
import { urls } from '../../../urls.ts'
import { editionOf } from '../dimensions.ts'

const maya = { client: castId('maya') }
const kofi = { client: castId('kofi') }
const yusuf = { client: castId('yusuf') }
const clara = { client: castId('clara') }

let house: TestHouse
let noor: Visitor
let lee: Visitor
before(async () => {
  house = await openHouse()
  for (const key of ['kofi', 'yusuf', 'clara']) await notInCare(house, castId(key))
  noor = await house.as('noor')
  lee = await house.as('lee')
})
after(() => house.close())

describe('A review of somebody in care', () => {
  const review = {
    kind: 'continued-stay',
    progress: 'progressing',
    progressWords: 'Comes, and slept two nights through.',
  }

  it('uses the same card, and says what has become of the care', async () => {
    await screenAs(lee, maya, clear)
    const page = (await lee.get(urls.assessment(maya))).text
    assert.match(page, /In care here at level 2\.1/)
    for (const kind of ['continued-stay', 'step-up', 'step-down', 'discharge'])
      assert.match(page, new RegExp(`name="kind" value="${kind}"`))
    for (const [change, sentence] of [
      [{ kind: 'admission' }, /Choose which review this is/],
      [{ progress: '' }, /Say what has become of the care/],
      [{ progress: 'fine' }, /Say what has become of the care/],
      [{ progressWords: '.' }, /Say in a few words what has changed/],
    ] as const) {
      const refused = await assessAs(lee, maya, { ...toIop, ...review, ...change })
      assert.equal(refused.status, 422, JSON.stringify(change))
      assert.match(refused.text, sentence)
    }
    assert.equal((await assessAs(lee, maya, { ...toIop, ...review })).status, 303)
    const { rows } = await house.db.owner.query(
      'select kind, episode_id is not null as stay from placement_assessment where client_id = $1',
      [maya.client],
    )
    assert.deepEqual(rows, [{ kind: 'continued-stay', stay: true }])
  })

  it('that keeps the level changes nothing, and admits nobody anew', async () => {
    const page = (await lee.get(urls.placement(maya))).text
    assert.match(page, /Continued stay: /)
    assert.equal(
      (await lee.post(decisionUrl(page), { level: '2.1', because: '', seen: hidden(page, 'seen') })).status,
      303,
    )
    assert.match((await lee.get(urls.placement(maya))).text, /Placed, and in care/)
    assert.equal((await standing(house, maya.client)).decision, null)
  })

  it('that asks for another level leads to the move, and says when it does not fit together', async () => {
    await screenAs(lee, maya, clear)
    const up = {
      ...rated({ d5: 3, d3: 2 }),
      ...facts,
      kind: 'step-down',
      progress: 'worse',
      progressWords: 'Drank on four days.',
    }
    assert.equal((await assessAs(lee, maya, up)).status, 303)
    const page = (await lee.get(urls.placement(maya))).text
    assert.match(page, /Asked as a step down, yet the ratings point to level 2\.5/)
    assert.match(page, /Worse, or a new danger/)
    assert.equal(
      (await lee.post(decisionUrl(page), { level: '2.5', because: '', seen: hidden(page, 'seen') })).status,
      303,
    )
    const after = (await lee.get(urls.placement(maya))).text
    assert.match(after, /No program here gives level 2\.5|Next: move to level 2\.5/)
  })

  it('is not made of somebody who is not in care', async () => {
    await screenAs(noor, kofi, clear)
    const refused = await assessAs(noor, kofi, { ...toIop, ...review })
    assert.equal(refused.status, 422)
    assert.match(refused.text, /not in care here/)
  })
})

describe('An assessment in parts', () => {
  const edition = 'stepwell-adult-2023-1'
  const dimensions = editionOf(edition)?.dimensions ?? []
  const parts = (of: Record<string, number>, wants = 0): Record<string, string> => ({
    ...Object.fromEntries(
      dimensions.flatMap(({ key, subs }): [string, string][] => [
        [`${key}-words`, `What was told about ${key}.`],
        ...(subs === undefined
          ? [[`${key}-rating`, String(wants)] as [string, string]]
          : subs.map((sub): [string, string] => [`${sub.key}-rating`, String(of[sub.key] ?? 0)])),
      ]),
    ),
    ...facts,
    edition,
  })

  it('is another card for the same person, and keeps each part', async () => {
    await screenAs(noor, yusuf, clear)
    assert.match((await noor.get(urls.assessment(yusuf))).text, /Another card:[\s\S]*in parts/)
    assert.match((await noor.get(urls.assessment(yusuf, { edition }))).text, /name="p4-use-rating"/)
    const { 'p4-use-rating': _, ...gap } = parts({})
    const refused = await assessAs(noor, yusuf, gap)
    assert.equal(refused.status, 422)
    assert.match(refused.text, /href="#p4-use-rating">Rate “Use itself”/)
    assert.match(refused.text, /What was told about p3\./)
    assert.match(refused.text, /name="edition" value="stepwell-adult-2023-1"/)
    assert.equal((await assessAs(noor, yusuf, parts({ 'p4-use': 2, 'p5-safety': 3 }))).status, 303)
    const page = (await noor.get(urls.placement(yusuf))).text
    assert.match(page, /Recommended: 3\.1/)
    assert.match(page, /Use itself, rated 2: .* At least level 2\.1\./)
    assert.match(page, /Shapes the plan/)
    assert.match(page, /Use itself 2 · What else is risked 0/)
    const { rows } = await house.db.owner.query(
      'select edition, ratings from placement_assessment where client_id = $1',
      [yusuf.client],
    )
    assert.equal(rows[0].edition, edition)
    assert.equal(rows[0].ratings.p5.rating, 3)
    assert.equal(rows[0].ratings.p5.subs['p5-safety'], 3)
    assert.match(
      (await noor.get(urls.assessment(yusuf))).text,
      /name="p4-use-rating"/,
      'the card of the last time comes first',
    )
  })

  it('lets only a clinician set a dimension beside its parts, and asks why', async () => {
    const apart = { ...parts({ 'p4-use': 2 }), 'p4-own': '1', 'p4-because': 'Has not used since the summer.' }
    assert.match((await assessAs(noor, yusuf, apart)).text, /Only a director, therapist or prescriber sets a dimension/)
    const silent = await assessAs(lee, yusuf, { ...apart, 'p4-because': 'no' })
    assert.equal(silent.status, 422)
    assert.match(silent.text, /href="#p4-because">Its parts make/)
    assert.equal((await assessAs(lee, yusuf, apart)).status, 303)
    assert.match(
      (await lee.get(urls.placement(yusuf))).text,
      /set at 1 beside its parts: Has not used since the summer/,
    )
  })

  it('is not for a mental health program, nor for someone of another age, nor under a made-up name', async () => {
    assert.match(
      (await assessAs(lee, yusuf, { ...parts({}), program: 'mental-health' })).text,
      /No such assessment is written/,
    )
    const young = await assessAs(lee, yusuf, { ...toIop, edition: 'stepwell-adolescent-2' })
    assert.equal(young.status, 422)
    const odd = await assessAs(lee, yusuf, { ...toIop, edition: 'toString' })
    assert.equal(odd.status, 422)
  })
})

describe('Somebody of 15', () => {
  it('is assessed in words of their own, with who signs said first', async () => {
    await house.db.owner.query('update client_identity set birth_date = $2 where client_id = $1', [
      clara.client,
      addDays(today(), -15 * 365 - 30),
    ])
    await screenAs(noor, clara, clear)
    const page = (await noor.get(urls.assessment(clara))).text
    assert.match(page, /Stepwell six dimensions, 12 to 17 years/)
    assert.match(page, /and a parent or guardian both sign/)
    assert.match(page, /An adult comes to family sessions/)
    assert.equal((await assessAs(noor, clara, { ...toIop, adultComes: 'no' })).status, 303)
    const kept = (await noor.get(urls.placement(clara))).text
    assert.match(kept, /at least 6 h a week/)
    assert.match(kept, /No adult comes to family sessions/)
  })
})

describe('A whole scale from the gate', () => {
  const scale = (who: { client: string }, key: string) => urls.gateScale({ ...who, scale: key })

  it('carries what was typed, scores as published, and lands in the gate', async () => {
    const typed = { ...clear, 'alcohol-30': 'yes', 'alcohol-week': '33' }
    const open = await noor.post(scale(kofi, 'ciwa-ar'), typed)
    assert.equal(open.status, 200)
    assert.match(open.text, /name="alcohol-week" value="33"/)
    const answers = Object.fromEntries(
      [4, 3, 3, 2, 2, 1, 0, 0, 0, 0].map((value, index) => [`q${index + 1}`, String(value)]),
    )
    const noDay = await noor.post(scale(kofi, 'ciwa-ar'), {
      ...typed,
      ...answers,
      filled: 'yes',
      takenOn: '',
      mode: 'clinician',
    })
    assert.equal(noDay.status, 422)
    assert.match(noDay.text, /name="q1" value="4" checked/)
    const back = await noor.post(scale(kofi, 'ciwa-ar'), {
      ...typed,
      ...answers,
      filled: 'yes',
      takenOn: today(),
      mode: 'clinician',
    })
    assert.equal(back.status, 200)
    assert.match(back.text, /CIWA-Ar: 15 points/)
    assert.match(back.text, /name="ciwa"[^>]*value="15"/)
    assert.match(back.text, /name="alcohol-week"[^>]*value="33"/)
    assert.equal(await count(house, 'measure', kofi.client), 1)
    assert.match(
      (await noor.get(urls.safetyScreen(kofi))).text,
      /name="ciwa"[^>]*value="15"/,
      'the scale of today is filled in',
    )
  })

  it('is shown behind the answer of the gate, with its day', async () => {
    await screenAs(lee, kofi, {
      ...clear,
      'alcohol-30': 'yes',
      'alcohol-last': '20',
      'alcohol-week': '33',
      'alcohol-signs': 'yes',
      ciwa: '15',
      'withdrawal-cover': 'no',
      'alcohol-seizure': 'no',
      'alcohol-delirium-past': 'no',
      'alcohol-hallucinations': 'no',
      'alcohol-delirium': 'no',
    })
    assert.match((await lee.get(urls.placement(kofi))).text, /15 points \(whole scale, /)
  })

  it('of the C-SSRS fills in item by item, and what is dangerous stops', async () => {
    const back = await noor.post(scale(clara, 'c-ssrs-screener'), {
      filled: 'yes',
      takenOn: today(),
      mode: 'clinician',
      q1: '1',
      q2: '1',
      q3: '0',
      q4: '1',
      q5: '0',
      q6: '0',
    })
    assert.equal(back.status, 200)
    assert.match(back.text, /name="cssrs-4" value="yes" checked/)
    assert.match(back.text, /name="cssrs-3" value="no" checked/)
    assert.match(back.text, /high/i)
  })

  it('does not exist under another name, and is closed to those without a part in it', async () => {
    assert.equal((await noor.post(scale(kofi, 'phq-9'), {})).status, 404)
    assert.equal((await (await house.as('ben')).post(scale(kofi, 'cows'), {})).status, 403)
    assert.equal((await (await house.as('sofia')).post(scale(kofi, 'cows'), {})).status, 404)
  })
})

describe('What others say of the level', () => {
  const locus = {
    scale: 'LOCUS',
    tool: '',
    total: '18',
    recommendedLevel: '3',
    actualLevel: '2',
    varianceCode: 'no-place',
    varianceWords: '',
    doneOn: today(),
    rater: 'Dr. Okafor',
  }
  const form = (values: Record<string, string>, paper?: Blob) => {
    const data = new FormData()
    for (const [name, value] of Object.entries(values)) data.append(name, value)
    if (paper !== undefined) data.append('paper', paper, 'locus.pdf')
    return data
  }
  const pdf = new Blob(
    [
      '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF',
    ],
    { type: 'application/pdf' },
  )

  it('a LOCUS total with its paper is kept; what is wrong is named at its field, and nothing typed is lost', async () => {
    for (const [change, sentence] of [
      [{ total: '36' }, /href="#total">Give the total of LOCUS, a whole number from 7 to 35/],
      [{ total: 'many' }, /Give the total of LOCUS/],
      [{ varianceCode: '' }, /choose why/],
      [{ rater: '' }, /Name who rated/],
    ] as const) {
      const refused = await noor.post(urls.newExternalResult(kofi), form({ ...locus, ...change }))
      assert.equal(refused.status, 422, JSON.stringify(change))
      assert.match(refused.text, sentence)
      if (!('rater' in change)) assert.match(refused.text, /value="Dr\. Okafor"/)
    }
    assert.match(
      (await noor.post(urls.newExternalResult(kofi), form(locus, new Blob(['MZ\u0000 not a paper'])))).text,
      /PDF/,
    )
    assert.equal(await count(house, 'external_result', kofi.client), 0)
    assert.equal((await noor.post(urls.newExternalResult(kofi), form(locus, pdf))).status, 303)
    const page = (await lee.get(urls.placement(kofi))).text
    assert.match(page, /LOCUS: level 3, total 18/)
    assert.match(page, /actual level 2:[\s\S]*No place is free there now/)
    assert.match(page, /href="\/files\/[^"]+">Its paper/)
  })

  it('the payer’s and the state’s level stand beside the clinical one', async () => {
    const payer = {
      whose: 'payer',
      statedBy: 'Excellus, Ms. Ray',
      code: '1.5',
      label: 'Outpatient',
      reference: 'A-77',
      statedOn: today(),
      words: 'Three visits a week at most.',
    }
    const refused = await noor.post(urls.newStatedLevel(kofi), { ...payer, code: '' })
    assert.equal(refused.status, 422)
    assert.match(refused.text, /Give the level as they call it/)
    assert.match(refused.text, /Three visits a week/)
    assert.equal((await noor.post(urls.newStatedLevel(kofi), payer)).status, 303)
    assert.equal(
      (
        await noor.post(urls.newStatedLevel(kofi), {
          ...payer,
          whose: 'state-report',
          statedBy: 'TEDS',
          code: '6',
          label: '',
          reference: '',
        })
      ).status,
      303,
    )
    const page = (await lee.get(urls.placement(kofi))).text
    assert.match(page, /Clinical decision[\s\S]*Payer[\s\S]*1\.5[\s\S]*State report[\s\S]*<b dir="auto">6<\/b>/)
  })

  it('is closed to those without a part in it, and to another clinic', async () => {
    const ben = await house.as('ben')
    const sofia = await house.as('sofia')
    for (const url of [urls.newExternalResult(kofi), urls.newStatedLevel(kofi)]) {
      assert.equal((await ben.get(url)).status, 403)
      assert.equal((await sofia.get(url)).status, 404)
      assert.equal((await sofia.post(url, {})).status, 404)
    }
  })
})
