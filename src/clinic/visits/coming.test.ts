import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId, riverbend } from '../../../tests/cast.ts'
import { openHouse, type TestHouse } from '../../../tests/knock.ts'
import { seriesId, todayHere } from '../../../tests/world.ts'
import { addDays, weekdayOf } from '../../basics/dates.ts'
import { urls } from '../../urls.ts'
import { keepUnheldCounted } from '../today/actions/unheld.ts'

const today = todayHere()
const nextWeek = addDays(today, 8 - weekdayOf(today))

describe('What nobody may hold', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
  })
  after(() => house.close())
  const member = { member: castId('lee') }
  const license = { kind: 'LMHC', number: '77', state: 'NY', issuedOn: '', expiresOn: addDays(today, 5) }

  it('is flagged on every date at once: page, profile, group and Today', async () => {
    const [ada, dana] = [await house.as('ada'), await house.as('dana')]
    assert.match((await dana.get(urls.comingUnheld())).text, /Everything ahead is led by somebody who may/)
    assert.doesNotMatch((await dana.get(urls.today())).text, /in the next two weeks: somebody leads/)
    await dana.post(urls.visits({ episode: castId('amina episode') }), {
      kind: 'individual',
      staffId: castId('lee'),
      first: addDays(nextWeek, 7),
      starts: '15:00',
      minutes: '50',
      times: '6',
    })
    // The right licence runs out in five days; the one that was entered first is taken back.
    assert.equal((await ada.post(urls.staffLicense(member), license)).status, 303)
    const { rows } = await house.db.owner.query(
      "select id from staff_license where staff_id = $1 and number = 'L-lee'",
      [castId('lee')],
    )
    const end = urls.staffLicenseEnd({ ...member, license: rows[0].id })
    const noWords = await ada.post(end, { because: '' })
    assert.equal(noWords.status, 422)
    assert.match(noWords.text, /Say what was wrong/)
    assert.equal((await ada.post(end, { because: 'The wrong year' })).status, 303)
    assert.match((await ada.post(end, { because: 'Twice' })).text, /taken back already/)

    const page = await dana.get(urls.comingUnheld())
    assert.match(page.text, /The NY licence of Lee Park ends on/)
    assert.match(page.text, /every week from/)
    assert.match(page.text, /Individual therapy: Amina/)
    assert.match((await dana.get(urls.comingUnheld({ by: 'date' }))).text, /Lee Park · The NY licence/)
    assert.match((await dana.get(urls.staffMember(member))).text, /after the last day of every licence/)
    assert.match((await dana.get(urls.staffCredentials(member))).text, /taken back: The wrong year/)
    await keepUnheldCounted(house.db.pool, new Date())
    assert.match(
      (await dana.get(urls.today())).text,
      /dates in the next two weeks: somebody leads[\s\S]*All were asked/,
    )
    const [full] = (
      await house.db.owner.query('select asked_at from unheld_asked where clinic_id = $1', [riverbend.id])
    ).rows
    assert.doesNotMatch(
      (await (await house.as('noor')).get(urls.today())).text,
      /in the next two weeks: somebody leads/,
    )
    assert.doesNotMatch((await ada.get(urls.comingUnheld())).text, /Amina/, 'an administrator sees no client')
    const more = await dana.post(urls.visits({ episode: castId('kofi episode') }), {
      kind: 'individual',
      staffId: castId('lee'),
      first: addDays(today, 1),
      starts: '16:00',
      minutes: '50',
      times: '3',
    })
    assert.match(more.text, /data-refused="licence-ended"/)
    assert.equal(
      (await ada.post(urls.staffLicense(member), { ...license, expiresOn: addDays(today, 900) })).status,
      303,
    )
    assert.match((await dana.get(urls.comingUnheld())).text, /Everything ahead is led by somebody who may/)
    // The board follows by itself, without asking everything again; a second copy that comes at once changes nothing.
    assert.match((await dana.get(urls.today())).text, /dates in the next two weeks: somebody leads/)
    await Promise.all([1, 2].map(() => keepUnheldCounted(house.db.pool, new Date())))
    assert.doesNotMatch((await dana.get(urls.today())).text, /in the next two weeks: somebody leads/)
    const after = (await house.db.owner.query('select asked_at from unheld_asked where clinic_id = $1', [riverbend.id]))
      .rows
    assert.deepEqual(after, [full])
  })

  it('is counted at once where nobody leads one meeting, and no more once it is led again', async () => {
    const dana = await house.as('dana')
    const { rows } = await house.db.owner.query(
      `select g.id, g.series_id from group_session g join group_series r on r.clinic_id = g.clinic_id and r.id = g.series_id
       where g.clinic_id = $1 and g.held_on between $2 and $3 and r.counts_toward_dose order by g.held_on, g.id limit 1`,
      [riverbend.id, addDays(today, 1), addDays(today, 9)],
    )
    const [meeting] = rows
    const cover = (how: string, part: string) =>
      house.db.owner.query(
        `insert into session_cover (clinic_id, id, session_id, part, how, because, covered_by, covered_at)
         values ($1, gen_random_uuid(), $2, $3, $4, 'Ill', $5, clock_timestamp())`,
        [riverbend.id, meeting.id, part, how, castId('dana')],
      )
    const counted = async () => {
      await keepUnheldCounted(house.db.pool, new Date())
      const board = 'select count(*)::int as n from unheld_date where clinic_id = $1'
      return (await house.db.owner.query(board, [riverbend.id])).rows[0].n
    }
    assert.equal(await counted(), 0)
    await cover('nobody', 'lead')
    await cover('nobody', 'co-lead')
    assert.equal(await counted(), 1)
    assert.match((await dana.get(urls.today())).text, /1 date in the next two weeks: somebody leads/)
    const sofia = await house.as('sofia')
    assert.doesNotMatch((await sofia.get(urls.today())).text, /in the next two weeks: somebody leads/)
    await cover('as-usual', 'lead')
    assert.equal(await counted(), 0)
  })

  it('asks for the state in which a member of a video group lives', async () => {
    const dana = await house.as('dana')
    const series = seriesId('process-a', 3)
    await house.db.owner.query('update group_series set room_id = $2 where id = $1', [series, castId('video-1')])
    const { rows } = await house.db.owner.query(
      'select client_id from seat where series_id = $1 and during @> $2::date',
      [series, today],
    )
    const client: string = rows[0].client_id
    assert.doesNotMatch((await dana.get(urls.comingUnheld())).text, /has no licence in/)
    await dana.post(urls.clientContacts({ client }), { kind: 'address', value: '8 Elm Street, Hoboken, NJ 07030' })
    const page = await dana.get(urls.comingUnheld())
    assert.match(page.text, /has no licence in NJ/)
    assert.match((await dana.get(urls.series({ series }))).text, /has no licence in NJ/)
    const lead = await dana.post(urls.seriesLeaders({ series }), { part: 'lead', staffId: castId('ines'), from: today })
    assert.match(lead.text, /data-refused="other-state"/)
    const inNewJersey = { kind: 'LCSW', number: '9', state: 'NJ', issuedOn: '', expiresOn: addDays(today, 300) }
    const ada = await house.as('ada')
    assert.equal((await ada.post(urls.staffLicense({ member: castId('ines') }), inNewJersey)).status, 303)
    const both = await dana.post(urls.seriesLeaders({ series }), {
      part: 'lead',
      staffId: castId('ines'),
      from: addDays(today, 1),
    })
    assert.doesNotMatch(both.text, /data-refused="other-state"/)
  })

  it('asks an art group for a trained lead, until a training stands', async () => {
    const [ada, dana] = [await house.as('ada'), await house.as('dana')]
    const art = {
      name: 'Art on Sundays',
      programId: castId('day'),
      roomId: castId('studio'),
      kind: 'art',
      topic: '',
      affinity: '',
      isOpen: 'yes',
      counts: 'yes',
      weekday: '7',
      starts: '13:00',
      minutes: '60',
      seats: '8',
      least: '3',
      from: addDays(nextWeek, 6),
      to: '',
      leadId: castId('marcus'),
      coLeadId: '',
    }
    assert.match((await dana.post(urls.newSeries(), art)).text, /data-refused="no-training"/)
    const training = {
      kind: 'certificate',
      name: 'Art therapy (ATR-BC)',
      number: '12-345',
      issuer: 'Credentials Board',
      state: '',
      issuedOn: addDays(today, -400),
      expiresOn: addDays(nextWeek, 14),
    }
    const marcus = { member: castId('marcus') }
    assert.equal(
      (await ada.post(urls.staffTrainings(marcus), { ...training, expiresOn: addDays(today, -500) })).status,
      422,
    )
    assert.equal((await ada.post(urls.staffTrainings(marcus), training)).status, 303)
    const opened = await dana.post(urls.newSeries(), art)
    assert.equal(opened.status, 303, opened.text)
    assert.match((await dana.get(urls.comingUnheld())).text, /no training in art therapy stands then/)
  })

  it('is for administrators, directors and coordinators; a stranger sees nothing', async () => {
    for (const key of ['lee', 'priya', 'ben']) {
      const visitor = await house.as(key)
      assert.equal((await visitor.get(urls.comingUnheld())).status, 403)
      assert.equal((await visitor.get(urls.staffCredentials({ member: castId('dana') }))).status, 403)
    }
    const sofia = await house.as('sofia')
    assert.equal((await sofia.get(urls.staffCredentials(member))).status, 404)
    assert.doesNotMatch((await sofia.get(urls.comingUnheld())).text, /Lee Park|Marcus/)
  })
})
