import { sql } from 'kysely'
import { ageOn, dayAt, type Day } from '../../basics/dates.ts'
import { isId } from '../../basics/ids.ts'
import type { Work } from '../../db/work.ts'
import { nameOf } from '../clients/queries.ts'
import { consentAuthority, signersNeeded } from '../consents/authority.ts'
import { consentFacts } from '../consents/queries.ts'
import { placementFor } from '../placement/queries.ts'
import type { Admission } from './rules.ts'

export type BeforeAdmission = Pick<
  Admission,
  'client' | 'screening' | 'consents' | 'revocations' | 'openEpisode' | 'now' | 'zone'
> & {
  decision: (NonNullable<Admission['decision']> & { id: string }) | null
  usesOpioids: boolean
  suicideFound: boolean
  takesMedication: boolean
  /** Where the person comes from, as the referral said. */
  referral: { source: string; priorLevel: string } | null
  signersFor: (kind: 'substance-use' | 'mental-health') => Admission['signersNeeded']
}

/** Everything that is known of a client before they are admitted. */
export async function beforeAdmission(work: Work, client: { id: string; birthDate: string }): Promise<BeforeAdmission> {
  const { screen, dispositions, decision } = await placementFor(work, client.id)
  const [facts] = await consentFacts(work, [client.id])
  const stay = await openStayOf(work, client.id)
  const died = await work.db
    .selectFrom('discharge as d')
    .innerJoin('episode as e', (join) => join.onRef('e.clinicId', '=', 'd.clinicId').onRef('e.id', '=', 'd.episodeId'))
    .where('e.clientId', '=', client.id)
    .where('d.reason', '=', 'died')
    .select('d.id')
    .executeTakeFirst()
  const medication = await work.db
    .selectFrom('clientHistory')
    .where('clientId', '=', client.id)
    .where('kind', '=', 'medication')
    .where('status', '=', 'active')
    .select('id')
    .limit(1)
    .executeTakeFirst()
  const referral = await work.db
    .selectFrom('referral')
    .where('clientId', '=', client.id)
    .orderBy('acceptedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .select(['source', 'priorLevel'])
    .executeTakeFirst()
  const today = dayAt(work.at, work.clinic.timeZone)
  return {
    screening: screen === null ? null : { gate: screen.gate, dispositions, screenedAt: screen.screenedAt },
    decision,
    usesOpioids: screen?.answers['opioid-use'] === 'yes',
    suicideFound:
      screen !== null && [...screen.gate.stops, ...screen.gate.cautions].some((found) => found.group === 'suicide'),
    client: { birthDate: client.birthDate, died: died !== undefined },
    consents: facts?.consents ?? [],
    revocations: facts?.revocations ?? [],
    openEpisode: stay === undefined ? null : { program: stay.programName, since: stay.from },
    takesMedication: medication !== undefined,
    referral: referral ?? null,
    signersFor: (kind) => {
      const { who } = consentAuthority(ageOn(client.birthDate, today), work.clinic.state, kind, today)
      return { treatment: signersNeeded(who, 'treatment'), tpo: signersNeeded(who, 'tpo') }
    },
    now: work.at,
    zone: work.clinic.timeZone,
  }
}

const stays = (work: Work) =>
  work.db
    .selectFrom('episode as e')
    .innerJoin('program as p', (join) => join.onRef('p.clinicId', '=', 'e.clinicId').onRef('p.id', '=', 'e.programId'))
    .innerJoin('clientNow as n', (join) => join.onRef('n.clinicId', '=', 'e.clinicId').onRef('n.id', '=', 'e.clientId'))
    .leftJoin('discharge as d', (join) => join.onRef('d.clinicId', '=', 'e.clinicId').onRef('d.episodeId', '=', 'e.id'))
    .select(['e.id', 'e.clientId', 'e.levelOfCare', 'e.residence', 'e.residenceWords', 'e.sharingDeclined'])
    .select(['e.referralSource', 'e.priorLevel', 'e.admittedAt', 'p.name as programName', 'p.kind as programKind'])
    .select(['d.reason', 'd.words as dischargeWords', 'd.dischargedAt'])
    .select(['n.givenName', 'n.familyName', 'n.preferredName', 'n.pronouns'])
    .select([sql<Day>`lower(e.during)::text`.as('from'), sql<Day | null>`(upper(e.during) - 1)::text`.as('lastDay')])
    .where(sql<boolean>`not isempty(e.during)`)

/** The stay that nobody has ended, whether it has begun or is to begin. */
export const openStayOf = (work: Work, clientId: string) =>
  stays(work).where('e.clientId', '=', clientId).where(sql<boolean>`upper_inf(e.during)`).executeTakeFirst()

export type StayFacts = NonNullable<Awaited<ReturnType<typeof episodeById>>>

export async function episodeById(work: Work, id: string) {
  if (!isId(id)) return undefined
  const stay = await stays(work).where('e.id', '=', id).executeTakeFirst()
  return stay && { ...stay, name: nameOf(stay) }
}

/** Every part of the plan for afterwards, soonest due first, with who has done it. */
export const continuingCareOf = (work: Work, episodeId: string) =>
  work.db
    .selectFrom('continuingCareItem as i')
    .leftJoin('continuingCareDone as d', (join) =>
      join.onRef('d.clinicId', '=', 'i.clinicId').onRef('d.itemId', '=', 'i.id'),
    )
    .leftJoin('staffMember as o', (join) => join.onRef('o.clinicId', '=', 'i.clinicId').onRef('o.id', '=', 'i.ownerId'))
    .leftJoin('staffMember as b', (join) => join.onRef('b.clinicId', '=', 'd.clinicId').onRef('b.id', '=', 'd.doneBy'))
    .where('i.episodeId', '=', episodeId)
    .select(['i.id', 'i.kind', 'i.what', 'i.dueOn', 'i.ownerId', 'd.words', 'd.doneAt'])
    .select([
      sql<string | null>`o.given_name || ' ' || o.family_name`.as('owner'),
      sql<string | null>`b.given_name || ' ' || b.family_name`.as('doneBy'),
    ])
    .orderBy('i.dueOn')
    .orderBy('i.openedAt')
    .orderBy('i.id')
    .execute()

export async function itemById(work: Work, id: string) {
  if (!isId(id)) return undefined
  return work.db
    .selectFrom('continuingCareItem')
    .where('id', '=', id)
    .select(['id', 'episodeId', 'kind'])
    .executeTakeFirst()
}

/** Who has been the primary therapist of a stay, the one of now first. */
export const therapistsOf = (work: Work, episodeId: string) =>
  work.db
    .selectFrom('primaryTherapist as t')
    .innerJoin('staffMember as s', (join) =>
      join.onRef('s.clinicId', '=', 't.clinicId').onRef('s.id', '=', 't.staffId'),
    )
    .where('t.episodeId', '=', episodeId)
    .select(['t.id', 't.staffId', 't.fromDay', 't.because', 's.givenName', 's.familyName', 's.credential'])
    .orderBy('t.assignedAt', 'desc')
    .orderBy('t.id', 'desc')
    .execute()
