import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId } from '../../../tests/cast.ts'
import { openHouse, type TestHouse, type Visitor } from '../../../tests/knock.ts'
import { screenAs, thoughts } from '../../../tests/placement.ts'
import { urls } from '../../urls.ts'
import { sections } from './sections.ts'

const person = (key: string) => ({ client: castId(key) })
const columbia = (answers: (number | '')[]) => ({
  takenOn: '2026-11-02',
  mode: 'clinician',
  ...Object.fromEntries(
    answers.map((answer, i) => [['q1', 'q2', 'q3', 'q4', 'q5', 'q6', 'q6a'][i] ?? '', `${answer}`]),
  ),
})
const phq9 = (ninth: string) => ({
  takenOn: '2026-11-02',
  mode: 'self',
  ...Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8].map((n) => [`q${n}`, '1'])),
  q9: ninth,
  difficulty: '2',
})
/** What every assessment needs before it is signed. */
const enough: Record<string, Record<string, string>> = {
  concern: { words: 'I cannot stop drinking.\nMy daughter found me.' },
  substances: {
    'substance-1-kind': 'Alcohol',
    'substance-1-first': '15',
    'substance-1-pattern': 'a pint of vodka a day',
  },
  medical: { medications: 'none', allergies: 'none known', pregnancy: 'no' },
  mind: { self: 'No thoughts of suicide, now or before.' },
  housing: { safe: 'yes' },
  strengths: { strengths: 'Patient, funny', goals: 'Be awake when my daughter comes home' },
  formulation: { summary: 'Drinking holds the grief at bay.' },
  diagnosis: { 'diagnosis-1-code': 'f1020', 'diagnosis-1-words': 'Alcohol use disorder, severe' },
}

describe('The biopsychosocial assessment', () => {
  let house: TestHouse
  let lee: Visitor
  let dana: Visitor

  before(async () => {
    house = await openHouse()
    lee = await house.as('lee')
    dana = await house.as('dana')
  })
  after(() => house.close())

  const begin = async (who: Visitor, key: string): Promise<string> => {
    const { status, location } = await who.post(urls.clientIntakes(person(key)))
    assert.equal(status, 303)
    return location?.split('/').at(-1) ?? ''
  }
  /** Opens a section as a page: its hidden fields, as a browser would send them. */
  const open = async (who: Visitor, intake: string, section: string, query = '') => {
    const { text, status } = await who.get(`${urls.intakeSection({ intake, section })}${query}`)
    assert.equal(status, 200)
    const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1] ?? ''
    return { text, page: hidden('page'), basedOn: hidden('basedOn'), settles: hidden('settles') }
  }
  const write = async (who: Visitor, intake: string, section: string, doc: Record<string, string>) => {
    const { page, basedOn, settles } = await open(who, intake, section)
    const answer = await who.post(urls.intakeSection({ intake, section }), { page, basedOn, settles, ...doc })
    assert.equal(answer.status, 303, answer.text)
    return answer
  }
  const fill = async (who: Visitor, intake: string) => {
    for (const [section, doc] of Object.entries(enough)) await write(who, intake, section, doc)
  }

  it('starts once: whoever comes second goes on where the first one stopped, and sees who wrote what', async () => {
    const intake = await begin(lee, 'maya')
    assert.equal(await begin(dana, 'maya'), intake)
    await write(lee, intake, 'concern', { words: 'I want my evenings back.' })
    // Nothing is kept between requests but the database: another person, another session.
    const { text } = await open(dana, intake, 'concern')
    assert.match(text, /I want my evenings back\./)
    assert.match(text, /Last: Lee Park/)
    await write(dana, intake, 'concern', { words: 'I want my evenings back. And my sister.' })
    const overview = await lee.get(urls.intake({ intake }))
    assert.match(overview.text, /Lee Park, [^·<]* · Dana Ortiz, /)
    const tab = await lee.get(urls.clientIntakes(person('maya')))
    assert.match(tab.text, /Being written/)
    assert.match(tab.text, /aria-current="page"[^>]*>Intake|>Intake</)
  })

  it('keeps what was typed while it is typed, and survives a page that was never sent', async () => {
    const intake = await begin(lee, 'amina')
    const { page, basedOn } = await open(lee, intake, 'family')
    const url = urls.intakeSection({ intake, section: 'family' })
    for (const words of ['My mo', 'My mother', 'My mother calls every Sunday'])
      assert.equal(
        (await lee.post(url, { page, basedOn, people: words }, { 'sec-fetch-dest': 'empty' })).status,
        204,
        'a save in the background',
      )
    const again = await (await house.as('lee')).get(url)
    assert.match(again.text, /My mother calls every Sunday/)
    const { rows } = await house.db.owner.query(
      "select count(*)::int as n from intake_section where intake_id = $1 and section = 'family'",
      [intake],
    )
    assert.equal(rows[0].n, 1, 'while one page goes on typing, its own last save gives way')
  })

  it('refuses the later of two who write at once the place, shows both, and loses nothing', async () => {
    const intake = await begin(lee, 'tomasz')
    const [mine, theirs] = [await open(lee, intake, 'housing'), await open(dana, intake, 'housing')]
    const url = urls.intakeSection({ intake, section: 'housing' })
    const from = ({ page, basedOn }: typeof mine) => ({ page, basedOn })
    assert.equal((await dana.post(url, { ...from(theirs), words: 'Lives with an uncle who drinks' })).status, 303)
    const late = await lee.post(url, { ...from(mine), words: 'Lives on a boat' })
    assert.equal(late.status, 303)
    assert.match(late.location ?? '', /\?take=/)
    const both = await lee.get(late.location ?? '')
    assert.match(both.text, /What stands now: Dana Ortiz/)
    assert.match(both.text, /Lives with an uncle who drinks/)
    assert.match(both.text, /Lives on a boat<\/textarea>/)
    // Whoever opens the section meanwhile sees what stands, and that other words wait.
    const danas = await dana.get(url)
    assert.match(danas.text, /Lives with an uncle who drinks<\/textarea>/)
    assert.match(danas.text, /Words that wait beside: Lee Park/)
    assert.match((await dana.get(urls.intake({ intake }))).text, /Two versions/)
    // Dana types on in her page: it is hers, and what waits goes on waiting.
    const danaAgain = await open(dana, intake, 'housing')
    assert.equal((await dana.post(url, { ...from(danaAgain), words: 'Lives with an uncle' })).status, 303)
    assert.match((await dana.get(url)).text, /Words that wait beside: Lee Park/)
    // Lee, who has now read hers, decides.
    const decided = await open(
      lee,
      intake,
      'housing',
      `?take=${new URL(late.location ?? '', 'http://x').searchParams.get('take')}`,
    )
    assert.match(decided.text, /Lives with an uncle</)
    const words = 'Lives with an uncle, on a boat'
    await lee.post(url, { ...from(decided), settles: decided.settles, words })
    const settled = await dana.get(url)
    assert.match(settled.text, /Lives with an uncle, on a boat<\/textarea>/)
    assert.doesNotMatch(settled.text, /Words that wait beside/)
  })

  it('lets two tabs of one person be two pages', async () => {
    const intake = await begin(lee, 'tomasz')
    const [one, two] = [await open(lee, intake, 'legal'), await open(lee, intake, 'legal')]
    const url = urls.intakeSection({ intake, section: 'legal' })
    const background = { 'sec-fetch-dest': 'empty' }
    await lee.post(url, { page: one.page, basedOn: one.basedOn, status: 'Probation until May' }, background)
    assert.equal(
      (await lee.post(url, { page: two.page, basedOn: two.basedOn, status: 'Nothing open' }, background)).status,
      204,
    )
    const { text } = await lee.get(url)
    assert.match(text, /Probation until May<\/textarea>/)
    assert.match(text, /Words that wait beside: Lee Park/)
    assert.match(text, /Nothing open/)
  })

  it('begins with what the record knows, and says where it is from', async () => {
    const { client } = person('kofi')
    await house.db.owner.query(
      `insert into client_history (clinic_id, id, client_id, kind, code, label, status, source, recorded_at)
       select clinic_id, gen_random_uuid(), id, k, code, label, 'active', 'fhir', now()
       from client, (values ('medication', null, 'Sertraline 50 mg'), ('allergy', null, 'Penicillin'),
                            ('problem', 'F33.1', 'Depression'), ('problem', 'I10', 'High blood pressure')) x(k, code, label)
       where id = $1`,
      [client],
    )
    const intake = await begin(lee, 'kofi')
    const { text } = await open(lee, intake, 'medical')
    assert.match(text, /Sertraline 50 mg \(from the referral\)<\/textarea>/)
    assert.match(text, /Penicillin \(from the referral\)/)
    assert.match(text, /High blood pressure/)
    assert.match(text, /Known already/)
    assert.match((await open(lee, intake, 'mind')).text, /Depression \(from the referral\)/)
    // What is known is no more than a beginning: nothing is saved until somebody saves it.
    assert.match((await lee.get(urls.intake({ intake }))).text, /Nobody has written here yet/)
  })

  it('is not signed while it lacks something, and says what', async () => {
    const intake = await begin(lee, 'kofi')
    const answer = await lee.post(urls.intakeSignature({ intake }))
    assert.equal(answer.status, 422)
    for (const because of [
      /what brings the person here/,
      /List the substances/,
      /Give a diagnosis with its code/,
      /Write the summary/,
      /safe where they live/,
    ])
      assert.match(answer.text, because)
    await write(lee, intake, 'diagnosis', { 'diagnosis-1-code': 'alcohol', 'diagnosis-1-words': 'Drinking' })
    const wrong = await lee.post(urls.intakeSignature({ intake }))
    assert.match(wrong.text, /“alcohol” does not look like an ICD-10-CM code/)
  })

  it('asks further after question 9, and stops at a high risk until the safety screen is done', async () => {
    const intake = await begin(lee, 'kofi')
    await fill(lee, intake)
    const form = await lee.get(urls.intakeInstrument({ intake, instrument: 'phq-9' }))
    assert.match(form.text, /Little interest or pleasure in doing things/)
    const given = await lee.post(urls.intakeInstrument({ intake, instrument: 'phq-9' }), phq9('1'))
    assert.equal(given.status, 303)
    const asked = await lee.get(urls.intake({ intake }))
    assert.match(asked.text, /Question 9 of the PHQ-9 was answered above zero/)
    assert.match(asked.text, /9 of 27, Mild/)
    assert.match((await lee.post(urls.intakeSignature({ intake }))).text, /Ask the C-SSRS screener before/)

    await lee.post(urls.intakeInstrument({ intake, instrument: 'c-ssrs-screener' }), columbia([1, 1, 0, 1, 0, 0, '']))
    const high = await lee.get(urls.intake({ intake }))
    assert.match(high.text, /High risk/)
    assert.match(high.text, /988/)
    assert.ok(high.text.includes(urls.safetyScreen(person('kofi'))), 'a way to the safety screen')
    const stopped = await lee.post(urls.intakeSignature({ intake }))
    assert.equal(stopped.status, 422)
    assert.match(stopped.text, /Safety first/)
    // Asking again does not undo it.
    await lee.post(
      urls.intakeInstrument({ intake, instrument: 'c-ssrs-screener' }),
      columbia([0, 0, '', '', '', 0, '']),
    )
    assert.equal((await lee.post(urls.intakeSignature({ intake }))).status, 422)
    const screened = await screenAs(lee, person('kofi'), thoughts)
    assert.ok(screened.status < 400, screened.text)
    const signed = await lee.post(urls.intakeSignature({ intake }))
    assert.equal(signed.status, 303, signed.text)
    const { rows } = await house.db.owner.query(
      'select instrument, score, triage, asides, form_version, mode from measure where intake_id = $1 order by recorded_at',
      [intake],
    )
    assert.deepEqual(
      rows.map((row) => [row.instrument, row.score, row.triage, row.asides, row.mode]),
      [
        ['phq-9', 9, null, [2], 'self'],
        ['c-ssrs-screener', null, 'high', [], 'clinician'],
        ['c-ssrs-screener', null, 'none', [], 'clinician'],
      ],
    )
    assert.match((await lee.get(urls.measures(person('kofi')))).text, /C-SSRS screener/)
  })

  it('locks what is signed, with its fingerprint, and takes later words below', async () => {
    const { rows } = await house.db.owner.query<{ id: string; hash: string }>(
      'select intake_id as id, content_hash as hash from intake_signed',
    )
    const intake = rows[0]?.id ?? ''
    const page = await dana.get(urls.intake({ intake }))
    assert.match(page.text, /My daughter found me/)
    assert.match(page.text, /F10\.20/)
    assert.match(page.text, /Alcohol use disorder, severe/)
    assert.ok(page.text.includes(rows[0]?.hash ?? 'no hash'))
    assert.doesNotMatch(page.text, /not the ones that were signed/)
    const url = urls.intakeSection({ intake, section: 'concern' })
    assert.equal((await dana.get(url)).status, 303)
    const late = await dana.post(url, { words: 'Written too late' })
    assert.equal(late.status, 422)
    assert.match(late.text, /signed this assessment: it is locked/)
    assert.match(late.text, /Written too late<\/textarea>/)
    await assert.rejects(
      house.db.owner.query(
        `insert into intake_section (clinic_id, id, intake_id, section, page, stands, body, written_by, written_at)
         select clinic_id, gen_random_uuid(), intake_id, 'concern', gen_random_uuid(), true, '{}', written_by, now()
         from intake_section where intake_id = $1 limit 1`,
        [intake],
      ),
      /takes no further words/,
    )
    assert.equal((await lee.post(urls.intakeSignature({ intake }))).status, 422)
    assert.equal((await dana.post(urls.intakeAddenda({ intake }), { words: ' ' })).status, 422)
    assert.equal((await dana.post(urls.intakeAddenda({ intake }), { words: 'He called: sober since.' })).status, 303)
    assert.match(
      (await lee.get(urls.intake({ intake }))).text,
      /Dana Ortiz, LCSW[^<]*<\/dt>[\s\S]*He called: sober since\./,
    )
    // A row that somebody changed behind the application's back is seen.
    await house.db.owner.query(
      `update intake_signed set body = jsonb_set(body, '{parts,0,lines,0,words}', '"I am fine."') where intake_id = $1`,
      [intake],
    )
    assert.match((await dana.get(urls.intake({ intake }))).text, /not the ones that were signed/)
  })

  it('waits for a co-signature where the credential needs one: not by oneself, not by a role that may not, once', async () => {
    const sam = await house.as('sam')
    const intake = await begin(sam, 'amina')
    await fill(sam, intake)
    assert.match((await sam.get(urls.intakeSignature({ intake }))).text, /waits for that of a clinical supervisor/)
    assert.equal((await sam.post(urls.intakeSignature({ intake }))).status, 303)
    assert.match((await dana.get(urls.intakes())).text, /1 waits for a co-signature/)
    assert.equal((await sam.post(urls.intakeCosignature({ intake }))).status, 403)
    assert.match((await dana.get(urls.intake({ intake }))).text, /Co-sign<\/button>|>\s*Co-sign\s*</)
    assert.equal((await dana.post(urls.intakeCosignature({ intake }))).status, 303)
    const twice = await dana.post(urls.intakeCosignature({ intake }))
    assert.equal(twice.status, 422)
    assert.match(twice.text, /co-signed this assessment already/)
    const { rows } = await house.db.owner.query(
      'select part, name_and_credential, content_hash from intake_signature where intake_id = $1 order by signed_at, part',
      [intake],
    )
    assert.deepEqual(
      rows.map((row) => [row.part, row.name_and_credential]),
      [
        ['author', 'Sam Iyer, CASAC'],
        ['co-signer', 'Dana Ortiz, LCSW'],
      ],
    )
    assert.equal(rows[0].content_hash, rows[1].content_hash)
  })

  it('lets a coordinator fill in what is not clinical, and no more', async () => {
    const noor = await house.as('noor')
    const intake = await begin(noor, 'maya')
    await write(noor, intake, 'barriers', { transport: 'Two buses' })
    const url = urls.intakeSection({ intake, section: 'mind' })
    const page = await noor.get(url)
    assert.match(page.text, /A clinician fills in this part/)
    assert.doesNotMatch(page.text.slice(page.text.indexOf('<main')), /<textarea/)
    assert.equal((await noor.post(url, { self: 'Nothing' })).status, 403)
    assert.equal((await noor.post(urls.intakeSignature({ intake }))).status, 403)
  })

  it('shows a biller and an administrator nothing, on the page or in the database, and another clinic no more', async () => {
    const { rows } = await house.db.owner.query<{ id: string }>('select intake_id as id from intake_signed')
    const intake = rows[0]?.id ?? ''
    for (const key of ['ben', 'ada']) {
      const who = await house.as(key)
      for (const url of [urls.intake({ intake }), urls.clientIntakes(person('kofi')), urls.intakes()])
        assert.equal((await who.get(url)).status, 403, `${key} ${url}`)
    }
    const kim = await house.as('kim')
    assert.equal((await kim.get(urls.intake({ intake }))).status, 404)
    assert.equal((await kim.post(urls.intakeAddenda({ intake }), { words: 'Hello' })).status, 404)
    assert.equal((await kim.get(urls.intake({ intake: 'nonsense' }))).status, 404)
    assert.equal((await lee.get(urls.intakeSection({ intake, section: 'nonsense' }))).status, 404)
    assert.equal((await lee.get(urls.intakeInstrument({ intake, instrument: 'bdi' }))).status, 404)
  })

  it('keeps everything typed when a field is too long', async () => {
    const intake = await begin(lee, 'maya')
    const { page, basedOn } = await open(lee, intake, 'culture')
    const long = 'x'.repeat(10_001)
    const answer = await lee.post(urls.intakeSection({ intake, section: 'culture' }), {
      page,
      basedOn,
      language: 'Polish',
      belief: long,
    })
    assert.equal(answer.status, 422)
    assert.match(answer.text, /at most 10000 characters/)
    assert.match(answer.text, /value="Polish"/)
    assert.ok(answer.text.includes(long))
  })

  it('opens every part, and reads as one page', async () => {
    const intake = await begin(lee, 'maya')
    for (const { key, title } of sections) assert.ok((await open(lee, intake, key)).text.includes(title))
    const whole = await lee.get(urls.intakeSignature({ intake }))
    for (const { title } of sections) assert.ok(whole.text.includes(title))
  })

  it('writes every look and every change to the trail', async () => {
    await house.looksWritten()
    const { rows } = await house.db.owner.query<{ did: string }>('select distinct verb as did from trail')
    const did = new Set(rows.map((row) => row.did))
    for (const verb of ['intake.started', 'intake.written', 'intake.signed', 'intake.cosigned', 'intake.added-to'])
      assert.ok(did.has(verb), verb)
  })
})
