import { addDays, weekOf } from '../src/basics/dates.ts'
import { castId } from './cast.ts'
import { todayHere } from './world.ts'

// A plan as a form sends it, for José's stay.

const today = todayHere()
export const jose = { client: castId('jose') }
export const episode = { episode: castId('jose episode') }

/** What an open draft's page carries unseen. */
export const fieldsOf = (html: string): Record<string, string> =>
  Object.fromEntries(
    ['page', 'basedOn', 'g1-id', 'g1o1-id'].map((name) => [
      name,
      new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '',
    ]),
  )

/** A whole plan, which one may sign. */
export const written = (over: Record<string, string | string[]> = {}) => ({
  'p1-words': 'Takes pills to get through the day',
  'p1-diagnosis': '',
  'g1-words': 'Stay a month without pills',
  'g1-problem': 'p1',
  'g1o1-words': 'Days without pills, by own count',
  'g1o1-measure': '',
  'g1o1-baseline': '2 of 7',
  'g1o1-target': '30 in a row',
  'g1o1-by': addDays(today, 50),
  's1-kind': 'process',
  's1-times': '3',
  's1-every': '1',
  's1-minutes': '180',
  's1-who': 'Lee Park',
  's1-for[]': ['g1o1'],
  // The week holds a second group, which this plan does without.
  's2-kind': '',
  strengths: 'A brother at home',
  barriers: '',
  dischargeWhen: 'A month without pills',
  weeks: '12',
  days: '3',
  fromWeek: weekOf(today),
  reviewOn: addDays(today, 60),
  because: '',
  ...over,
})
