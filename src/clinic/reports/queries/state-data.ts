import { sql } from 'kysely'
import type { Day } from '../../../basics/dates.ts'
import { isId } from '../../../basics/ids.ts'
import { plural } from '../../../basics/text.ts'
import { urls } from '../../../urls.ts'
import type { Work } from '../../../db/work.ts'
import type { Asked } from '../asked.ts'
import { type CodeRow, codedFields } from '../state-codes.ts'
import { type Answers, type Moment, stateFields } from '../state-fields.ts'
import { gapsOf, isWhole, recordOf, type StayTold } from '../state-record.ts'
import { count, mostListed, percent, type Report, type Sheet } from '../sheet.ts'
import { between, within } from './facts.ts'
import type { Maker } from './maker.ts'

export type CodeSet = CodeRow & { id: string; by: string; setAt: Date }
/** The clinic's own codes, the newest first. */
export async function stateCodes(work: Work): Promise<CodeSet[]> {
  const { rows } = await sql<CodeSet>`
    select c.id, c.field, c.ours, c.theirs, c.effective_from::text as "from", c.source, 'C' as mark, c.set_at as "setAt",
      m.given_name || ' ' || m.family_name as by
    from state_code c left join staff_member m on m.clinic_id = c.clinic_id and m.id = c.set_by
    order by c.effective_from desc, c.set_at desc, c.id desc`.execute(work.db)
  return rows
}

// The latest of each moment stands.
const saidAt = (moment: Moment) => sql`(
    select x.answers from state_data x where x.clinic_id = s.clinic_id and x.episode_id = s.id and x.moment = ${moment}
    order by x.recorded_at desc, x.id desc limit 1)`

const told = (where: ReturnType<typeof sql>) => sql<
  Omit<StayTold, 'admission' | 'discharge'> & { admission: Answers | null; discharge: Answers | null }
>`
  with stay as materialized (
    select e.clinic_id, e.id, e.client_id, e.level_of_care, lower(e.during) as first, d.on_day as last, d.reason
    from episode e
    join program p on p.clinic_id = e.clinic_id and p.id = e.program_id and p.kind = 'substance-use'
    left join discharge d on d.clinic_id = e.clinic_id and d.episode_id = e.id
    where not isempty(e.during) and ${where})
  select s.id as "episodeId", s.client_id as "clientId", n.number, coalesce(nullif(n.preferred_name, ''), n.given_name) || ' ' || n.family_name as name,
    extract(year from age(s.first, n.birth_date))::int as years, n.sex, s.level_of_care as level, s.first::text as first, s.last::text as last, s.reason,
    (select m.held_on::text from attendance_mark m where m.clinic_id = s.clinic_id and m.client_id = s.client_id and m.minutes > 0 and m.undoes is null
      and m.held_on between s.first and coalesce(s.last, 'infinity')
      and not exists (select from attendance_mark u where u.clinic_id = m.clinic_id and u.undoes = m.id)
      order by m.held_on desc limit 1) as "lastContact",
    (select g.code from diagnosis g where g.clinic_id = s.clinic_id and g.client_id = s.client_id
      and g.made_on <= coalesce(s.last, 'infinity')
      and not exists (select from diagnosis_end x where x.clinic_id = g.clinic_id and x.diagnosis_id = g.id)
      order by g.code like 'F1%' desc, g.made_on, g.made_at, g.id limit 1) as diagnosis,
    ${saidAt('admission')} as admission, ${saidAt('discharge')} as discharge
  from stay s
  join client_now n on n.clinic_id = s.clinic_id and n.id = s.client_id
  order by s.first, n.number`

/** The stays of substance-use programs that began (or ended) in the period, with what is told of each. */
export async function staysTold(work: Work, asked: Asked, moment: Moment): Promise<StayTold[]> {
  const where =
    moment === 'admission'
      ? sql`${between(asked, sql`lower(e.during)`)} ${within(asked, sql`e.program_id`)}`
      : sql`${between(asked, sql`d.on_day`)} ${within(asked, sql`e.program_id`)}`
  const { rows } = await told(where).execute(work.db)
  return rows.map((row) => ({ ...row, admission: row.admission ?? {}, discharge: row.discharge ?? {} }))
}

export type Recorded = { answers: Answers; by: string; at: Date }
export type StayAnswers = {
  id: string
  clientId: string
  programKind: string
  first: Day
  last: Day | null
  said: Record<Moment, Recorded | null>
}

/** One stay with what was recorded for the state, and by whom. */
export async function stateDataOf(work: Work, episodeId: string): Promise<StayAnswers | undefined> {
  if (!isId(episodeId)) return undefined
  const { rows } = await sql<Omit<StayAnswers, 'said'>>`
    select e.id, e.client_id as "clientId", p.kind as "programKind", lower(e.during)::text as first, (upper(e.during) - 1)::text as last
    from episode e join program p on p.clinic_id = e.clinic_id and p.id = e.program_id where e.id = ${episodeId}::uuid and not isempty(e.during)`.execute(
    work.db,
  )
  const [stay] = rows
  if (stay === undefined) return undefined
  const { rows: said } = await sql<Recorded & { moment: Moment }>`
    select distinct on (x.moment) x.moment, x.answers, m.given_name || ' ' || m.family_name as by, x.recorded_at as at
    from state_data x left join staff_member m on m.clinic_id = x.clinic_id and m.id = x.recorded_by
    where x.episode_id = ${episodeId}::uuid order by x.moment, x.recorded_at desc, x.id desc`.execute(work.db)
  const of = (moment: Moment) => said.find((one) => one.moment === moment) ?? null
  return { ...stay, said: { admission: of('admission'), discharge: of('discharge') } }
}

export type FileMade = {
  id: string
  moment: Moment
  firstDay: Day
  lastDay: Day
  recipient: string
  ground: string
  n: number
  by: string
  at: Date
}
/** The files that were made for the state, the newest first. */
export async function filesMade(work: Work, limit = 20): Promise<FileMade[]> {
  const { rows } = await sql<FileMade>`
    select f.id, f.moment, f.first_day::text as "firstDay", f.last_day::text as "lastDay", f.recipient, f.ground, cardinality(f.client_ids) as n,
      m.given_name || ' ' || m.family_name as by, f.made_at as at
    from state_file f left join staff_member m on m.clinic_id = f.clinic_id and m.id = f.made_by
    order by f.made_at desc, f.id desc limit ${limit}`.execute(work.db)
  return rows
}

const moments = [
  { moment: 'admission', title: 'Admissions: what is not recorded', all: 'Admitted' },
  { moment: 'discharge', title: 'Discharges: what is not recorded', all: 'Left' },
] as const
const labels = new Map([
  ...stateFields.flatMap(({ file, label }) => [
    [file, label] as const,
    [`${file}_D`, `${label}, when leaving`] as const,
  ]),
  ...codedFields.map(({ field, label }) => [field, label] as const),
  ['SERVICES_D', 'Level of care, when leaving'] as const,
  ['AGE', 'Age'] as const,
  ['LOS', 'Days to the last contact'] as const,
  ['LAST_CONTACT', 'Last contact'] as const,
])
export const labelOf = (column: string): string => labels.get(column) ?? column

/** What the state gets, and what of it nobody has recorded: said before a file is made. */
export const stateData: Maker = {
  async build(work, asked): Promise<Report> {
    const own = await stateCodes(work)
    const sheets: Sheet[] = []
    const numbers: number[] = []
    const whole: number[] = []
    for (const { moment, title, all } of moments) {
      const stays = await staysTold(work, asked, moment)
      const lines = stays.map((stay) => recordOf(stay, moment, own))
      numbers.push(stays.length)
      whole.push(lines.filter((line) => isWhole(line, moment)).length)
      sheets.push({
        key: moment,
        title,
        rowName: 'Field',
        columns: ['Not recorded', 'of', 'Share'],
        lines: [
          ...gapsOf(lines, moment).map(({ column, n }) => ({
            head: labelOf(column),
            note: column,
            cells: [
              count(n, { show: `${moment}-${column}` }),
              count(stays.length, { show: `${moment}-all` }),
              { text: percent(n / stays.length), value: n / stays.length, of: stays.length },
            ],
          })),
          {
            head: all,
            isSum: true,
            cells: [
              { text: '', value: null },
              count(stays.length, { show: `${moment}-all` }),
              { text: `${plural(whole.at(-1) ?? 0, 'line is', 'lines are')} complete`, value: whole.at(-1) ?? 0 },
            ],
          },
        ],
      })
    }
    return {
      answer: `${plural(numbers[0] ?? 0, 'admission', 'admissions')} and ${plural(numbers[1] ?? 0, 'discharge', 'discharges')} to report; ${(whole[0] ?? 0) + (whole[1] ?? 0)} complete`,
      counted: [
        'Stays of substance-use programs that began, or ended, in the period. Names and codes are those of the Treatment Episode Data Set (TEDS), 2019. Your state may want others: set them under State codes, each with a day and a source.',
        'What nobody recorded goes out as −9, and is counted here first. Level, sex, age, diagnosis, kind of discharge and days to the last contact come from the record; the rest is asked on the stay’s own page, State data set.',
        'Days of the stay run from admission to the last hour that the person came to, and one more, as outpatient care counts them. Where no hour is marked, to the last day of the stay.',
      ],
      sheets,
    }
  },
  people: async (work, asked, { show, skip = 0 }) => {
    const [, moment, column = ''] = /^(admission|discharge)-(\w+)$/.exec(show) ?? []
    if (moment !== 'admission' && moment !== 'discharge') return null
    if (column !== 'all' && !labels.has(column)) return null
    const own = await stateCodes(work)
    const stays = (await staysTold(work, asked, moment)).filter(
      (stay) => column === 'all' || recordOf(stay, moment, own)[column] === '-9',
    )
    return {
      title:
        column === 'all'
          ? moment === 'admission'
            ? 'Admitted'
            : 'Left'
          : `Not recorded: ${labelOf(column).toLowerCase()}`,
      columns: ['Who', 'Admitted', 'Last day', 'Not recorded'],
      rows: stays.slice(skip, skip + mostListed).map((stay) => ({
        clientId: stay.clientId,
        name: stay.name,
        href: urls.stateDataOf({ episode: stay.episodeId }, { moment }),
        cells: [
          stay.first,
          stay.last ?? '',
          plural(gapsOf([recordOf(stay, moment, own)], moment).length, 'field', 'fields'),
        ],
      })),
      total: stays.length,
    }
  },
}
