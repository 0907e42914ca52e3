import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { castId, riverbend } from '../../../tests/cast.ts'
import { openHouse, type TestHouse } from '../../../tests/knock.ts'
import { todayHere } from '../../../tests/world.ts'
import { addDays, weekOf } from '../../basics/dates.ts'
import { newId } from '../../basics/ids.ts'
import { asPerson, type OutsideSystem } from '../../db/work.ts'
import { urls } from '../../urls.ts'
import { carePlanFace, conditionFace, goalFace } from './fhir.ts'

const today = todayHere()
const search = (values: Record<string, string[]>) => ({
  values: (name: string) => values[name] ?? [],
  count: 20,
  after: null,
})
let house: TestHouse
before(async () => {
  house = await openHouse()
})
after(() => house.close())

it('gives a signed plan as CarePlan, Goal and Condition, each pointing to the other, and no draft', async () => {
  const lee = await house.as('lee')
  const [maya, episode] = [castId('maya'), castId('maya episode')]
  await lee.post(urls.diagnoses({ client: maya }), {
    code: 'F10.20',
    words: 'Alcohol use disorder',
    certainty: 'confirmed',
    madeOn: today,
  })
  const diagnosis = (await house.db.owner.query('select id from diagnosis')).rows[0].id
  const plan =
    /\/plans\/([^/]+)\/draft/.exec((await lee.post(urls.planVersions({ episode }))).location ?? '')?.[1] ?? ''
  const system: OutsideSystem = {
    kind: 'system',
    id: newId(),
    name: 'Hospital',
    recipientClass: 'treating-provider',
    purpose: 'treatment',
  }
  const asked = search({ patient: [`Patient/${maya}`] })
  const ask = <T>(deed: Parameters<typeof asPerson<T>>[4]) =>
    asPerson(house.db.pool, riverbend.id, system, new Date(), deed)
  assert.deepEqual(await ask((work) => carePlanFace.search(work, asked)), [], 'a draft leaves through no door')
  const ids = (await lee.get(urls.planDraft({ plan }))).text
  const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(ids)?.[1] ?? ''
  await lee.post(urls.planDraft({ plan }), {
    page: newId(),
    basedOn: hidden('basedOn'),
    'p1-words': 'Drinks',
    'p1-diagnosis': diagnosis,
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
    strengths: 'A sister',
    dischargeWhen: 'A month',
    days: '7',
    fromWeek: weekOf(today),
    reviewOn: addDays(today, 30),
    next: 'read',
  })
  assert.equal((await lee.post(urls.planSignature({ plan }))).status, 303)
  const [care] = await ask((work) => carePlanFace.search(work, asked))
  assert.equal(care?.resource.id, plan)
  assert.deepEqual(
    [care?.resource.status, care?.resource.intent, care?.resource.addresses, care?.clientId],
    ['active', 'plan', [{ reference: `Condition/${diagnosis}` }], maya],
  )
  const goal = await ask((work) => goalFace.read(work, castId('maya goal 1')))
  assert.equal(goal?.resource.lifecycleStatus, 'active')
  assert.equal(JSON.stringify(goal?.resource.target).includes('three a week'), true)
  const [condition] = await ask((work) =>
    conditionFace.search(work, search({ patient: [maya], code: ['F10.20'], 'clinical-status': ['active'] })),
  )
  assert.equal(condition?.resource.id, diagnosis)
  assert.equal(condition?.isSubstanceUse, true)
  assert.deepEqual(
    await ask((work) => conditionFace.search(work, search({ patient: [maya], 'clinical-status': ['resolved'] }))),
    [],
  )
  await lee.post(urls.diagnosisEnd({ diagnosis }), { because: 'entered-in-error', words: 'Wrong person' })
  const wrong = await ask((work) => conditionFace.read(work, diagnosis))
  assert.equal(wrong?.resource.clinicalStatus, undefined)
  assert.match(JSON.stringify(wrong?.resource.verificationStatus), /entered-in-error/)
  assert.equal(await ask((work) => carePlanFace.read(work, newId())), undefined)
})
