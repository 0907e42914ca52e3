import { sql } from 'kysely'
import { dayAt, daysBetween, type Day } from '../../basics/dates.ts'
import { isId } from '../../basics/ids.ts'
import { plural } from '../../basics/text.ts'
import type { Role, Work } from '../../db/work.ts'
import { shortDay } from '../../ui/when.tsx'

/** Everyone on the staff with the role and the licence that stand today; those who left come last. */
export const staffList = (work: Work) => everybody(work).execute()

/** Some of them: a house has a thousand, and a person's day concerns three. */
export const staffOf = async (work: Work, ids: readonly string[]) =>
  ids.length === 0
    ? []
    : everybody(work)
        .where('m.id', 'in', [...ids])
        .execute()

const everybody = (work: Work) =>
  work.db
    .selectFrom('staffMember as m')
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('staffRole as r')
          .whereRef('r.clinicId', '=', 'm.clinicId')
          .whereRef('r.staffId', '=', 'm.id')
          .orderBy('r.givenAt', 'desc')
          .orderBy('r.id', 'desc')
          .limit(1)
          .select(['r.role'])
          .as('role'),
      (join) => join.onTrue(),
    )
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('staffLicenseNow as l')
          .whereRef('l.clinicId', '=', 'm.clinicId')
          .whereRef('l.staffId', '=', 'm.id')
          .orderBy('l.expiresOn', 'desc')
          .limit(1)
          .select(['l.kind', 'l.number', 'l.state', 'l.expiresOn'])
          .as('license'),
      (join) => join.onTrue(),
    )
    .select([
      'm.id',
      'm.givenName',
      'm.familyName',
      'm.credential',
      'm.email',
      'role.role',
      'license.kind',
      'license.state',
      'license.expiresOn',
    ])
    .orderBy(sql`role.role = 'none'`)
    .orderBy('m.familyName')
    .orderBy('m.givenName')

export type StaffRow = Awaited<ReturnType<typeof staffList>>[number]

export async function staffMemberById(work: Work, id: string) {
  if (!isId(id)) return undefined
  const [member] = await staffOf(work, [id])
  if (member === undefined) return undefined
  const [roles, licenses, sessions] = await Promise.all([
    rolesOf(work, id),
    licensesOf(work, id),
    openSessionsOf(work, id),
  ])
  return { ...member, roles, licenses, sessions }
}

const rolesOf = (work: Work, id: string) =>
  work.db
    .selectFrom('staffRole')
    .leftJoin('staffMember as giver', (join) =>
      join.onRef('giver.clinicId', '=', 'staffRole.clinicId').onRef('giver.id', '=', 'staffRole.givenBy'),
    )
    .where('staffId', '=', id)
    .select(['role', 'because', 'givenAt', 'giver.givenName', 'giver.familyName'])
    .orderBy('givenAt', 'desc')
    .orderBy('staffRole.id', 'desc')
    .execute()

const licensesOf = (work: Work, id: string) =>
  work.db
    .selectFrom('staffLicenseNow')
    .where('staffId', '=', id)
    .select(['kind', 'number', 'state', 'issuedOn', 'expiresOn'])
    .orderBy('expiresOn', 'desc')
    .execute()

const openSessionsOf = (work: Work, id: string) =>
  work.db
    .selectFrom('session')
    .where('staffId', '=', id)
    .where('endedAt', 'is', null)
    .where('lastSeenAt', '>', sql<Date>`now() - interval '15 minutes'`)
    .select(['id', 'device', 'beganAt', 'lastSeenAt'])
    .orderBy('lastSeenAt', 'desc')
    .execute()

/** The people who may lead, treat or own something: for choosing one. */
export const cliniciansToChoose = async (work: Work, roles: Role[] = ['director', 'therapist', 'prescriber']) =>
  (await staffList(work))
    .filter((one) => (roles as string[]).includes(one.role))
    .map((one) => ({ value: one.id, label: withCredential(one) }))

export const withCredential = (person: { givenName: string; familyName: string; credential: string }): string =>
  `${person.givenName} ${person.familyName}${person.credential === '' ? '' : `, ${person.credential}`}`

/** How a licence stands on a day: 'expires in 12 days' is said from 60 days before. */
export function licenseState(
  expiresOn: Day | null,
  work: Work,
): { tone: 'good' | 'warning' | 'danger'; words: string } | null {
  if (expiresOn === null) return null
  const left = daysBetween(dayAt(work.at, work.clinic.timeZone), expiresOn)
  if (left < 0) return { tone: 'danger', words: `Expired ${shortDay(expiresOn)}` }
  if (left <= 60)
    return { tone: 'warning', words: left === 0 ? 'Expires today' : `Expires in ${plural(left, 'day', 'days')}` }
  return { tone: 'good', words: `Until ${shortDay(expiresOn)}` }
}

export const systemsOf = async (work: Work) => {
  const systems = await work.db.selectFrom('outsideSystem').selectAll().orderBy('addedAt').execute()
  const tokens = await work.db
    .selectFrom('systemToken as t')
    .leftJoin('systemTokenEnd as e', (join) =>
      join.onRef('e.clinicId', '=', 't.clinicId').onRef('e.tokenId', '=', 't.id'),
    )
    .select(['t.id', 't.systemId', 't.issuedAt', 't.expiresAt', 'e.endedAt', 'e.because'])
    .orderBy('t.issuedAt', 'desc')
    .execute()
  return systems.map((system) => ({ ...system, tokens: tokens.filter((token) => token.systemId === system.id) }))
}
