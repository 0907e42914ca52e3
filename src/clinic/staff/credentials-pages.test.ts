import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId } from '../../../tests/cast.ts'
import { openHouse, type TestHouse } from '../../../tests/knock.ts'
import { todayHere } from '../../../tests/world.ts'
import { addDays } from '../../basics/dates.ts'
import { urls } from '../../urls.ts'

const today = todayHere()

describe('The page of credentials and hours', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
  })
  after(() => house.close())
  const sam = { member: castId('sam') }
  const rows = async (sql: string) => (await house.db.owner.query(sql, [castId('sam')])).rows

  it('keeps supervisors, and lets two who would close a ring follow one another', async () => {
    const dana = await house.as('dana')
    const by = (key: string) => ({ supervisorId: castId(key), from: today, to: '', agreedOn: addDays(today, -3) })
    assert.equal((await dana.post(urls.supervisions(sam), by('lee'))).status, 303)
    const answers = await Promise.all([
      dana.post(urls.supervisions({ member: castId('lee') }), by('ines')),
      dana.post(urls.supervisions({ member: castId('ines') }), by('sam')),
    ])
    assert.deepEqual(answers.map((answer) => answer.status).sort(), [303, 422])
    assert.match(answers.find((answer) => answer.status === 422)?.text ?? '', /data-refused="ring"/)
    assert.match((await dana.get(urls.staffCredentials(sam))).text, /Supervised by Lee Park/)
    const [one] = await rows('select id from supervision where supervisee_id = $1')
    const end = urls.supervisionEnd({ supervision: one.id })
    assert.equal((await dana.post(end, { lastDay: '' })).status, 422)
    assert.equal((await dana.post(end, { lastDay: addDays(today, 20) })).status, 303)
    assert.equal((await dana.post(end, { lastDay: today })).status, 422, 'once')
  })

  it('keeps working hours, rooms, a limit, days away and what they offer to share, each as a row', async () => {
    const dana = await house.as('dana')
    const hours = {
      'weekdays[]': ['1', '2'],
      starts: '09:00',
      ends: '17:00',
      siteId: castId('mill'),
      from: today,
      to: '',
    }
    assert.equal((await dana.post(urls.workingHours(sam), hours)).status, 303)
    const twice = await dana.post(urls.workingHours(sam), { ...hours, starts: '16:00', ends: '18:00' })
    assert.match(twice.text, /overlap others of the same weekday/)
    assert.match(twice.text, /value="18:00"/, 'what was typed is kept')
    assert.equal((await dana.post(urls.workingHours(sam), { ...hours, ends: '08:00' })).status, 422)
    const [one] = await rows('select id from working_hours where staff_id = $1 and weekday = 1')
    assert.equal((await dana.post(urls.workingHoursEnd({ ...sam, hours: one.id }))).status, 303)
    assert.equal((await dana.post(urls.workingHours(sam), { ...hours, 'weekdays[]': ['1'] })).status, 303, 'free again')

    assert.equal((await dana.post(urls.staffRooms(sam), { 'rooms[]': [castId('cedar'), castId('birch')] })).status, 303)
    assert.equal((await dana.post(urls.staffRooms(sam), { 'rooms[]': [castId('birch')] })).status, 303)
    assert.equal((await rows('select id from staff_room where staff_id = $1')).length, 3)
    assert.equal((await dana.post(urls.caseloadCaps(sam), { most: '4', from: today, because: 'New here' })).status, 303)
    assert.equal(
      (await dana.post(urls.caseloadCaps(sam), { most: '', from: addDays(today, 30), because: '' })).status,
      303,
    )
    assert.equal((await dana.post(urls.caseloadCaps(sam), { most: 'many', from: today, because: '' })).status, 422)
    assert.equal((await dana.post(urls.staffAway(sam), { from: addDays(today, 9), to: addDays(today, 8) })).status, 422)
    assert.equal((await dana.post(urls.staffAway(sam), { from: addDays(today, 8), to: addDays(today, 9) })).status, 303)
    const page = (await dana.get(urls.staffCredentials(sam))).text
    for (const words of ['Monday, 09:00 to 17:00', 'Birch room', 'At most 4.', 'New here', 'Find cover'])
      assert.ok(page.includes(words), words)
    assert.ok(!/<p>[^<]*Cedar room/.test(page))

    assert.equal((await dana.post(urls.staffGender(sam), { gender: 'man' })).status, 403, 'theirs to offer')
    const own = await house.as('sam')
    assert.equal((await own.post(urls.staffGender(sam), { gender: 'man' })).status, 303)
    assert.match((await own.get(urls.staffCredentials(sam))).text, /A man/)
    assert.equal((await own.post(urls.staffGender(sam), { gender: '' })).status, 303)
    assert.match((await own.get(urls.staffCredentials(sam))).text, /Gender: not shared/)
  })

  it('lets nobody be primary therapist of more than their limit, however many press at once', async () => {
    const dana = await house.as('dana')
    const grace = { member: castId('grace') }
    assert.equal((await dana.post(urls.caseloadCaps(grace), { most: '2', from: today, because: '' })).status, 303)
    const answers = await Promise.all(
      ['kofi', 'amina', 'tomasz', 'linh', 'rosa'].map((key) =>
        dana.post(urls.primaryTherapist({ episode: castId(`${key} episode`) }), {
          therapist: castId('grace'),
          because: 'They work well together and asked for it.',
        }),
      ),
    )
    assert.deepEqual(answers.map((answer) => answer.status).sort(), [303, 303, 422, 422, 422])
    assert.match(answers.find((answer) => answer.status === 422)?.text ?? '', /data-refused="caseload-full"/)
  })

  for (const key of ['noor', 'lee', 'priya', 'ben', 'sam'])
    it(`is not changed by ${key}`, async () => {
      const visitor = await house.as(key)
      const deeds: [string, Record<string, string | string[]>][] = [
        [
          urls.workingHours(sam),
          { 'weekdays[]': ['3'], starts: '09:00', ends: '12:00', siteId: '', from: today, to: '' },
        ],
        [urls.staffRooms(sam), { 'rooms[]': [castId('cedar')] }],
        [urls.caseloadCaps(sam), { most: '1', from: today, because: '' }],
        [urls.supervisions(sam), { supervisorId: castId('dana'), from: today, to: '', agreedOn: '' }],
        [urls.staffAway(sam), { from: today, to: today }],
        [
          urls.staffTrainings(sam),
          { kind: 'training', name: 'x', number: '', issuer: '', state: '', issuedOn: today, expiresOn: '' },
        ],
      ]
      for (const [url, fields] of deeds) assert.equal((await visitor.post(url, fields)).status, 403, url)
    })
})
