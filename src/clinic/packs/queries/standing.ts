import { dayAt } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import { consentFacts } from '../../consents/queries.ts'
import { standingConsent } from '../../consents/standing.ts'
import { programById } from '../../programs/queries.ts'
import { papers } from '../paper.ts'
import { type Answer, isComplete, paperStanding, type PaperStanding, signersOf } from '../rules.ts'
import { wordingOn } from '../wordings.ts'
import { packNow, publishedWordings } from './packs.ts'

export type PackStanding = {
  papers: PaperStanding[]
  /** Signed, or an optional one declined. */
  done: number
  /** Every required paper is signed, every other signed or declined. */
  complete: boolean
}

/** How a client stands with the papers of a program: each paper, who has still to sign, and whether the pack is complete. */
export async function packStanding(work: Work, clientId: string, programId: string): Promise<PackStanding | null> {
  const program = await programById(work, programId)
  const [facts] = await consentFacts(work, [clientId])
  if (program === undefined || facts === undefined) return null
  const on = dayAt(work.at, work.clinic.timeZone)
  const items = await packNow(work, program)
  const published = await publishedWordings(work)
  const signed = await signedAnswers(work, clientId)
  const declined = await declinedAnswers(work, clientId)
  const service = program.kind === 'mental-health' ? 'mental-health' : 'substance-use'
  const client = { born: facts.birthDate, state: work.clinic.state, service } as const
  const list = items.map((item) => {
    const needed = signersOf(item.kind, client, on)
    const { scope } = papers[item.kind]
    const current = wordingOn(item.kind, 'en', on, published)
    const stands =
      scope === null
        ? null
        : standingConsent(scope, facts.consents, facts.revocations, needed, work.at, work.clinic.timeZone) !== null
    const version = current === null ? null : `${current.id} ${current.version}`
    return paperStanding(item, needed, signed, declined, version, stands)
  })
  const done = list.filter(
    ({ state, required }) => state === 'signed' || state === 'older' || (state === 'declined' && !required),
  ).length
  return { papers: list, done, complete: isComplete(list) }
}

async function signedAnswers(work: Work, clientId: string): Promise<Answer[]> {
  const rows = await work.db
    .selectFrom('signedDocument')
    .where('clientId', '=', clientId)
    .select(['kind', 'capacity', 'documentId', 'documentVersion', 'signedAt'])
    .execute()
  return rows.map((row) => ({
    kind: row.kind,
    capacity: row.capacity,
    version: `${row.documentId} ${row.documentVersion}`,
    at: row.signedAt,
  }))
}

async function declinedAnswers(work: Work, clientId: string): Promise<Answer[]> {
  const rows = await work.db
    .selectFrom('declinedDocument as d')
    .innerJoin('signing as s', (join) => join.onRef('s.clinicId', '=', 'd.clinicId').onRef('s.id', '=', 'd.signingId'))
    .where('d.clientId', '=', clientId)
    .select(['d.kind', 's.capacity', 'd.documentId', 'd.documentVersion', 'd.declinedAt'])
    .execute()
  return rows.map((row) => ({
    kind: row.kind,
    capacity: row.capacity,
    version: `${row.documentId} ${row.documentVersion}`,
    at: row.declinedAt,
  }))
}
