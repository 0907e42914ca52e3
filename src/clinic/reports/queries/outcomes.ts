import { sql } from 'kysely'
import { noiseIn } from '../../instruments/choices.ts'
import { instrument } from '../../instruments/catalog.ts'
import { choicesOf } from '../../instruments/queries.ts'
import {
  baselineAfter,
  baselineBefore,
  judge,
  type Judged,
  lateAnswerDays,
  type Progress,
  progressOf,
  type Standing,
  withinDays,
  type Yardstick,
} from '../../outcomes/progress.ts'
import { staysMeasured, type StayAsked } from '../../outcomes/queries/progress.ts'
import { shortDay } from '../../../ui/when.tsx'
import type { Work } from '../../../db/work.ts'
import type { Asked } from '../asked.ts'
import {
  type Behind,
  type Cell,
  count,
  type Line,
  mostListed,
  nothing,
  percent,
  type Report,
  shareCells,
} from '../sheet.ts'
import { between, within } from './facts.ts'
import { type Maker, type Place, rowsFor } from './maker.ts'

export type Measured = { stay: StayAsked; judged: Judged }

/** PHQ-9 and GAD-7 by their published cut-offs, and this clinic’s own figure for noise where it set one. */
export async function yardsticks(work: Work): Promise<Yardstick[]> {
  const choices = await choicesOf(work)
  return (['phq-9', 'gad-7'] as const).flatMap((key) => {
    const one = instrument(key)
    const reliable = noiseIn(choices, one)
    return one.caseFrom === null || reliable === null
      ? []
      : [{ instrument: key, caseFrom: one.caseFrom.points, reliable }]
  })
}

/** Every stay that began in the period with where it stands after eight weeks: the same judgement as Progress in eight weeks. */
export async function measured(work: Work, asked: Asked, by: readonly Yardstick[]): Promise<Measured[]> {
  const stays = await staysMeasured(work, {
    program: asked.program,
    from: asked.from,
    to: asked.to,
    instruments: by.map((one) => one.instrument),
  })
  const meant = asked.site === null ? null : new Set((await belonging(work, asked)).keys())
  return stays
    .filter(({ id }) => meant === null || meant.has(id))
    .map((stay) => ({ stay, judged: judge(stay, by, asked.today) }))
}

type Belongs = { id: string; programId: string; groups: string[]; staffId: string | null; clinician: string | null }
/**
 * Of every stay: its program, the groups that somebody had a seat in during their eight weeks, and who was their primary therapist
 * at the end of them. Groups and therapists only where the eight weeks are over.
 */
async function belonging(work: Work, asked: Asked): Promise<Map<string, Belongs>> {
  const { rows } = await sql<Belongs>`
    with stay as materialized (
      select e.clinic_id, e.id, e.program_id, lower(e.during) as first, lower(e.during) + ${withinDays}::int < ${asked.today}::date as over,
        least(coalesce(upper(e.during) - 1, ${asked.today}::date), lower(e.during) + ${withinDays}::int) as last
      from episode e where not isempty(e.during) and ${between(asked, sql`lower(e.during)`)} ${within(asked, sql`e.program_id`)}),
    sat as (
      select s.id, jsonb_agg(distinct r.name) as groups
      from stay s
      join seat x on x.clinic_id = s.clinic_id and x.episode_id = s.id and x.during && daterange(s.first, s.last, '[]')
      join group_series r on r.clinic_id = x.clinic_id and r.id = x.series_id
      where s.over group by 1),
    led as (
      select distinct on (s.id) s.id, t.staff_id, m.given_name || ' ' || m.family_name as clinician
      from stay s
      join primary_therapist t on t.clinic_id = s.clinic_id and t.episode_id = s.id and t.from_day <= s.last
      join staff_member m on m.clinic_id = t.clinic_id and m.id = t.staff_id
      where s.over
      order by s.id, t.assigned_at desc, t.id desc)
    select s.id, s.program_id as "programId", coalesce(a.groups, '[]') as groups, l.staff_id as "staffId", l.clinician
    from stay s left join sat a on a.id = s.id left join led l on l.id = s.id`.execute(work.db)
  return new Map(rows.map((row) => [row.id, row]))
}

const standings: Record<Standing, string> = {
  improved: 'Reliably better, and reliably worse on nothing',
  unchanged: 'Within the noise of the instrument',
  mixed: 'Reliably better on one and reliably worse on the other: not counted as progress',
  worse: 'Reliably worse',
  'no-later': 'Began above the cut-off and did not answer again',
  below: 'Began below the cut-off of both: nothing to improve by this definition',
  'no-baseline': 'No score at the beginning: left out of every share',
  'not-yet': 'Admitted too lately: the eight weeks are not over',
}
const answeredAgain: readonly string[] = ['improved', 'unchanged', 'mixed', 'worse']
const isIn: Record<string, (one: Judged) => boolean> = {
  over: ({ standing }) => standing !== 'not-yet',
  began: ({ standing }) => answeredAgain.includes(standing) || standing === 'no-later',
  answered: ({ standing }) => answeredAgain.includes(standing),
  completers: ({ standing, isCompleter }) => answeredAgain.includes(standing) && isCompleter,
  missing: ({ standing }) => standing === 'no-later' || standing === 'no-baseline',
}
const belongsTo = (show: string, one: Judged): boolean => isIn[show]?.(one) ?? one.standing === show

const columns = [
  'Eight weeks over',
  'Began above the cut-off',
  'No score at the beginning',
  'No later answer',
  'Everyone who began above (95 %)',
  'By the last answer (95 %)',
  'Completers (95 %)',
]
/** A share with its interval in one cell: '51 % (53 of 103), 42 to 61 %'. */
function withInterval(share: Progress['everyone'], behind: Behind): Cell {
  const [cell] = shareCells(share, behind)
  return share.share === null
    ? cell
    : { ...cell, text: `${cell.text}, ${Math.round(share.low * 100)} to ${percent(share.high)}` }
}
function cells(
  { counts, over, began, everyone, lastAnswer, completers }: Progress,
  prefix: string,
  of?: string,
): Cell[] {
  const behind = (show: string) => ({ show: `${prefix}${show}`, ...(of !== undefined && { of }) })
  return [
    count(over, behind('over')),
    count(began, behind('began')),
    count(counts['no-baseline'], behind('no-baseline')),
    count(counts['no-later'], behind('no-later')),
    withInterval(everyone, behind('began')),
    withInterval(lastAnswer, behind('answered')),
    withInterval(completers, behind('completers')),
  ]
}

const fewest = 20
const linesBy = (rows: readonly Row[], prefix: string): Line[] =>
  rows.map(({ id, name, stays }) => {
    const sum = progressOf(stays.map(({ judged }) => judged))
    return {
      head: name,
      ...(sum.began < fewest && { note: 'Too few to tell' }),
      cells: cells(sum, prefix, id),
    }
  })

type Row = { id: string; name: string; stays: Measured[] }
/** The stays under each program, group or clinician that they belong to, by name. */
function rowsOf(
  all: readonly Measured[],
  belongs: ReadonlyMap<string, Belongs>,
  keysOf: (one: Belongs) => { id: string; name: string }[],
): Row[] {
  const rows = new Map<string, Row>()
  for (const one of all) {
    const its = belongs.get(one.stay.id)
    for (const { id, name } of its === undefined ? [] : keysOf(its)) {
      const row = rows.get(id) ?? { id, name, stays: [] }
      row.stays.push(one)
      rows.set(id, row)
    }
  }
  return [...rows.values()].toSorted((one, other) => one.name.localeCompare(other.name))
}
const groupsOf = ({ groups }: Belongs) => groups.map((name) => ({ id: name, name }))
const clinicianOf = ({ staffId, clinician }: Belongs) =>
  staffId === null ? [] : [{ id: staffId, name: clinician ?? 'Somebody' }]

/** Who made significant progress within eight weeks: the clinic, each program, each group, each clinician; three ways side by side. */
export const outcomes: Maker = {
  async build(work, asked, places): Promise<Report> {
    const by = await yardsticks(work)
    const all = await measured(work, asked, by)
    const sum = progressOf(all.map(({ judged }) => judged))
    const belongs = await belonging(work, asked)
    const version = (name: string, share: Progress['everyone'], show: string): Line => ({
      head: name,
      cells: [
        ...shareCells(share, { show }),
        share.of === 0 ? nothing : count(sum.over - share.of, { show: `not-${show}` }),
      ],
    })
    return {
      answer:
        sum.everyone.share === null
          ? sum.over === 0
            ? 'Nobody’s eight weeks are over yet'
            : 'Nobody began above the cut-off'
          : `${percent(sum.everyone.share)} of those who began above the cut-off made significant progress (${sum.everyone.n} of ${sum.everyone.of})`,
      counted: [
        `Significant progress: reliably better within ${withinDays} days of admission on an instrument that began at its cut-off or above, and reliably worse on neither. ${by
          .map(
            ({ instrument: key, caseFrom, reliable }) =>
              `${key.toUpperCase()}: from ${caseFrom}, ${reliable} points or more`,
          )
          .join('; ')}. The points are common practice and not settled (K): a clinic may set its own.`,
        `Counted is everyone admitted in the period whose eight weeks are over, also who left early. The beginning is the first score from ${baselineBefore} days before admission to ${baselineAfter} after; the end is the last until day ${withinDays}.`,
        `Three versions of one number: everyone who began above the cut-off, where no later answer counts as no progress; by the last answer carried forward, of those who gave one; completers, who stayed eight weeks or completed and answered in the last ${lateAnswerDays} days. Each says who is missing from it. Intervals are Wilson’s, at 95 %.`,
        'There is no comparison group. People who begin on a bad day tend to be better on the next without any treatment, so part of every share is that. Who stops answering is often who is worse: the first version is the careful one.',
        'By group and by clinician the rows overlap or are few, and nobody is the same at the beginning: read the interval, not the order. It is no ranking, and stands by name. “Too few to tell”: fewer than 20 began above the cut-off.',
      ],
      sheets: [
        {
          key: 'versions',
          title: 'How many made significant progress?',
          rowName: 'Counted how',
          columns: ['Share', '95 % interval', 'Not counted, of those whose eight weeks are over'],
          lines: [
            version('Everyone who began above the cut-off', sum.everyone, 'began'),
            version('By the last answer within eight weeks', sum.lastAnswer, 'answered'),
            version('Completers', sum.completers, 'completers'),
            version('Reliably worse, or mixed, of those who answered', sum.worse, 'answered'),
          ],
        },
        {
          key: 'missing',
          title: 'Who is in, and who is missing?',
          rowName: 'Standing',
          columns: ['Stays'],
          lines: Object.entries(standings).map(([key, name]) => ({
            head: name,
            cells: [count(all.filter(({ judged }) => judged.standing === key).length, { show: key })],
          })),
        },
        ...bySheet('programs', 'By program', 'Program', linesBy(programRows(asked, places, all, belongs), 'program-')),
        ...bySheet(
          'groups',
          'By group',
          'Group',
          linesBy(rowsOf(all, belongs, groupsOf), 'group-'),
          'Everyone with a seat in it during their eight weeks. Who sat in three groups stands in three rows.',
        ),
        ...bySheet(
          'clinicians',
          'By clinician',
          'Primary therapist',
          linesBy(rowsOf(all, belongs, clinicianOf), 'clinician-'),
          'Whoever was the primary therapist at the end of the eight weeks or of the stay.',
        ),
      ],
    }
  },
  people: async (work, asked, { show, of }) => {
    const [, by, rest] = /^(program|group|clinician)-(.+)$/.exec(show) ?? []
    const key = rest ?? show
    const not = /^not-(began|answered|completers)$/.exec(key)?.[1]
    if (not === undefined && !Object.hasOwn(isIn, key) && !Object.hasOwn(standings, key)) return null
    const all = await measured(work, asked, await yardsticks(work))
    const belongs = by === undefined ? null : await belonging(work, asked)
    const isOf = (id: string): boolean => {
      const its = belongs?.get(id)
      if (of === undefined || belongs === null) return true
      if (its === undefined) return false
      return by === 'program' ? its.programId === of : by === 'group' ? its.groups.includes(of) : its.staffId === of
    }
    const shown = all.filter(
      ({ stay, judged }) =>
        (not === undefined ? belongsTo(key, judged) : belongsTo('over', judged) && !belongsTo(not, judged)) &&
        isOf(stay.id),
    )
    const scores = (list: Judged['from']) =>
      list.map((one) => `${one.instrument.toUpperCase()} ${one.score} on ${shortDay(one.on)}`).join(', ')
    return {
      title: titles[not === undefined ? key : `not-${not}`] ?? standings[key as Standing] ?? key, // checked above
      columns: ['Who', 'Admitted', 'At the beginning', 'At the end', 'Came to'],
      rows: shown.slice(0, mostListed).map(({ stay, judged }) => ({
        clientId: stay.clientId,
        name: stay.name,
        cells: [stay.first, scores(judged.from), scores(judged.to), standings[judged.standing]],
      })),
      total: shown.length,
    }
  },
}

const titles: Record<string, string> = {
  over: 'Eight weeks over',
  began: 'Began above the cut-off',
  answered: 'Began above the cut-off and answered again',
  completers: 'Completers',
  missing: 'Missing',
  'not-began': 'Not counted: no score at the beginning, or below the cut-off',
  'not-answered': 'Not counted by the last answer',
  'not-completers': 'Not counted among completers',
}
/** A program that nobody belongs to keeps its row. */
function programRows(
  asked: Asked,
  places: readonly Place[],
  all: readonly Measured[],
  belongs: ReadonlyMap<string, Belongs>,
): Row[] {
  const rows = new Map(
    rowsOf(all, belongs, ({ programId }) => [{ id: programId, name: '' }]).map((row) => [row.id, row]),
  )
  return rowsFor(asked, places).map(({ id, name }) => ({ id, name, stays: rows.get(id)?.stays ?? [] }))
}
const bySheet = (key: string, title: string, rowName: string, lines: Line[], hint?: string) =>
  lines.length === 0 ? [] : [{ key, title, rowName, columns, lines, ...(hint !== undefined && { hint, isLong: true }) }]
