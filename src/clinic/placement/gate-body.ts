import type { Reading } from './answers.ts'
import { type Caution, caution, type Facts, type Stop, stop } from './stops.ts'

/** Emergencies: 911 first, questions later. */
export function emergencyStops(given: Reading, facts: Facts): Stop[] {
  const t = facts.thresholds.rows
  const stops: Stop[] = []
  const call = (id: string, because: string, doNow: string[]) =>
    stops.push(stop('emergency', id, { because, restsOn: [id], to: '911', within: 'now', doNow }))
  const stay = 'Stay with the person until the crew takes over.'
  if (given.yes('chest-pain'))
    call('chest-pain', 'Chest pain, trouble breathing or signs of a stroke.', [
      'Call 911.',
      'Let them sit or lie as is easiest.',
      stay,
    ])
  if (given.yes('seizure-now'))
    call('seizure-now', 'A seizure today.', [
      'Call 911.',
      'Clear the space; put nothing in the mouth; time it.',
      stay,
      'Tell the crew about alcohol and sedatives.',
    ])
  if (given.yes('unresponsive'))
    call('unresponsive', 'Cannot be woken, or keeps drifting off.', [
      'Call 911.',
      'Give naloxone; it does no harm if opioids are not the cause.',
      'If not breathing, give rescue breaths or CPR.',
      stay,
    ])
  if (given.yes('overdose-now'))
    call('overdose-now', 'An overdose or poisoning is suspected.', [
      'Call 911.',
      given.yes('naloxone-given')
        ? 'Naloxone was given: give a second dose after 3 minutes if breathing is still weak.'
        : 'Give naloxone now.',
      'Rescue breaths if breathing is weak; recovery position.',
      stay,
    ])

  const beyond = (id: string, low: number | null, high: number | null): number | null => {
    const value = given.number(id)
    if (value === null) return null
    return (low !== null && value < low) || (high !== null && value >= high) ? value : null
  }
  const vitals = [
    ['pulse', 'Resting pulse', 'beats/min', beyond('pulse', t.pulseTooLow.value, t.pulseTooHigh.value)],
    ['systolic', 'Upper blood pressure', 'mmHg', beyond('systolic', t.systolicTooLow.value, t.systolicTooHigh.value)],
    ['diastolic', 'Lower blood pressure', 'mmHg', beyond('diastolic', null, t.diastolicTooHigh.value)],
    ['temperature', 'Temperature', '°F', beyond('temperature', t.temperatureTooLow.value, t.temperatureTooHigh.value)],
    ['oxygen', 'Oxygen saturation', '%', beyond('oxygen', t.oxygenTooLow.value, null)],
  ] as const
  for (const [id, name, unit, value] of vitals)
    if (value !== null)
      stops.push(
        stop('emergency', `vitals-${id}`, {
          because: `${name} is ${value} ${unit}.`,
          restsOn: [id],
          to: 'ed',
          within: 'now',
          doNow: [
            'Measure once more at once.',
            'If it holds, or they look unwell, call 911; else send to the emergency department with someone beside them.',
          ],
        }),
      )
  return stops
}

export function emergencyCautions(given: Reading): Caution[] {
  const uses = ['alcohol-30', 'sedative-use', 'opioid-use'].filter((id) => given.yes(id))
  return given.is('vitals-taken', 'no') && uses.length > 0
    ? [
        caution(
          'emergency',
          'vitals-missing',
          'Vital signs were not taken, and withdrawal is possible.',
          ['vitals-taken', ...uses],
          ['Have them taken in person today.'],
        ),
      ]
    : []
}

/** Eating disorders and what else needs a medical bed first. The pulse counts as an eating sign only with an eating concern. */
export function medicalStops(given: Reading, facts: Facts): Stop[] {
  const t = facts.thresholds.rows
  const stops: Stop[] = []
  const bed = (id: string, because: string, restsOn: string[], to: Stop['routeTo'] = '4') =>
    stops.push(
      stop('medical', id, {
        because,
        restsOn,
        to,
        within: t.sameDayMinutes.value,
        doNow: [
          'Call the medical unit or emergency department today.',
          'Someone goes with them; no exercise, no driving.',
          'Send weight, vital signs and labs along.',
        ],
      }),
    )
  const concern = given.yes('eating-concern')
  const pulse = given.number('pulse')
  if (concern && pulse !== null && pulse < t.eatingPulseTooLow.value)
    bed(
      'eating-pulse',
      `Resting pulse ${pulse} with an eating disorder; below ${t.eatingPulseTooLow.value} the heart is at risk.`,
      ['pulse', 'eating-concern'],
    )
  const share = given.number('median-bmi')
  const bmi = given.number('bmi')
  const young = facts.age !== null && facts.age < 18 && share !== null
  if (young && share !== null && share < t.medianBodyMassTooLow.value)
    bed(
      'eating-median-bmi',
      `Body mass is ${share}% of the median for age; below ${t.medianBodyMassTooLow.value}% needs a medical bed.`,
      ['median-bmi'],
    )
  if (!young && bmi !== null && bmi < t.bodyMassTooLow.value)
    bed('eating-bmi', `Body mass index is ${bmi}; below ${t.bodyMassTooLow.value} needs a medical bed.`, ['bmi'])
  if (given.yes('dizzy-standing'))
    bed('eating-standing', 'Pulse or blood pressure changes sharply on standing.', ['dizzy-standing'])
  if (given.yes('fainted')) bed('eating-fainted', 'Fainted in the last two weeks.', ['fainted'], 'ed')
  if (given.yes('rapid-loss')) bed('eating-loss', 'Rapid weight loss, or no food for days.', ['rapid-loss'])
  const potassium = given.number('potassium')
  if (potassium !== null && potassium < t.potassiumTooLow.value)
    bed('eating-potassium', `Potassium is ${potassium}; below ${t.potassiumTooLow.value} the heart is at risk.`, [
      'potassium',
    ])
  if (given.yes('medical-today'))
    bed('medical-today', 'An illness or injury that needs a doctor or nurse today.', ['medical-today'], 'ed')
  return stops
}

export function medicalCautions(given: Reading, facts: Facts): Caution[] {
  const young = facts.age !== null && facts.age < 18
  return young && given.number('bmi') !== null && given.number('median-bmi') === null
    ? [
        caution(
          'medical',
          'bmi-young',
          'Body mass index means little before 18.',
          ['bmi'],
          ['Work out the share of the median BMI for age.'],
        ),
      ]
    : []
}

export function pregnancyCautions(given: Reading, facts: Facts): Caution[] {
  if (!given.is('pregnant', 'yes')) return []
  const older =
    given.yes('alcohol-30') && (given.number('alcohol-last') ?? 0) > facts.thresholds.rows.alcoholRiskEnds.value
  const cautions = [
    caution(
      'pregnancy',
      'pregnant',
      'Pregnant: first in line for a place.',
      ['pregnant'],
      ['Link with obstetric care this week.', 'Tell the prescriber.'],
    ),
  ]
  if (older)
    cautions.push(
      caution(
        'pregnancy',
        'pregnant-drank',
        'Drank during this pregnancy.',
        ['pregnant', 'alcohol-30'],
        ['Tell obstetric care, with consent.'],
      ),
    )
  return cautions
}
