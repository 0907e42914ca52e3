import { dayAt, type Day } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { interactionSource } from '../../../outside/interactions.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { holdDiaries } from '../../groups/actions/hold.ts'
import { type Line, mustBeAnswered, type Warning, warningsFor } from '../conflicts.ts'
import { interactionsOf } from '../interactions.ts'
import { medicineNamed } from '../medicines.ts'
import { mayPrescribe } from '../prescribing.ts'
import { allergiesOf, medicationById, medicationsOf, standingAllergies } from '../queries/list.ts'
import { byLicence, notAPerson, nothingHere } from './licensed.ts'

export type NewLine = {
  name: string
  rxnorm: string | null
  dose: string
  amount: number | null
  unit: string
  times: number | null
  everyDays: number | null
  asNeeded: boolean
  route: string
  whatFor: string
}
export type ToldLine = NewLine & { source: 'told' | 'treatment-program'; fromWhom: string; startedOn: Day | null }
export type NewOrder = NewLine & {
  because: string
  startOn: Day
  stopOn: Day | null
  daysSupplied: number | null
  refills: number
  /** The line that this one takes the place of. */
  replacesId: string | null
  allTheSame: string
  /** What the page showed; an order that would now be warned of more is shown again. */
  seen: readonly string[]
}

export type Checked = { warnings: Warning[]; interactions: { found: string[]; said: string } }

const lineFrom = (said: { name: string; rxnorm: string | null }): Line => ({
  name: said.name,
  ingredient: medicineNamed(said.name)?.key ?? '',
  rxnorm: said.rxnorm,
})

/** What speaks against a medicine for somebody, from their list and allergies as they stand. */
export async function checkMedicine(
  work: Work,
  clientId: string,
  said: { name: string; rxnorm: string | null },
  replacesId: string | null = null,
): Promise<Checked> {
  const list = (await medicationsOf(work, clientId)).filter((one) => one.ended === null && one.id !== replacesId)
  const { allergies } = standingAllergies(await allergiesOf(work, clientId))
  const fresh = lineFrom(said)
  return {
    warnings: warningsFor(fresh, list, allergies),
    interactions: interactionsOf(fresh, list, interactionSource()),
  }
}

async function addLine(
  work: Work,
  clientId: string,
  said: NewLine,
  more: {
    source: string
    fromWhom: string
    startedOn: Day | null
    episodeId: string | null
    replacesId: string | null
  },
): Promise<string | Refusal> {
  if (work.by.kind !== 'staff') return notAPerson
  const notedBy = work.by.id
  const id = newId()
  const { name, rxnorm, dose, amount, unit, times, everyDays, asNeeded, route, whatFor } = said
  const written = await unlessRefused(
    work,
    { medication_replaced_once: 'Somebody changed this line a moment ago. Look at the list again.' },
    () =>
      work.db
        .insertInto('medication')
        .values({
          clinicId: work.clinic.id,
          id,
          clientId,
          name,
          rxnorm,
          dose,
          amount,
          unit,
          times,
          everyDays,
          asNeeded,
          route,
          whatFor,
          ...more,
          ingredient: lineFrom(said).ingredient,
          notedBy,
          notedAt: work.at,
        })
        .execute(),
  )
  return isRefusal(written) ? written : id
}

/** Writes down what somebody takes already, by another's order. It is told, and no order. */
export async function noteMedication(work: Work, clientId: string, said: ToldLine): Promise<string | Refusal> {
  const denied = mayNot(work.by, 'medicine.note')
  if (denied) return denied
  const { source, fromWhom, startedOn } = said
  if (startedOn !== null && startedOn > dayAt(work.at, work.clinic.timeZone))
    return refuse('in-the-future', 'This day has not come yet. Give the day on which it was begun.')
  if (source === 'treatment-program' && fromWhom === '')
    return refuse('which-program', 'Say which treatment program gives it.')
  const id = await addLine(work, clientId, said, { source, fromWhom, startedOn, episodeId: null, replacesId: null })
  if (isRefusal(id)) return id
  await record(work, 'medication.noted', { clients: [clientId], about: { medication: id } })
  return id
}

/**
 * Orders a medicine: a prescriber, by the licence that stands today. Warnings from coded data are never the last word: with a
 * reason in words the order goes on, and both are kept. Where the order changes a line, that line ends with it.
 */
export async function orderMedication(
  work: Work,
  clientId: string,
  said: NewOrder,
): Promise<string | Refusal | { warned: Checked }> {
  const denied = mayNot(work.by, 'medicine.order')
  if (denied) return denied
  const licensed = await byLicence(work, clientId, mayPrescribe)
  if (isRefusal(licensed)) return licensed
  if (said.stopOn !== null && said.stopOn < said.startOn)
    return refuse('dates-turned', 'The order would stop before it starts. Look at the two days.')
  await holdDiaries(work, [`medicine ${clientId}`])
  const replaced = said.replacesId === null ? undefined : await medicationById(work, said.replacesId)
  if (said.replacesId !== null && (replaced === undefined || replaced.clientId !== clientId)) return nothingHere
  if (replaced !== undefined && replaced.ended !== null)
    return refuse('line-ended', 'The line that this order changes has ended meanwhile. Look at the list again.')
  const checked = await checkMedicine(work, clientId, said, said.replacesId)
  const toAnswer = [...mustBeAnswered(checked.warnings).map(({ words }) => words), ...checked.interactions.found]
  // Whoever saw other warnings than these has not decided about these.
  if (toAnswer.length > 0 && (said.allTheSame === '' || toAnswer.some((words) => !said.seen.includes(words))))
    return { warned: checked }
  const id = await addLine(work, clientId, said, {
    source: 'order',
    fromWhom: '',
    startedOn: said.startOn,
    episodeId: licensed.episodeId,
    replacesId: said.replacesId,
  })
  if (isRefusal(id)) return id
  await work.db
    .insertInto('medicationOrder')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      medicationId: id,
      clientId,
      startOn: said.startOn,
      stopOn: said.stopOn,
      daysSupplied: said.daysSupplied,
      refills: said.refills,
      because: said.because,
      licence: licensed.licence,
      warnings: toAnswer,
      allTheSame: toAnswer.length > 0 ? said.allTheSame : '',
      orderedBy: licensed.staffId,
      orderedAt: work.at,
    })
    .execute()
  if (replaced !== undefined) {
    const ended = await writeEnd(work, replaced.id, 'changed', said.startOn, `Changed: ${said.dose}`.slice(0, 500))
    if (isRefusal(ended)) return ended
  }
  await record(work, 'medication.ordered', {
    clients: [clientId],
    about: { medication: id, warnings: toAnswer.length },
  })
  return id
}

export type EndHow = 'stopped' | 'changed' | 'not-taking' | 'written-in-error'

/** Ends a line of the list. What was ordered here is stopped by a prescriber; what was told, by whoever hears that it ended. */
export async function endMedication(
  work: Work,
  medicationId: string,
  end: { how: EndHow; lastDay: Day; because: string },
): Promise<{ clientId: string } | Refusal> {
  const denied = mayNot(work.by, 'medicine.note')
  if (denied) return denied
  const line = await medicationById(work, medicationId)
  if (line === undefined) return nothingHere
  if (line.source === 'order' && end.how !== 'not-taking') {
    if (!may(work.by, 'medicine.order'))
      return refuse(
        'prescriber',
        'This was ordered here: a prescriber stops it. You can write down that it is not taken.',
      )
    const licensed = await byLicence(work, line.clientId, mayPrescribe)
    if (isRefusal(licensed)) return licensed
  }
  if (end.lastDay > dayAt(work.at, work.clinic.timeZone))
    return refuse('in-the-future', 'This day has not come yet. Give the last day on which it was taken.')
  const written = await writeEnd(work, medicationId, end.how, end.lastDay, end.because)
  if (isRefusal(written)) return written
  await record(work, 'medication.ended', {
    clients: [line.clientId],
    about: { medication: medicationId, how: end.how },
  })
  return { clientId: line.clientId }
}

export async function writeEnd(
  work: Work,
  medicationId: string,
  how: EndHow,
  lastDay: Day,
  because: string,
): Promise<Refusal | null> {
  if (work.by.kind !== 'staff') return notAPerson
  const endedBy = work.by.id
  const written = await unlessRefused(
    work,
    { medication_end_of: 'Somebody ended this line already. Look at the list again.' },
    () =>
      work.db
        .insertInto('medicationEnd')
        .values({
          clinicId: work.clinic.id,
          id: newId(),
          medicationId,
          how,
          lastDay,
          because,
          endedBy,
          endedAt: work.at,
        })
        .execute(),
  )
  return isRefusal(written) ? written : null
}
