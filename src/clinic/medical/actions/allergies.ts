import { newId } from '../../../basics/ids.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { holdDiaries } from '../../groups/actions/hold.ts'
import { medicineNamed } from '../medicines.ts'
import { allergiesOf, allergyById, standingAllergies } from '../queries/list.ts'
import { maySayNoneKnown } from '../rules.ts'
import { notAPerson, nothingHere } from './licensed.ts'

export type NewAllergy = {
  kind: 'allergy' | 'intolerance' | 'none-known'
  substance: string
  rxnorm: string | null
  reaction: string
  severity: 'mild' | 'moderate' | 'severe' | 'unknown'
  assertedBy: 'client' | 'family' | 'clinician' | 'record'
}

/** Notes an allergy, or that none is known: a dated word of somebody, which holds until an allergy is noted. */
export async function noteAllergy(work: Work, clientId: string, said: NewAllergy): Promise<Refusal | null> {
  const denied = mayNot(work.by, 'medicine.note')
  if (denied) return denied
  if (work.by.kind !== 'staff') return notAPerson
  await holdDiaries(work, [`medicine ${clientId}`])
  if (said.kind === 'none-known') {
    const refused = maySayNoneKnown(standingAllergies(await allergiesOf(work, clientId)).allergies)
    if (refused) return refused
  }
  const isNone = said.kind === 'none-known'
  await work.db
    .insertInto('allergy')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      clientId,
      ...said,
      substance: isNone ? '' : said.substance,
      rxnorm: isNone ? null : said.rxnorm,
      reaction: isNone ? '' : said.reaction,
      ingredient: isNone ? '' : (medicineNamed(said.substance)?.key ?? ''),
      notedBy: work.by.id,
      notedAt: work.at,
    })
    .execute()
  await record(work, 'allergy.noted', { clients: [clientId], about: { kind: said.kind } })
  return null
}

/** Ends what was noted wrongly or stands no more; it stays readable. */
export async function endAllergy(
  work: Work,
  allergyId: string,
  because: string,
): Promise<{ clientId: string } | Refusal> {
  const denied = mayNot(work.by, 'medicine.note')
  if (denied) return denied
  const found = await allergyById(work, allergyId)
  if (found === undefined) return nothingHere
  if (work.by.kind !== 'staff') return notAPerson
  const endedBy = work.by.id
  const written = await unlessRefused(work, { allergy_end_of: 'Somebody ended this already.' }, () =>
    work.db
      .insertInto('allergyEnd')
      .values({ clinicId: work.clinic.id, id: newId(), allergyId, because, endedBy, endedAt: work.at })
      .execute(),
  )
  if (isRefusal(written)) return written
  await record(work, 'allergy.ended', { clients: [found.clientId], about: { allergy: allergyId } })
  return { clientId: found.clientId }
}
