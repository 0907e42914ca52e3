import { timeAt, type Day } from '../../basics/dates.ts'
import { catalog, write, type Language } from '../../ui/language.ts'
import type { Titles } from './own-page.ts'

/** What stands in a client's week, and what changed in it, as it is read by them and said to them. */
export const weekWords = catalog({
  en: {
    group: 'Group',
    appointment: 'Appointment',
    'leader-changed': 'Somebody else is with you on {day}.',
    'leader-changed-none': 'Somebody else will be with you. Look at the names below.',
    'time-changed': 'The time changed: {day}.',
    'time-changed-none': 'A time changed. Look at the days below.',
    'meeting-cancelled': '{title} on {day} is called off.',
    'meeting-cancelled-none': 'Something is called off. Look at the days below.',
    'seat-offered': 'A place opened for you. Answer below.',
    'make-up-offered': 'You can make up time. Answer below.',
    'week-changed': 'Your week changed, from {day} on.',
    'week-changed-none': 'Your week changed. Look at the days below.',
    dayTime: '{day}, {time}',
    'visit-individual': 'Individual therapy',
    'visit-teen-individual': 'Teen therapy',
    'visit-family': 'Family therapy',
    'visit-couples': 'Couples therapy',
    'visit-medication-management': 'Medication visit',
    'visit-assessment': 'Assessment',
    'visit-case-management': 'Case management',
  },
  es: {
    group: 'Grupo',
    appointment: 'Cita',
    'leader-changed': 'Le atiende otra persona: {day}.',
    'leader-changed-none': 'Le va a atender otra persona. Mire los nombres abajo.',
    'time-changed': 'Cambió la hora: {day}.',
    'time-changed-none': 'Cambió una hora. Mire los días abajo.',
    'meeting-cancelled': 'Se canceló: {title}, {day}.',
    'meeting-cancelled-none': 'Algo se canceló. Mire los días abajo.',
    'seat-offered': 'Hay un lugar para usted. Responda abajo.',
    'make-up-offered': 'Puede recuperar tiempo. Responda abajo.',
    'week-changed': 'Su semana cambia a partir de esta fecha: {day}.',
    'week-changed-none': 'Su semana cambió. Mire los días abajo.',
    dayTime: '{day}, {time}',
    'visit-individual': 'Terapia individual',
    'visit-teen-individual': 'Terapia para adolescentes',
    'visit-family': 'Terapia familiar',
    'visit-couples': 'Terapia de pareja',
    'visit-medication-management': 'Cita de medicinas',
    'visit-assessment': 'Evaluación',
    'visit-case-management': 'Coordinación de servicios',
  },
})

const visitKeys = [
  'visit-individual',
  'visit-teen-individual',
  'visit-family',
  'visit-couples',
  'visit-medication-management',
  'visit-assessment',
  'visit-case-management',
] as const

/** What an entry is called: no more than "Group" and "Appointment", unless the client chose full names. */
export function titleOf(
  entry: { what: 'group' | 'visit'; name: string; kind: string },
  titles: Titles,
  lang: Language,
): string {
  const t = weekWords(lang)
  if (titles === 'discreet') return t(entry.what === 'group' ? 'group' : 'appointment')
  if (entry.what === 'group') return entry.name
  const key = visitKeys.find((one) => one === `visit-${entry.kind}`)
  return key === undefined ? t('appointment') : t(key)
}

/** A notice with what it is about, where that still stands in the calendar. */
export type News = {
  id: string
  kind: string
  madeAt: Date
  day: Day | null
  starts: Date | null
  zone: string | null
  what: 'group' | 'visit' | null
  name: string | null
  serviceKind: string | null
}

const dated = ['leader-changed', 'time-changed', 'meeting-cancelled', 'week-changed'] as const

/** One notice as a sentence: with its day and hour where it has them, and with no word that names a kind of care. */
export function newsInWords(news: News, titles: Titles, lang: Language): string {
  const t = weekWords(lang)
  if (news.kind === 'seat-offered' || news.kind === 'make-up-offered') return t(news.kind)
  const kind = dated.find((one) => one === news.kind) ?? 'week-changed'
  if (news.day === null) return t(`${kind}-none`)
  const day = write.day(lang, news.day)
  const when =
    news.starts === null || news.zone === null || kind === 'week-changed'
      ? day
      : t('dayTime', { day, time: write.time(lang, timeAt(news.starts, news.zone)) })
  const title =
    news.what === null
      ? t('appointment')
      : titleOf({ what: news.what, name: news.name ?? '', kind: news.serviceKind ?? '' }, titles, lang)
  // 'p. m.' ends in a full stop of its own.
  return t(kind, { day: when, title }).replace(/\.\.$/, '.')
}
