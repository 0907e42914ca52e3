import assert from 'node:assert/strict'
import { after, before } from 'node:test'
import { castId, riverbend } from '../cast.ts'
import { openHouse, type Answer, type TestHouse, type Visitor } from '../knock.ts'
import { asPerson } from '../../src/db/work.ts'

// Through the front door: a coordinator and a biller settle how care is paid before the first day. Each part of it goes on from
// what the parts before it left, as a clinic does: fees, then plans, then benefits, help and estimates.

export const now = new Date('2026-12-01T15:00:00Z')
export const maya = { client: castId('maya') }
export const tomasz = { client: castId('tomasz') }
export const dated = { from: '2026-01-01', to: '', source: 'Board, December 2025', mark: 'V' }
export const nothingTold = {
  network: 'unknown',
  iopCovered: 'unknown',
  copayPerDay: '',
  coinsurance: '',
  deductibleApplies: 'unknown',
  deductible: '',
  deductibleMet: '',
  outOfPocketMax: '',
  outOfPocketMet: '',
  visitLimit: '',
  visitsUsed: '',
  needsAuthorization: 'unknown',
  allowsVirtual: 'unknown',
  words: '',
}
export const plan = {
  payerId: '',
  newPayer: 'River Mutual',
  newPayerKind: 'commercial',
  plan: 'Silver',
  memberNumber: 'RM5550123',
  groupNumber: 'G1',
  relation: 'self',
  priority: '1',
  startsOn: '2026-01-01',
  endsOn: '',
}
export const estimate = {
  words: 'Intensive outpatient care for substance use',
  service: 'iop-day-sud',
  firstOn: '2026-12-15',
  daysPerWeek: '3',
  weeks: '8',
  individual: '2',
  family: '0',
  assessment: '1',
  sharePercent: '40',
  shareWhy: 'the clinic’s scale',
  diagnoses: 'f10.20',
  separately: 'Nothing is expected.',
}

export type MoneyDesk = ReturnType<typeof moneyDesk>

/** A house for one suite, opened before its tests, with a biller and a coordinator in it. */
export function moneyDesk() {
  let house: TestHouse
  let ben: Visitor
  let noor: Visitor
  before(async () => {
    house = await openHouse()
    house.setNow(now)
    ben = await house.as('ben')
    noor = await house.as('noor')
  })
  after(() => house.close())

  const done = (answer: Answer, to?: string): void => {
    assert.equal(answer.status, 303, saying(answer))
    if (to !== undefined) assert.equal(answer.location, to)
  }
  const refused = (answer: Answer, words: RegExp): void => {
    assert.equal(answer.status, 422, answer.text.slice(0, 200))
    assert.match(answer.text.replace(/&#39;|&quot;/g, '’'), words)
  }
  const rows = async <T extends Record<string, unknown>>(sql: string, values: unknown[] = []): Promise<T[]> =>
    (await house.db.owner.query<T>(sql, values)).rows
  const saying = (answer: Answer): string =>
    /role="alert"[\s\S]{0,600}/.exec(answer.text)?.[0] ?? answer.text.slice(0, 300)
  const coverageId = async (client: { client: string }, priority: number): Promise<string> =>
    (
      await rows<{ id: string }>(
        'select id from coverage_now where client_id = $1 and priority = $2 and ended_on is null',
        [client.client, priority],
      )
    )[0]?.id ?? 'none'
  const work = <T>(deed: Parameters<typeof asPerson<T>>[4]): Promise<T> =>
    asPerson(house.db.pool, riverbend.id, { kind: 'stepwell', id: null, name: 'Tests' }, now, deed)

  return {
    house: () => house,
    ben: () => ben,
    noor: () => noor,
    done,
    refused,
    rows,
    saying,
    coverageId,
    work,
  }
}
