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
  with marks as (
    select distinct on (m.client_id, m.session_id, m.visit_id) m.client_id, m.session_id, m.visit_id, m.mark
    from attendance_mark m
    where ${between(asked, sql`m.held_on`)} and m.undoes is null
      and not exists (select from attendance_mark u where u.clinic_id = m.clinic_id and u.undoes = m.id and u.undoes is not null)
    order by m.client_id, m.session_id, m.visit_id, m.marked_at desc, m.id desc),
  held as (
    select g.id, g.clinic_id, g.series_id, g.held_on, isempty(g.during) as off, r.program_id, r.name
    from group_session g join group_series r on r.clinic_id = g.clinic_id and r.id = g.series_id
    where ${between(asked, sql`g.held_on`)} and (isempty(g.during) or upper(g.during) <= ${asked.now}) ${within(asked, sql`r.program_id`)}),
  seated as (
    select h.id, s.client_id
    from held h join seat s on s.clinic_id = h.clinic_id and s.series_id = h.series_id and s.during @> h.held_on)
  select x.client_id, h.program_id as row_id,
    case when h.off then 'called-off' when x.mark <> 'cleared' then x.mark when a.client_id is not null then 'away' else 'unmarked' end as part,
    h.held_on as on_day, null::text as label, h.name || case when x.is_seated then '' else ', without a seat' end as detail
  from (
    select coalesce(p.id, k.session_id) as id, coalesce(p.client_id, k.client_id) as client_id, k.mark, p.id is not null as is_seated
    from seated p full join (select * from marks where session_id is not null) k on k.session_id = p.id and k.client_id = p.client_id) x
  join held h on h.id = x.id
  -- Whoever is away keeps a seat, and nothing is asked of them; who came all the same is marked.
  left join away_between(array(select distinct client_id from seated), ${asked.from}::date, ${asked.to}::date) a
    on a.client_id = x.client_id and h.held_on >= a.from_day and (a.back_on is null or h.held_on < a.back_on)
  where x.is_seated or (x.mark in ('here', 'late', 'left-early') and not h.off)
  union all
  select v.client_id, at_the_time.program_id,
    case when isempty(v.during) then 'visit-off' when k.mark is null or k.mark = 'cleared' then 'unmarked' else k.mark end,
    v.held_on, null, v.kind
  from visit v
  ${programThen}
  left join marks k on k.visit_id = v.id
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
  people: async (work, asked, { show, of }) =>
    !Object.hasOwn(words, show)
      ? null
      : listed(work, places(asked), {
          parts: [show],
          of: of ?? null,
          title: words[show] ?? show,
          day: 'On',
          words: (key) => words[key] ?? key,
        }),
}
