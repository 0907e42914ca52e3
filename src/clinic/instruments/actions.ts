import { dayAt, type Day } from '../../basics/dates.ts'
import { newId } from '../../basics/ids.ts'
import { isRefusal, refuse, type Refusal } from '../../basics/refusal.ts'
import { withHouseEyes, type Work } from '../../db/work.ts'
import { mayNot } from '../access/permissions.ts'
import { record } from '../access/trail.ts'
import { instrument } from './catalog.ts'
import { bandsIn, canDecide, isInUse, type Setting } from './choices.ts'
import type { InstrumentKey } from './instrument.ts'
import { choicesOf } from './queries.ts'
import { type Answers, scoreOf, type Score } from './rules.ts'

export type Taking = {
  clientId: string
  episodeId: string | null
  /** The assessment within which it was given. */
  intakeId?: string
  key: InstrumentKey
  answers: Answers
  /** Answers to what is asked and not scored, in the form's order. */
  asides?: Answers
  takenOn: Day
  mode: 'self' | 'clinician' | 'phone'
}

/** Keeps the answers item by item with their score. An alarm is a row, and comes back with it: somebody acts before the client leaves. */
export async function recordMeasure(work: Work, taking: Taking): Promise<Score | Refusal> {
  const { by } = work
  const denied = by.kind === 'client' ? notTheirs(by.clientId, taking) : mayNot(by, 'measure.record')
  if (denied) return denied
  return withHouseEyes(work, () => keep(work, taking))
}

async function keep(work: Work, taking: Taking): Promise<Score | Refusal> {
  const { by } = work
  const { title, form, filledBy } = instrument(taking.key)
  const choices = await choicesOf(work)
  if (!isInUse(instrument(taking.key), choices))
    return refuse('not-in-use', `This clinic does not use ${title}. An administrator or the director can switch it on.`)
  if (filledBy === 'clinician' && taking.mode !== 'clinician')
    return refuse('clinician', `${title} is observed and asked by a clinician. Choose “Asked by a clinician”.`)
  if (taking.takenOn > dayAt(work.at, work.clinic.timeZone))
    return refuse('in-the-future', 'This day has not come yet. Give the day on which it was answered.')
  const score = scoreOf(taking.key, taking.answers, bandsIn(choices, taking.key))
  if (isRefusal(score)) return score
  if (score.answered === 0) return refuse('nothing-answered', 'No question is answered yet.')
  if (by.id === null) return refuse('not-a-person', 'A client answers for themselves, or a member of staff records it.')
  const id = newId()
  await work.db
    .insertInto('measure')
    .values({
      clinicId: work.clinic.id,
      id,
      clientId: taking.clientId,
      episodeId: taking.episodeId,
      intakeId: taking.intakeId ?? null,
      instrument: taking.key,
      formVersion: form.version,
      language: form.language,
      // An int[] of PostgreSQL holds nulls as well, which the generated type does not say.
      answers: [...taking.answers] as number[],
      asides: [...(taking.asides ?? [])] as number[],
      score: score.total,
      scoreStatus: score.status,
      triage: score.triage,
      bandSet: score.bandSet,
      takenOn: taking.takenOn,
      mode: taking.mode,
      recordedBy: by.kind === 'client' ? null : by.id,
      pageId: by.kind === 'client' ? by.id : null,
      recordedAt: work.at,
    })
    .execute()
  if (score.alarms.length > 0)
    await work.db
      .insertInto('safetyAlarm')
      .values({
        clinicId: work.clinic.id,
        id: newId(),
        clientId: taking.clientId,
        measureId: id,
        isImminent: score.alarms.some(({ isImminent }) => isImminent),
        reasons: score.alarms.map(({ because }) => because),
        raisedAt: work.at,
      })
      .execute()
  await record(work, 'measure.recorded', {
    clients: [taking.clientId],
    about: { instrument: taking.key, alarm: score.alarms.length > 0 },
  })
  return score
}

/** On their own page a client answers for themselves, and what is made for clinicians to ask is asked by clinicians. */
const notTheirs = (own: string, { clientId, mode }: Taking): Refusal | null =>
  own === clientId && mode === 'self' ? null : refuse('not-theirs', 'This is not yours to answer.')

/** Decides how this clinic uses an instrument: a row with who and when; the latest stands. */
export async function decideInstrument(
  work: Work,
  key: InstrumentKey,
  decision: { setting: Setting; value: string; isConfirmed: boolean },
): Promise<Refusal | null> {
  const denied = mayNot(work.by, 'instrument.decide')
  if (denied) return denied
  const { setting, value, isConfirmed } = decision
  const no = canDecide(instrument(key), setting, value, isConfirmed)
  if (no) return no
  if (work.by.id === null) return refuse('not-a-person', 'A person decides this.')
  await work.db
    .insertInto('instrumentChoice')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      instrument: key,
      setting,
      value,
      because: isConfirmed ? (instrument(key).condition?.words ?? '') : '',
      decidedBy: work.by.id,
      decidedAt: work.at,
    })
    .execute()
  await record(work, 'instrument.decided', { about: { instrument: key, setting, value } })
  return null
}
