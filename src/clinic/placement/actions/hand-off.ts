import { dayAt, instantAt } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import { unlessRefused, type Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { moveInquiry } from '../../inquiries/actions/move.ts'
import { staffToChoose } from '../queries/owners.ts'
import { handOffById } from '../queries/hand-offs.ts'
import { isClinician, screenById } from '../queries.ts'
import { dispositionRefusal, liveStops } from '../dispositions.ts'
import { dueRefusal, type HandOffAnswer, handOffAnswerRefusal, type HandOffDraft, handOffRefusal } from '../rules.ts'
import { defaultThresholds } from '../thresholds.ts'
import { isPlace } from '../partner.ts'
import { partnerById } from '../queries/partners.ts'
import { addPartnerFor } from './partner.ts'
import { takeTurns } from './screen.ts'

export type NewHandOff = HandOffDraft & {
  /** Made when the form was opened, so that sending it twice makes one hand-off. */
  id: string
  screenId: string | null
  /** The stops of that screen for which the person goes. */
  stops: string[]
  dueAt: Date
  /** Of the directory; null for someone who is not in it. */
  partnerId: string | null
  /** Somebody new for the directory, named here. */
  newPartner: { name: string; phone: string } | null
}

/** Records that a person is handed to other care, by name, and that the stops it answers were handed off. */
export async function makeHandOff(work: Work, clientId: string, draft: NewHandOff): Promise<{ id: string } | Refusal> {
  const denied = mayNot(work.by, 'hand-off.make')
  if (denied) return denied
  if (work.by.id === null) return refuse('not-a-person', 'A member of staff makes a hand-off.')
  const by = work.by.id
  const owners = await staffToChoose(work)
  const owner = owners.find((one) => one.value === draft.owner)?.value ?? null
  const refusal = handOffRefusal({ ...draft, owner }, dayAt(work.at, work.clinic.timeZone))
  if (refusal) return refusal
  if (owner === null) return refuse('needs-owner', 'Say who follows this hand-off.')
  await takeTurns(work, clientId)
  const screen = draft.screenId === null ? undefined : await screenById(work, draft.screenId)
  if (draft.screenId !== null && screen?.clientId !== clientId)
    return refuse('no-such-screen', 'This safety screen is not in this person’s record. Open the placement again.')
  const answered = screen?.gate.stops.filter((stop) => draft.stops.includes(stop.id)) ?? []
  if (screen === undefined ? draft.stops.length > 0 : answered.length !== new Set(draft.stops).size)
    return refuse('no-such-stop', 'This screening has no such stop. Open it again and choose one.')
  const late = dueRefusal(draft.dueAt, answered, work.at, defaultThresholds)
  if (late) return late
  for (const stop of answered) {
    const no =
      screen &&
      dispositionRefusal(screen.gate, {
        stop: stop.id,
        disposition: 'handed-off',
        because: draft.because,
        byClinician: isClinician(work.by),
      })
    if (no) return no
  }
  const partner = await partnerFor(work, draft)
  if (isRefusal(partner)) return partner
  const made = await unlessRefused(
    work,
    { hand_off_pkey: 'This hand-off is recorded already. Open it from the placement page.' },
    () =>
      work.db
        .insertInto('handOff')
        .values({
          clinicId: work.clinic.id,
          id: draft.id,
          clientId,
          screenId: screen?.id ?? null,
          partnerId: partner,
          toLevel: draft.toLevel,
          toWhom: draft.toWhom,
          because: draft.because,
          dueAt: draft.dueAt,
          backOn: draft.backOn,
          ownerId: owner,
          madeBy: by,
          madeAt: work.at,
        })
        .execute(),
  )
  if (isRefusal(made)) return made
  const live = screen === undefined ? [] : liveStops(screen.gate, screen.dispositions)
  const rows = live
    .filter((stop) => answered.includes(stop))
    .map((stop) => ({
      clinicId: work.clinic.id,
      id: newId(),
      screenId: screen?.id ?? '',
      stop: stop.id,
      disposition: 'handed-off',
      because: draft.because,
      decidedBy: by,
      decidedAt: work.at,
    }))
  if (rows.length > 0) await work.db.insertInto('stopDisposition').values(rows).execute()
  await record(work, 'hand-off.made', {
    clients: [clientId],
    about: { handOff: draft.id, to: draft.toLevel, screen: screen?.id ?? null, stops: rows.length },
  })
  if (isPlace(draft.toLevel))
    await moveInquiry(work, clientId, 'referred-elsewhere', 'Handed to other care', {
      what: 'Check on them: are they coming back?',
      dueAt: draft.backOn === null ? draft.dueAt : instantAt(draft.backOn, '09:00', work.clinic.timeZone),
    })
  return { id: draft.id }
}

async function partnerFor(
  work: Work,
  { partnerId, newPartner, toLevel }: Pick<NewHandOff, 'partnerId' | 'newPartner' | 'toLevel'>,
): Promise<string | null | Refusal> {
  if (newPartner !== null && partnerId !== null)
    return refuse('two-partners', 'Choose a partner of the list, or add one: not both.')
  if (newPartner !== null) {
    if (!isPlace(toLevel)) return refuse('no-partner-there', 'That is somebody of this program: leave the partner out.')
    const added = await addPartnerFor(work, { ...newPartner, level: toLevel })
    return isRefusal(added) ? added : added.id
  }
  if (partnerId === null) return null
  const known = await partnerById(work, partnerId)
  if (known === undefined) return refuse('no-such-partner', 'Choose a partner of the list.')
  return known.isClosed ? refuse('partner-closed', `${known.name} has closed. Choose another.`) : known.id
}

/** What the other side said: accepted, declined, did not arrive, or the person is back. */
export async function answerHandOff(
  work: Work,
  handOffId: string,
  draft: Pick<HandOffAnswer, 'answer' | 'byWhom' | 'words'> & { backOn?: string | null },
): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'hand-off.make')
  if (denied) return denied
  const seen = await handOffById(work, handOffId)
  if (seen === undefined || work.by.id === null)
    return refuse('no-such-hand-off', 'This hand-off is not in the record.')
  await takeTurns(work, seen.clientId)
  const handOff = await handOffById(work, handOffId)
  const refusal = handOffAnswerRefusal(draft, handOff?.answers ?? [], dayAt(work.at, work.clinic.timeZone))
  if (refusal) return refusal
  await work.db
    .insertInto('handOffAnswer')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      handOffId,
      answer: draft.answer,
      byWhom: draft.byWhom,
      words: draft.words,
      backOn: draft.answer === 'still-there' ? (draft.backOn ?? null) : null,
      recordedBy: work.by.id,
      recordedAt: work.at,
    })
    .execute()
  await record(work, `hand-off.${draft.answer}`, { clients: [seen.clientId], about: { handOff: handOffId } })
  return null
}
