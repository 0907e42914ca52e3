import { z } from 'zod'
import { ageOn, dayAt } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import type { Disposition, DispositionKind } from '../../placement/dispositions.ts'
import { gateOf, type GateResult } from '../../placement/gate.ts'
import { isLevel, type LevelCode } from '../../placement/levels.ts'

export type Placed = {
  screening: { gate: GateResult; dispositions: Disposition[]; screenedAt: Date } | null
  decision: { id: string; level: string; decidedAt: Date; alongside: LevelCode[] } | null
  usesOpioids: boolean
  suicideFound: boolean
}

const answers = z.record(z.string(), z.union([z.string(), z.number(), z.null()]))
const recommended = z.object({ alongside: z.array(z.object({ level: z.string() })).default([]) })
const clinicians = ['director', 'therapist', 'prescriber']

/** What placement leaves to an admission: the latest gate with what became of its stops, and the latest decision. */
export async function placedAs(work: Work, client: { id: string; birthDate: string }): Promise<Placed> {
  const screen = await work.db
    .selectFrom('safetyScreen')
    .where('clientId', '=', client.id)
    .orderBy('screenedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .select(['id', 'answers', 'screenedAt'])
    .executeTakeFirst()
  const decision = await work.db
    .selectFrom('placementDecision as d')
    .innerJoin('placementAssessment as a', (join) =>
      join.onRef('a.clinicId', '=', 'd.clinicId').onRef('a.id', '=', 'd.assessmentId'),
    )
    .where('d.clientId', '=', client.id)
    .orderBy('d.decidedAt', 'desc')
    .orderBy('d.id', 'desc')
    .limit(1)
    .select(['d.id', 'd.levelOfCare', 'd.decidedAt', 'a.recommendation'])
    .executeTakeFirst()
  const given = answers.safeParse(screen?.answers ?? {})
  const gate =
    screen === undefined
      ? null
      : gateOf(given.success ? given.data : {}, {
          age: ageOn(client.birthDate, dayAt(screen.screenedAt, work.clinic.timeZone)),
        })
  const beside = recommended.safeParse(decision?.recommendation)
  return {
    screening:
      screen === undefined || gate === null
        ? null
        : { gate, dispositions: await dispositionsOf(work, screen.id), screenedAt: screen.screenedAt },
    decision:
      decision === undefined
        ? null
        : {
            id: decision.id,
            level: decision.levelOfCare,
            decidedAt: decision.decidedAt,
            alongside: beside.success ? beside.data.alongside.map((each) => each.level).filter(isLevel) : [],
          },
    usesOpioids: given.success && given.data['opioid-use'] === 'yes',
    suicideFound: gate !== null && [...gate.stops, ...gate.cautions].some((found) => found.group === 'suicide'),
  }
}

/** Each with the role that its author had when they decided. */
async function dispositionsOf(work: Work, screenId: string): Promise<Disposition[]> {
  const rows = await work.db
    .selectFrom('stopDisposition as d')
    .where('d.screenId', '=', screenId)
    .select((eb) => [
      'd.stop',
      'd.disposition',
      'd.because',
      'd.decidedAt',
      eb
        .selectFrom('staffRole as r')
        .whereRef('r.staffId', '=', 'd.decidedBy')
        .whereRef('r.givenAt', '<=', 'd.decidedAt')
        .orderBy('r.givenAt', 'desc')
        .orderBy('r.id', 'desc')
        .limit(1)
        .select('r.role')
        .as('role'),
    ])
    .execute()
  return rows.map((row) => ({
    stop: row.stop,
    // The check on the table allows these three.
    disposition: row.disposition as DispositionKind,
    because: row.because,
    byClinician: clinicians.includes(row.role ?? ''),
    decidedAt: row.decidedAt,
  }))
}
