import { dayAt } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { checkRefusal, type PartnerFacts, partnerRefusal } from '../partner.ts'
import { partnerById } from '../queries/partners.ts'

type Check = { verifiedOn: string | null; verifiedWith: string }

async function keepFacts(work: Work, partnerId: string, by: string, facts: PartnerFacts, check: Check): Promise<void> {
  await work.db
    .insertInto('partnerFacts')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      partnerId,
      ...facts,
      levels: [...new Set(facts.levels)],
      ...check,
      recordedBy: by,
      recordedAt: work.at,
    })
    .execute()
}

/** Adds a partner from a hand-off: whoever hands off may name somebody new, and the directory keeps them, unchecked. */
export async function addPartnerFor(
  work: Work,
  { name, phone, level }: { name: string; phone: string; level: string },
): Promise<{ id: string } | Refusal> {
  const facts: PartnerFacts = { ...nothingKnown, name, phone, levels: [level] }
  const refusal = partnerRefusal(facts)
  if (refusal) return refusal
  return work.by.id === null
    ? refuse('not-a-person', 'A member of staff adds a partner.')
    : add(work, work.by.id, facts)
}

export const nothingKnown: PartnerFacts = {
  name: '',
  levels: [],
  phone: '',
  fax: '',
  address: '',
  hours: '',
  payers: '',
  takesAdolescents: null,
  takesPregnant: null,
  takesMoud: null,
  words: '',
  isClosed: false,
}

async function add(work: Work, by: string, facts: PartnerFacts): Promise<{ id: string }> {
  const id = newId()
  await work.db.insertInto('partner').values({ clinicId: work.clinic.id, id, addedBy: by, addedAt: work.at }).execute()
  await keepFacts(work, id, by, facts, { verifiedOn: null, verifiedWith: '' })
  await record(work, 'partner.added', { about: { partner: id, name: facts.name } })
  return { id }
}

export async function addPartner(work: Work, facts: PartnerFacts): Promise<{ id: string } | Refusal> {
  const denied = mayNot(work.by, 'partner.manage')
  if (denied) return denied
  const refusal = partnerRefusal(facts)
  if (refusal) return refusal
  return work.by.id === null
    ? refuse('not-a-person', 'A member of staff adds a partner.')
    : add(work, work.by.id, facts)
}

/** Keeps what is known now beside what was known before. `seen`: the row that stood on the page. */
export async function changePartner(
  work: Work,
  partnerId: string,
  facts: PartnerFacts,
  seen: string,
): Promise<Refusal | null> {
  const denied = mayNot(work.by, 'partner.manage')
  if (denied) return denied
  const before = await partnerById(work, partnerId)
  if (before === undefined || work.by.id === null) return refuse('no-such-partner', 'This partner is not in the list.')
  if (before.factsId !== seen)
    return refuse(
      'changed-meanwhile',
      `${before.recordedBy} changed this partner while the page was open. Open it again, and change what is still wrong.`,
    )
  const refusal = partnerRefusal(facts)
  if (refusal) return refusal
  await keepFacts(work, partnerId, work.by.id, facts, {
    verifiedOn: before.verifiedOn,
    verifiedWith: before.verifiedWith,
  })
  await record(work, 'partner.changed', { about: { partner: partnerId, name: facts.name } })
  return null
}

/** Somebody called and asked: what stands is right as of that day. */
export async function checkPartner(
  work: Work,
  partnerId: string,
  check: { on: string; with: string },
): Promise<Refusal | null> {
  const denied = mayNot(work.by, 'partner.manage')
  if (denied) return denied
  const before = await partnerById(work, partnerId)
  if (before === undefined || work.by.id === null) return refuse('no-such-partner', 'This partner is not in the list.')
  const refusal = checkRefusal(check, dayAt(work.at, work.clinic.timeZone))
  if (refusal) return refusal
  const {
    id: _,
    factsId: __,
    recordedAt: ___,
    recordedBy: ____,
    verifiedOn: _____,
    verifiedWith: ______,
    ...facts
  } = before
  await keepFacts(work, partnerId, work.by.id, facts, { verifiedOn: check.on, verifiedWith: check.with })
  await record(work, 'partner.checked', { about: { partner: partnerId } })
  return null
}
