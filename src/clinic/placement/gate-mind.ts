import type { Reading } from './answers.ts'
import { type Caution, caution, type Facts, type Stop, stop } from './stops.ts'

const TRIAGE = 'C-SSRS screener triage, Columbia Lighthouse Project'

/**
 * Suicide, by the published triage of the screener: items 4 and 5 in the past month, or item 6 within 3 months, are
 * imminent; items 2 and 3, or older behaviour, need a clinician the same day. An unknown date for item 6 counts as recent.
 */
export function suicideStops(given: Reading, facts: Facts): Stop[] {
  const t = facts.thresholds.rows
  const stops: Stop[] = []
  const imminent = (id: string, because: string, restsOn: string[]) =>
    stops.push(
      stop('suicide', id, {
        because,
        restsOn,
        to: '4-psych',
        within: 'now',
        doNow: [
          'Do not leave the person alone.',
          'Call the crisis team or 988 with them; 911 if they are in danger this minute.',
          'Get evaluation for hospital care now.',
          'Put means out of reach: firearms, pills, keys.',
          'Write the safety plan together, with someone they trust.',
        ],
        source: TRIAGE,
        mark: 'V',
      }),
    )
  const today = (id: string, because: string, restsOn: string[]) =>
    stops.push(
      stop('suicide', id, {
        because,
        restsOn,
        to: 'clinician',
        within: t.sameDayMinutes.value,
        beside: true,
        doNow: [
          'A clinician assesses the person today, before they leave.',
          'Write a safety plan together; ask about means.',
          'Give 988 and the crisis line.',
          'Screen again at every session.',
        ],
        source: TRIAGE,
        mark: 'V',
      }),
    )
  if (given.yes('cssrs-5')) imminent('suicide-plan', 'Screener item 5: worked out how, and means to.', ['cssrs-5'])
  if (given.yes('cssrs-4')) imminent('suicide-intent', 'Screener item 4: some intention to act.', ['cssrs-4'])
  if (given.yes('cssrs-6-recent') || (given.yes('cssrs-6') && !given.no('cssrs-6-recent')))
    imminent(
      'suicide-recent-act',
      'Screener item 6: acted or prepared within the past 3 months, or when is not known.',
      ['cssrs-6', 'cssrs-6-recent'],
    )
  else if (given.yes('cssrs-6'))
    today('suicide-past-act', 'Screener item 6: acted or prepared, more than 3 months ago.', [
      'cssrs-6',
      'cssrs-6-recent',
    ])
  if (!given.yes('cssrs-4') && !given.yes('cssrs-5')) {
    if (given.yes('cssrs-3')) today('suicide-way', 'Screener item 3: thinks of a way to end their life.', ['cssrs-3'])
    else if (given.yes('cssrs-2'))
      today('suicide-thoughts', 'Screener item 2: thinks of ending their life.', ['cssrs-2'])
  }
  return stops
}

export function suicideCautions(given: Reading): Caution[] {
  const cautions: Caution[] = []
  if (given.yes('cssrs-1') && !given.yes('cssrs-2'))
    cautions.push(
      caution(
        'suicide',
        'suicide-wish',
        'Screener item 1: wishes not to be alive.',
        ['cssrs-1'],
        ['Tell the therapist; screen again next session; give 988.'],
        'V',
      ),
    )
  if (given.yes('means-at-hand'))
    cautions.push(
      caution(
        'suicide',
        'suicide-means',
        'A means is within reach.',
        ['means-at-hand'],
        ['Plan today who keeps it, and where.'],
      ),
    )
  return cautions
}

/** Psychosis, mania, voices that command, intent to kill, violence. */
export function mindStops(given: Reading, facts: Facts): Stop[] {
  const soon = facts.thresholds.rows.soonMinutes.value
  const stops: Stop[] = []
  const crisis = ['Keep the room calm; two staff within call.', 'Call the crisis team and stay until they take over.']
  if (given.yes('agitation'))
    stops.push(
      stop('mind', 'agitation', {
        because: 'Violent or about to be.',
        restsOn: ['agitation'],
        to: '911',
        within: 'now',
        doNow: ['Clear the room of others.', 'Call 911; ask for a crisis-trained officer.', 'Leave the way out open.'],
      }),
    )
  if (given.yes('homicidal'))
    stops.push(
      stop('mind', 'homicidal', {
        because: 'Intends to kill or gravely harm someone.',
        restsOn: ['homicidal'],
        to: '4-psych',
        within: 'now',
        doNow: [
          'Do not leave the person alone.',
          'Call the clinical director: a duty to protect the other person may apply.',
          'Get evaluation for hospital care now.',
          'Record who was told what, and when.',
        ],
      }),
    )
  if (given.yes('command-voices'))
    stops.push(
      stop('mind', 'command-voices', {
        because: 'Hears voices that order harm.',
        restsOn: ['command-voices'],
        to: '4-psych',
        within: 'now',
        doNow: ['Do not leave the person alone.', ...crisis],
      }),
    )
  if (given.yes('psychosis'))
    stops.push(
      stop('mind', 'psychosis', {
        because: 'Psychosis makes group work impossible today.',
        restsOn: ['psychosis'],
        to: 'crisis',
        within: soon,
        doNow: crisis,
      }),
    )
  if (given.yes('mania'))
    stops.push(
      stop('mind', 'mania', {
        because: 'Mania makes group work impossible today.',
        restsOn: ['mania'],
        to: 'crisis',
        within: soon,
        doNow: crisis,
      }),
    )
  return stops
}

/** Harm to a child or a dependent adult: the law's report, beside treatment and never instead of it. */
export function abuseStops(given: Reading): Stop[] {
  const stops: Stop[] = []
  const report = (id: string, because: string, law: string, source: string) =>
    stops.push(
      stop('abuse', id, {
        because,
        restsOn: [id],
        to: 'report',
        within: 'now',
        beside: true,
        doNow: [
          "Call the state's hotline now; the person who heard it makes the report.",
          law,
          'Tell the clinical director.',
          'Record time, hotline and the number of the report.',
        ],
        source,
      }),
    )
  if (given.yes('abuse-danger-now'))
    stops.push(
      stop('abuse', 'abuse-danger-now', {
        because: 'Someone who depends on others is in danger right now.',
        restsOn: ['abuse-danger-now'],
        to: '911',
        within: 'now',
        beside: true,
        doNow: ['Call 911; say where the person in danger is.', 'Then make the report.'],
      }),
    )
  if (given.yes('abuse-child'))
    report(
      'abuse-child',
      'Harm to a child was told.',
      'Give the first report only what the law asks; 42 CFR 2.12(c)(6) allows that much.',
      '42 CFR 2.12(c)(6); state law',
    )
  if (given.yes('abuse-adult'))
    report(
      'abuse-adult',
      'Harm to an older or dependent adult was told.',
      'Do not say that anyone is a client here: 42 CFR part 2 has no exception for this report. Ask for consent, or report without it.',
      'State law; 42 CFR 2.13',
    )
  return stops
}
