import { sql } from 'kysely'
import { type Day, dayAt } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { concernsOf } from '../../concerns/queries/concerns.ts'
import { testsOf } from '../../concerns/queries/tests.ts'
import { signalsOf } from '../../concerns/queries/trouble.ts'
import { instrumentOf } from '../../instruments/catalog.ts'
import { medicationsOf } from '../../medical/queries/list.ts'
import { alarmsOf } from '../../outcomes/queries/alarms.ts'
import { attendedSince, measuresSince, openObjectives } from '../../plans/queries/review.ts'
import { metObjectives, standingPlan } from '../../plans/queries/versions.ts'
import type { SinceFacts } from '../evidence.ts'
import { daysAway } from '../pauses.ts'
import { pausesOf } from './pauses.ts'

/** What the chart holds about a stay since a day, asked of the concepts that keep it. */
export async function sinceFacts(work: Work, stay: { id: string; clientId: string }, since: Day): Promise<SinceFacts> {
  const { clientId } = stay
  const zone = work.clinic.timeZone
  const today = dayAt(work.at, zone)
  const tests = await testsOf(work, [clientId], since)
  const plan = await standingPlan(work, stay.id)
  const [signal] = await signalsOf(work, clientId)
  const { rows: barriers } = await sql<{ reason: string }>`
    select distinct o.reason from outreach o where o.client_id = ${clientId}::uuid and o.reached and (o.made_at at time zone ${zone})::date >= ${since}::date
      and o.reason in ('No way to get here', 'Work', 'Caring for somebody', 'Court, probation or another appointment', 'Phone, link or internet did not work')`.execute(
    work.db,
  )
  const { rows: readings } = await sql<{ n: number }>`
    select count(*)::int as n from vital_reading_now where client_id = ${clientId}::uuid and (taken_at at time zone ${zone})::date >= ${since}::date`.execute(
    work.db,
  )
  const medicines = (await medicationsOf(work, clientId)).filter((one) => one.lastDay === null || one.lastDay >= today)
  return {
    attended: await attendedSince(work, clientId, since),
    away: daysAway(await pausesOf(work, stay.id), since, today),
    tests: tests?.get(clientId) ?? null,
    measures: (await measuresSince(work, clientId, since)).map(({ instrument, score, before }) => {
      const known = instrumentOf(instrument)
      const least = known?.reliableChange?.points ?? null
      return {
        title: known?.title ?? instrument,
        score,
        before,
        // Lower is better in every instrument that has a rule for change.
        change:
          before === null || least === null
            ? null
            : before - score >= least
              ? 'better'
              : score - before >= least
                ? 'worse'
                : 'noise',
      }
    }),
    alarms: (await alarmsOf(work, clientId))
      .filter((one) => dayAt(one.raisedAt, zone) >= since)
      .map((one) => ({ day: dayAt(one.raisedAt, zone), isOpen: one.answeredAt === null, isImminent: one.isImminent })),
    concerns: (await concernsOf(work, clientId))
      .filter((one) => one.outcome === null || dayAt(one.raisedAt, zone) >= since)
      .map((one) => ({
        day: dayAt(one.raisedAt, zone),
        kind: one.kind,
        words: one.words,
        isOpen: one.outcome === null,
      })),
    barriers: barriers.map(({ reason }) => reason),
    objectives:
      plan === undefined
        ? null
        : { met: (await metObjectives(work, stay.id)).size, open: (await openObjectives(work, plan)).length },
    medicine: { active: medicines.length },
    readings: readings[0]?.n ?? 0,
    signal: signal === undefined ? null : { points: signal.points, reasons: signal.reasons.map(({ words }) => words) },
  }
}
