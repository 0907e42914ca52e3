import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId, riverbend } from '../../../tests/cast.ts'
import { openHouse, type TestHouse, type Visitor } from '../../../tests/knock.ts'
import { todayHere } from '../../../tests/world.ts'
import { addDays } from '../../basics/dates.ts'
import { newId } from '../../basics/ids.ts'
import { isRefusal } from '../../basics/refusal.ts'
import { asPerson } from '../../db/work.ts'
import { urls } from '../../urls.ts'
import { openInquiry } from './actions/open.ts'
import { moveInquiry } from './actions/move.ts'

const visitor = { kind: 'visitor', id: null, name: 'Visitor' } as const
const stepwell = { kind: 'stepwell', id: null, name: 'Tests' } as const

describe('The admissions board', () => {
  let house: TestHouse
  let noor: Visitor
  before(async () => {
    house = await openHouse()
    noor = await house.as('noor')
    await house.db.owner.query("select set_config('app.clinic', $1, false)", [riverbend.id])
  })
  after(() => house.close())

  const one = async (sql: string, values: unknown[] = []) => (await house.db.owner.query(sql, values)).rows[0]
  const stepOf = async (inquiry: string): Promise<{ id: string; what: string; due_at: Date }> =>
    one('select id, what, due_at from inquiry_step where inquiry_id = $1 order by nth desc limit 1', [inquiry])
  const stageOf = async (inquiry: string): Promise<string> =>
    (await one('select stage from inquiry_stage where inquiry_id = $1 order by nth desc limit 1', [inquiry])).stage
  const next = { what: 'Call again', dueOn: addDays(todayHere(), 2), dueTime: '10:00' }
  let asked = 0
  /** Somebody asks through the public pages; every one has a number of their own. */
  const asks = async (over: Partial<Parameters<typeof openInquiry>[1]> = {}): Promise<string> => {
    asked += 1
    const opened = await asPerson(house.db.pool, riverbend.id, stepwell, new Date(), (work) =>
      openInquiry(work, {
        channel: 'call-back',
        language: 'en',
        forWhom: 'self',
        name: `Asker ${asked}`,
        phone: `518 555 ${String(1000 + asked)}`,
        email: '',
        mayLeaveMessage: false,
        permission: 'Call me back.',
        ...over,
      }),
    )
    if (isRefusal(opened)) throw new Error(opened.because)
    return opened.id
  }

  it('takes somebody who telephoned, with an owner and a next step from the first moment', async () => {
    const answer = await noor.post(urls.newInquiry(), {
      channel: 'telephone',
      forWhom: 'loved-one',
      name: 'Ida Quist',
      phone: '518 555 0111',
      email: '',
      mayLeaveMessage: 'no',
      language: 'es',
      words: 'Her son drinks again.',
      source: 'family',
      sender: 'Father Brown',
    })
    assert.equal(answer.status, 303)
    const page = await noor.get(answer.location ?? '')
    for (const words of [
      'Ida Quist',
      'href="tel:+15185550111"',
      'Leave no message',
      'Spanish',
      'Her son drinks again.',
      'Father Brown',
      'Without consent: not even that they came',
      'Screen for safety and fit',
    ])
      assert.ok(page.text.includes(words), words)
    const board = await noor.get(urls.admissions())
    assert.match(board.text, /Ida Quist/)
    assert.match(board.text, /Father Brown/)
  })

  it('refuses what cannot be reached, and keeps what was typed', async () => {
    const answer = await noor.post(urls.newInquiry(), {
      channel: 'telephone',
      forWhom: 'self',
      name: 'Nobody',
      phone: '12',
      source: 'self',
      words: 'Typed',
    })
    assert.equal(answer.status, 422)
    assert.match(answer.text, /id="phone-error"/)
    assert.match(answer.text, /Typed/)
  })

  it('moves on with a tap on the row, and sets the usual next step', async () => {
    const id = await asks()
    const step = await stepOf(id)
    const answer = await noor.post(urls.inquiryCalls({ inquiry: id }), {
      step: step.id,
      quick: '1',
      outcome: 'reached',
      filter: 'owner=mine&evil=1',
    })
    assert.equal(answer.location, urls.admissions({ owner: 'mine' }))
    assert.equal(await stageOf(id), 'reached')
    assert.equal((await stepOf(id)).what, 'Screen for safety and fit')
  })

  it('lets one of two coordinators do a step; the other is told', async () => {
    const id = await asks()
    const step = await stepOf(id)
    const dana = await house.as('dana')
    const fields = { step: step.id, outcome: 'no-answer', direction: 'out', words: '', ...next }
    const answers = await Promise.all([
      noor.post(urls.inquiryCalls({ inquiry: id }), fields),
      dana.post(urls.inquiryCalls({ inquiry: id }), fields),
    ])
    assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 422])
    assert.match(answers.find(({ status }) => status === 422)?.text ?? '', /A colleague has done this step/)
    assert.equal((await one('select count(*)::int as n from inquiry_call where inquiry_id = $1', [id])).n, 1)
  })

  it('keeps a call only together with what comes next', async () => {
    const id = await asks()
    const { id: step } = await stepOf(id)
    const call = { step, outcome: 'left-message', direction: 'out', words: 'Spoke to the machine' }
    const url = urls.inquiryCalls({ inquiry: id })
    const refused: [Record<string, string>, string][] = [
      [{ what: '', dueOn: '' }, 'no-step'],
      [{ what: 'Call', dueOn: '' }, 'no-date'],
      [{ what: 'Call', dueOn: addDays(todayHere(), -1) }, 'due-past'],
      [{ what: 'Call', dueOn: addDays(todayHere(), 400) }, 'due-far'],
      [{ reason: 'no-such' }, 'no-reason'],
      [{ reason: 'no-answer' }, 'too-few-tries'],
      [{ reason: 'other' }, 'no-words'],
      [{ ...next, offeredOn: addDays(todayHere(), 3) }, 'offer-unheard'],
    ]
    for (const [fields, code] of refused) {
      const answer = await noor.post(url, { ...call, ...fields })
      assert.equal(answer.status, 422, code)
      assert.ok(answer.text.includes(`data-refused="${code}"`), code)
      assert.match(answer.text, /Spoke to the machine/)
    }
    assert.equal((await one('select count(*)::int as n from inquiry_call where inquiry_id = $1', [id])).n, 0)
    assert.equal((await stepOf(id)).id, step)
  })

  it('closes for no answer after three tries, not before, and is opened again by a row', async () => {
    const id = await asks()
    for (const [tries, fields] of [
      [1, next],
      [2, next],
      [3, { reason: 'no-answer', because: 'Three days, three times' }],
    ] as const) {
      const answer = await noor.post(urls.inquiryCalls({ inquiry: id }), {
        step: (await stepOf(id)).id,
        outcome: 'no-answer',
        ...fields,
      })
      assert.equal(answer.status, 303, `try ${tries}`)
    }
    assert.equal(await stageOf(id), 'closed')
    const name = `Asker ${asked}<`
    assert.ok(!(await noor.get(urls.admissions())).text.includes(name))
    assert.ok((await noor.get(urls.admissions({ stage: 'closed' }))).text.includes(name))
    const late = await noor.post(urls.inquirySteps({ inquiry: id }), {
      step: (await stepOf(id)).id,
      act: 'done',
      ...next,
    })
    assert.match(late.text, /data-refused="settled"/)
    const url = urls.inquiryStages({ inquiry: id })
    const bare = await noor.post(url, { stage: 'reached', because: 'He called back' })
    assert.match(bare.text, /data-refused="no-step"/)
    assert.equal((await noor.post(url, { stage: 'reached', because: 'He called back', ...next })).status, 303)
    assert.equal(await stageOf(id), 'reached')
    const page = await noor.get(urls.inquiry({ inquiry: id }))
    assert.match(page.text, /No answer after three tries/)
    assert.match(page.text, /He called back/)
  })

  it('lets a person set any stage with a reason, and never without', async () => {
    const id = await asks()
    const url = urls.inquiryStages({ inquiry: id })
    assert.match((await noor.post(url, { stage: 'benefits', because: '' })).text, /data-refused="no-words"/)
    assert.match((await noor.post(url, { stage: 'closed', because: 'x' })).text, /data-refused="no-reason"/)
    assert.equal((await noor.post(url, { stage: 'benefits', because: 'The insurer called' })).status, 303)
    assert.equal((await noor.post(url, { stage: 'new', because: 'It was another person' })).status, 303)
    assert.equal(await stageOf(id), 'new')
  })

  it('is given to a colleague who may work on it, and to nobody else', async () => {
    const id = await asks({ ownerId: castId('noor') })
    const url = urls.inquiryOwners({ inquiry: id })
    assert.match((await noor.post(url, { owner: castId('noor') })).text, /data-refused="theirs-already"/)
    assert.match((await noor.post(url, { owner: castId('lee') })).text, /data-refused="cannot-own"/)
    assert.equal((await noor.post(url, { owner: castId('dana'), because: 'On holiday' })).status, 303)
    assert.ok(!(await noor.get(urls.admissions({ owner: 'mine' }))).text.includes(`Asker ${asked}<`))
    assert.ok((await noor.get(urls.admissions({ owner: castId('dana') }))).text.includes(`Asker ${asked}<`))
  })

  it('shows what is overdue loudly, and alone when asked', async () => {
    const id = await asks({ dueAt: new Date(Date.now() - 3_600_000) })
    const loud = (await noor.get(urls.admissions({ overdue: 'yes' }))).text
    assert.ok(loud.includes(urls.inquiry({ inquiry: id })))
    assert.match(loud, /Overdue today|Overdue yesterday/)
    assert.ok(!loud.includes('Ida Quist'))
    assert.ok(!(await noor.get(urls.admissions({ language: 'es' }))).text.includes(urls.inquiry({ inquiry: id })))
  })

  it('has no inquiry without a step: the database has the last word', async () => {
    const id = await asks()
    const step = await stepOf(id)
    const write = (work: Parameters<typeof moveInquiry>[0]) =>
      work.db
        .insertInto('inquiryStepDone')
        .values({ clinicId: riverbend.id, id: newId(), stepId: step.id, doneAt: new Date() })
        .execute()
    await assert.rejects(asPerson(house.db.pool, riverbend.id, stepwell, new Date(), write), /has a next step/)
  })

  it('moves by itself with what happens to the person, forward only, and ends at admission', async () => {
    const id = await asks()
    const linked = await noor.post(urls.inquiryPerson({ inquiry: id }), { client: castId('will') })
    assert.equal(linked.location, urls.safetyScreen({ client: castId('will') }))
    const happens = (stage: Parameters<typeof moveInquiry>[2]) =>
      asPerson(house.db.pool, riverbend.id, stepwell, new Date(), (work) =>
        moveInquiry(work, castId('will'), stage, 'It happened'),
      )
    await happens('benefits')
    assert.equal(await stageOf(id), 'benefits')
    await happens('screening')
    assert.equal(await stageOf(id), 'benefits')
    await happens('admitted')
    assert.equal(await stageOf(id), 'admitted')
    await happens('referred-elsewhere')
    assert.equal(await stageOf(id), 'admitted')
    const again = await noor.post(urls.inquiryPerson({ inquiry: id }), { client: castId('maya') })
    assert.match(again.text, /belongs to a record already/)
  })

  it('goes on to a new record with what is known, and to the safety screen', async () => {
    const id = await asks({ name: 'Óscar Peña Ruiz', email: 'oscar@example.org' })
    const form = await noor.get(urls.newClient({ inquiry: id }))
    for (const value of ['value="Óscar"', 'value="Peña Ruiz"', 'oscar@example.org'])
      assert.ok(form.text.includes(value), value)
    const answer = await noor.post(urls.newClient(), {
      inquiry: id,
      given: 'Óscar',
      family: 'Peña Ruiz',
      birthDate: '1980-02-02',
      sex: 'male',
      phone: '518 555 7777',
      email: 'oscar@example.org',
      source: 'self',
    })
    assert.match(answer.location ?? '', /\/clients\/[0-9a-f-]+\/screens\/new/)
    const { n } = await one(
      'select count(*)::int as n from inquiry_client k join inquiry i on i.id = k.inquiry_id where i.name like $1',
      ['Óscar%'],
    )
    assert.equal(n, 1, 'no second inquiry')
    // Asked once more from the same number: the record is offered.
    const other = await asks({ name: 'Oscar Pena Ruiz', phone: '518 555 7777' })
    const page = await noor.get(urls.inquiry({ inquiry: other }))
    assert.match(page.text, /Is this somebody you know\?/)
    assert.match(page.text, /same phone number/)
  })

  it('shows a visitor’s inquiry with what they agreed to and handed over', async () => {
    const opened = await asPerson(house.db.pool, riverbend.id, stepwell, new Date(), (work) =>
      openInquiry(
        { ...work, by: visitor },
        {
          channel: 'self-check',
          language: 'es',
          forWhom: 'self',
          name: '<b>Luz</b>',
          phone: '518 555 8888',
          email: '',
          mayLeaveMessage: null,
          permission: 'Pueden llamarme.',
          about: { selfCheck: { lastDrink: 'ayer' } },
        },
      ),
    )
    assert.ok(!isRefusal(opened))
    const page = await noor.get(urls.inquiry({ inquiry: opened.id }))
    for (const words of [
      '&lt;b&gt;Luz',
      'Pueden llamarme.',
      'Self-check: Last drink',
      'ayer',
      'Until then, leave none',
    ])
      assert.ok(page.text.includes(words), words)
  })

  it('keeps what the flood guard held back off the board, in a list of its own', async () => {
    const flood = await Promise.all([1, 2, 3].map(() => asks({ phone: '518 555 6660', heldBack: true, name: 'Flood' })))
    const real = await asks({
      heldBack: true,
      name: 'Really Me',
      phone: '518 555 6661',
      dueAt: new Date(Date.now() - 1),
    })
    const board = (await noor.get(urls.admissions())).text
    assert.ok(!board.includes('Really Me'))
    assert.match(board, /4 inquiries are held back/)
    const list = (await noor.get(urls.heldBack())).text
    assert.match(list, /Close all 3 from there/)
    assert.equal((await noor.post(urls.heldBack(), { inquiry: real, act: 'release' })).status, 303)
    assert.ok((await stepOf(real)).due_at > new Date(), 'its step is due from now on')
    assert.match((await noor.get(urls.admissions())).text, /Really Me/)
    assert.match((await noor.post(urls.heldBack(), { inquiry: real, act: 'release' })).text, /looked-at/)
    assert.equal((await noor.post(urls.heldBack(), { inquiry: flood[0] ?? '', act: 'close' })).status, 303)
    assert.match((await noor.get(urls.heldBack())).text, /Nothing is held back/)
    assert.equal(await stageOf(flood[2] ?? ''), 'closed')
  })

  it('is nobody’s without the role, and no stranger’s', async () => {
    const id = await asks()
    const pages = [
      urls.inquiry({ inquiry: id }),
      urls.heldBack(),
      urls.referrers(),
      urls.admissionsFigures(),
      urls.duplicates(),
      urls.newInquiry(),
    ]
    for (const key of ['lee', 'ben', 'ada']) {
      const person = await house.as(key)
      for (const page of pages) assert.equal((await person.get(page)).status, 403, `${key} ${page}`)
      for (const post of [
        urls.inquiryCalls,
        urls.inquirySteps,
        urls.inquiryStages,
        urls.inquiryOwners,
        urls.inquiryPerson,
        urls.inquirySender,
      ])
        assert.equal((await person.post(post({ inquiry: id }), {})).status, 403, key)
    }
    assert.equal((await noor.get(urls.inquiry({ inquiry: newId() }))).status, 404)
    assert.equal((await noor.get(urls.inquiry({ inquiry: 'x' }))).status, 404)
    const lakeside = await house.as('tess')
    assert.equal((await lakeside.get(urls.inquiry({ inquiry: id }))).status, 404)
    assert.equal((await lakeside.post(urls.inquiryOwners({ inquiry: id }), { owner: castId('tess') })).status, 404)
    assert.ok(!(await lakeside.get(urls.admissions())).text.includes(`Asker ${asked}`))
  })

  it('says how fast it answers, with how many', async () => {
    const text = (await noor.get(urls.admissionsFigures())).text
    assert.match(text, /within 48 h/)
    assert.match(text, /First offer/)
    assert.match(text, /\d+ of \d+\)/)
  })
})
