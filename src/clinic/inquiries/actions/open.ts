import { sql } from 'kysely'
import { newId } from '../../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { firstStep, type Channel } from '../first-step.ts'
import { deskOf } from '../queries/desk.ts'
import { reachFrom } from '../reach.ts'

export type NewInquiry = {
  channel: Channel
  language: string
  forWhom: 'self' | 'loved-one' | 'someone-i-treat'
  name: string
  phone: string
  email: string
  mayLeaveMessage: boolean | null
  bestTime?: string
  words?: string
  about?: Record<string, unknown>
  /** The sentence that a visitor agreed to, as it was shown. Staff leave it empty. */
  permission?: string
  /** The flood guard's word. */
  heldBack?: boolean
  /** When the first step is due, if the visitor chose a time. */
  dueAt?: Date
  what?: string
  /** Staff may give it to somebody; else it falls to whoever has the fewest. */
  ownerId?: string
}

/** Somebody turned to the clinic: kept with an owner, a stage and a first step, all at once or not at all. */
export async function openInquiry(work: Work, given: NewInquiry): Promise<{ id: string; dueAt: Date } | Refusal> {
  const isVisitor = work.by.kind === 'visitor'
  const denied = isVisitor ? null : mayNot(work.by, 'inquiry.work')
  if (denied) return denied
  if (isVisitor && (given.permission ?? '') === '')
    return refuse('no-permission', 'Tick the sentence that lets us keep this and answer you.')
  // Who writes a message reads the answer by their link, and a document may name nobody's telephone.
  const mayLack = ['message', 'referral', 'by-hand', 'walk-in'].includes(given.channel)
  const needsNone = mayLack && given.phone.trim() === '' && given.email.trim() === ''
  const reach = needsNone ? { phone: '', email: '' } : reachFrom(given)
  if (isRefusal(reach)) return reach
  const owner = given.ownerId ?? (await onDuty(work, reach))
  if (owner === null) return refuse('nobody', 'Nobody works at the admissions desk yet. Please telephone us.')
  const id = newId()
  const step = firstStep(given.channel, work.at, work.clinic.timeZone, (await deskOf(work)).hours)
  const { clinic, at } = work
  await work.db
    .insertInto('inquiry')
    .values({
      clinicId: clinic.id,
      id,
      channel: given.channel,
      language: given.language,
      forWhom: given.forWhom,
      name: given.name,
      phone: reach.phone,
      email: reach.email,
      mayLeaveMessage: given.mayLeaveMessage,
      bestTime: given.bestTime ?? '',
      words: given.words ?? '',
      about: JSON.stringify(given.about ?? {}),
      permission: given.permission ?? '',
      heldBack: given.heldBack ?? false,
      cameAt: at,
      enteredBy: work.by.id,
    })
    .execute()
  const row = { clinicId: clinic.id, inquiryId: id, setBy: work.by.id, setAt: at }
  await work.db
    .insertInto('inquiryStage')
    .values({ ...row, id: newId(), stage: 'new' })
    .execute()
  await work.db
    .insertInto('inquiryStep')
    .values({ ...row, id: newId(), what: given.what ?? step.what, dueAt: given.dueAt ?? step.dueAt })
    .execute()
  await work.db
    .insertInto('inquiryOwner')
    .values({ clinicId: clinic.id, id: newId(), inquiryId: id, staffId: owner, givenBy: work.by.id, givenAt: at })
    .execute()
  await record(work, 'inquiry.opened', { about: { inquiry: id, channel: given.channel } })
  return { id, dueAt: given.dueAt ?? step.dueAt }
}

/** The same person who has their open inquiry, else whoever has the fewest. */
async function onDuty(work: Work, { phone, email }: { phone: string; email: string }): Promise<string | null> {
  const { rows } = await sql<{ id: string | null }>`select admissions_duty_for(${phone}, ${email}) as id`.execute(
    work.db,
  )
  return rows[0]?.id ?? null
}
