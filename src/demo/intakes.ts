import type pg from 'pg'
import type { Day } from '../basics/dates.ts'
import { hashOf, linesOf, type Signed } from '../clinic/intake/document.ts'
import { sections } from '../clinic/intake/sections.ts'
import { mustBeCosigned } from '../clinic/programs/signers.ts'
import { minutesAfter } from './calendar.ts'
import { whole } from './chance.ts'
import type { Colleague, House } from './house.ts'
import { demoId } from './ids.ts'
import { docsFor } from './intake-words.ts'
import { problems } from './people.ts'
import { troubleOf } from './recall-open.ts'
import type { Sheaf } from './rows.ts'
import { fullName } from './trail.ts'

// Biopsychosocial assessments: of the newest people in care, signed; of two on the way in, begun.

type Person = {
  clientId: string
  name: string
  number: string
  birthDate: Day
  code: string | null
  at: Date
  therapistId: string | null
  intakeId: string | null
  started: string[]
}
const signs = (one: Colleague): string => `${fullName(one)}, ${one.credential}`

/** Whoever begins was assessed on the first day; a draft that was begun before is gone on with. */
export async function followIntakes(owner: pg.Client, house: House, sheaf: Sheaf, since: Date): Promise<void> {
  const newest = await admitted(owner, house, since)
  const waits = newest.find(({ therapistId }) => needsSecond(house, therapistId))
  for (const person of newest) sign(house, sheaf, person, person === waits)
  await cosign(owner, house, sheaf)
  for (const person of await onTheWay(owner, house)) begin(house, sheaf, person)
}

const docsOf = (house: House, { clientId, code }: Person) => {
  const trouble = troubleOf.get(code ?? '') ?? 'alcohol'
  const [own, label] = problems[trouble]
  return docsFor({ trouble, code: code ?? own, label, n: whole(0, 34, house.chance(clientId, 'assessed')) })
}

const needsSecond = (house: House, staffId: string | null): boolean => {
  const one = house.staff.find(({ id }) => id === staffId)
  return one !== undefined && mustBeCosigned(one.credential, house.clinic.state).cosign
}

type Hand = { by: Colleague; at: Date }

function write(sheaf: Sheaf, intakeId: string, section: string, body: Record<string, string>, { by, at }: Hand): void {
  sheaf.add('intakeSection', {
    id: demoId(at, intakeId, section),
    intakeId,
    section,
    page: demoId(at, intakeId, section, 'page'),
    basedOn: null,
    stands: true,
    settles: [],
    body,
    writtenBy: by.id,
    writtenAt: at,
  })
}

function start(sheaf: Sheaf, { clientId }: Person, by: Colleague, at: Date): string {
  const id = demoId(at, clientId, 'intake')
  sheaf.add('intake', { id, clientId, startedBy: by.id, startedAt: at })
  return id
}

function sign(house: House, sheaf: Sheaf, person: Person, isLeftWaiting: boolean): void {
  const therapist = house.staff.find((one) => one.id === person.therapistId)
  const signedAt = minutesAfter(person.at, 64)
  if (therapist === undefined || signedAt > house.at) return
  const beganAt = minutesAfter(person.at, 6)
  const intakeId = person.intakeId ?? start(sheaf, person, therapist, beganAt)
  const docs = docsOf(house, person)
  const parts = sections.map((section, n) => {
    const doc = docs[section.key] ?? {}
    const at = minutesAfter(beganAt, 3 * n + 1)
    const isBlank = Object.keys(doc).length === 0
    if (!isBlank && !person.started.includes(section.key))
      write(sheaf, intakeId, section.key, doc, { by: therapist, at })
    return {
      title: section.title,
      lines: linesOf(section, doc),
      writtenBy: isBlank ? [] : [{ name: fullName(therapist), at: at.toISOString() }],
    }
  })
  const body: Signed = {
    client: { name: person.name, number: person.number, birthDate: person.birthDate },
    parts,
    measures: [],
  }
  const contentHash = hashOf(body)
  sheaf.add('intakeSigned', {
    id: demoId(signedAt, intakeId, 'signed'),
    intakeId,
    body: JSON.parse(JSON.stringify(body)),
    contentHash,
    signedAt,
  })
  const { cosign: needsCosign } = mustBeCosigned(therapist.credential, house.clinic.state)
  const signature = { intakeId, contentHash }
  sheaf.add('intakeSignature', {
    id: demoId(signedAt, intakeId, 'author'),
    ...signature,
    part: 'author',
    signedBy: therapist.id,
    nameAndCredential: signs(therapist),
    needsCosign,
    signedAt,
  })
  if (needsCosign && !isLeftWaiting) addCosign(house, sheaf, intakeId, contentHash, signedAt)
}

function addCosign(house: House, sheaf: Sheaf, intakeId: string, contentHash: string, signedAt: Date): void {
  const at = minutesAfter(signedAt, 26 * 60)
  if (at > house.at) return
  sheaf.add('intakeSignature', {
    id: demoId(at, intakeId, 'co-signer'),
    intakeId,
    contentHash,
    part: 'co-signer',
    signedBy: house.director.id,
    nameAndCredential: signs(house.director),
    needsCosign: false,
    signedAt: at,
  })
}

/** What waited a day for its second signature has it, save the newest. */
async function cosign(owner: pg.Client, house: House, sheaf: Sheaf): Promise<void> {
  const { rows } = await owner.query<{ intakeId: string; contentHash: string; signedAt: Date }>(
    `select g.intake_id as "intakeId", g.content_hash as "contentHash", g.signed_at as "signedAt" from intake_signature g
     where g.clinic_id = $1 and g.part = 'author' and g.needs_cosign and g.id::text ~ '^.{14}8'
       and not exists (select from intake_signature o where o.clinic_id = g.clinic_id and o.intake_id = g.intake_id and o.part = 'co-signer')
     order by g.signed_at, g.id`,
    [house.clinic.id],
  )
  for (const { intakeId, contentHash, signedAt } of rows.slice(0, -1))
    addCosign(house, sheaf, intakeId, contentHash, signedAt)
}

/** What a coordinator asks before a clinician sits down with somebody. */
const firstSections = ['concern', 'housing', 'work', 'barriers']

function begin(house: House, sheaf: Sheaf, person: Person): void {
  const by = house.coordinators[0] ?? house.director
  const at = minutesAfter(person.at, 30)
  if (minutesAfter(at, 15) > house.at) return
  const intakeId = start(sheaf, person, by, at)
  const docs = docsOf(house, person)
  firstSections.forEach((section, n) =>
    write(sheaf, intakeId, section, docs[section] ?? {}, { by, at: minutesAfter(at, 3 * n + 2) }),
  )
}

const facts = `n.id as "clientId", n.given_name || ' ' || n.family_name as name, n.number, n.birth_date::text as "birthDate",
  (select h.code from client_history h where h.clinic_id = n.clinic_id and h.client_id = n.id and h.kind = 'problem' and h.code = any ($2) limit 1) as code`

async function admitted(owner: pg.Client, house: House, since: Date): Promise<Person[]> {
  const { rows } = await owner.query<Person>(
    `select ${facts}, e.admitted_at as at, t.staff_id as "therapistId", d.id as "intakeId", coalesce(d.sections, '{}') as started
     from client_now n
     join lateral (select x.id, x.admitted_at from episode x where x.clinic_id = n.clinic_id and x.client_id = n.id and upper_inf(x.during)
       order by x.admitted_at desc limit 1) e on true
     left join lateral (select x.staff_id from primary_therapist x where x.clinic_id = n.clinic_id and x.episode_id = e.id order by x.assigned_at limit 1) t on true
     left join lateral (select i.id, (select array_agg(s.section) from intake_section s where s.clinic_id = i.clinic_id and s.intake_id = i.id) as sections
       from intake i where i.clinic_id = n.clinic_id and i.client_id = n.id limit 1) d on true
     where n.clinic_id = $1 and n.id::text ~ '^.{14}8' and e.admitted_at > $3
       and not exists (select from intake i where i.clinic_id = n.clinic_id and i.client_id = n.id
         and (i.id::text !~ '^.{14}8' or exists (select from intake_signed g where g.clinic_id = i.clinic_id and g.intake_id = i.id)
           or exists (select from intake_section s where s.clinic_id = i.clinic_id and s.intake_id = i.id and s.id::text !~ '^.{14}8')))
     order by e.admitted_at desc, n.id limit 20`,
    [house.clinic.id, [...troubleOf.keys()], since],
  )
  return rows
}

async function onTheWay(owner: pg.Client, house: House): Promise<Person[]> {
  const { rows } = await owner.query<Person>(
    `select ${facts}, n.added_at as at, null as "therapistId", null as "intakeId", '{}'::text[] as started
     from client_now n
     where n.clinic_id = $1 and n.id::text ~ '^.{14}8' and n.added_at > $3
       and exists (select from safety_screen s where s.clinic_id = n.clinic_id and s.client_id = n.id)
       and not exists (select from episode e where e.clinic_id = n.clinic_id and e.client_id = n.id)
       and not exists (select from hand_off h where h.clinic_id = n.clinic_id and h.client_id = n.id)
       and not exists (select from intake i where i.clinic_id = n.clinic_id and i.client_id = n.id)
     order by n.added_at, n.id limit 2`,
    [house.clinic.id, [...troubleOf.keys()], house.calendar.instant(house.calendar.add(house.today, -14), '00:00')],
  )
  return rows
}
