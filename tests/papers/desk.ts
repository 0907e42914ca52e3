import assert from 'node:assert/strict'
import { after, before } from 'node:test'
import { castId, riverbend } from '../cast.ts'
import { openHouse, type TestHouse, type Visitor } from '../knock.ts'
import { urls } from '../../src/urls.ts'

// Papers through the front door: laid out by staff, signed by whoever holds the link.

export const maya = { client: castId('maya') }
export const stepwell = { kind: 'stepwell', id: null, name: 'Test' } as const
export const evening = castId('evening')

export type Given = { signing: string; path: string; token: string; code: string; phone: Visitor }

export type PapersDesk = ReturnType<typeof papersDesk>

/** A house for one suite, opened before its tests, and what its parts do in it. */
export function papersDesk() {
  let house: TestHouse
  let noor: Visitor
  before(async () => {
    house = await openHouse()
    noor = await house.as('noor')
    await house.db.owner.query("select set_config('app.clinic', $1, false)", [riverbend.id])
    await house.db.owner.query(
      "insert into client_contact (clinic_id, id, client_id, kind, value, name, relationship, recorded_at) values ($1, gen_random_uuid(), $2, 'emergency', '555-0101', 'Rosa Alvarez', 'mother', now())",
      [riverbend.id, maya.client],
    )
  })
  after(() => house.close())

  const layOut = async (more: Record<string, string | string[]> = {}, client = maya.client): Promise<string> => {
    const answer = await noor.post(urls.newSigning({ client }), {
      program: evening,
      'papers[]': ['treatment', 'tpo', 'privacy-notice'],
      capacity: 'client',
      language: 'en',
      ...more,
    })
    assert.equal(answer.status, 303, answer.text)
    return answer.location?.split('/').at(-1) ?? ''
  }
  const linkFor = async (signing: string): Promise<Given> => {
    const answer = await noor.post(urls.signingLinks({ signing }))
    assert.equal(answer.status, 200)
    const token = /\/sign\/([\w-]{43})/.exec(answer.text)?.[1] ?? ''
    const code = (/<b aria-label="([\d ]+)">/.exec(answer.text)?.[1] ?? '').replaceAll(' ', '')
    assert.match(code, /^\d{6}$/)
    assert.match(answer.text, /<svg role="img" aria-label="QR code/)
    return { signing, token, code, path: urls.sign({ token }), phone: house.stranger() }
  }
  const born = { month: '4', day: '17', year: '1991' }
  const enter = async (given: Given, change: Record<string, string> = {}) =>
    given.phone.post(given.path, { ...born, code: given.code, ...change })
  const opened = async (more: Record<string, string | string[]> = {}): Promise<Given> => {
    const given = await linkFor(await layOut(more))
    assert.equal((await enter(given)).status, 303)
    return given
  }
  const shown = (text: string) => /name="shown" value="([0-9a-f]{64})"/.exec(text)?.[1] ?? ''
  const read = async ({ phone, token }: Given, kind: string, query: { lang?: string } = {}) =>
    phone.get(urls.signPaper({ token, kind }, query))
  const sign = async (given: Given, kind: string, change: Record<string, string> = {}) =>
    given.phone.post(
      urls.signPaper({ token: given.token, kind }),
      { shown: shown((await read(given, kind)).text), signature: 'Maya Alvarez', intends: 'yes', ...change },
      { 'user-agent': 'An old phone/1.0' },
    )
  const rowsOf = async (sql: string, values: unknown[] = []) => (await house.db.owner.query(sql, values)).rows

  return { house: () => house, noor: () => noor, layOut, linkFor, enter, opened, shown, read, sign, rowsOf, born }
}
