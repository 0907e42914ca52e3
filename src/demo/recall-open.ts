import type pg from 'pg'
import type { Day } from '../basics/dates.ts'
import type { Visit } from './diaries.ts'
import type { Colleague, House } from './house.ts'
import { madeByDemo } from './ids.ts'
import { type Person, problems, type Trouble } from './people.ts'

// What stood open when the demo was left: visits to mark, people at the front door, items to tick off.

type OpenVisit = Omit<Visit, 'standing'> & { stayId: string; staff: Colleague }

/** The visits from a day on that stand, marked or not. */
export async function visitsBooked(
  owner: pg.Client,
  house: House,
  people: Map<string, Colleague>,
  from: Day,
): Promise<OpenVisit[]> {
  const { rows } = await owner.query<Omit<OpenVisit, 'staff'> & { staffId: string }>(
    `select id, episode_id as "stayId", staff_id as "staffId", kind, minutes, held_on::text as day, lower(during) as starts, upper(during) as ends
     from visit where clinic_id = $1 and held_on >= $2 and not isempty(during) order by lower(during), id`,
    [house.clinic.id, from],
  )
  return rows.flatMap(({ staffId, ...visit }) => {
    const staff = people.get(staffId)
    return staff === undefined ? [] : [{ ...visit, staff }]
  })
}

/** People of the demo who were referred and have neither a stay nor a hand-off: the next to be admitted. */
export async function peopleWaiting(owner: pg.Client, house: House): Promise<Person[]> {
  const { rows } = await owner.query<
    Omit<Person, 'key' | 'trouble' | 'isKnown' | 'pronouns' | 'language'> & { code: string | null }
  >(
    `select n.id, n.given_name as "givenName", n.family_name as "familyName", n.preferred_name as "preferredName", n.birth_date::text as "birthDate",
       n.sex, n.added_at as "knownSince",
       (select code from client_history h where h.clinic_id = n.clinic_id and h.client_id = n.id and h.kind = 'problem' and h.code = any ($2) limit 1) as code
     from client_now n where n.clinic_id = $1
       and exists (select from referral r where r.clinic_id = n.clinic_id and r.client_id = n.id and r.accepted_at > $3)
       and not exists (select from episode e where e.clinic_id = n.clinic_id and e.client_id = n.id)
       and not exists (select from hand_off h where h.clinic_id = n.clinic_id and h.client_id = n.id)
     order by n.added_at, n.id`,
    [house.clinic.id, [...troubleOf.keys()], house.calendar.instant(house.calendar.add(house.today, -400), '00:00')],
  )
  return rows
    .filter((row) => madeByDemo(row.id))
    .map(({ code, ...row }) => ({
      ...row,
      key: row.id,
      pronouns: '',
      language: '',
      trouble: troubleOf.get(code ?? '') ?? 'alcohol',
      isKnown: true,
    }))
}

export const troubleOf = new Map(Object.entries(problems).map(([trouble, [code]]) => [code, trouble as Trouble])) // keys of a typed table

type OpenHandOff = { id: string; madeAt: Date; backOn: Day; answer: string | null; ownerId: string }

export async function handOffsOpen(owner: pg.Client, house: House): Promise<OpenHandOff[]> {
  const { rows } = await owner.query<OpenHandOff>(
    `select h.id, h.made_at as "madeAt", h.back_on::text as "backOn", h.owner_id as "ownerId", o.answer
     from open_hand_off o join hand_off h on h.clinic_id = o.clinic_id and h.id = o.hand_off_id where o.clinic_id = $1 order by h.made_at, h.id`,
    [house.clinic.id],
  )
  return rows
}

/** Chairs that visitors have held since: nobody of the demo is seated there. */
export async function chairsHeld(
  owner: pg.Client,
  house: House,
  since: Date,
): Promise<{ seriesId: string; number: number }[]> {
  const { rows } = await owner.query<{ seriesId: string; number: number }>(
    'select distinct series_id as "seriesId", number from seat_hold where clinic_id = $1 and upper(during) > $2',
    [house.clinic.id, since],
  )
  return rows
}

type OpenItem = { id: string; stayId: string; kind: string; dueOn: Day; owner: string }

export async function itemsOpen(owner: pg.Client, house: House, stays: string[]): Promise<OpenItem[]> {
  const { rows } = await owner.query<OpenItem>(
    `select i.id, i.episode_id as "stayId", i.kind, i.due_on::text as "dueOn", i.owner_id as owner from continuing_care_item i
     where i.clinic_id = $1 and i.episode_id = any ($2)
       and not exists (select from continuing_care_done d where d.clinic_id = i.clinic_id and d.item_id = i.id) order by i.id`,
    [house.clinic.id, stays],
  )
  return rows.filter((row) => madeByDemo(row.id))
}

export async function lastNumber(owner: pg.Client, house: House): Promise<number> {
  const { rows } = await owner.query<{ last: number }>(
    "select coalesce(max(number::int), 1000) as last from client where clinic_id = $1 and number ~ '^[0-9]{1,9}$'",
    [house.clinic.id],
  )
  return rows[0]?.last ?? 1000
}
