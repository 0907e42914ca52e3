import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId, riverbend } from '../../../../tests/cast.ts'
import { openHouse, type TestHouse } from '../../../../tests/knock.ts'
import { seriesId, todayHere, weekdayHere } from '../../../../tests/world.ts'
import { addDays } from '../../../basics/dates.ts'
import { urls } from '../../../urls.ts'

const today = todayHere()
const series = seriesId('process-a', weekdayHere())

describe('Curricula', () => {
  let house: TestHouse
  let curriculum = ''
  const modules: Record<string, string> = {}
  before(async () => {
    house = await openHouse()
  })
  after(() => house.close())

  const session = async (day: string) =>
    String(
      (await house.db.owner.query('select id from group_session where series_id = $1 and held_on = $2', [series, day]))
        .rows[0]?.id,
    )

  it('are written by a director, module by module, and a therapist reads them', async () => {
    const dana = await house.as('dana')
    const made = await dana.post(urls.curricula(), { name: 'Steady steps', words: 'Twelve evenings.' })
    curriculum = made.location?.split('/').at(-1) ?? ''
    for (const [n, title] of ['Triggers', 'Saying no', 'Sleep', 'Anger'].entries()) {
      const said = { position: String(n + 1), title }
      const added = await dana.post(urls.curriculumModules({ curriculum }), n < 3 ? { ...said, isCore: 'yes' } : said)
      assert.equal(added.status, 303, added.text)
    }
    const { rows } = await house.db.owner.query('select id, title from curriculum_module')
    for (const row of rows) modules[row.title] = row.id
    const lee = await house.as('lee')
    const page = await lee.get(urls.curriculum({ curriculum }))
    assert.match(page.text, /Steady steps: 4 modules, 3 of them core/)
    assert.doesNotMatch(page.text, /Change or take out/)
    assert.equal((await lee.post(urls.curricula(), { name: 'Mine' })).status, 403)
    const empty = await dana.post(urls.curriculumModules({ curriculum }), { position: '5', title: '' })
    assert.equal(empty.status, 422)
    assert.match(empty.text, /Name the module/)
  })

  it('tell the leader what this room has not had, and follow who was there for half of a meeting', async () => {
    const dana = await house.as('dana')
    const set = await dana.post(urls.seriesCurriculum({ series }), { curriculum, from: addDays(today, -30) })
    assert.equal(set.status, 303, set.text)
    const held = await session(today)
    const { rows: seats } = await house.db.owner.query(
      'select client_id from seat where series_id = $1 and during @> $2::date order by number',
      [series, today],
    )
    assert.ok(seats.length >= 3)
    const mark = (client: string, minutes: number) =>
      house.db.owner.query(
        "insert into attendance_mark (clinic_id, id, session_id, client_id, held_on, mark, minutes, marked_by, marked_at) values ($1, gen_random_uuid(), $2, $3, $4, 'here', $5, $6, now())",
        [riverbend.id, held, client, today, minutes, castId('lee')],
      )
    // The meeting is over: it began long before now.
    house.setNow(new Date(Date.now() + 24 * 3_600_000))
    await mark(seats[0].client_id, 80)
    await mark(seats[1].client_id, 30)
    const lee = await house.as('lee')
    const taught = await lee.post(urls.sessionModules({ session: held }), { module: modules.Triggers ?? '' })
    assert.equal(taught.status, 303)
    assert.equal(taught.location, urls.seriesCurriculum({ series }))
    const page = await lee.get(urls.seriesCurriculum({ series }))
    assert.match(page.text, /Next for this room: Saying no/)
    assert.ok(page.text.includes(`${seats.length - 1} of ${seats.length} members have not seen it`))
    assert.match(page.text, /1 of 3 core modules seen/)
    assert.match(page.text, /0 of 3 core modules seen, 1 missed/)

    const own = await lee.get(urls.learning({ client: seats[1].client_id }))
    assert.match(own.text, /Missed/)
    assert.match(own.text, /It is taught next: Process group A/)
    await lee.post(urls.learning({ client: seats[1].client_id }), { module: modules.Triggers ?? '' })
    assert.match((await lee.get(urls.learning({ client: seats[1].client_id }))).text, /1 of 3 core modules seen/)

    // Other words for the same module: who saw it has seen it.
    const changed = await dana.post(urls.moduleChanges({ module: modules.Triggers ?? '' }), {
      position: '1',
      title: 'What sets it off',
      isCore: 'yes',
    })
    assert.equal(changed.status, 303, changed.text)
    assert.match((await lee.get(urls.learning({ client: seats[0].client_id }))).text, /1 of 3 core modules seen/)
    const again = await dana.post(urls.moduleChanges({ module: modules.Triggers ?? '' }), {
      position: '1',
      title: 'What it begins with',
    })
    assert.equal(again.status, 422)
    assert.match(again.text, /Somebody changed this module a moment ago/)
    assert.match(again.text, /value="What it begins with"/)

    await lee.post(urls.sessionModules({ session: held }), { module: modules.Triggers ?? '', taken: 'yes' })
    assert.match((await lee.get(urls.learning({ client: seats[0].client_id }))).text, /0 of 3 core modules seen/)
    house.setNow(null)
  })

  it('refuse a module of another curriculum, and a stranger to the role', async () => {
    const dana = await house.as('dana')
    const other = (await dana.post(urls.curricula(), { name: 'Other' })).location?.split('/').at(-1) ?? ''
    await dana.post(urls.curriculumModules({ curriculum: other }), { position: '1', title: 'Elsewhere' })
    const { rows } = await house.db.owner.query("select id from curriculum_module where title = 'Elsewhere'")
    const lee = await house.as('lee')
    const held = await session(today)
    const refused = await lee.post(urls.sessionModules({ session: held }), { module: rows[0].id })
    assert.equal(refused.location, urls.roster({ session: held }))
    assert.match((await lee.get(urls.roster({ session: held }))).text, /not part of what the group went through/)
    const ben = await house.as('ben')
    assert.equal((await ben.post(urls.sessionModules({ session: held }), { module: rows[0].id })).status, 403)
    assert.equal((await ben.post(urls.learning({ client: castId('maya') }), { module: rows[0].id })).status, 403)
  })
})

describe('Services', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
  })
  after(() => house.close())

  it('say what each kind needs, and a clinic says otherwise from a day on', async () => {
    const ada = await house.as('ada')
    const page = await ada.get(urls.services())
    assert.match(page.text, /Someone trained in art therapy/)
    assert.match(page.text, /Community meeting/)
    const answer = await ada.post(urls.serviceRules(), {
      kind: 'art',
      usualMinutes: '75',
      training: '',
      place: 'room',
      from: today,
      source: 'Our art therapist has left',
    })
    assert.equal(answer.status, 303, answer.text)
    const after = await ada.get(urls.services())
    assert.match(after.text, /Not offered/)
    assert.match(after.text, /Our art therapist has left/)
    const bad = await ada.post(urls.serviceRules(), { kind: 'art', usualMinutes: '0', place: 'moon', from: 'x' })
    assert.equal(bad.status, 422)
    assert.match(bad.text, /Give a whole number from 5 to 480/)
    const lee = await house.as('lee')
    assert.equal((await lee.get(urls.services())).status, 200)
    assert.equal((await lee.post(urls.serviceRules(), { kind: 'art' })).status, 403)
  })
})

describe('What groups are about', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
  })
  after(() => house.close())

  it('is chosen from the list, and found by visitors in their language', async () => {
    const dana = await house.as('dana')
    const opened = await dana.post(urls.newSeries(), {
      name: 'Quiet hour',
      programId: castId('evening'),
      kind: 'skills',
      subject: 'grief',
      topic: '',
      affinity: '',
      isOpen: 'yes',
      counts: 'yes',
      weekday: '6',
      starts: '11:00',
      minutes: '60',
      roomId: castId('loft'),
      seats: '8',
      least: '3',
      from: addDays(today, 1),
      to: '',
      leadId: castId('lee'),
      coLeadId: '',
    })
    assert.equal(opened.status, 303, opened.text.slice(0, 500))
    const visitor = house.stranger()
    const found = await visitor.get(urls.publicGroups({ lang: 'es' }, { about: 'grief' }))
    assert.match(found.text, /Quiet hour/)
    assert.match(found.text, /Duelo/)
    assert.doesNotMatch((await visitor.get(urls.publicGroups({ lang: 'en' }, { about: 'anger' }))).text, /Quiet hour/)
    assert.match((await visitor.get(urls.publicGroups({ lang: 'en' }, { q: 'grief' }))).text, /Quiet hour/)
  })
})
