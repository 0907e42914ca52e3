import { sql } from 'kysely'
import { shareOf } from '../../outcomes/progress.ts'
import type { Asked } from '../asked.ts'
import { percent, type Report, shareCells, table } from '../sheet.ts'
import { programThen, between, countFacts, type Facts, listed, within } from './facts.ts'
import { type Maker, rowsFor } from './maker.ts'

const words: Record<string, string> = {
  here: 'There, whole',
  late: 'Came late',
  'left-early': 'Left early',
  absent: 'Did not attend',
  excused: 'Excused',
  unmarked: 'Not marked',
  away: 'Away: hospital, holiday',
  'called-off': 'Group called off',
  'visit-off': 'Visit called off',
}
const parts = Object.entries(words).map(([key, label]) => ({ key, label }))
const there = ['here', 'late', 'left-early']
const marked = [...there, 'absent', 'excused']

/**
 * Every place that somebody had in a group or a visit that is over or was called off: one row for each person and meeting. The mark
 * that stands is the latest that was not undone. Who came without a seat is there too.
 */
const places = (asked: Asked): Facts => sql`
  with marks as materialized (
    select distinct on (m.held_on, m.session_id, m.visit_id, m.client_id) m.client_id, m.session_id, m.visit_id, m.mark
    from attendance_mark m
    where ${between(asked, sql`m.held_on`)} and m.undoes is null and m.id not in (select u.undoes from attendance_mark u where u.undoes is not null)
    order by m.held_on, m.session_id, m.visit_id, m.client_id, m.marked_at desc, m.id desc),
  held as materialized (
    select g.id, g.series_id, g.held_on, isempty(g.during) as off, r.program_id, r.name
    from group_session g join group_series r on r.clinic_id = g.clinic_id and r.id = g.series_id
    where ${between(asked, sql`g.held_on`)} and (isempty(g.during) or upper(g.during) <= ${asked.now}) ${within(asked, sql`r.program_id`)}),
  sat as materialized (
    select s.series_id, s.client_id, s.during from seat s where s.during && daterange(${asked.from}::date, ${asked.to}::date, '[]')),
  -- Whoever is away keeps a seat, and nothing is asked of them; who came all the same is marked.
  away as materialized (select * from away_between(array(select distinct client_id from sat), ${asked.from}::date, ${asked.to}::date))
  select x.client_id, x.program_id as row_id,
    case when x.off then 'called-off' when x.mark <> 'cleared' then x.mark
      when x.client_id in (select client_id from away)
        and exists (select from away a where a.client_id = x.client_id and x.held_on >= a.from_day and (a.back_on is null or x.held_on < a.back_on)) then 'away'
      else 'unmarked' end as part,
    x.held_on as on_day, null::text as label, x.name || case when x.is_seated then '' else ', without a seat' end as detail
  from (
    select coalesce(p.client_id, k.client_id) as client_id, k.mark, p.id is not null as is_seated, coalesce(p.program_id, w.program_id) as program_id,
      coalesce(p.off, w.off) as off, coalesce(p.held_on, w.held_on) as held_on, coalesce(p.name, w.name) as name
    from (select h.*, s.client_id from held h join sat s on s.series_id = h.series_id and s.during @> h.held_on) p
    full join (select session_id, client_id, mark from marks where session_id is not null) k on k.session_id = p.id and k.client_id = p.client_id
    left join held w on w.id = case when p.id is null then k.session_id end) x
  where x.is_seated or (x.mark in ('here', 'late', 'left-early') and not x.off)
  union all
  select v.client_id, at_the_time.program_id,
    case when isempty(v.during) then 'visit-off' when k.mark is null or k.mark = 'cleared' then 'unmarked' else k.mark end,
    v.held_on, null, v.kind
  from visit v
  ${programThen}
  left join (select visit_id, mark from marks where visit_id is not null) k on k.visit_id = v.id
  where ${between(asked, sql`v.held_on`)} and (isempty(v.during) or upper(v.during) <= ${asked.now}) ${within(asked, sql`at_the_time.program_id`)}`

/** Of the hours that people were expected in: who was there, late, missing, excused; and what the clinic called off, apart. */
export const attendance: Maker = {
  async build(work, asked, all): Promise<Report> {
    const counted = await countFacts(work, places(asked))
    const share = (of: (part: string) => number) => {
      const sum = (keys: readonly string[]) => keys.reduce((total, key) => total + of(key), 0)
      return shareOf(sum(there), sum(marked))
    }
    const whole = share((part) => counted.reduce((sum, one) => sum + (one.part === part ? one.n : 0), 0))
    return {
      answer:
        whole.share === null
          ? 'Nothing was marked in these days'
          : `People came to ${percent(whole.share)} of the hours they were expected in (${whole.n} of ${whole.of})`,
      counted: [
        'One person in one meeting counts one: everyone with a seat that day, everyone with a visit, and who came without a seat. Only meetings that are over by now, and those that were called off.',
        'The share is of what is marked: there, late and left early, of these and who did not attend or was excused. What nobody has marked is in neither, and stands beside it; so do the hours of days away, and what was called off, because nobody could come. A person counts as often as they were expected, so there is no interval: the hours of one person are not independent.',
      ],
      sheets: [
        table(
          { key: 'programs', title: 'Were people there?', rowName: 'Program' },
          rowsFor(asked, all),
          parts,
          counted,
          {
            moreColumns: ['Came, of what is marked'],
            more: (of) => shareCells(share(of)).slice(0, 1),
          },
        ),
      ],
    }
  },
  people: async (work, asked, { show, of, skip = 0 }) =>
    !Object.hasOwn(words, show)
      ? null
      : listed(work, places(asked), {
          parts: [show],
          of: of ?? null,
          skip,
          title: words[show] ?? show,
          day: 'On',
          words: (key) => words[key] ?? key,
        }),
}
