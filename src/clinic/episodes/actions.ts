import { sql } from 'kysely'
import { addDays, dayAt, isDay, type Day } from '../../basics/dates.ts'
import { newId } from '../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../basics/refusal.ts'
import { actsNow, unlessRefused, type Work } from '../../db/work.ts'
import { mayNot } from '../access/permissions.ts'
import { record } from '../access/trail.ts'
import type { ClientFacts } from '../clients/queries.ts'
import { moveInquiry } from '../inquiries/actions/move.ts'
import { isReason } from '../placement/dispositions.ts'
import { programById } from '../programs/queries.ts'
import { holdCaseload } from '../staff/actions/caseload.ts'
import { staffList } from '../staff/queries.ts'
import { type ItemKind, type ItemOwner, openItemsOf } from './first-items.ts'
import { beforeAdmission, episodeById, itemById, therapistsOf } from './queries.ts'
import { type Admission, canAdmit, isResidence } from './rules.ts'

export type AdmissionDraft = {
  program: string
  startsOn: string
  therapist: string
  coordinator: string
  prescriber?: string | undefined
  residence: string
  residenceWords: string
  sharingDeclined: string
  referralSource: string
  priorLevel: string
}

const nothingHere = refuse('not-found', 'This stay does not exist, or it is not yours to see.')
const twoTabs = 'This person has just been admitted, perhaps in another window. Open the face sheet and look.'

/** What is written here is written by a person: Stepwell's own clock admits nobody. */
function whoWrites(work: Work): string {
  if (work.by.id === null) throw new Error('A stay is written by a person.')
  return work.by.id
}

/** Takes somebody into care: the stay, who leads it, and the plan for leaving, which exists from this minute. */
export async function admit(
  work: Work,
  client: ClientFacts,
  draft: AdmissionDraft,
): Promise<{ episode: string; items: number } | Refusal> {
  const denied = mayNot(work.by, 'episode.admit')
  if (denied) return denied
  const program = await programById(work, draft.program)
  if (program === undefined) return refuse('no-program', 'Choose a program.')
  const staff = await staffList(work)
  const holds = (id: string | undefined, roles: string[]) =>
    staff.find((one) => one.id === id && roles.includes(one.role))?.id ?? null
  const before = await beforeAdmission(work, client)
  const kind = program.kind === 'mental-health' ? 'mental-health' : 'substance-use'
  const ageGroup = program.ageGroup === 'adolescent' ? 'adolescent' : 'adult'
  const therapist = holds(draft.therapist, ['therapist', 'director', 'prescriber'])
  const admission: Admission = {
    ...before,
    program: { kind, ageGroup, levelOfCare: program.levelOfCare },
    signersNeeded: before.signersFor(kind),
    sharingDeclined: draft.sharingDeclined,
    startsOn: draft.startsOn,
    therapist,
    residence: draft.residence,
    residenceWords: draft.residenceWords,
  }
  const refused = canAdmit(admission)
  if (refused) return refused
  const coordinator = holds(draft.coordinator, ['coordinator', 'director'])
  if (coordinator === null) return refuse('no-coordinator', 'Name the care coordinator.')
  const full = therapist === null ? null : await holdCaseload(work, therapist)
  if (full) return full
  if (therapist === null || !isResidence(draft.residence)) throw new Error('canAdmit has looked at these')

  const alongside = before.decision?.alongside ?? []
  const items = openItemsOf(
    {
      program: kind,
      ageGroup,
      usesOpioids: before.usesOpioids,
      suicideFound: before.suicideFound,
      takesMedication: before.takesMedication,
      prescriberBeside: alongside.includes('1.7'),
      residenceBeside: alongside.includes('3.1'),
    },
    draft.startsOn,
  )
  const owners: Record<ItemOwner, string> = {
    'primary-therapist': therapist,
    'care-coordinator': coordinator,
    // Without one of our own it is the therapist who sees to it that somebody prescribes.
    prescriber: holds(draft.prescriber, ['prescriber']) ?? therapist,
  }
  const episode = newId()
  const [by, at, clinicId] = [whoWrites(work), work.at, work.clinic.id]
  const written = await unlessRefused(work, { one_episode_at_a_time: twoTabs }, () =>
    work.db
      .insertInto('episode')
      .values({
        clinicId,
        id: episode,
        clientId: client.id,
        programId: program.id,
        levelOfCare: program.levelOfCare,
        during: sql`daterange(${draft.startsOn}::date, null)`,
        residence: draft.residence,
        residenceWords: draft.residenceWords,
        sharingDeclined: draft.sharingDeclined,
        referralSource: draft.referralSource,
        priorLevel: draft.priorLevel,
        placementDecisionId: before.decision?.id ?? null,
        admittedBy: by,
        admittedAt: at,
      })
      .execute(),
  )
  if (isRefusal(written)) return written
  await work.db
    .insertInto('primaryTherapist')
    .values({
      clinicId,
      id: newId(),
      episodeId: episode,
      staffId: therapist,
      fromDay: draft.startsOn,
      assignedBy: by,
      assignedAt: at,
    })
    .execute()
  await work.db
    .insertInto('continuingCareItem')
    .values(
      items.map(({ kind: about, what, owner, dueOn }) => ({
        clinicId,
        id: newId(),
        episodeId: episode,
        kind: about,
        what,
        dueOn,
        ownerId: owners[owner],
        openedBy: by,
        openedAt: at,
      })),
    )
    .execute()
  await record(work, 'episode.admitted', {
    clients: [client.id],
    about: { episode, program: program.id, level: program.levelOfCare, from: draft.startsOn, items: items.length },
  })
  await moveInquiry(work, client.id, 'admitted', 'Admitted')
  return { episode, items: items.length }
}

export type ItemDraft = { kind: ItemKind | 'other'; what: string; dueOn: Day; owner: string }

/** Adds to the plan for afterwards, also once the stay has ended: it goes on after the last day. */
export async function addItem(work: Work, episodeId: string, draft: ItemDraft): Promise<{ id: string } | Refusal> {
  const denied = mayNot(work.by, 'continuing-care.do')
  if (denied) return denied
  const stay = await episodeById(work, episodeId)
  if (stay === undefined) return nothingHere
  const today = dayAt(work.at, work.clinic.timeZone)
  if (!isDay(draft.dueOn) || draft.dueOn < today || draft.dueOn > addDays(today, 366))
    return refuse('due-day', 'Choose a day by which it is done, from today to a year ahead.')
  if (!(await worksHere(work, draft.owner))) return refuse('no-owner', 'Choose whose it is from the list.')
  const id = newId()
  await work.db
    .insertInto('continuingCareItem')
    .values({
      clinicId: work.clinic.id,
      id,
      episodeId,
      kind: draft.kind,
      what: draft.what,
      dueOn: draft.dueOn,
      ownerId: draft.owner,
      openedBy: whoWrites(work),
      openedAt: work.at,
    })
    .execute()
  await record(work, 'continuing-care.opened', { clients: [stay.clientId], about: { item: id, kind: draft.kind } })
  return { id }
}

const worksHere = async (work: Work, id: string, roles = ['director', 'coordinator', 'therapist', 'prescriber']) =>
  (await staffList(work)).some((one) => one.id === id && roles.includes(one.role))

/** Ticks off one part of the plan, with how it was done. */
export async function finishItem(work: Work, itemId: string, words: string): Promise<{ episode: string } | Refusal> {
  const denied = mayNot(work.by, 'continuing-care.do')
  if (denied) return denied
  const item = await itemById(work, itemId)
  const stay = item && (await episodeById(work, item.episodeId))
  if (item === undefined || stay === undefined) return nothingHere
  const written = await unlessRefused(work, { continuing_care_done_of: 'This is done already.' }, () =>
    work.db
      .insertInto('continuingCareDone')
      .values({ clinicId: work.clinic.id, id: newId(), itemId, words, doneBy: whoWrites(work), doneAt: work.at })
      .execute(),
  )
  if (isRefusal(written)) return written
  await record(work, 'continuing-care.done', { clients: [stay.clientId], about: { item: itemId, kind: item.kind } })
  return { episode: stay.id }
}

/** Another clinician leads from today on; who led before stays in the record. */
export async function changeTherapist(
  work: Work,
  episodeId: string,
  change: { therapist: string; because: string },
): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'episode.admit')
  if (denied) return denied
  const stay = await episodeById(work, episodeId)
  if (stay === undefined) return nothingHere
  const today = dayAt(work.at, work.clinic.timeZone)
  if (stay.lastDay !== null) return refuse('ended-already', `This episode ended on ${stay.lastDay}.`)
  if (!(await worksHere(work, change.therapist, ['therapist', 'director', 'prescriber'])))
    return refuse('no-therapist', 'Choose a clinician from the list.')
  // Two who change it at once follow one another; the second sees what the first wrote.
  await work.db.selectFrom('episode').where('id', '=', episodeId).select('id').forNoKeyUpdate().execute()
  actsNow(work)
  if ((await therapistsOf(work, episodeId))[0]?.staffId === change.therapist)
    return refuse('leads-already', 'This is the primary therapist already. Choose somebody else.')
  if (!isReason(change.because)) return refuse('needs-words', 'Say why it changes, in a sentence.')
  const full = await holdCaseload(work, change.therapist)
  if (full) return full
  await work.db
    .insertInto('primaryTherapist')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      episodeId,
      staffId: change.therapist,
      fromDay: today > stay.from ? today : stay.from,
      because: change.because,
      assignedBy: whoWrites(work),
      assignedAt: work.at,
    })
    .execute()
  await record(work, 'therapist.changed', {
    clients: [stay.clientId],
    about: { episode: episodeId, to: change.therapist },
  })
  return null
}
