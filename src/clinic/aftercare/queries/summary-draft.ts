import { sql } from 'kysely'
import { type Day, dayAt } from '../../../basics/dates.ts'
import { hoursAndMinutes, plural } from '../../../basics/text.ts'
import type { Work } from '../../../db/work.ts'
import { continuingCareOf, episodeById } from '../../episodes/queries.ts'
import { lengthOfStay } from '../../episodes/rules.ts'
import { instrumentOf } from '../../instruments/catalog.ts'
import { medicationsOf } from '../../medical/queries/list.ts'
import { alarmsOf } from '../../outcomes/queries/alarms.ts'
import { safetyPlansOf } from '../../outcomes/queries/safety-plan.ts'
import { goalsOf } from '../../plans/queries.ts'
import { attendedSince } from '../../plans/queries/review.ts'
import { isLeavingKind, kindWords } from '../leaving-kinds.ts'
import type { SummaryBody } from '../leaving-rules.ts'
import { daysAway } from '../pauses.ts'
import { pausesOf } from './pauses.ts'
import { levelsOf } from './steps.ts'
import { dischargeOf } from './summaries.ts'

type FirstLast = { instrument: string; first: number; firstOn: Day; last: number; lastOn: Day }

/** The first and the last total of each instrument within a stay. */
async function firstAndLast(work: Work, clientId: string, from: Day, to: Day): Promise<FirstLast[]> {
  const { rows } = await sql<FirstLast>`
    select instrument, (array_agg(score order by taken_on, recorded_at))[1] as first, min(taken_on)::text as "firstOn",
      (array_agg(score order by taken_on desc, recorded_at desc))[1] as last, max(taken_on)::text as "lastOn"
    from measure_now where client_id = ${clientId}::uuid and score is not null and taken_on between ${from}::date and ${to}::date
    group by instrument order by instrument`.execute(work.db)
  return rows
}

/** A summary filled in from the chart: what is there in sentences, and an empty part where the chart says nothing. */
export async function summaryDraft(work: Work, episodeId: string): Promise<SummaryBody | undefined> {
  const stay = await episodeById(work, episodeId)
  const discharge = await dischargeOf(work, episodeId)
  if (stay === undefined || discharge === undefined) return undefined
  const { clientId, from } = stay
  const to = discharge.onDay
  const goals = await goalsOf(work, episodeId)
  const attended = await attendedSince(work, clientId, from)
  const came = attended.reduce((sum, one) => sum + one.came, 0)
  const missed = attended.reduce((sum, one) => sum + one.missed, 0)
  const minutes = attended.reduce((sum, one) => sum + one.minutes, 0)
  const away = daysAway(await pausesOf(work, episodeId), from, to)
  const medicines = (await medicationsOf(work, clientId)).filter((one) => one.lastDay === null || one.lastDay >= to)
  const alarms = await alarmsOf(work, clientId)
  const [plan] = await safetyPlansOf(work, clientId, 1)
  const items = await continuingCareOf(work, episodeId)
  const moves = (await levelsOf(work, episodeId)).filter(({ isUndone }) => !isUndone)
  const measures = await firstAndLast(work, clientId, from, to)
  const words = isLeavingKind(discharge.kind) ? kindWords[discharge.kind].label : discharge.kind
  const sentences = (...parts: (string | false | null | undefined)[]) => parts.filter(Boolean).join('\n')
  return {
    reason: sentences(
      `Admitted to ${stay.programName} on ${from}${stay.referralSource === '' ? '' : `, sent by: ${stay.referralSource}`}.`,
      `Ended on ${to} after ${plural(lengthOfStay(stay, to), 'day', 'days')}: ${words}.`,
      stay.dischargeWords,
    ),
    course: sentences(
      ...moves
        .toReversed()
        .map((one) => `From ${one.fromDay}: level ${one.level} in ${one.program}, before level ${one.was}.`),
      ...goals.map(
        (one) =>
          `Goal ${one.position}: ${one.words} ${one.outcome === null ? 'Still open.' : `${one.outcome === 'met' ? 'Met' : 'Ended'}.${one.endWords ? ` ${one.endWords}` : ''}`}`,
      ),
    ),
    attendance:
      came + missed === 0
        ? ''
        : sentences(
            `Came to ${came} of ${plural(came + missed, 'session', 'sessions')}, ${hoursAndMinutes(minutes)} in all.`,
            away > 0 && `${plural(away, 'day', 'days')} away on a pause.`,
          ),
    measures: measures
      .map(({ instrument, first, firstOn, last, lastOn }) => {
        const title = instrumentOf(instrument)?.title ?? instrument
        return firstOn === lastOn
          ? `${title}: ${last} on ${lastOn}.`
          : `${title}: ${first} on ${firstOn}, ${last} on ${lastOn}.`
      })
      .join('\n'),
    medicines: medicines.map((one) => [one.name, one.dose].filter(Boolean).join(', ')).join('\n'),
    risk: sentences(
      plan === undefined ? null : `A safety plan stands, written ${dayAt(plan.at, work.clinic.timeZone)}.`,
      alarms.length === 0
        ? null
        : `${plural(alarms.length, 'safety alarm', 'safety alarms')} in the record, ${alarms.filter((one) => one.answeredAt === null).length} not answered.`,
    ),
    continuing: items
      .map(
        (one) =>
          `${one.what}: ${one.doneAt === null ? `open, ${one.owner ?? 'nobody’s'}, by ${one.dueOn}` : `done${one.words ? ` (${one.words})` : ''}`}.`,
      )
      .join('\n'),
  }
}
