import type { Day } from '../basics/dates.ts'
import { sha256 } from '../basics/ids.ts'
import { federalHolidays } from '../clinic/coverage/business-days.ts'
import { frontPages, wordingOf } from '../clinic/staff/front-rules.ts'
import { minutesAfter } from './calendar.ts'
import { whole } from './chance.ts'
import type { House } from './house.ts'
import { demoId } from './ids.ts'
import { daysFrom, instantsFrom, type Sheaf } from './rows.ts'

// What Riverbend shows the world: its pages, who leads, and when somebody answers the telephone.

/** Numbers of 555-01xx belong to nobody. */
export const front = { phone: '+18455550100', crisisPhone: '+18455550199', email: 'hello@riverbend.example' }

type Profile = {
  since: number
  languages: string[]
  title: [en: string, es: string]
  specialties: [en: string, es: string]
  words: [en: string, es: string]
}

const profiles: Record<string, Profile> = {
  dana: {
    since: 2003,
    languages: ['en', 'es'],
    title: ['Clinical director', 'Directora clínica'],
    specialties: [
      'Addiction and trauma, families, care in Spanish',
      'Adicciones y trauma, familias, atención en español',
    ],
    words: [
      'I read every plan here and I am glad to meet families. People come to us on a hard day; I want the first call to make it a little lighter.',
      'Leo cada plan de atención y me da gusto conocer a las familias. La gente llega en un día difícil; quiero que la primera llamada lo haga un poco más ligero.',
    ],
  },
  priya: {
    since: 2014,
    languages: ['en', 'ta'],
    title: ['Psychiatric nurse practitioner', 'Enfermera especialista en psiquiatría'],
    specialties: [
      'Medication for opioid and alcohol use, sleep, depression',
      'Medicamentos para el consumo de opioides y alcohol, sueño, depresión',
    ],
    words: [
      'I explain what a medicine does, and what it does not, before you decide.',
      'Explico qué hace un medicamento, y qué no hace, antes de que usted decida.',
    ],
  },
  grace: {
    since: 1999,
    languages: ['en', 'fr'],
    title: ['Medical lead', 'Responsable médica'],
    specialties: ['Addiction medicine, withdrawal, pregnancy', 'Medicina de las adicciones, abstinencia, embarazo'],
    words: [
      'Twenty years in a hospital taught me how much can be done at home, with the right people near.',
      'Veinte años en un hospital me enseñaron cuánto se puede hacer en casa, con las personas adecuadas cerca.',
    ],
  },
  lee: {
    since: 2011,
    languages: ['en', 'ko'],
    title: ['Therapist, day program', 'Terapeuta, programa de día'],
    specialties: [
      'Group therapy, alcohol, first weeks without',
      'Terapia de grupo, alcohol, primeras semanas sin consumir',
    ],
    words: [
      'In a group nobody has to be the only one. I look after the first five minutes, which are the hardest.',
      'En un grupo nadie tiene que sentirse solo. Cuido los primeros cinco minutos, que son los más difíciles.',
    ],
  },
  ines: {
    since: 2008,
    languages: ['en', 'es', 'pt'],
    title: ['Therapist, evening program', 'Terapeuta, programa de noche'],
    specialties: ['DBT skills, trauma, work and recovery', 'Habilidades DBT, trauma, trabajo y recuperación'],
    words: [
      'Many who come in the evening have worked all day. We keep it practical, and we start on time.',
      'Muchas personas llegan de noche después de trabajar todo el día. Vamos a lo práctico y empezamos a tiempo.',
    ],
  },
  marcus: {
    since: 2010,
    languages: ['en'],
    title: ['Family and art therapist', 'Terapeuta familiar y de arte'],
    specialties: ['Families, couples, art groups', 'Familias, parejas, grupos de arte'],
    words: [
      'Families are invited here from the first week, if the person in care wants it.',
      'Aquí invitamos a la familia desde la primera semana, si la persona en tratamiento lo desea.',
    ],
  },
  hana: {
    since: 2006,
    languages: ['en', 'ja'],
    title: ['Psychologist, virtual program', 'Psicóloga, programa en línea'],
    specialties: ['Anxiety, depression, grief', 'Ansiedad, depresión, duelo'],
    words: [
      'By video we meet where you live. That is where things have to change.',
      'Por video nos encontramos donde usted vive. Es ahí donde las cosas tienen que cambiar.',
    ],
  },
  sam: {
    since: 2015,
    languages: ['en', 'hi'],
    title: ['Counselor, day program', 'Consejero, programa de día'],
    specialties: ['Relapse prevention, opioids, young adults', 'Prevención de recaídas, opioides, adultos jóvenes'],
    words: [
      'I lead the groups on triggers and plans. You leave each one with something to try that night.',
      'Dirijo los grupos sobre lo que provoca el consumo y cómo planear. De cada uno se sale con algo para probar esa noche.',
    ],
  },
  leila: {
    since: 2021,
    languages: ['en', 'ar'],
    title: ['Therapist, evening program', 'Terapeuta, programa de noche'],
    specialties: ['Women, grief, life after loss', 'Mujeres, duelo, la vida después de una pérdida'],
    words: ['', ''],
  },
}

/** The pages are open; the medical lead has read each of them within the year; most clinicians agreed to be named. */
export function addFront(house: House, sheaf: Sheaf): void {
  const { calendar, today, director } = house
  const administrator = house.staff.find((one) => one.role === 'administrator') ?? director
  const openedOn = calendar.add(today, -196)
  const at = calendar.instant(openedOn, '11:20')
  const set = { setBy: administrator.id, setAt: at }
  sheaf.add('publicFront', { id: demoId(at, house.clinic.id, 'front'), host: '', isOpen: true, ...front, ...set })
  for (const [said, words] of [
    ['Main Street', 'Main Street'],
    ['The Mill', 'El Molino (The Mill)'],
  ] as const)
    sheaf.add('publicWord', { id: demoId(at, house.clinic.id, 'word', said), said, lang: 'es', words, ...set })
  const medicalLead = house.staff.find((one) => one.key === 'grace') ?? director
  frontPages.forEach((page, n) => {
    const reviewedOn = calendar.add(today, -(9 + 17 * n))
    const recordedAt = minutesAfter(calendar.instant(reviewedOn, '15:40'), 3 * n)
    sheaf.add('publicReview', {
      id: demoId(recordedAt, house.clinic.id, 'review', page),
      page,
      staffId: medicalLead.id,
      reviewedOn,
      wording: sha256(wordingOf([], page, null)),
      recordedBy: administrator.id,
      recordedAt: recordedAt > house.at ? at : recordedAt,
    })
  })
  for (const one of house.staff) {
    const profile = profiles[one.key]
    if (profile === undefined) continue
    sheaf.add('publicProfile', {
      id: demoId(at, one.id, 'profile'),
      staffId: one.id,
      isShown: true,
      agreedOn: calendar.add(openedOn, -3),
      sinceYear: profile.since,
      languages: profile.languages,
      titleEn: profile.title[0],
      titleEs: profile.title[1],
      specialtiesEn: profile.specialties[0],
      specialtiesEs: profile.specialties[1],
      wordsEn: profile.words[0],
      wordsEs: profile.words[1],
      showsNumber: one.key === 'dana' || one.key === 'grace',
      ...set,
    })
  }
  addCallHours(house, sheaf, at)
}

/** Nobody sits at the desk on a federal holiday. */
export const isHoliday = (day: Day): boolean => federalHolidays(Number(day.slice(0, 4))).some((one) => one.day === day)

const [mornings, afternoons] = [
  [1, 2, 4, 5],
  [2, 3, 4],
]

/** The desk is staffed on working days; one coordinator takes calls before noon, the other after it and on one evening. */
function addCallHours(house: House, sheaf: Sheaf, at: Date): void {
  const { calendar, director } = house
  const from = calendar.add(house.today, -190)
  const set = { setBy: director.id, setAt: at }
  sheaf.add('deskHours', {
    id: demoId(at, house.clinic.id, 'desk hours'),
    effectiveFrom: from,
    weekdays: [1, 2, 3, 4, 5],
    opens: '08:30',
    closes: '18:00',
    ...set,
  })
  const year = Number(house.today.slice(0, 4))
  for (const { day, name } of [year, year + 1, year + 2].flatMap(federalHolidays)) {
    if (day < house.today) continue
    sheaf.add('deskClosedDay', {
      id: demoId(at, house.clinic.id, 'closed', day),
      day,
      isClosed: true,
      because: name,
      ...set,
    })
  }
  const [early, late = early] = house.coordinators
  if (early === undefined || late === undefined) return
  const hours = (staffId: string, weekday: number, starts: string, ends: string) =>
    sheaf.add('callHours', {
      id: demoId(at, staffId, 'call hours', weekday, starts),
      staffId,
      weekday,
      starts,
      ends,
      slotMinutes: 30,
      during: daysFrom(from, null),
      ...set,
    })
  for (const weekday of mornings) hours(early.id, weekday, '09:00', '12:00')
  for (const weekday of afternoons) hours(late.id, weekday, '13:00', '16:30')
  hours(late.id, 2, '17:30', '19:30')
}

/** Somebody at the desk is away for half a day of each week, and for a day of the next. */
export function addTimeAway(house: House, sheaf: Sheaf, knows: ReadonlySet<string>): void {
  const { calendar, director } = house
  const monday = calendar.monday(house.today)
  const setAt = minutesAfter(calendar.instant(calendar.add(monday, -12), '10:05'), 0)
  house.coordinators.slice(0, 2).forEach((one, n) => {
    const day = calendar.add(monday, n === 0 ? 9 : 4)
    const [from, to] = n === 0 ? ['00:00', ''] : ['13:00', '17:00']
    const id = demoId(setAt, one.id, 'away', day, whole(0, 9, house.chance(one.key, day)))
    if (knows.has(id)) return
    const until = to === '' ? calendar.instant(calendar.add(day, 1), '00:00') : calendar.instant(day, to ?? '')
    const during = instantsFrom(calendar.instant(day, from ?? ''), until)
    sheaf.add('timeAway', { id, staffId: one.id, during, setBy: director.id, setAt })
  })
}
