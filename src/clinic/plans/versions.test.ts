import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId } from '../../../tests/cast.ts'
import { openHouse, type TestHouse, type Visitor } from '../../../tests/knock.ts'
import { episode, fieldsOf, jose, written } from '../../../tests/plan-room.ts'
import { todayHere } from '../../../tests/world.ts'
import { addDays, weekOf } from '../../basics/dates.ts'
import { newId } from '../../basics/ids.ts'
import { urls } from '../../urls.ts'

const today = todayHere()
describe('The plan in versions', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
  })
  after(() => house.close())
  const rows = async (sql: string, values: unknown[] = []) => (await house.db.owner.query(sql, values)).rows

  /** A cup read on the spot: it found this. */
  async function testedFor(substance: string): Promise<string> {
    const priya = await house.as('priya')
    const ordered = await priya.post(urls.toxOrders(jose), {
      why: 'concern',
      because: 'Slept in group',
      'panel[]': [substance],
      specimen: 'urine',
      method: 'point-of-care',
      laboratory: '',
      dueOn: today,
    })
    const test = ordered.location?.split('/').at(-1) ?? ''
    await priya.post(urls.toxCollections({ test }), {
      outcome: 'collected',
      onDay: today,
      atTime: '00:01',
      temperature: '94',
      seal: '',
      words: '',
    })
    const told = await priya.post(urls.toxReports({ test }), {
      source: 'point-of-care',
      certainty: 'presumptive',
      laboratory: '',
      creatinine: '110',
      temperature: '',
      words: '',
      because: '',
      [`of-${substance}`]: 'positive',
    })
    assert.equal(told.status, 303, told.text)
    return test
  }

  async function begin(who: Visitor): Promise<string> {
    const answer = await who.post(urls.planVersions(episode))
    assert.equal(answer.status, 303)
    return /\/plans\/([^/]+)\/draft/.exec(answer.location ?? '')?.[1] ?? ''
  }

  let plan = ''
  it('begins with the goals that stood before, and once only', async () => {
    const [lee, dana] = [await house.as('lee'), await house.as('dana')]
    const both = await Promise.all([begin(lee), begin(dana)])
    assert.equal(both[0], both[1], 'whoever begins second goes on with the first')
    plan = both[0] ?? ''
    const page = await lee.get(urls.planDraft({ plan }))
    assert.match(page.text, /Stay a month without pills/)
    assert.equal(fieldsOf(page.text)['g1-id'], castId('jose goal 1'))
    const refused = await lee.post(urls.planSignature({ plan }))
    assert.equal(refused.status, 422)
    assert.match(refused.text, /Nothing is signed|Something is still missing/)
  })

  it('keeps what two windows type at once, and lets somebody decide', async () => {
    const [lee, dana] = [await house.as('lee'), await house.as('dana')]
    const shown = fieldsOf((await lee.get(urls.planDraft({ plan }))).text)
    const sent = (words: string) => ({ ...written({ strengths: words }), ...shown, page: newId() })
    const silent = { 'sec-fetch-dest': 'empty' }
    const [mine, hers] = [sent('A brother at home'), sent('Cooks well')]
    const saves = await Promise.all([
      lee.post(urls.planDraftSaves({ plan }), mine, silent),
      dana.post(urls.planDraftSaves({ plan }), hers, silent),
    ])
    assert.deepEqual(
      saves.map((one) => one.status),
      [204, 204],
    )
    const page = await lee.get(urls.planDraft({ plan }))
    assert.match(page.text, /A brother at home/)
    assert.match(page.text, /Cooks well/)
    assert.match((await lee.post(urls.planSignature({ plan }))).text, /data-refused="words-beside"/)
    const key = /value="(take strengths [^"]+)"/.exec(page.text)?.[1] ?? 'none waits'
    const after = fieldsOf(page.text)
    const strengths = /name="strengths"[^>]*>\n?([^<]*)/.exec(page.text)?.[1] ?? ''
    const taken = await lee.post(urls.planDraft({ plan }), {
      ...written({ strengths: strengths.trim() }),
      ...after,
      next: key,
    })
    assert.equal(taken.status, 303)
    const settled = await lee.get(urls.planDraft({ plan }))
    assert.match(settled.text, /A brother at home[\s\S]{0,40}Cooks well|Cooks well[\s\S]{0,40}A brother at home/)
    assert.doesNotMatch(settled.text, /value="take strengths/)
  })

  it('is signed by licence, locked, and becomes the prescribed week', async () => {
    const sam = await house.as('sam')
    const reading = await sam.get(urls.planSignature({ plan }))
    assert.equal(reading.status, 200)
    assert.match(reading.text, /Sign this version/)
    assert.equal((await sam.post(urls.planSignature({ plan }))).status, 303)
    const [signed] = await rows('select content_hash, number from plan_signed where version_id = $1', [plan])
    assert.equal(signed.number, 1)
    const [dose] = await rows('select group_minutes, days, plan_version_id from dose_order where episode_id = $1', [
      episode.episode,
    ])
    assert.deepEqual([dose.group_minutes, dose.days, dose.plan_version_id], [540, 3, plan])
    const goals = await rows(
      'select g.id, x.outcome from plan_goal g left join plan_goal_end x on x.goal_id = g.id where g.episode_id = $1',
      [episode.episode],
    )
    assert.deepEqual(goals, [{ id: castId('jose goal 1'), outcome: null }], 'the goal goes on with its own row')
    const late = await sam.post(urls.planDraftSaves({ plan }), { ...written(), page: newId(), basedOn: '' })
    assert.equal(late.status, 422)
    assert.match(late.text, /it is locked. Your words are still here/)
    await assert.rejects(
      rows(
        'insert into plan_save (clinic_id, id, version_id, body, saved_by, saved_at) select clinic_id, gen_random_uuid(), id, $2, begun_by, now() from plan_version where id = $1',
        [plan, '{}'],
      ),
      /takes no further words/,
    )
    assert.match((await sam.get(urls.planVersion({ plan }))).text, /Waits for a co-signature/)
  })

  it('is co-signed by somebody whose licence signs alone, and not by who wrote it', async () => {
    const [sam, owen, dana] = [await house.as('sam'), await house.as('owen'), await house.as('dana')]
    assert.match((await sam.post(urls.planCosignature({ plan }))).text, /license that signs plans alone/)
    assert.match((await owen.post(urls.planCosignature({ plan }))).text, /license that signs plans alone/)
    const two = await Promise.all([
      dana.post(urls.planCosignature({ plan })),
      dana.post(urls.planCosignature({ plan })),
    ])
    assert.deepEqual(two.map((one) => one.status).toSorted(), [303, 422])
    assert.equal((await rows('select count(*)::int as n from plan_signature where version_id = $1', [plan]))[0].n, 2)
  })

  it('takes the client’s word: declined with why, then signed once', async () => {
    const noor = await house.as('noor')
    const here = urls.planClientAnswer({ plan })
    const page = await noor.get(here)
    assert.equal(page.status, 200)
    const shown = /name="shown" value="([0-9a-f]{64})"/.exec(page.text)?.[1] ?? ''
    const wordless = await noor.post(here, { answer: 'declined', shown, because: ' ' })
    assert.match(wordless.text, /data-refused="no-reason"/)
    assert.equal(
      (await noor.post(here, { answer: 'declined', shown, because: 'Wants to ask his sister first' })).status,
      303,
    )
    assert.match((await noor.get(urls.planVersion({ plan }))).text, /Declined to sign/)
    const sign = {
      answer: 'signed',
      shown,
      signerName: 'José Santos',
      capacity: 'client',
      authority: '',
      signature: 'José Santos',
      intends: 'yes',
    }
    assert.match((await noor.post(here, { ...sign, signature: 'Somebody Else' })).text, /data-refused="signature"/)
    assert.match((await noor.post(here, { ...sign, shown: 'f'.repeat(64) })).text, /data-refused="plan-changed"/)
    const two = await Promise.all([noor.post(here, sign), noor.post(here, sign)])
    assert.deepEqual(two.map((one) => one.status).toSorted(), [303, 422])
    assert.equal(
      (
        await rows("select count(*)::int as n from plan_client_answer where version_id = $1 and answer = 'signed'", [
          plan,
        ])
      )[0].n,
      1,
    )
  })

  it('changes goals in the next version alone, which begins as a copy and says what changed', async () => {
    const lee = await house.as('lee')
    assert.match(
      (await lee.post(urls.goals(episode), { words: 'Another', objective: '' })).text,
      /data-refused="plan-stands"/,
    )
    assert.match(
      (await lee.post(urls.goalEnd({ goal: castId('jose goal 1') }), { outcome: 'met' })).text,
      /data-refused="plan-stands"/,
    )
    const [before] = await rows('select objective_id from plan_objective_words where version_id = $1', [plan])
    const next = await begin(lee)
    assert.notEqual(next, plan)
    const page = await lee.get(urls.planDraft({ plan: next }))
    const ids = fieldsOf(page.text)
    assert.equal(ids['g1o1-id'], before.objective_id, 'an objective keeps its row')
    const changed = {
      ...written({ 'g1-words': 'Stay clean, and be there for my brother', 's1-times': '4', because: 'Asked for more' }),
      ...ids,
    }
    assert.equal(
      (await lee.post(urls.planDraft({ plan: next }), { ...changed, next: 'read' })).location,
      urls.planSignature({ plan: next }),
    )
    const reading = await lee.get(urls.planSignature({ plan: next }))
    assert.match(reading.text, /What changed since version 1/)
    assert.equal((await lee.post(urls.planSignature({ plan: next }))).status, 303)
    const goals = await rows(
      'select g.replaces, x.outcome from plan_goal g left join plan_goal_end x on x.goal_id = g.id where g.episode_id = $1 order by g.position',
      [episode.episode],
    )
    assert.deepEqual(goals, [
      { replaces: null, outcome: 'replaced' },
      { replaces: castId('jose goal 1'), outcome: null },
    ])
    const versions = await rows(
      'select count(distinct version_id)::int as n from plan_objective_words where objective_id = $1',
      [before.objective_id],
    )
    assert.equal(versions[0].n, 2)
    assert.equal((await lee.get(urls.objective({ objective: before.objective_id }))).status, 200)
    plan = next
  })

  it('is reviewed: a word on each objective, the next day, and the next version where something changes', async () => {
    const lee = await house.as('lee')
    const here = urls.planReview({ plan })
    assert.match((await lee.get(here)).text, /No test was due since then/)
    const test = await testedFor('cocaine')
    const page = await lee.get(here)
    assert.equal(page.status, 200)
    assert.match(page.text, /Drugs were found in 1 of 1 test/)
    assert.match(page.text, new RegExp(`href="${urls.toxTest({ test })}">Cocaine[^<]* \\(screen\\)`))
    const objective = /name="outcome-([0-9a-f-]{36})"/.exec(page.text)?.[1] ?? ''
    const missing = await lee.post(here, { words: '', nextOn: addDays(today, 30) })
    assert.equal(missing.status, 422)
    assert.match(missing.text, /Say how objective 1\.1 goes on/)
    const late = await lee.post(here, {
      words: 'Half way',
      nextOn: addDays(today, 200),
      [`outcome-${objective}`]: 'kept',
    })
    assert.match(late.text, /The next review is due by/)
    const closed = await lee.post(here, {
      words: 'Half way',
      nextOn: addDays(today, 30),
      [`outcome-${objective}`]: 'met',
      [`words-${objective}`]: '31 days',
    })
    assert.equal(closed.location, urls.plan(jose))
    const after = await lee.get(urls.plan(jose))
    assert.match(after.text, /Last review/)
    assert.match(after.text, /Met/)
  })

  it('shows a week that was changed beside the plan as what it is: to be signed', async () => {
    const lee = await house.as('lee')
    const dose = {
      groupMinutes: '600',
      individualMinutes: '0',
      familyMinutes: '0',
      medicationMinutes: '0',
      days: '3',
      fromWeek: weekOf(today),
      because: 'A hard week',
    }
    assert.equal((await lee.post(urls.dose(episode), dose)).status, 303)
    assert.match((await lee.get(urls.planThread(jose))).text, /The week was changed beside the plan/)
    assert.match((await lee.get(urls.dose(episode))).text, /beside the plan/)
    const board = await (await house.as('dana')).get(urls.threadBoard())
    assert.match(board.text, /The week was changed beside the plan/)
    assert.match(board.text, /First plan/, 'and who has no plan yet is due')
  })

  it('is nobody’s who does not treat, and no other clinic’s', async () => {
    const ben = await house.as('ben')
    const sofia = await house.as('sofia')
    for (const url of [
      urls.planVersion({ plan }),
      urls.planDraft({ plan }),
      urls.planReview({ plan }),
      urls.planThread(jose),
      urls.homework(jose),
      urls.planClientAnswer({ plan }),
    ]) {
      assert.equal((await ben.get(url)).status, 403, url)
      assert.equal((await sofia.get(url)).status, 404, url)
    }
    assert.equal((await ben.get(urls.diagnoses(jose))).status, 403)
    const noor = await house.as('noor')
    for (const url of [
      urls.planSignature({ plan }),
      urls.planCosignature({ plan }),
      urls.planReview({ plan }),
      urls.planDraft({ plan }),
    ])
      assert.equal((await noor.post(url, written())).status, 403, url)
    assert.equal((await noor.post(urls.planVersions(episode))).status, 403)
  })
})
