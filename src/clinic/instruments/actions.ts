import { dayAt, type Day } from '../../basics/dates.ts'
import { newId } from '../../basics/ids.ts'
import type { Language } from '../../ui/language.ts'
import { isRefusal, refuse, type Refusal } from '../../basics/refusal.ts'
import { withHouseEyes, type Work } from '../../db/work.ts'
import { mayNot } from '../access/permissions.ts'
import { record } from '../access/trail.ts'
import { instrument } from './catalog.ts'
import { bandsIn, canDecide, isInUse, type Setting } from './choices.ts'
import type { InstrumentKey } from './instrument.ts'
import { choicesOf, instrumentAsked } from './queries.ts'
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
  /** The language in which it was read. English when left out. */
  language?: Language
  /** The place on a tablet that went round; `isLeft` when its person handed on halfway: kept, and not scored. */
  place?: { id: string; isLeft: boolean }
  /** The asking in which somebody is with the client: without one, a triage of danger is not answered on the own page. */
  askingId?: string
}
/** An alarm is a row, and comes back with the score: somebody acts before the client leaves. */
export type Taken = Score & { id: string }

/** Keeps the answers item by item with their score. */
export async function recordMeasure(work: Work, taking: Taking): Promise<Taken | Refusal> {
  const { by } = work
  const denied =
    by.kind === 'client'
      ? notTheirs(by.clientId, taking)
      : by.kind === 'tablet'
        ? // Whose place it is, and that it is one of this round, its own verb has looked at: outcomes/actions/tablet.ts.
          taking.place === undefined || taking.mode !== 'self'
          ? notYours
          : null
        : mayNot(by, 'measure.record')
  if (denied) return denied
  return withHouseEyes(work, () => keep(work, taking))
}

async function keep(work: Work, taking: Taking): Promise<Taken | Refusal> {
  const { by } = work
  const { title, filledBy } = instrument(taking.key)
  const choices = await choicesOf(work)
  if (!isInUse(instrument(taking.key), choices))
    return refuse('not-in-use', `This clinic does not use ${title}. An administrator or the director can switch it on.`)
  if (filledBy === 'clinician' && taking.mode !== 'clinician')
    return refuse('clinician', `${title} is observed and asked by a clinician. Choose “Asked by a clinician”.`)
  if (taking.takenOn > dayAt(work.at, work.clinic.timeZone))
    return refuse('in-the-future', 'This day has not come yet. Give the day on which it was answered.')
  const language = taking.language ?? 'en'
  const asked = await instrumentAsked(work, taking.key, language)
  if (asked === null) return refuse('language', `${title} is not there in this language yet. Ask it in English.`)
  const whole = scoreOf(taking.key, taking.answers, bandsIn(choices, taking.key))
  if (isRefusal(whole)) return whole
  const score: Score =
    taking.place?.isLeft === true
      ? { ...whole, status: 'not-scored', total: null, triage: null, level: null, cuts: [], pattern: null }
      : whole
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
      formVersion: asked.form.version,
      language,
      // An int[] of PostgreSQL holds nulls as well, which the generated type does not say.
      answers: [...taking.answers] as number[],
      asides: [...(taking.asides ?? [])] as number[],
      score: score.total,
      scoreStatus: score.status,
      triage: score.triage,
      bandSet: score.bandSet,
      takenOn: taking.takenOn,
      mode: taking.mode,
      recordedBy: by.kind === 'staff' ? by.id : null,
      pageId: by.kind === 'client' ? by.id : null,
      placeId: by.kind === 'tablet' ? (taking.place?.id ?? null) : null,
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
  return { ...score, id }
}

/** On their own page a client answers for themselves, and what is made for clinicians to ask is asked by clinicians. */
const notYours = refuse('not-theirs', 'This is not yours to answer.')
const notTheirs = (own: string, { clientId, mode, key, askingId }: Taking): Refusal | null => {
  if (own !== clientId || mode !== 'self') return notYours
  // That somebody is with them, the asking's own verb has looked at: outcomes/actions/asking.ts.
  return instrument(key).scoring.kind === 'triage' && askingId === undefined ? notYours : null
}

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
