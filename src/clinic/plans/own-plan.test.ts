import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId } from '../../../tests/cast.ts'
import { openHouse, type TestHouse } from '../../../tests/knock.ts'
import { episode, fieldsOf, jose, written } from '../../../tests/plan-room.ts'
import { todayHere } from '../../../tests/world.ts'
import { addDays } from '../../basics/dates.ts'
import { urls } from '../../urls.ts'

const today = todayHere()
describe('The plan on the client’s own page', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
  })
  after(() => house.close())
  const rows = async (sql: string, values: unknown[] = []) => (await house.db.owner.query(sql, values)).rows

  it('is read and signed on the client’s own page, without a diagnosis, and practice is done there with a tap', async () => {
    const [lee, noor] = [await house.as('lee'), await house.as('noor')]
    const begun = await lee.post(urls.planVersions(episode))
    const plan = /\/plans\/([^/]+)\/draft/.exec(begun.location ?? '')?.[1] ?? ''
    const ids = fieldsOf((await lee.get(urls.planDraft({ plan }))).text)
    await lee.post(urls.planDraft({ plan }), { ...written(), ...ids, next: 'read' })
    assert.equal((await lee.post(urls.planSignature({ plan }))).status, 303)
    assert.equal(
      (
        await lee.post(urls.diagnoses(jose), {
          code: 'f1120',
          words: 'Opioid use disorder',
          certainty: 'confirmed',
          madeOn: today,
        })
      ).status,
      303,
    )
    const sam = await house.as('sam')
    assert.match(
      (
        await sam.post(urls.diagnoses(jose), {
          code: 'F32.9',
          words: 'Low mood',
          certainty: 'provisional',
          madeOn: today,
        })
      ).text,
      /data-refused="credential"/,
    )
    assert.match((await lee.get(urls.planThread(jose))).text, /A diagnosis that no goal answers/)
    assert.equal(
      (
        await lee.post(urls.homework(jose), {
          sheet: 'wave',
          title: '',
          words: '',
          rhythm: 'daily',
          dueOn: addDays(today, 3),
          objectiveId: '',
        })
      ).status,
      303,
    )
    const given = await noor.post(urls.ownPage(jose), { language: 'es', birthDate: 'left-out' })
    const token = /\/mine\/([\w-]{43})/.exec(given.text)?.[1] ?? ''
    const own = house.stranger()
    const week = await own.get(urls.mine({ token }))
    assert.equal(week.status, 200)
    assert.match(week.text, /Dejar pasar la ola/)
    assert.doesNotMatch(week.text, /Algo para leer/, 'nothing is laid before them yet')
    assert.equal((await own.get(urls.minePlan({ token }))).status, 303)
    assert.equal((await noor.post(urls.planRequest({ plan }))).status, 303)
    const page = await own.get(urls.minePlan({ token }))
    assert.equal(page.status, 200)
    assert.match(page.text, /Lo que planeamos/)
    assert.doesNotMatch(page.text, /F11|Opioid/, 'no diagnosis stands on a telephone')
    const shown = /name="shown" value="([0-9a-f]{64})"/.exec(page.text)?.[1] ?? ''
    const wrong = await own.post(urls.minePlan({ token }), {
      answer: 'signed',
      shown,
      signature: 'Nobody',
      intends: 'yes',
    })
    assert.equal(wrong.status, 422)
    const two = await Promise.all(
      [1, 2].map(() =>
        own.post(urls.minePlan({ token }), { answer: 'signed', shown, signature: 'José Santos', intends: 'yes' }),
      ),
    )
    assert.ok(two.some((one) => one.status === 303))
    assert.equal(
      (
        await rows(
          "select count(*)::int as n from plan_client_answer where version_id = $1 and answer = 'signed' and page_id is not null",
          [plan],
        )
      )[0].n,
      1,
    )
    const homework = (await rows('select id from homework'))[0].id
    const tap = (done: string) => own.post(urls.minePractice({ token, homework }), { done })
    await Promise.all([tap('hard'), tap('hard')])
    assert.match((await own.get(urls.mine({ token }))).text, /Hecho hoy/)
    assert.match((await lee.get(urls.homework(jose))).text, /was hard[\s\S]*Done on 1 day/)
    assert.equal((await lee.post(urls.homeworkSeen({ homework }))).status, 303)
    assert.doesNotMatch((await lee.get(urls.homework(jose))).text, /I have seen what was done/)
    await tap('no')
    assert.doesNotMatch((await own.get(urls.mine({ token }))).text, /Hecho hoy/)
    assert.ok(
      (await rows('select count(*)::int as n from homework_done'))[0].n >= 2,
      'what was taken back stays as rows',
    )
    // Somebody else’s page takes nothing of it.
    const other =
      /\/mine\/([\w-]{43})/.exec(
        (await noor.post(urls.ownPage({ client: castId('maya') }), { language: 'en', birthDate: 'left-out' })).text,
      )?.[1] ?? ''
    const before = (await rows('select count(*)::int as n from homework_done'))[0].n
    await own.post(urls.minePractice({ token: other, homework }), { done: 'yes' })
    assert.equal((await own.get(urls.minePlan({ token: other }))).status, 303)
    assert.equal((await rows('select count(*)::int as n from homework_done'))[0].n, before)
  })
})
