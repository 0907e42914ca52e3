import { dayAt, timeAt } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { catalog, write } from '../../../ui/language.ts'
import { makePdf } from '../../../ui/pdf/document.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import type { ClientFacts } from '../../clients/queries.ts'
import { keepMade } from '../../files/actions/keep.ts'
import { type Accounted, purposeWords, type Reach, sinceOf } from '../accounting.ts'
import { disclosuresOf } from '../queries/accounting.ts'

const words = catalog({
  en: {
    title: 'Accounting of disclosures',
    'title-intermediary': 'List of disclosures through intermediaries',
    for: 'For',
    born: 'Born',
    number: 'Client number',
    covers: 'Covers',
    period: '{from} to {to}',
    made: 'Made on',
    intro:
      'This is what {clinic} has told others about you, when, to whom, what for, and by which consent of yours. It goes to you, and to nobody else without your word.',
    note: 'Each line rests on a consent that you signed, unless it says that it was a medical emergency or a report that the state requires (42 CFR part 2, 45 CFR 164.528).',
    caption: 'What was told about you',
    when: 'When',
    whom: 'To whom',
    what: 'What',
    why: 'What for',
    rests: 'By which consent',
    signed: 'Signed {day}',
    emergency: 'Medical emergency (42 CFR 2.51)',
    required: 'A report that the state requires, without your consent: {ground}',
    none: 'Nothing was told in this time.',
    questions: 'Questions, or something you do not recognise: write to the privacy officer of {clinic}.',
    foot: 'Accounting of disclosures · {clinic}',
  },
  es: {
    title: 'Relación de lo que se compartió',
    'title-intermediary': 'Lista de lo que se compartió por intermediarios',
    for: 'Para',
    born: 'Fecha de nacimiento',
    number: 'Número de cliente',
    covers: 'Abarca',
    period: 'del {from} al {to}',
    made: 'Hecha el',
    intro:
      'Esto es lo que {clinic} ha dicho a otros sobre usted: cuándo, a quién, para qué y con qué permiso suyo. Es para usted, y para nadie más sin su palabra.',
    note: 'Cada línea se basa en un permiso que usted firmó, salvo si dice que fue una emergencia médica o un informe que exige el estado (42 CFR parte 2, 45 CFR 164.528).',
    caption: 'Lo que se dijo sobre usted',
    when: 'Cuándo',
    whom: 'A quién',
    what: 'Qué',
    why: 'Para qué',
    rests: 'Con qué permiso',
    signed: 'Firmado el {day}',
    emergency: 'Emergencia médica (42 CFR 2.51)',
    required: 'Un informe que exige el estado, sin su permiso: {ground}',
    none: 'En este tiempo no se dijo nada.',
    questions: 'Preguntas, o algo que usted no reconoce: escriba a la persona encargada de la privacidad de {clinic}.',
    foot: 'Relación de lo que se compartió · {clinic}',
  },
})

type Wanted = { years: Reach; intermediaryOnly: boolean; language: 'en' | 'es' }

/** Makes the accounting as a paper for the client, keeps it among their files, and says so in the trail. */
export async function makeAccounting(
  work: Work,
  client: ClientFacts,
  { years, intermediaryOnly, language }: Wanted,
): Promise<{ id: string } | Refusal> {
  const denied = mayNot(work.by, 'accounting.make')
  if (denied) return denied
  const zone = work.clinic.timeZone
  const since = sinceOf(years, dayAt(work.at, zone), zone)
  const rows = await disclosuresOf(work, client.id, { since, intermediaryOnly })
  const t = words(language)
  const clinic = work.clinic.name
  const date = (at: Date): string => write.date(language, dayAt(at, zone))
  const bytes = await makePdf(
    {
      title: t(intermediaryOnly ? 'title-intermediary' : 'title'),
      lang: language,
      clinic,
      foot: t('foot', { clinic }),
      at: work.at,
    },
    (paper) => {
      paper.facts([
        [t('for'), `${client.givenName} ${client.familyName}`],
        [t('born'), write.date(language, client.birthDate)],
        [t('number'), client.number],
        [t('covers'), t('period', { from: date(since), to: date(work.at) })],
        [t('made'), `${date(work.at)}, ${write.time(language, timeAt(work.at, zone))}`],
      ])
      paper.text(t('intro', { clinic }))
      paper.text(t('note'), { muted: true })
      if (rows.length === 0) paper.text(t('none'), { bold: true })
      else
        paper.table({
          caption: t('caption'),
          head: [t('when'), t('whom'), t('what'), t('why'), t('rests')],
          rows: rows.map((one) => [
            `${date(one.at)}, ${write.time(language, timeAt(one.at, zone))}`,
            one.recipient,
            whatOf(one),
            purposeWords(one.purpose, language),
            one.ground !== null
              ? t('required', { ground: one.ground })
              : one.signedAt === null
                ? t('emergency')
                : t('signed', { day: date(one.signedAt) }),
          ]),
          headColumn: true,
        })
      paper.text(t('questions', { clinic }))
    },
  )
  const kept = await keepMade(work, {
    clientId: client.id,
    kind: 'other',
    name: intermediaryOnly ? 'disclosures through intermediaries.pdf' : 'accounting of disclosures.pdf',
    bytes,
  })
  if (isRefusal(kept)) return kept
  await record(work, 'accounting.made', {
    clients: [client.id],
    about: { file: kept.id, years: Number(years), lines: rows.length, intermediaryOnly },
  })
  return kept
}

const whatOf = ({ what, words: said }: Accounted): string => (said === '' ? what : `${what}. ${said}`)
