import { sql } from 'kysely'
import {
  baselineAfter,
  baselineBefore,
  type Judged,
  lateAnswerDays,
  type Progress,
  progressOf,
  shareOf,
  type Standing,
  withinDays,
  type Yardstick,
} from '../../outcomes/progress.ts'
import { judgedKinds, judgedStays, stayKinds, yardsticks } from '../../outcomes/queries/progress.ts'
import { therapistsOfMany } from '../../staff/queries/therapist.ts'
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
import { within } from './facts.ts'
import { type Maker, overMany, type Place, rowsFor } from './maker.ts'

export const kindsOf = (asked: Asked, by: readonly Yardstick[]) =>
  stayKinds({ ...asked, within: within(asked, sql`e.program_id`) }, by)

type By = 'program' | 'group' | 'clinician'
type Tally = { by: By; row: string; name: string; kind: number; n: number; one: string | null }

/** Groups that somebody had a seat in during their eight weeks, and the primary therapist at the end of them: of stays whose eight weeks are over. */
const sat = sql`
    select distinct j.id, j.kind, r.name
    from judged j
    join seat x on x.clinic_id = j.clinic_id and x.episode_id = j.id and x.during && daterange(j.first, j.upto, '[]')
    join group_series r on r.clinic_id = x.clinic_id and r.id = x.series_id
    where j.is_over`
const led = therapistsOfMany('judged', 'upto', 'j.is_over')

/** How many stays of each kind there are: by program, by group, by clinician; and of each kind one stay. */
async function tallies(work: Work, asked: Asked, by: readonly Yardstick[]): Promise<Tally[]> {
  const question = sql<Tally>`
    with judged as materialized (${kindsOf(asked, by)}),
    sat as (${sat}),
    led as (${led})
    select 'program' as by, j.program_id::text as row, '' as name, j.kind, count(*)::int as n, (array_agg(j.id))[1] as one from judged j group by 2, 4
    union all
    select 'group', name, name, kind, count(*)::int, null from sat group by name, kind
    union all
    select 'clinician', l.staff_id::text, m.given_name || ' ' || m.family_name, l.kind, l.n, null
    from (select staff_id, kind, count(*)::int as n from led group by 1, 2) l
    join staff_member m on m.id = l.staff_id`
  return (await overMany(work, () => question.execute(work.db))).rows
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
  'not-to-end': ({ standing, isCompleter }) => answeredAgain.includes(standing) && !isCompleter,
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
    const sum = progressOf(stays)
    return {
      head: name,
      ...(sum.began < fewest && { note: 'Too few to tell' }),
      cells: cells(sum, prefix, id),
    }
  })

type Row = { id: string; name: string; stays: Judged[] }
/** The stays under each program, group or clinician that they belong to, by name. */
function rowsOf(all: readonly Tally[], by: By, judged: ReadonlyMap<number, Judged>): Row[] {
  const rows = new Map<string, Row>()
  for (const one of all) {
    const stay = judged.get(one.kind)
    if (one.by !== by || stay === undefined) continue
    const row = rows.get(one.row) ?? { id: one.row, name: one.name, stays: [] }
    for (let n = 0; n < one.n; n += 1) row.stays.push(stay)
    rows.set(one.row, row)
  }
  return [...rows.values()].toSorted((one, other) => one.name.localeCompare(other.name))
}

/** Who made significant progress within eight weeks: the clinic, each program, each group, each clinician; three ways side by side. */
export const outcomes: Maker = {
  async build(work, asked, places): Promise<Report> {
    const by = await yardsticks(work)
    const all = await tallies(work, asked, by)
    const judged = await judgedKinds(work, oneOfEach(all), by, asked.today)
    const programs = rowsOf(all, 'program', judged)
    const sum = progressOf(programs.flatMap(({ stays }) => stays))
    const { 'no-baseline': noFirst, below, 'no-later': noLater } = sum.counts
    const answered = sum.lastAnswer.of
    type Gaps = { noFirst: number; below: number; noLater: number; notToEnd: number }
    const version = (head: string, note: string, share: Progress['everyone'], show: string, gaps: Gaps): Line => ({
      head,
      note,
      cells: [
        ...shareCells(share, { show }),
        share.of === 0 ? nothing : count(sum.over - share.of, { show: `not-${show}` }),
        count(gaps.noFirst, { show: 'no-baseline' }),
        count(gaps.below, { show: 'below' }),
        count(gaps.noLater, { show: 'no-later' }),
        count(gaps.notToEnd, { show: 'not-to-end' }),
      ],
    })
    const unasked = { noFirst, below, noLater: 0, notToEnd: 0 }
    const unanswered = { ...unasked, noLater }
    return {
      answer:
        sum.everyone.share === null
          ? sum.over === 0
            ? 'Nobody’s eight weeks are over yet'
            : 'Nobody began above the cut-off'
          : `${percent(sum.everyone.share)} of those who began above the cut-off made significant progress (${sum.everyone.n} of ${sum.everyone.of})${noFirst === 0 ? '' : `; ${noFirst} of ${sum.over} had no first score`}`,
      counted: [
        `Significant progress: reliably better within ${withinDays} days of admission on an instrument that began at its cut-off or above, and reliably worse on neither. ${by
          .map(
            ({ instrument: key, caseFrom, reliable }) =>
              `${key.toUpperCase()}: from ${caseFrom}, ${reliable} points or more`,
          )
          .join('; ')}. The points are common practice and not settled (K): a clinic may set its own.`,
        `Counted is everyone admitted in the period whose eight weeks are over, also who left early. The beginning is the first score from ${baselineBefore} days before admission to ${baselineAfter} after; the end is the last until day ${withinDays}.`,
        `Versions of one number, side by side: everyone who began above the cut-off, where no later answer counts as no progress; by the last answer carried forward, of those who gave one; completers, who stayed eight weeks or completed and answered in the last ${lateAnswerDays} days. Each says who is missing from it. Intervals are Wilson’s, at 95 %.`,
        'There is no comparison group. People who begin on a bad day tend to be better on the next without any treatment, so part of every share is that. Who stops answering is often who is worse: the first version is the careful one.',
        'By group and by clinician the rows overlap or are few, and nobody is the same at the beginning: read the interval, not the order. It is no ranking, and stands by name. “Too few to tell”: fewer than 20 began above the cut-off.',
      ],
      sheets: [
        {
          key: 'versions',
          title: 'How many made significant progress?',
          rowName: 'Counted how',
          hint: `Of ${sum.over} whose eight weeks are over. What is not counted is told apart to the right.`,
          columns: [
            'Share',
            '95 % interval',
            'Not counted',
            'no first score',
            'began below',
            'no later answer',
            'not to the end',
          ],
          lines: [
            version(
              'Everyone who began above the cut-off',
              'Without a later answer: no progress',
              sum.everyone,
              'began',
              unasked,
            ),
            version(
              'By the last answer within eight weeks',
              'Last observation carried forward',
              sum.lastAnswer,
              'answered',
              unanswered,
            ),
            version('Completers', 'Stayed or completed, and answered near the end', sum.completers, 'completers', {
              ...unanswered,
              notToEnd: answered - sum.completers.of,
            }),
            version(
              'Reliably worse, or mixed, of those who answered',
              'Harm is counted as progress is',
              sum.worse,
              'answered',
              unanswered,
            ),
            version(
              'The least that is true of everybody',
              'Whoever was not asked, or began below: no progress',
              shareOf(sum.counts.improved, sum.over),
              'over',
              { noFirst: 0, below: 0, noLater: 0, notToEnd: 0 },
            ),
          ],
        },
        {
          key: 'missing',
          title: 'Who is in, and who is missing?',
          rowName: 'Standing',
          columns: ['Stays'],
          lines: Object.entries(standings).map(([key, name]) => ({
            head: name,
            cells: [count(sum.counts[key as Standing], { show: key })], // a key of standings
          })),
        },
        ...bySheet('programs', 'By program', 'Program', linesBy(programRows(asked, places, programs), 'program-')),
        ...bySheet(
          'groups',
          'By group',
          'Group',
          linesBy(rowsOf(all, 'group', judged), 'group-'),
          'Everyone with a seat in it during their eight weeks. Who sat in three groups stands in three rows.',
        ),
        ...bySheet(
          'clinicians',
          'By clinician',
          'Primary therapist',
          linesBy(rowsOf(all, 'clinician', judged), 'clinician-'),
          'Whoever was the primary therapist at the end of the eight weeks or of the stay.',
        ),
      ],
    }
  },
  people: async (work, asked, { show, of, skip = 0 }) => {
    const [, by, rest] = /^(program|group|clinician)-(.+)$/.exec(show) ?? []
    const key = rest ?? show
    const not = /^not-(began|answered|completers)$/.exec(key)?.[1]
    if (not === undefined && !Object.hasOwn(isIn, key) && !Object.hasOwn(standings, key)) return null
    const yards = await yardsticks(work)
    const kinds = await sql<{ kind: number; one: string }>`
      select kind, (array_agg(id))[1] as one from (${kindsOf(asked, yards)}) j group by 1`.execute(work.db)
    const judged = await judgedKinds(work, kinds.rows, yards, asked.today)
    const meant = [...judged].flatMap(([kind, one]) =>
      (not === undefined ? belongsTo(key, one) : belongsTo('over', one) && !belongsTo(not, one)) ? [kind] : [],
    )
    const isOf =
      by === undefined || of === undefined
        ? sql``
        : by === 'program'
          ? sql`and j.program_id::text = ${of}`
          : by === 'group'
            ? sql`and j.id in (select s.id from (${sat}) s where s.name = ${of})`
            : sql`and j.id in (select s.id from (${led}) s where s.staff_id::text = ${of})`
    const { rows: chosen } = await sql<{ id: string; total: number }>`
      with judged as materialized (${kindsOf(asked, yards)})
      select j.id, count(*) over ()::int as total from judged j where j.kind = any (${meant}::int[]) ${isOf}
      order by j.first desc, j.id limit ${mostListed} offset ${skip}`.execute(work.db)
    const found = await judgedStays(
      work,
      chosen.map(({ id }) => id),
      yards,
      asked.today,
    )
    const shown = chosen.flatMap(({ id }) => found.get(id) ?? [])
    const scores = (list: Judged['from']) =>
      list.map((one) => `${one.instrument.toUpperCase()} ${one.score} on ${shortDay(one.on)}`).join(', ')
    return {
      title: titles[not === undefined ? key : `not-${not}`] ?? standings[key as Standing] ?? key, // checked above
      columns: ['Who', 'Admitted', 'At the beginning', 'At the end', 'Came to'],
      rows: shown.map(({ stay, judged: one }) => ({
        clientId: stay.clientId,
        name: stay.name,
        cells: [stay.first, scores(one.from), scores(one.to), standings[one.standing]],
      })),
      total: chosen[0]?.total ?? 0,
    }
  },
}

const titles: Record<string, string> = {
  over: 'Eight weeks over',
  began: 'Began above the cut-off',
  answered: 'Began above the cut-off and answered again',
  completers: 'Completers',
  missing: 'Missing',
  'not-to-end': 'Answered again, and left early or not near the end',
  'not-began': 'Not counted: no score at the beginning, or below the cut-off',
  'not-answered': 'Not counted by the last answer',
  'not-completers': 'Not counted among completers',
}
/** A program that nobody belongs to keeps its row. */
function programRows(asked: Asked, places: readonly Place[], rows: readonly Row[]): Row[] {
  return rowsFor(asked, places).map(({ id, name }) => ({
    id,
    name,
    stays: rows.find((one) => one.id === id)?.stays ?? [],
  }))
}
const oneOfEach = (all: readonly Tally[]) => {
  const ones = new Map(all.flatMap(({ kind, one }) => (one === null ? [] : [[kind, one] as const])))
  return [...ones].map(([kind, one]) => ({ kind, one }))
}
const bySheet = (key: string, title: string, rowName: string, lines: Line[], hint?: string) =>
  lines.length === 0 ? [] : [{ key, title, rowName, columns, lines, ...(hint !== undefined && { hint, isLong: true }) }]
