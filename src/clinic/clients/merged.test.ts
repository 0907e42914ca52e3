import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { castId, riverbend, staffPerson } from '../../../tests/cast.ts'
import { openHouse, type TestHouse, type Visitor } from '../../../tests/knock.ts'
import { todayHere } from '../../../tests/world.ts'
import { addDays } from '../../basics/dates.ts'
import { newId } from '../../basics/ids.ts'
import { isRefusal } from '../../basics/refusal.ts'
import { asPerson, type Work } from '../../db/work.ts'
import { urls } from '../../urls.ts'
import { mayTell } from '../consents/actions.ts'
import { mergeClients } from './actions/merge.ts'
import { patientFace } from './fhir.ts'

const stepwell = { kind: 'stepwell', id: null, name: 'Tests' } as const
const maya = castId('maya')

describe('Two records that are one person', () => {
  let house: TestHouse
  let noor: Visitor
  let dana: Visitor
  /** Maya again, under a married name, entered before anybody noticed. */
  let twin: string
  before(async () => {
    house = await openHouse()
    ;[noor, dana] = [await house.as('noor'), await house.as('dana')]
    await house.db.owner.query("select set_config('app.clinic', $1, false)", [riverbend.id])
    twin = await enter({ given: 'Maya', family: 'Alvarez-Stone', phone: '518 555 4040' }, [maya])
  })
  after(() => house.close())

  const enter = async (over: Record<string, string>, seen: string[] = []): Promise<string> => {
    const fields = {
      given: 'X',
      family: 'Y',
      birthDate: '1991-04-17',
      sex: 'female',
      source: 'self',
      phone: '',
      ...over,
    }
    const answer = await noor.post(urls.newClient(), { ...fields, 'seen[]': seen })
    assert.equal(answer.status, 303, answer.text.slice(0, 3000))
    return answer.location?.split('/').at(-1) ?? ''
  }
  const merge = (kept: string, other: string, because = '', by = noor) =>
    by.post(urls.clientMerge({ client: kept, other }), { kept: 'client', because })
  const inside = <T>(deed: (work: Work) => Promise<T>) =>
    asPerson(house.db.pool, riverbend.id, stepwell, new Date(), deed)
  const consent = (client: string, name: string) =>
    house.db.owner.query(
      `insert into consent (clinic_id, id, client_id, scope, document_id, document_version, language, text_signed, text_hash, information,
         recipients, purposes, signer_name, signer_capacity, method, signature, signed_at, taken_by)
       values ($1, $2, $3, 'specific', 'test', '1', 'en', 'x', repeat('a', 64), '{record}', $4, '{treatment}', 'Maya Alvarez', 'client', 'typed', 'Maya Alvarez',
         now() - interval '1 hour', $5)`,
      [riverbend.id, newId(), client, JSON.stringify([{ kind: 'treating-provider', name }]), castId('dana')],
    )
  const told = (name: string) =>
    inside(async (work) => [
      ...(
        await mayTell(work, {
          what: 'record',
          purpose: 'treatment',
          recipient: { kind: 'treating-provider', name },
          clients: [maya, twin],
        })
      ).keys(),
    ])

  it('are found, and compared side by side', async () => {
    const list = await noor.get(urls.duplicates())
    assert.match(list.text, /Maya Alvarez-Stone/)
    assert.match(list.text, /Part of a double family name is the same/)
    const page = await noor.get(urls.clientMerge({ client: maya, other: twin }))
    assert.match(page.text, /Are these one person\?/)
    assert.match(page.text, /in care now, 1 stay/)
  })

  it('are not merged where care would move, or where birth dates speak against it', async () => {
    assert.match((await merge(twin, maya)).text, /data-refused="merged-in-care"/)
    assert.match((await merge(castId('tomasz'), maya, 'They look alike to me')).text, /data-refused="both-in-care"/)
    const other = await enter({ given: 'Rosa', family: 'Blum', birthDate: '1970-01-01' })
    assert.match((await merge(maya, other, 'I saw the passport')).text, /data-refused="birth-dates-differ"/)
    assert.match((await merge(maya, other, '', dana)).text, /data-refused="needs-reason"/)
    assert.equal((await merge(maya, maya)).status, 404)
    assert.equal((await merge(maya, newId())).status, 404)
    for (const key of ['lee', 'ben', 'ada'])
      assert.equal((await merge(maya, twin, '', await house.as(key))).status, 403, key)
    assert.equal((await merge(maya, twin, '', await house.as('tess'))).status, 404, 'another clinic')
  })

  it('become one once, though two coordinators say so at once', async () => {
    const theo = await house.as('theo')
    const answers = await Promise.all([merge(maya, twin, 'Same person'), merge(maya, twin, 'Same person', theo)])
    assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 422])
  })

  it('the address of the merged one leads to the kept one, with a sentence', async () => {
    const answer = await noor.get(urls.client({ client: twin }))
    assert.equal(answer.location, urls.client({ client: maya }))
    const kept = await noor.get(urls.client({ client: maya }))
    assert.match(kept.text, /was merged into this one/)
    assert.match(kept.text, /read the earlier record/)
  })

  it('both histories are whole: the earlier record is read, and nothing new is written there', async () => {
    const earlier = await noor.get(urls.client({ client: twin }, { record: 'earlier' }))
    assert.equal(earlier.status, 200)
    assert.match(earlier.text, /518 555 4040/)
    assert.match(earlier.text, /read only/)
    assert.equal((await noor.get(urls.consents({ client: twin }))).status, 200)
    const refused = await noor.post(urls.clientContacts({ client: twin }), { kind: 'phone', value: '518 555 1' })
    assert.equal(refused.status, 422)
    assert.match(refused.text, /data-refused="merged-record"/)
    await assert.rejects(
      house.db.owner.query(
        "insert into client_contact (clinic_id, id, client_id, kind, value, recorded_at) values ($1, $2, $3, 'phone', '1', now())",
        [riverbend.id, newId(), twin],
      ),
      /merged into another/,
    )
  })

  it('lists and searches show the person once, whichever name is looked for', async () => {
    const found = await noor.get(urls.clients({ q: 'Alvarez-Stone' }))
    assert.ok(found.text.includes(urls.client({ client: maya })))
    assert.ok(!found.text.includes(urls.client({ client: twin })))
    assert.ok(!(await noor.get(urls.duplicates())).text.includes('Alvarez-Stone'))
    assert.ok(!(await noor.get(urls.admissions())).text.includes(urls.safetyScreen({ client: twin })))
    // Somebody with the telephone of the earlier record is compared with the one that stands.
    const asked = await noor.post(urls.newClient(), {
      given: 'Maya',
      family: 'Alvarez',
      birthDate: '1991-04-17',
      sex: 'female',
      source: 'self',
      phone: '518 555 4040',
    })
    assert.equal(asked.status, 422)
    assert.ok(asked.text.includes(urls.client({ client: maya })))
    assert.match(asked.text, /same phone number/i)
  })

  it('consents do not grow: each speaks for its own record', async () => {
    await consent(maya, 'Beacon Family Practice')
    assert.deepEqual(await told('Beacon Family Practice'), [maya])
    assert.deepEqual(await told('Another Practice'), [])
    await assert.rejects(consent(twin, 'Another Practice'), /merged into another/)
  })

  it('a system sees the merged Patient as replaced, and learns nothing of it from the kept one', async () => {
    const [was, stands] = await inside(async (work) => [
      await patientFace.read(work, twin),
      await patientFace.read(work, maya),
    ])
    assert.deepEqual(was?.resource['link'], [{ other: { reference: `Patient/${maya}` }, type: 'replaced-by' }])
    assert.equal(was?.resource['active'], false)
    assert.equal(was?.clientId, twin, 'told by the consents of its own record')
    assert.equal(stands?.resource['link'], undefined)
  })

  it('a merged record takes no other in, and is not merged again', async () => {
    const third = await enter({ given: 'Maia', family: 'Alvares', phone: '' }, [maya])
    const by = staffPerson('dana')
    const answer = await asPerson(house.db.pool, riverbend.id, by, new Date(), (work) =>
      mergeClients(work, { merged: third, kept: twin, because: '' }),
    )
    assert.ok(isRefusal(answer) && answer.refused === 'client-merge-kept-stands')
    assert.equal((await merge(maya, third)).status, 303)
  })

  it('come apart by a row, each whole again', async () => {
    const { rows } = await house.db.owner.query('select id from client_merge where merged_id = $1', [twin])
    const url = urls.clientUnmerge({ merge: rows[0].id })
    assert.equal((await noor.post(url, { because: '' })).status, 422)
    assert.equal((await noor.post(url, { because: 'Her cousin' })).status, 303)
    assert.equal((await noor.post(url, { because: 'Her cousin' })).status, 422)
    assert.equal((await noor.get(urls.client({ client: twin }))).status, 200)
    const added = await noor.post(urls.clientContacts({ client: twin }), { kind: 'phone', value: '518 555 0199' })
    assert.equal(added.status, 303)
    assert.ok((await noor.get(urls.clients({ q: 'Alvarez-Stone' }))).text.includes(urls.client({ client: twin })))
    // Said to be two people, they are not offered again.
    assert.match((await noor.get(urls.duplicates())).text, /Alvarez-Stone/)
    assert.equal((await noor.post(urls.clientDistinct({ client: maya, other: twin }))).status, 303)
    assert.ok(!(await noor.get(urls.duplicates())).text.includes(urls.clientMerge({ client: maya, other: twin })))
  })

  it('a stay that begins in the same moment is not lost: the database decides', async () => {
    const lone = await enter({ given: 'Ruth', family: 'Zander', birthDate: '1955-05-05' })
    const copy = await enter({ given: 'Ruth', family: 'Zander', birthDate: '1955-05-05' }, [lone])
    const admit = house.db.owner.query(
      "insert into episode (clinic_id, id, client_id, program_id, level_of_care, during, residence, admitted_by, admitted_at) values ($1, $2, $3, $4, '2.1', daterange($5::date, null), 'home', $6, now())",
      [riverbend.id, newId(), copy, castId('day'), addDays(todayHere(), 1), castId('dana')],
    )
    const [stay, merged] = await Promise.allSettled([admit, merge(lone, copy)])
    const isMerged = merged.status === 'fulfilled' && merged.value.status === 303
    assert.notEqual(stay.status === 'fulfilled', isMerged, 'one of the two, never both')
  })
})
