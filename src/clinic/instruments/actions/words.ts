import { newId } from '../../../basics/ids.ts'
import { type Refusal, refuse } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { instrument } from '../catalog.ts'
import type { InstrumentKey } from '../instrument.ts'
import { ownWordsOf } from '../queries.ts'
import { spanish } from '../spanish.ts'
import { untranslated, type Words } from '../translation.ts'

/**
 * Keeps a clinic's own translation of an instrument, with where it comes from and by what leave it may be used; without words it is
 * taken back. What its publisher gives away in this language is used as published.
 */
export async function keepWords(
  work: Work,
  key: InstrumentKey,
  said: { words: Words | null; source: string; leave: string },
): Promise<Refusal | null> {
  const denied = mayNot(work.by, 'instrument.decide')
  if (denied) return denied
  const { title, form, filledBy } = instrument(key)
  if (spanish[key] !== undefined)
    return refuse('published', `The Spanish words of ${title} are published and free: they are used as they stand.`)
  if (filledBy === 'clinician')
    return refuse('clinician', `${title} is read by a clinician and never by the client: it needs no translation.`)
  if (said.words !== null) {
    const [missing, ...others] = untranslated(form, said.words)
    if (missing !== undefined)
      return refuse(
        'words-missing',
        `“${missing.slice(0, 80)}”${others.length > 0 ? ` and ${others.length} more have` : ' has'} no translation yet. Nobody answers half in one language.`,
      )
    if (said.leave.trim().length < 3)
      return refuse('leave', 'Say by whose leave these words may be used here, and under which terms.')
  } else if (!(await ownWordsOf(work)).some((one) => one.instrument === key && !one.isTaken))
    return refuse('no-words', 'There is no translation to take back.')
  if (work.by.id === null) return refuse('not-a-person', 'A person decides this.')
  await work.db
    .insertInto('instrumentTranslation')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      instrument: key,
      language: 'es',
      formVersion: form.version,
      words: said.words === null ? null : JSON.stringify(said.words),
      source: said.source,
      leave: said.leave,
      setBy: work.by.id,
      setAt: work.at,
    })
    .execute()
  await record(work, said.words === null ? 'instrument.words-taken-back' : 'instrument.words-kept', {
    about: { instrument: key, language: 'es' },
  })
  return null
}
