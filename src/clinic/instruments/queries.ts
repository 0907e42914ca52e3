import { sql } from 'kysely'
import type { Language } from '../../ui/language.ts'
import type { Work } from '../../db/work.ts'
import type { Choices } from './choices.ts'
import { instrument } from './catalog.ts'
import type { Instrument, InstrumentKey } from './instrument.ts'
import { spanish } from './spanish.ts'
import { instrumentIn, type Translation, type Words } from './translation.ts'

/** What this clinic has decided about its instruments, the latest of each. */
export async function choicesOf(work: Work): Promise<Choices> {
  return work.db
    .selectFrom('instrumentChoice as c')
    .leftJoin('staffMember as s', (join) =>
      join.onRef('s.clinicId', '=', 'c.clinicId').onRef('s.id', '=', 'c.decidedBy'),
    )
    .distinctOn(['c.instrument', 'c.setting'])
    .orderBy('c.instrument')
    .orderBy('c.setting')
    .orderBy('c.decidedAt', 'desc')
    .orderBy('c.id', 'desc')
    .select(['c.instrument', 'c.setting', 'c.value', 'c.decidedAt', 'c.because'])
    .select(sql<string>`coalesce(s.given_name || ' ' || s.family_name, 'Somebody')`.as('by'))
    .execute()
}

const measures = (work: Work) =>
  work.db
    .selectFrom('measure')
    .leftJoin('staffMember as s', (join) =>
      join.onRef('s.clinicId', '=', 'measure.clinicId').onRef('s.id', '=', 'measure.recordedBy'),
    )
    // What a later row corrects or takes back no longer counts; the row of measures itself keeps it readable.
    .where(
      sql<boolean>`not exists (select from measure_correction x where x.clinic_id = measure.clinic_id and x.measure_id = measure.id)`,
    )
    .select([
      'measure.id',
      'instrument',
      'language',
      'formVersion',
      'answers',
      'asides',
      'score',
      'scoreStatus',
      'triage',
      'bandSet',
      'takenOn',
      'mode',
      'recordedAt',
    ])
    // Nobody of the staff recorded what a client answered on their own page, or on the tablet that goes round.
    .select(
      sql<string>`coalesce(s.given_name || ' ' || s.family_name, case when place_id is null then 'On their own page' else 'On the tablet in the group' end)`.as(
        'recordedBy',
      ),
    )

export type Measure = Awaited<ReturnType<typeof measuresOf>>[number]

/** Every set of answers of a client, oldest first. */
export const measuresOf = (work: Work, clientId: string) =>
  measures(work).where('clientId', '=', clientId).orderBy('takenOn').orderBy('recordedAt').execute()

/** What was given within an assessment, oldest first. */
export const measuresOfIntake = (work: Work, intakeId: string) =>
  measures(work).where('intakeId', '=', intakeId).orderBy('recordedAt').orderBy('measure.id').execute()

export type OwnWords = Translation & {
  instrument: string
  formVersion: string
  by: string
  setAt: Date
  isTaken: boolean
  leave: string
}

/** What the clinic entered as its own translations, the latest of each; those that were taken back say so. */
export async function ownWordsOf(work: Work): Promise<OwnWords[]> {
  const rows = await work.db
    .selectFrom('instrumentTranslation as t')
    .leftJoin('staffMember as s', (join) => join.onRef('s.clinicId', '=', 't.clinicId').onRef('s.id', '=', 't.setBy'))
    .distinctOn(['t.instrument', 't.language'])
    .orderBy('t.instrument')
    .orderBy('t.language')
    .orderBy('t.setAt', 'desc')
    .orderBy('t.id', 'desc')
    .select(['t.instrument', 't.formVersion', 't.words', 't.source', 't.leave', 't.setAt'])
    .select(sql<string>`coalesce(s.given_name || ' ' || s.family_name, 'Somebody')`.as('by'))
    .execute()
  return rows.map(({ words, leave, ...row }) => ({
    ...row,
    leave,
    language: 'es',
    words: wordsFrom(words),
    copyright: leave,
    isTaken: words === null,
  }))
}

const wordsFrom = (words: unknown): Words =>
  Object.fromEntries(
    Object.entries(typeof words === 'object' && words !== null ? words : {}).filter(
      (pair): pair is [string, string] => typeof pair[1] === 'string',
    ),
  )

/** The instrument as it is asked in a language here; null where it cannot be. */
export async function instrumentAsked(work: Work, key: InstrumentKey, language: Language): Promise<Instrument | null> {
  if (language === 'en') return instrument(key)
  const own = spanish[key] === undefined ? await ownWordsOf(work) : []
  return instrumentIn(
    instrument(key),
    language,
    spanish[key],
    own.find((one) => one.instrument === key && !one.isTaken),
  )
}
