// Figure: the chart of one client with a year of records, against the same page from a bare handler. Run: npm run bench chart-page
import process from 'node:process'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import pg from 'pg'
import { urls } from '../src/urls.ts'
import { riverbend } from '../tests/cast.ts'
import { openBenchHouse, type BenchHouse } from './house.ts'
import { figure, inWords, measure, medianTimes, openPort, option, say, sayMachine, type Times } from './run.ts'

const rounds = Number(option('rounds', '3'))
const seconds = Number(option('seconds', '4'))
const connections = Number(option('connections', '1'))

say(
  `\n# The chart of a client with a year of records, ${connections} reader at a time, ${rounds} rounds of ${seconds} s`,
)
sayMachine()
const house = await openBenchHouse({ scale: 1, months: 12, folder: option('folder', '') || undefined })
const { client, counts } = await fillYear(house)
say(`  ${counts}`)
const params = { client }
const headers = { cookie: house.cookie }
try {
  const p95: { name: string; ms: number }[] = []
  for (const [name, path] of [
    ['Overview', urls.client(params)],
    ['Sessions', urls.chartSessions(params)],
    ['Notes', urls.chartNotes(params)],
    ['Measures', urls.measures(params)],
    ['Medicine', urls.medical(params)],
    ['Drug tests', urls.toxicology(params)],
    ['Flowsheet', urls.flowsheet(params)],
    ['Plan', urls.plan(params)],
  ] as const) {
    const answer = await fetch(`${house.baseUrl}${path}`, { headers })
    if (answer.status !== 200) throw new Error(`${name} answered ${answer.status}.`)
    const html = await answer.text()
    const app = new Hono().get('/', (c) => c.html(html))
    const bare = await openPort((port, listening) =>
      serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }, listening),
    )
    const ask = (url: string, secs = seconds) => measure({ url, headers, connections, seconds: secs })
    await ask(`${house.baseUrl}${path}`, 2)
    const [bares, fulls]: [Times[], Times[]] = [[], []]
    for (let round = 0; round < rounds; round += 1) {
      bares.push(await ask(bare.baseUrl, 2))
      fulls.push(await ask(`${house.baseUrl}${path}`))
    }
    await bare.close()
    const [b, f] = [medianTimes(bares), medianTimes(fulls)]
    say(`\n${name}, ${(html.length / 1000).toFixed(0)} kB of HTML`)
    say(`  bare Hono handler: ${inWords(b)}`)
    say(`  full path:         ${inWords(f)}`)
    if (b.wrong + f.wrong > 0) throw new Error('Some answers were not 200.')
    p95.push({ name, ms: f.p95 })
  }
  const [slowest = { name: 'none', ms: Number.POSITIVE_INFINITY }] = p95.toSorted((a, b) => b.ms - a.ms)
  figure(
    `Chart of a year of records, p95 of its slowest page (${slowest.name})`,
    `${slowest.ms.toFixed(1)} ms`,
    '60 ms or less',
    slowest.ms <= 60,
  )
} finally {
  await house.close()
}
process.exit()

/** Gives the client whose stay is longest a year of records: as many as somebody in care for a year has, or more. */
async function fillYear({ ownerUrl, now }: BenchHouse): Promise<{ client: string; counts: string }> {
  const owner = new pg.Client({ connectionString: ownerUrl })
  await owner.connect()
  await owner.query("select set_config('app.clinic', $1, false)", [riverbend.id])
  const ask = async <T extends pg.QueryResultRow>(sql: string, values: unknown[] = []) =>
    (await owner.query<T>(sql, values)).rows
  const [stay] = await ask<{ id: string; client: string; staff: string }>(
    `select e.id, e.client_id as client, e.admitted_by as staff from episode e
     where e.clinic_id = $1 and upper_inf(e.during) and exists (select from plan_signed p where p.clinic_id = e.clinic_id and p.episode_id = e.id)
     order by lower(e.during), e.id limit 1`,
    [riverbend.id],
  )
  if (stay === undefined) throw new Error('Nobody in the demo has a signed plan.')
  const { id: episode, client, staff } = stay
  const how = 300
  const already = await ask("select from measure where client_id = $1 and instrument = 'pcl-5'", [client])
  if (already.length === 0) {
    const put = (sql: string, values: unknown[]) => owner.query(sql, [riverbend.id, client, ...values])
    await owner.query("set session_replication_role = 'replica'")
    const sessions = `select g.id as session_id, g.held_on, n.id as note_id, n.topic, n.intervention, n.how_it_went
      from group_session g join group_note n on n.clinic_id = g.clinic_id and n.session_id = g.id
      where g.clinic_id = $1 and not exists (select from client_note x where x.clinic_id = g.clinic_id and x.session_id = g.id and x.client_id = $2)
      order by md5(g.id::text) limit ${how}`
    await put(
      `insert into attendance_mark (clinic_id, id, client_id, session_id, mark, minutes, held_on, marked_by, marked_at)
       select $1, gen_random_uuid(), $2, s.session_id, 'here', 90, s.held_on, $3, s.held_on + time '12:00' from (${sessions}) s`,
      [staff],
    )
    await put(
      `insert into client_note (clinic_id, id, note_id, session_id, client_id, episode_id, held_on, topic, intervention, how_it_went, own_words, mark, minutes, number_present, leaders)
       select $1, gen_random_uuid(), s.note_id, s.session_id, $2, $3, s.held_on, s.topic, s.intervention, s.how_it_went,
         'Told us about a night without sleep and how it ended, and what is planned for the weekend ahead.', 'here', 90, 9, 'Lee Park, LMHC' from (${sessions}) s`,
      [episode],
    )
    for (const [key, items, most] of [
      ['phq-9', 9, 27],
      ['gad-7', 7, 21],
      ['pcl-5', 20, 80],
    ] as const)
      await put(
        `insert into measure (clinic_id, id, client_id, episode_id, instrument, answers, score, taken_on, recorded_by, recorded_at)
         select $1, gen_random_uuid(), $2, $3, $4, array_fill(1, array[$5::int]), 5 + (n * 7) % ($6::int - 5), $7::date - 7 * n, $8, $7::timestamptz - n * interval '7 days'
         from generate_series(1, 52) n`,
        [episode, key, items, most, now, staff],
      )
    await put(
      `insert into tox_order (clinic_id, id, number, client_id, why, panel, method, due_on, ordered_by, ordered_at)
       select $1, gen_random_uuid(), 'SW' || upper(lpad(to_hex(16000000 + n), 8, '0')), $2, 'scheduled', array['cocaine', 'buprenorphine', 'fentanyl'], 'laboratory', $3::date - 5 * n, $4, $3::timestamptz - n * interval '5 days'
       from generate_series(1, 70) n`,
      [now, staff],
    )
    await put(
      `insert into tox_report (clinic_id, id, order_id, client_id, source, status, reported_at, recorded_by, recorded_at)
       select $1, gen_random_uuid(), o.id, $2, 'typed', 'final', o.ordered_at + interval '2 days', $3, o.ordered_at + interval '2 days'
       from tox_order o where o.clinic_id = $1 and o.client_id = $2 and o.why = 'scheduled'`,
      [staff],
    )
    await put(
      `insert into tox_result (clinic_id, id, report_id, place, substance, name, certainty, value)
       select $1, gen_random_uuid(), r.id, n, (array['cocaine', 'buprenorphine', 'fentanyl'])[n], (array['Cocaine', 'Buprenorphine', 'Fentanyl'])[n], 'presumptive',
         case when n = 2 then 'positive' else 'negative' end
       from tox_report r, generate_series(1, 3) n where r.clinic_id = $1 and r.client_id = $2`,
      [],
    )
    await put(
      `insert into vital_reading (clinic_id, id, client_id, systolic, diastolic, pulse, taken_at, words, because, taken_by, recorded_at)
       select $1, gen_random_uuid(), $2, 118 + n % 20, 70 + n % 12, 64 + n % 20, $3::timestamptz - n * interval '3 days', '', '', $4, $3::timestamptz - n * interval '3 days'
       from generate_series(1, 120) n`,
      [now, staff],
    )
    await owner.query("set session_replication_role = 'origin'")
    await owner.query('analyze')
  }
  const n = async (table: string) =>
    (
      await ask<{ n: number }>(`select count(*)::int as n from ${table} where clinic_id = $1 and client_id = $2`, [
        riverbend.id,
        client,
      ])
    )[0]?.n ?? 0
  const counts: string[] = []
  for (const [table, words] of [
    ['attendance_mark', 'marks'],
    ['client_note', 'group notes'],
    ['visit_note', 'visit notes'],
    ['measure', 'measures'],
    ['tox_order', 'drug tests'],
    ['vital_reading', 'readings'],
    ['medication', 'medicines'],
    ['plan_signed', 'signed plans'],
  ] as const)
    counts.push(`${await n(table)} ${words}`)
  await owner.end()
  return { client, counts: counts.join(', ') }
}
