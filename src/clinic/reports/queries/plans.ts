import { sql } from 'kysely'
import type { Work } from '../../../db/work.ts'
import { shareOf } from '../../outcomes/progress.ts'
import { type DeadlineWhat, deadlinesFor } from '../../plans/deadlines.ts'
import { deadlineRows } from '../../plans/queries/rule-rows.ts'
import type { Asked } from '../asked.ts'
import { type Counted, percent, type Report, shareCells, table } from '../sheet.ts'
import { between, countFacts, type Facts, listed, within } from './facts.ts'
import { type Maker, rowsFor } from './maker.ts'

const words: Record<string, string> = {
  'in-time': 'By its day',
  late: 'Later',
  missing: 'Not yet, and late',
  open: 'Not yet, day not over',
  left: 'Stay ended first',
}
const parts = Object.entries(words).map(([key, label]) => ({ key, label }))
const whats = ['first-plan', 'review'] as const

const nobody = '00000000-0000-0000-0000-000000000000'

/** What binds each program, level and payer there is today, by plans/deadlines.ts: some dozens of rows. */
async function rulings(work: Work, today: string): Promise<{ json: string; payers: string[] }> {
  const rows = await deadlineRows(work)
  const payers = [...new Set(rows.flatMap(({ payerId }) => payerId ?? []))]
  const { rows: kinds } = await sql<{ programId: string; level: string; state: string }>`
    select distinct e.program_id as "programId", e.level_of_care as level, s.state
    from episode e join program p on p.clinic_id = e.clinic_id and p.id = e.program_id
    join site s on s.clinic_id = p.clinic_id and s.id = p.site_id`.execute(work.db)
  const all = kinds.flatMap(({ programId, level, state }) =>
    [null, ...payers].flatMap((payerId) =>
      whats.flatMap((what: DeadlineWhat) =>
        deadlinesFor(rows, { what, state, level, programId, payerId }, today).map(({ days }) => ({
          program_id: programId,
          level,
          payer_id: payerId ?? nobody,
          what,
          days,
        })),
      ),
    ),
  )
  return { json: JSON.stringify(all), payers }
}

/** Everything about plans whose day fell into the period: the first plan of each stay, and each review. */
async function plansDue(work: Work, asked: Asked): Promise<(what: (typeof whats)[number]) => Facts> {
  const { json, payers } = await rulings(work, asked.today)
  const payer =
    payers.length === 0
      ? sql`${nobody}::uuid`
      : sql`coalesce((select p from standing_payer(e.client_id, ${asked.today}::date) p where p = any (${payers}::uuid[])), ${nobody}::uuid)`
  const local = (column: ReturnType<typeof sql>) => sql`(${column} at time zone ${asked.zone})::date`
  return (what) => sql`
  with ruling as (select * from jsonb_to_recordset(${json}::jsonb) as x(program_id uuid, level text, payer_id uuid, what text, days int)),
  stay as (
    select e.clinic_id, e.id, e.client_id, e.program_id, e.level_of_care, lower(e.during) as first, upper(e.during) - 1 as last, ${payer} as payer_id
    from episode e where not isempty(e.during) and lower(e.during) <= ${asked.to}::date
      and (upper_inf(e.during) or upper(e.during) > ${asked.from}::date) ${within(asked, sql`e.program_id`)}),
  clock as (
    ${
      what === 'first-plan'
        ? sql`
    select s.*, s.first as base, null::date as cap, null::int as weeks,
      (select min(${local(sql`x.signed_at`)}) from plan_signed x where x.clinic_id = s.clinic_id and x.episode_id = s.id) as done
    from stay s`
        : sql`
    select s.*, w.base, w.cap, w.weeks, w.done from stay s
    join (
      -- Each signature and each review starts the clock anew; the next of them stops it.
      select clinic_id, episode_id, base, cap, weeks, ${local(sql`lead(at) over (partition by clinic_id, episode_id order by at, base)`)} as done
      from (select clinic_id, episode_id, signed_at as at, from_day as base, review_on as cap, expected_weeks as weeks from plan_signed
            union all
            select r.clinic_id, r.episode_id, r.reviewed_at, ${local(sql`r.reviewed_at`)}, r.next_on, p.expected_weeks
            from plan_review r join plan_signed p on p.clinic_id = r.clinic_id and p.version_id = r.version_id) h
    ) w on w.clinic_id = s.clinic_id and w.episode_id = s.id`
    }),
  due as (
    select c.*, least(c.cap, (
      select min(c.base + coalesce(g.days, case when c.weeks is null then 30 else (c.weeks * 7) / 2 end)) from ruling g
      where g.program_id = c.program_id and g.level = c.level_of_care and g.payer_id = c.payer_id and g.what = ${what})) as due_on
    from clock c)
  select client_id, program_id as row_id, due_on as on_day, null::text as label,
    case when done <= due_on then 'in-time'
      -- Who has left by the day owes no plan, signed or not.
      when last < due_on then 'left' when done is not null then 'late' when due_on < ${asked.today}::date then 'missing' else 'open' end as part,
    coalesce('signed ' || done, 'not signed') as detail
  from due where ${between(asked, sql`due_on`)}`
}

/** Are plans signed and reviewed by their day? */
export const plans: Maker = {
  async build(work, asked, places): Promise<Report> {
    const facts = await plansDue(work, asked)
    const rows = rowsFor(asked, places)
    const share = (of: (part: string) => number) => shareOf(of('in-time'), of('in-time') + of('late') + of('missing'))
    const sheets = []
    const all: Counted[] = []
    for (const what of whats) {
      const counted = await countFacts(work, facts(what))
      all.push(...counted)
      sheets.push(
        table(
          { key: what, title: what === 'first-plan' ? 'First plans' : 'Reviews', rowName: 'Program' },
          rows,
          parts,
          counted,
          {
            prefix: `${what}-`,
            moreColumns: ['By its day, of those due', '95 % interval'],
            more: (of) => shareCells(share(of)),
          },
        ),
      )
    }
    const whole = share((part) => all.reduce((sum, one) => sum + (one.part === part ? one.n : 0), 0))
    return {
      answer:
        whole.share === null
          ? 'No plan was due in these days'
          : `${percent(whole.share)} of plans and reviews were signed by their day (${whole.n} of ${whole.of})`,
      counted: [
        'What fell due in the period: the first plan of a stay, counted from admission, and each review, counted from the plan or the review before. The days are those of Settings, Plans of care, as they bind today; a plan that names an earlier day is held to it.',
        'Signed is the author’s signature. Whose stay ended before the day owes no plan and is in no share; what is due today or later is not late yet. Both stand beside.',
      ],
      sheets,
    }
  },
  people: async (work, asked, { show, of, skip = 0 }) => {
    const [, what, part = ''] = /^(first-plan|review)-([a-z-]+)$/.exec(show) ?? []
    const kind = whats.find((one) => one === what)
    if (kind === undefined || !Object.hasOwn(words, part)) return null
    return listed(work, (await plansDue(work, asked))(kind), {
      parts: [part],
      of: of ?? null,
      skip,
      title: `${kind === 'review' ? 'Reviews' : 'First plans'}: ${(words[part] ?? '').toLowerCase()}`,
      day: 'Due on',
      words: (key) => words[key] ?? key,
    })
  },
}
