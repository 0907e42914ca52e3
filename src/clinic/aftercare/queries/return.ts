import { sql } from 'kysely'
import { dayAt, type Day } from '../../../basics/dates.ts'
import type { Work } from '../../../db/work.ts'
import type { ClientFacts } from '../../clients/queries.ts'
import { contactsOf } from '../../clients/queries/face.ts'
import { consentFacts } from '../../consents/queries.ts'
import { nameOfScope } from '../../consents/scope-names.ts'
import { standsNow } from '../../consents/standing.ts'
import { benefitChecksOf, coveragesOf } from '../../coverage/queries/coverages.ts'
import { intakesOf, isSigned } from '../../intake/queries.ts'
import { allergiesOf, medicationsOf, standingAllergies } from '../../medical/queries/list.ts'
import { papers } from '../../packs/paper.ts'
import { packStanding } from '../../packs/queries/standing.ts'
import { therapistId } from '../../staff/queries/therapist.ts'
import { settingsNow } from '../../concerns/queries/settings.ts'
import type { Known, LastStay, ReturnRules } from '../returning.ts'

export type StayBefore = LastStay & {
  programId: string
  programName: string
  levelOfCare: string
  residence: string
  residenceWords: string
  sharingDeclined: string
  therapistId: string | null
  coordinatorId: string | null
  prescriberId: string | null
}

/** The latest stay of somebody, open or ended, with who led it and who saw to what comes after. */
export async function stayBefore(work: Work, clientId: string): Promise<StayBefore | null> {
  const { rows } = await sql<StayBefore>`
    select e.id as "episodeId", lower(e.during)::text as "from", (upper(e.during) - 1)::text as "lastDay", d.reason,
      e.program_id as "programId", p.name as "programName", e.level_of_care as "levelOfCare", e.residence, e.residence_words as "residenceWords",
      e.sharing_declined as "sharingDeclined",
      ${therapistId('e.clinic_id', 'e.id')} as "therapistId",
      (select i.owner_id from continuing_care_item i where i.clinic_id = e.clinic_id and i.episode_id = e.id and i.kind = 'continuing-care-provider'
        order by i.opened_at desc, i.id limit 1) as "coordinatorId",
      (select i.owner_id from continuing_care_item i where i.clinic_id = e.clinic_id and i.episode_id = e.id and i.kind = 'medication-continuity'
        order by i.opened_at desc, i.id limit 1) as "prescriberId"
    from episode e
    join program p on p.clinic_id = e.clinic_id and p.id = e.program_id
    left join lateral (select * from discharge d where d.clinic_id = e.clinic_id and d.episode_id = e.id order by d.discharged_at desc limit 1) d on true
    where e.client_id = ${clientId}::uuid and not isempty(e.during)
    order by lower(e.during) desc, e.id limit 1`.execute(work.db)
  return rows[0] ?? null
}

/** The clinic's own days around coming back, as they stand today. */
export async function returnRules(work: Work): Promise<ReturnRules> {
  const now = await settingsNow(work)
  return { wayBack: now['way-back-days'], coverageGood: now['coverage-good-days'] }
}

/** What is known of somebody who comes back: everything that need not be asked anew. */
export async function knownOf(work: Work, client: ClientFacts, before: StayBefore): Promise<Known> {
  const zone = work.clinic.timeZone
  const [facts] = await consentFacts(work, [client.id])
  const coverages = await coveragesOf(work, client.id)
  const running = coverages.filter(({ endedOn }) => endedOn === null)
  const checks = await benefitChecksOf(
    work,
    running.map(({ id }) => id),
  )
  const checkedOn = (id: string): Day | null => checks.find(({ coverageId }) => coverageId === id)?.checkedOn ?? null
  const { allergies, noneKnown } = standingAllergies(await allergiesOf(work, client.id))
  const medicines = (await medicationsOf(work, client.id)).filter(({ ended }) => ended === null)
  const pack = await packStanding(work, client.id, before.programId)
  const intake = (await intakesOf(work, client.id)).find(isSigned)
  const signed = intake?.signatures.find(({ part }) => part === 'author')
  const latest = new Map<string, boolean>()
  for (const consent of (facts?.consents ?? []).toSorted(
    (one, other) => other.signedAt.getTime() - one.signedAt.getTime(),
  )) {
    const name = nameOfScope(consent.scope)
    const stands = standsNow(consent, facts?.revocations ?? [], work.at, zone)
    // One that stands speaks for its kind; of those that do not, the kind is named once.
    latest.set(name, latest.get(name) === true || stands)
  }
  return {
    contacts: (await contactsOf(work, client.id)).length,
    coverages: running.map(({ id, payerName, endsOn }) => ({ payerName, endsOn, checkedOn: checkedOn(id) })),
    allergies: allergies.length,
    noneKnown: noneKnown !== null,
    medicines: medicines.length,
    consents: [...latest].map(([name, stands]) => ({ name, stands })),
    papersMissing:
      pack === null
        ? null
        : pack.papers
            .filter(({ state, required }) => state === 'missing' || (state === 'declined' && required))
            .map(({ kind }) => papers[kind].name),
    intakeSignedOn: signed === undefined ? null : dayAt(new Date(signed.at), zone),
    residence: before.residence,
  }
}

/** From which stay somebody came back to this one; undefined where it was a first, or a new intake. */
export const returnOf = (work: Work, episodeId: string) =>
  work.db
    .selectFrom('stayReturn')
    .where('episodeId', '=', episodeId)
    .select(['id', 'fromEpisodeId', 'stillSo', 'words', 'returnedAt'])
    .executeTakeFirst()
