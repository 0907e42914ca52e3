import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { addDays, type Day, dayAt } from '../src/basics/dates.ts'
import { baselineAfter, baselineBefore, judge, type StayMeasured, withinDays } from '../src/clinic/outcomes/progress.ts'
import { countedKinds, judgedStays, stayKinds, staysOfKinds } from '../src/clinic/outcomes/queries/progress.ts'
import { asPerson, type Work } from '../src/db/work.ts'
import { castId, clients, riverbend } from './cast.ts'
import { freshDatabase, type TestDatabase } from './database.ts'

// The scores that reports read are kept beside the measures. Whatever was done: kept rows are those made afresh, and what a report
// counts from them is what `judge` says of every stay by itself.

const clinic = riverbend.id
const dana = castId('dana')
const by = [
  { instrument: 'phq-9', caseFrom: 10, reliable: 6 },
  { instrument: 'gad-7', caseFrom: 8, reliable: 4 },
]

const standings = ['no-baseline', 'below', 'no-later', 'improved', 'unchanged', 'mixed', 'worse', 'not-yet'] as const

/** Every stay that began within two days, with every score around its eight weeks, read from the measures themselves. */
async function staysMeasured(work: Work, { from, to }: { from: Day; to: Day }) {
  const { rows } = await sql<StayMeasured & { clientId: string; program: string }>`
    select e.id, e.client_id as "clientId", e.program_id as program, lower(e.during)::text as first, d.on_day::text as last,
      coalesce(d.reason = 'completed', false) as completed, coalesce(s.scores, '[]') as scores
    from episode e
    left join discharge d on d.clinic_id = e.clinic_id and d.episode_id = e.id
    left join lateral (
      select jsonb_agg(jsonb_build_object('instrument', m.instrument, 'on', m.taken_on, 'score', m.score) order by m.taken_on, m.recorded_at, m.id) as scores
      from measure_now m
      where m.clinic_id = e.clinic_id and m.client_id = e.client_id and m.instrument = any (${by.map(({ instrument }) => instrument)}::text[])
        and m.score is not null and m.taken_on between lower(e.during) - ${baselineBefore}::int and lower(e.during) + ${withinDays}::int
    ) s on true
    where not isempty(e.during) and lower(e.during) between ${from}::date and ${to}::date
    order by lower(e.during), e.id`.execute(work.db)
  return rows
}

describe('Scores kept for reports', () => {
  let db: TestDatabase
  before(async () => {
    db = await freshDatabase()
  })
  after(() => db.close())
  const today = dayAt(new Date(), riverbend.timeZone)
  let seed = 20_261_122
  const chance = (n: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((seed / 2_147_483_648) * n)
  }
  const pick = <T>(list: readonly T[]): T => list[chance(list.length)] as T // never asked of an empty list
  const write = (text: string, values: unknown[]) => db.owner.query(text, values)
  const kept = async () =>
    (
      await db.owner.query(
        'select episode_id, client_id, instrument, from_on, from_score, to_on, to_score from stay_score where clinic_id = $1 order by 1, 3',
        [clinic],
      )
    ).rows

  const admit = async (client: string, first: string) => {
    const { rows } = await db.owner.query<{ id: string }>(
      `insert into episode (clinic_id, id, client_id, program_id, level_of_care, during, residence, admitted_by, admitted_at)
       select $1, gen_random_uuid(), $2, (select id from program where clinic_id = $1 order by id limit 1), '2.1', daterange($3, $3::date + 1), 'home', $4, now()
       where not exists (select from episode e where e.clinic_id = $1 and e.client_id = $2 and e.during && daterange($3, $3::date + 1)) returning id`,
      [clinic, client, first, dana],
    )
    return rows[0]?.id
  }
  const deeds: Record<string, () => Promise<unknown>> = {
    measure: async () => {
      const instrument = pick(['phq-9', 'gad-7', 'phq-9', 'gad-7', 'pcl-5'])
      return write(
        `insert into measure (clinic_id, id, client_id, instrument, answers, score, score_status, taken_on, recorded_by, recorded_at)
         values ($1, gen_random_uuid(), $2, $3, '{}', $4, $5, $6, $7, now() - make_interval(secs => $8))`,
        [
          clinic,
          castId(pick(clients).key),
          instrument,
          ...(chance(9) === 0 ? [null, 'not-scored'] : [chance(22), 'complete']),
          addDays(today, -chance(150)),
          dana,
          chance(9),
        ],
      )
    },
    correct: async () => {
      const { rows } = await db.owner.query(
        'select id, client_id, taken_on, instrument from measure_now where clinic_id = $1 order by id',
        [clinic],
      )
      if (rows.length === 0) return
      const wrong = pick(rows)
      const right = chance(2) === 0 ? null : randomUUID()
      if (right !== null)
        await write(
          "insert into measure (clinic_id, id, client_id, instrument, answers, score, taken_on, recorded_by, recorded_at) values ($1, $2, $3, $4, '{}', $5, $6, $7, now())",
          [clinic, right, wrong.client_id, wrong.instrument, chance(22), addDays(today, -chance(150)), dana],
        )
      return write(
        "insert into measure_correction (clinic_id, id, client_id, measure_id, by_measure_id, because, corrected_by, corrected_at) values ($1, gen_random_uuid(), $2, $3, $4, 'Wrong sheet', $5, now())",
        [clinic, wrong.client_id, wrong.id, right, dana],
      )
    },
    admit: () => admit(castId(pick(clients).key), addDays(today, -chance(150))),
    neverWas: async () => {
      const { rows } = await db.owner.query(
        'select id from episode where clinic_id = $1 and not isempty(during) and not upper_inf(during) order by id',
        [clinic],
      )
      if (rows.length > 3) return write("update episode set during = 'empty' where id = $1", [pick(rows).id])
    },
    leave: async () => {
      const { rows } = await db.owner.query(
        `select e.id, lower(e.during) as first from episode e where e.clinic_id = $1 and upper_inf(e.during) and not isempty(e.during) and lower(e.during) < $2
           and not exists (select from discharge d where d.episode_id = e.id) order by e.id`,
        [clinic, today],
      )
      if (rows.length < 5) return
      const stay = pick(rows)
      const last = addDays(stay.first, chance(90))
      if (last > today) return
      await write('update episode set during = daterange($2, $3::date + 1) where id = $1', [stay.id, stay.first, last])
      return write(
        'insert into discharge (clinic_id, id, episode_id, on_day, reason, discharged_by, discharged_at) values ($1, gen_random_uuid(), $2, $3, $4, $5, now())',
        [clinic, stay.id, last, pick(['completed', 'dropped-out']), dana],
      )
    },
  }

  async function agree(): Promise<number> {
    const stood = await kept()
    await db.owner.query('select rebuild_scores($1)', [clinic])
    assert.deepEqual(stood, await kept())
    const person = { kind: 'staff', id: dana, role: 'director', name: 'Dana', sessionId: '' } as const
    return asPerson(db.pool, clinic, person as never, new Date(), async (work) => {
      const asked = { from: addDays(today, -400), to: today }
      const stays = await staysMeasured(work, asked)
      const { rows } = await sql<{ id: string; kind: number }>`
        select id, kind from (${stayKinds({ ...asked, today, within: sql`` }, by)}) k`.execute(work.db)
      assert.equal(rows.length, stays.length)
      const ones = new Map(rows.map(({ id, kind }) => [kind, id]))
      const judged = await judgedStays(work, [...ones.values()], by, today)
      const kindOf = new Map(rows.map(({ id, kind }) => [id, judged.get(ones.get(kind) ?? '')?.judged]))
      for (const stay of stays) {
        const word = judge(stay, by, today)
        const ofKind = kindOf.get(stay.id)
        assert.deepEqual([ofKind?.standing, ofKind?.isCompleter], [word.standing, word.isCompleter], stay.id)
      }
      // The page of progress: how many stand where, and who they are, program by program.
      for (const program of [null, ...new Set(stays.map(({ program }) => program))]) {
        const of = stays.filter((stay) => program === null || stay.program === program)
        const within = { ...asked, program, today }
        const kinds = await countedKinds(work, within, by)
        for (const standing of standings) {
          const wanted = of.filter((stay) => judge(stay, by, today).standing === standing).map(({ id }) => id)
          const meant = kinds.filter(({ judged }) => judged.standing === standing)
          assert.equal(
            meant.reduce((all, { n }) => all + n, 0),
            wanted.length,
          )
          const list = await staysOfKinds(work, { ...within, kinds: meant.map(({ kind }) => kind), most: 10_000 }, by)
          assert.deepEqual(
            list.map(({ stay }) => stay.id),
            wanted,
          )
          for (const { stay, judged: word } of list)
            assert.deepEqual(word, judge(of.find(({ id }) => id === stay.id) ?? stay, by, today))
        }
      }
      return new Set(stays.map((stay) => judge(stay, by, today).standing)).size
    })
  }

  it('are those made afresh, and say what judge says of each stay, whatever was done', async () => {
    const names = ['measure', 'measure', 'measure', 'measure', 'correct', 'admit', 'neverWas', 'leave']
    let seen = 0
    for (let n = 0; n < 600; n += 1) {
      await deeds[pick(names)]?.()
      if (n % 100 === 99) seen = Math.max(seen, await agree())
    }
    // Nearly every standing came up, or this told nothing.
    assert.ok(seen >= 6, String(seen))
  })

  it('keep to the days of the rules', async () => {
    const client = castId(pick(clients).key)
    // Long before anything else of theirs.
    const first = addDays(today, -3000)
    const stay = await admit(client, first)
    assert.ok(stay !== undefined)
    const put = (day: number, score: number) =>
      write(
        "insert into measure (clinic_id, id, client_id, instrument, answers, score, taken_on, recorded_by, recorded_at) values ($1, gen_random_uuid(), $2, 'phq-9', '{}', $3, $4, $5, now())",
        [clinic, client, score, addDays(first, day), dana],
      )
    const its = async () =>
      (await kept())
        .filter((row) => row.episode_id === stay && row.instrument === 'phq-9')
        .map((row) => [row.from_score, row.to_score])
    await put(-baselineBefore - 1, 1)
    await put(baselineAfter + 1, 2)
    await put(withinDays + 1, 3)
    assert.deepEqual(await its(), [])
    await put(baselineAfter, 4)
    assert.deepEqual(await its(), [[4, 2]])
    await put(-baselineBefore, 5)
    await put(withinDays, 6)
    assert.deepEqual(await its(), [[5, 6]])
  })

  it('wait for each other where two measures of one person are written at one moment', async () => {
    const client = castId(pick(clients).key)
    const others = await Promise.all(Array.from({ length: 4 }, async () => await db.pool.connect()))
    try {
      await Promise.all(
        others.map(async (connection, n) => {
          await connection.query('begin')
          await connection.query(
            "select set_config('app.clinic', $1, true), set_config('app.role', 'therapist', true)",
            [clinic],
          )
          for (let round = 0; round < 5; round += 1)
            await connection.query(
              "insert into measure (clinic_id, id, client_id, instrument, answers, score, taken_on, recorded_by, recorded_at) values ($1, gen_random_uuid(), $2, 'gad-7', '{}', $3, $4, $5, clock_timestamp())",
              [clinic, client, n, addDays(today, -n), dana],
            )
          await connection.query('commit')
        }),
      )
    } finally {
      for (const connection of others) connection.release()
    }
    await agree()
  })
})
