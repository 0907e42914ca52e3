import type { Reading } from './answers.ts'
import { type Caution, caution, type Facts, type Stop, stop } from './stops.ts'
import { quote } from './thresholds.ts'

const ASAM_ALCOHOL = 'ASAM alcohol withdrawal guideline 2020, as summarised'

/** Drank lately enough for withdrawal to be ahead or under way. An unknown time since the last drink counts as lately. */
export const mayWithdraw = (given: Reading, facts: Facts): boolean => {
  if (!given.yes('alcohol-30')) return false
  const since = given.number('alcohol-last')
  return since === null || since <= facts.thresholds.rows.alcoholRiskEnds.value
}

export const sedativeDependent = (given: Reading, facts: Facts): boolean =>
  (given.number('sedative-days') ?? 0) >= facts.thresholds.rows.sedativeDaysInRow.value ||
  given.yes('sedative-unstable')

const bed = [
  'Do not leave the person alone and do not let them drive.',
  'Call a withdrawal unit for a bed today; if none within the hour, send to the emergency department.',
  'Hand over the score, the time of the last drink and any sedative use.',
]

/** Alcohol: the hard stops of the safety gate. History counts only while withdrawal may still come; signs always count. */
export function alcoholStops(given: Reading, facts: Facts): Stop[] {
  const t = facts.thresholds.rows
  const today = t.sameDayMinutes.value
  const stops: Stop[] = []
  const ciwa = given.number('ciwa')
  const lately = mayWithdraw(given, facts)
  const add = (
    id: string,
    to: Stop['routeTo'],
    within: Stop['within'],
    because: string,
    restsOn: string[],
    doNow = bed,
  ) => stops.push(stop('alcohol', id, { because, restsOn, to, within, doNow, source: ASAM_ALCOHOL }))

  if (given.yes('alcohol-delirium'))
    add(
      'alcohol-delirium',
      '911',
      'now',
      'Confused as drink wears off: this may be delirium tremens.',
      ['alcohol-delirium'],
      ['Call 911.', 'Stay with the person, keep the room calm and lit.', 'Tell the crew when the last drink was.'],
    )
  if (given.yes('alcohol-hallucinations'))
    add('alcohol-hallucinations', 'ed', 'now', 'Sees, hears or feels things that are not there as drink wears off.', [
      'alcohol-hallucinations',
    ])
  if (ciwa !== null && ciwa >= t.ciwaSevere.value)
    add('alcohol-ciwa-severe', '4', 'now', `CIWA-Ar is ${ciwa}; from ${t.ciwaSevere.value} withdrawal is severe.`, [
      'ciwa',
    ])
  else if (ciwa !== null && ciwa >= t.ciwaNeedsCover.value && !given.yes('withdrawal-cover'))
    add(
      'alcohol-ciwa',
      '3.7',
      today,
      `CIWA-Ar is ${ciwa}; from ${t.ciwaNeedsCover.value} withdrawal needs medical cover, and there is none.`,
      ['ciwa', 'withdrawal-cover'],
    )
  if (lately && given.yes('alcohol-seizure'))
    add('alcohol-seizure', '3.7', today, 'Had a seizure after stopping drink before, and drank lately.', [
      'alcohol-seizure',
      'alcohol-last',
    ])
  if (lately && given.yes('alcohol-delirium-past'))
    add('alcohol-delirium-past', '3.7', today, 'Had delirium tremens before, and drank lately.', [
      'alcohol-delirium-past',
      'alcohol-last',
    ])
  const pawss = given.number('pawss')
  if (pawss !== null && pawss >= t.pawssHigh.value && !given.no('alcohol-30'))
    add(
      'alcohol-pawss',
      '3.7',
      today,
      `PAWSS is ${pawss}; from ${t.pawssHigh.value} complicated withdrawal is likely.`,
      ['pawss'],
    )
  if (lately && given.is('pregnant', 'yes'))
    add(
      'alcohol-pregnant',
      '4',
      today,
      'Pregnant, and drank lately: withdrawal needs a hospital with obstetric care.',
      ['pregnant', 'alcohol-last'],
    )
  const week = given.number('alcohol-week')
  if (
    lately &&
    week !== null &&
    week >= t.heavyDrinksPerWeek.value &&
    facts.age !== null &&
    facts.age >= t.olderAge.value
  )
    add('alcohol-older', '3.7', today, `Aged ${facts.age} and drinks ${week} drinks a week.`, [
      'alcohol-week',
      'alcohol-last',
    ])
  if (lately && given.yes('sedative-use') && sedativeDependent(given, facts))
    add('alcohol-sedative', '4', today, 'Drinks and depends on a sedative: withdrawal from both at once can kill.', [
      'alcohol-30',
      'sedative-days',
      'sedative-unstable',
    ])
  const level = given.number('alcohol-level')
  const signs = given.yes('alcohol-signs') || (ciwa !== null && ciwa >= t.ciwaNeedsCover.value)
  if (level !== null && level >= t.alcoholLevelHigh.value && signs)
    add('alcohol-level-and-signs', 'ed', 'now', `Signs of withdrawal while the alcohol level is still ${level} g/dL.`, [
      'alcohol-level',
      'alcohol-signs',
    ])
  return stops
}

/** Alcohol: what to watch though nothing stops. */
export function alcoholCautions(given: Reading, facts: Facts): Caution[] {
  const t = facts.thresholds.rows
  const cautions: Caution[] = []
  const add = (id: string, because: string, restsOn: string[], doNow: string[], mark: Caution['mark'] = 'K') =>
    cautions.push(caution('alcohol', id, because, restsOn, doNow, mark))
  const lately = mayWithdraw(given, facts)
  const since = given.number('alcohol-last')
  const ciwa = given.number('ciwa')
  if (lately && given.is('alcohol-test', 'negative'))
    add(
      'alcohol-test-negative',
      'The alcohol test is negative. That does not rule withdrawal out, and nothing here was cleared by it.',
      ['alcohol-test'],
      ['Go by signs, history and the time since the last drink.'],
      'V',
    )
  if (lately && since !== null && since < t.alcoholPeakBegins.value)
    add(
      'alcohol-too-early',
      `Last drink ${since} h ago: withdrawal may not show before ${quote(facts.thresholds, 'alcoholPeakBegins')}.`,
      ['alcohol-last', 'ciwa'],
      [`Score CIWA-Ar again from ${t.alcoholPeakBegins.value} h after the last drink.`],
    )
  else if (lately && since !== null && since <= t.alcoholPeakEnds.value)
    add(
      'alcohol-peak',
      `Last drink ${since} h ago: the most dangerous time runs to ${t.alcoholPeakEnds.value} h.`,
      ['alcohol-last'],
      [
        `Score CIWA-Ar at every contact until ${t.alcoholPeakEnds.value} h.`,
        'Say when to call 911: shaking, confusion, a seizure.',
      ],
    )
  if (lately && given.yes('alcohol-signs') && ciwa !== null && ciwa < t.ciwaNeedsCover.value)
    add(
      'alcohol-mild',
      `Mild signs of withdrawal, CIWA-Ar ${ciwa}.`,
      ['alcohol-signs', 'ciwa'],
      ['Have a prescriber (level 1.7) see the person today.', 'Someone stays with them for three days.'],
    )
  if (ciwa !== null && ciwa >= t.ciwaNeedsCover.value && ciwa < t.ciwaSevere.value && given.yes('withdrawal-cover'))
    add(
      'alcohol-covered',
      `CIWA-Ar is ${ciwa} and a prescriber or nurse sees the person daily.`,
      ['ciwa', 'withdrawal-cover'],
      ['Agree in writing who watches withdrawal. The program runs beside that care, never instead.'],
    )
  if (!lately && given.yes('alcohol-30') && (given.yes('alcohol-seizure') || given.yes('alcohol-delirium-past')))
    add(
      'alcohol-history',
      'Past dangerous withdrawal: a return to drinking brings the danger back.',
      ['alcohol-seizure', 'alcohol-delirium-past'],
      ['Write it into the crisis plan.'],
    )
  return cautions
}
