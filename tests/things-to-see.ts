// One thing of each kind that an address may name, made through the front doors: what the walks over every page look at.
import { addDays, instantAt, weekOf } from '../src/basics/dates.ts'
import { newId } from '../src/basics/ids.ts'
import { sample271 } from '../src/clinic/coverage/x12-271-examples.ts'
import { tellClient } from '../src/clinic/clients/actions/notices.ts'
import { watchForTrouble } from '../src/clinic/concerns/actions/watch.ts'
import { asPerson } from '../src/db/work.ts'
import { urls } from '../src/urls.ts'
import type { Served } from './browser.ts'
import { castId, riverbend } from './cast.ts'
import { referralOf } from './referral-example.ts'
import { leavingOfMaya } from './things-of-leaving.ts'
import { thingsOfMoving } from './things-moving.ts'
import { seriesId, todayHere, weekdayHere } from './world.ts'

/** A PDF of one empty page, as small as one can be. */
const smallPdf =
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n'

export async function thingsToSee({ house }: Served): Promise<Record<string, string>> {
  const dana = await house.as('dana')
  const id = async (sql: string, values: unknown[] = []) =>
    (await house.db.owner.query<{ id: string }>(sql, values)).rows[0]?.id ?? castId('nothing')
  const maya = { client: castId('maya') }
  const today = todayHere()

  const upload = new FormData()
  upload.append('document', new Blob([JSON.stringify(referralOf())], { type: 'application/json' }), 'referral.json')
  const referral = await dana.post(urls.newReferral(), upload)
  const handOff = await dana.post(urls.newHandOff(maya), {
    id: newId(),
    toLevel: '3.7',
    toWhom: 'Hudson General, Jo Reyes, charge nurse',
    because: 'Asked for a bed for the withdrawal.',
    dueDay: addDays(today, 1),
    dueTime: '12:00',
    backOn: addDays(today, 3),
    owner: castId('dana'),
  })
  const shown =
    /name="shown" value="([0-9a-f]{64})"/.exec((await dana.get(urls.newConsent(maya, { scope: 'tpo' }))).text)?.[1] ??
    ''
  await dana.post(urls.newConsent(maya), {
    scope: 'tpo',
    shown,
    signerName: 'Maya Alvarez',
    capacity: 'client',
    authority: '',
    signature: 'Maya Alvarez',
    signaturePath: '',
    intends: 'yes',
  })
  const laid = await dana.post(urls.newSigning(maya), {
    program: castId('evening'),
    'papers[]': ['financial', 'telehealth'],
    capacity: 'client',
    language: 'en',
  })
  const signing = laid.location?.split('/').at(-1) ?? ''
  const tablet = await house.as('lee')
  const token = (await tablet.post(urls.signingTablet({ signing }))).location?.split('/')[2] ?? ''
  const toSign = urls.signPaper({ token, kind: 'financial' })
  const read = /name="shown" value="([0-9a-f]{64})"/.exec((await tablet.get(toSign)).text)?.[1] ?? ''
  await tablet.post(toSign, { shown: read, signature: 'Maya Alvarez', intends: 'yes' })
  await dana.post(urls.federalRows())
  await dana.post(urls.newCoverage(maya), {
    newPayer: 'River Mutual',
    newPayerKind: 'commercial',
    relation: 'self',
    priority: '1',
  })
  const coverage = await id('select id from coverage where client_id = $1', [maya.client])
  const answer = await dana.post(urls.newEligibilityFile({ coverage }), { text: sample271 })
  const intake = (await dana.post(urls.clientIntakes(maya))).location?.split('/').at(-1) ?? 'not begun'
  const inquiry = await dana.post(urls.newInquiry(), {
    channel: 'telephone',
    forWhom: 'loved-one',
    name: 'Ida Quist',
    phone: '518 555 0111',
    language: 'es',
    source: 'provider',
    sender: 'Beacon Family Practice',
    words: 'Her son drinks again.',
  })
  const partner = await dana.post(urls.newPartner(), {
    name: 'Hudson General',
    'levels[]': ['3.7', '4'],
    phone: '518 555 0160',
    address: '1 Water Street',
    hours: 'Day and night',
  })
  const caller = await dana.post(urls.callers(), {
    callerName: 'Rosa Alvarez',
    callerKind: 'person',
    relation: 'mother',
    askedName: 'Maya Alvarez',
    language: 'es',
  })
  const waits = await dana.post(urls.newWait({ episode: castId('maya episode') }), {
    series: '',
    kind: 'process',
    topic: '',
    affinity: '',
    since: '',
    sinceBecause: '',
  })
  await dana.post(urls.daysClosed(), { from: addDays(today, 60), because: 'Holiday', to: '', siteId: '', seriesId: '' })
  const closedDay = await id('select id from closed_day limit 1')
  const proposal = await dana.post(urls.proposals(), {
    name: 'Next month',
    from: addDays(today, 14),
    minutes: '1',
    roomSeats: '12',
    evenings: '2',
  })
  const kept = new FormData()
  kept.append('kind', 'court')
  kept.append('file', new Blob([smallPdf], { type: 'application/pdf' }), 'order.pdf')
  await dana.post(urls.clientFiles(maya), kept)
  await dana.post(urls.newMeasure(maya), {
    instrument: 'phq-9',
    takenOn: today,
    mode: 'clinician',
    ...Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => [`q${n}`, '2'])),
  })
  await dana.post(urls.discharge({ episode: castId('devon episode') }), {
    onDay: today,
    reason: 'completed',
    words: 'Goes on with a counselor near home.',
    sawOpenItems: 'yes',
  })
  const curriculum = await dana.post(urls.curricula(), { name: 'Steady steps', words: '' })
  const steps = curriculum.location?.split('/').at(-1) ?? `answered ${curriculum.status}`
  await dana.post(urls.curriculumModules({ curriculum: steps }), { position: '1', title: 'Triggers', isCore: 'yes' })
  await dana.post(urls.seriesCurriculum({ series: seriesId('process-a', 1) }), { curriculum: steps, from: today })
  const worry = await dana.post(urls.newConcern(), {
    client: maya.client,
    words: 'Sat apart all week',
    urgency: 'soon',
  })
  await watchForTrouble(house.db.pool, new Date())
  const contact = await dana.post(urls.newVisitNote(maya), {
    kind: 'telephone',
    day: addDays(today, -1),
    starts: '10:00',
    minutes: '10',
    withWhom: '',
  })
  await leavingOfMaya(house)
  const plan = await planOfMaya(house)
  return {
    ...plan,
    // The note of a call, begun: see urls.visitNote.
    note: contact.location?.split('/').at(-1) ?? `answered ${contact.status}`,
    ...(await thingsOfVisitors(house)),
    concern: worry.location?.split('/').at(-1) ?? `answered ${worry.status}`,
    alert: await id('select id from trouble_alert limit 1'),
    ...(await thingsOfClients(house)),
    ...(await thingsOfWitnesses(house)),
    ...(await thingsOfMedicine(house)),
    ...(await thingsOfMoving(house)),
    page: 'home',
    report: 'census',
    curriculum: steps,
    gone: castId('devon episode'),
    alarm: await id('select id from safety_alarm limit 1'),
    proposal: proposal.location?.split('/').at(-1) ?? `answered ${proposal.status}`,
    outsideCall: caller.location?.split('/').at(-1) ?? `answered ${caller.status}`,
    partner: partner.location?.split('/').at(-1) ?? `answered ${partner.status}`,
    file: await id('select id from file where client_id = $1 limit 1', [maya.client]),
    wait: waits.location?.split('/').at(-1) ?? `answered ${waits.status}`,
    inquiry: inquiry.location?.split('/').at(-1) ?? `answered ${inquiry.status}`,
    referrer: await id('select id from referrer limit 1'),
    other: castId('tomasz'),
    coverage,
    payer: await id('select id from payer limit 1'),
    answer: answer.location?.split('/').at(-1) ?? `answered ${answer.status}`,
    intake,
    signing,
    paper: await id('select id from signed_document where signing_id = $1', [signing]),
    program: castId('evening'),
    kind: 'tpo',
    document: 'stepwell-tpo',
    version: '1',
    section: 'substances',
    instrument: 'phq-9',
    client: maya.client,
    episode: castId('maya episode'),
    member: castId('lee'),
    series: castId('process-a-1'),
    seat: await id('select id from seat where client_id = $1 and upper_inf(during) limit 1', [maya.client]),
    closed: closedDay,
    measure: await id('select id from measure order by recorded_at desc limit 1'),
    session: await id('select id from group_session where series_id = $1 and held_on = $2', [
      seriesId('process-a', weekdayHere()),
      today,
    ]),
    referral: referral.location?.split('/').at(-1) ?? `answered ${referral.status}`,
    handOff: handOff.location?.split('/').at(-1) ?? `answered ${handOff.status}`,
    consent: await id('select id from consent where client_id = $1', [maya.client]),
  }
}

/** A line of the medication list with a supply, an allergy, a reading, and a drug test that is collected and reported. */
async function thingsOfMedicine(house: Served['house']): Promise<Record<string, string>> {
  const maya = { client: castId('maya') }
  const today = todayHere()
  const priya = await house.as('priya')
  const line = { amount: '8', unit: 'mg', times: '2', everyDays: '1', route: '', whatFor: '', rxnorm: '' }
  await priya.post(urls.newMedicationOrder(maya), {
    ...line,
    name: 'Suboxone',
    dose: '8 mg/2 mg film',
    because: 'Opioid use',
    startOn: today,
    stopOn: '',
    daysSupplied: '14',
    refills: '0',
  })
  await priya.post(urls.allergies(maya), {
    kind: 'allergy',
    substance: 'Penicillin',
    reaction: 'hives',
    severity: 'severe',
    assertedBy: 'client',
    rxnorm: '',
  })
  await priya.post(urls.flowsheet(maya), { onDay: today, atTime: '00:01', systolic: '182', diastolic: '96', words: '' })
  const test = await priya.post(urls.toxOrders(maya), {
    why: 'admission',
    because: '',
    'panel[]': ['cocaine', 'buprenorphine'],
    specimen: 'urine',
    method: 'laboratory',
    laboratory: 'Hudson',
    dueOn: today,
  })
  const ordered = test.location?.split('/').at(-1) ?? `answered ${test.status}`
  await priya.post(urls.toxCollections({ test: ordered }), {
    outcome: 'collected',
    onDay: today,
    atTime: '00:01',
    temperature: '94',
    seal: 'S-1',
    words: '',
  })
  const id = async (sql: string) => (await house.db.owner.query<{ id: string }>(sql)).rows[0]?.id ?? castId('nothing')
  return {
    test: ordered,
    medication: await id('select id from medication limit 1'),
    allergy: await id('select id from allergy limit 1'),
    reading: await id('select id from vital_reading limit 1'),
  }
}

/** The last meeting that Maya had, of which something is known by video, and a row that fits nowhere. */
async function thingsOfWitnesses(house: Served['house']): Promise<Record<string, string>> {
  const { rows } = await house.db.owner.query<{ id: string; starts: Date; number: string }>(
    `select g.id, lower(g.during) as starts, c.number from seat s
     join group_session g on g.clinic_id = s.clinic_id and g.series_id = s.series_id and s.during @> g.held_on
     join client c on c.clinic_id = s.clinic_id and c.id = s.client_id
     where s.client_id = $1 and upper(g.during) < now() order by g.held_on desc limit 1`,
    [castId('maya')],
  )
  const [meeting] = rows
  if (meeting === undefined) throw new Error('Maya has had no meeting yet.')
  const lines = [
    'event_id,meeting,person,event,at,device',
    `w1,${meeting.id},${meeting.number},joined,${meeting.starts.toISOString()},Phone`,
    `w2,${meeting.id},nobody,joined,${meeting.starts.toISOString()},Phone`,
  ]
  await (await house.as('noor')).post(urls.presenceImports(), { events: new Blob([lines.join('\n')]) })
  return { meeting: meeting.id }
}

/** A client's own page with something on each part of it: a notice, a wish, and the link that staff gave. */
async function thingsOfClients(house: Served['house']): Promise<Record<string, string>> {
  const maya = { client: castId('maya') }
  const given = await (await house.as('noor')).post(urls.ownPage(maya), { language: 'es', birthDate: 'left-out' })
  const ownToken = /\/mine\/([\w-]{43})/.exec(given.text)?.[1] ?? `answered ${given.status}`
  await asPerson(house.db.pool, riverbend.id, { kind: 'stepwell', id: null, name: 'Stepwell' }, new Date(), (work) =>
    tellClient(work, { clientId: maya.client, kind: 'week-changed', about: { from: addDays(todayHere(), 7) } }),
  )
  await house.stranger().post(urls.mineSwitch({ token: ownToken }), { wants: 'times', words: 'Más temprano.' })
  const log = { onDay: todayHere(), how: 'online', words: 'Me quedé hasta el final.' }
  await house.stranger().post(urls.mineMeetingLog({ token: ownToken }), log)
  await house.stranger().post(urls.mineOwnDays({ token: ownToken }), { since: addDays(todayHere(), -40) })
  return { ownToken }
}

/** A booked call, a message and a held seat, each with its private link. */
async function thingsOfVisitors(house: Served['house']): Promise<Record<string, string>> {
  const zone = riverbend.timeZone
  const day = addDays(todayHere(), 3)
  const noor = await house.as('noor')
  await noor.post(urls.callHours(), {
    staffId: castId('noor'),
    'weekdays[]': ['1', '2', '3', '4', '5', '6', '7'],
    starts: '07:00',
    ends: '20:00',
    slotMinutes: '20',
    firstDay: addDays(todayHere(), 1),
    lastDay: '',
  })
  const visitor = house.stranger()
  const lang = 'es'
  const who = {
    name: 'Luz Marín',
    phone: '(518) 555-0143',
    email: '',
    forWhom: 'self',
    leaveMessage: 'no',
    website: '',
  }
  const call = await visitor.post(urls.bookCall({ lang }), {
    ...who,
    at: instantAt(day, '10:00', zone).toISOString(),
    zone,
    askFor: 'Luz',
    language: lang,
    words: 'De noche es difícil.',
    agree: 'yes',
  })
  const message = await visitor.post(urls.askMessage({ lang }), {
    ...who,
    words: '¿Hay grupos de noche?',
    agree: 'yes',
  })
  const held = await visitor.post(urls.newSeatHold({ lang, series: seriesId('process-a', 1) }), {
    ...who,
    phone: '(518) 555-0144',
    permission: 'yes',
  })
  const last = (answer: { location: string | null; status: number }) =>
    answer.location?.split('/').at(-1) ?? `answered ${answer.status}`
  const id = async (sql: string) => (await house.db.owner.query<{ id: string }>(sql)).rows[0]?.id ?? castId('nothing')
  return {
    callToken: last(call),
    messageToken: last(message),
    holdToken: last(held),
    call: await id('select call_id as id from call_booking limit 1'),
    thread: await id('select id from message_thread limit 1'),
  }
}

/** A signed plan of Maya's with its objective, a diagnosis, something to practise, and the plan laid on her own page. */
async function planOfMaya(house: Served['house']): Promise<Record<string, string>> {
  const lee = await house.as('lee')
  const [maya, episode] = [{ client: castId('maya') }, { episode: castId('maya episode') }]
  const today = todayHere()
  const id = async (sql: string) => (await house.db.owner.query<{ id: string }>(sql)).rows[0]?.id ?? castId('nothing')
  await lee.post(urls.diagnoses(maya), { code: 'F10.20', words: 'Alcohol', certainty: 'confirmed', madeOn: today })
  const begun = await lee.post(urls.planVersions(episode))
  const plan = /\/plans\/([^/]+)\/draft/.exec(begun.location ?? '')?.[1] ?? `answered ${begun.status}`
  const page = (await lee.get(urls.planDraft({ plan }))).text
  const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? ''
  await lee.post(urls.planDraft({ plan }), {
    page: newId(),
    basedOn: hidden('basedOn'),
    'p1-words': 'Drinks in the evening',
    'p1-diagnosis': await id('select id from diagnosis'),
    'g1-id': hidden('g1-id'),
    'g1-words': 'Ask for help before using',
    'g1-problem': 'p1',
    'g1o1-words': 'Calls to one of three people',
    'g1o1-target': 'three a week',
    'g1o1-by': addDays(today, 30),
    's1-kind': 'skills',
    's1-times': '7',
    's1-every': '1',
    's1-minutes': '90',
    's1-who': 'Inés Duarte',
    's1-for[]': ['g1o1'],
    strengths: 'A sister who calls',
    dischargeWhen: 'A month without a drink',
    days: '7',
    fromWeek: weekOf(today),
    reviewOn: addDays(today, 30),
    next: 'read',
  })
  await lee.post(urls.planSignature({ plan }))
  await lee.post(urls.planRequest({ plan }))
  await lee.post(urls.homework(maya), {
    sheet: 'wave',
    title: '',
    words: '',
    rhythm: 'daily',
    dueOn: addDays(today, 5),
    objectiveId: '',
  })
  return {
    plan,
    objective: await id('select id from plan_objective'),
    diagnosis: await id('select id from diagnosis'),
    homework: await id('select id from homework'),
  }
}
