import { defaultThresholds, type GateThresholds } from '../placement/thresholds.ts'

export type Vitals = {
  systolic: number | null
  diastolic: number | null
  pulse: number | null
  temperature: number | null
  breaths: number | null
  oxygen: number | null
  weight: number | null
  breathAlcohol: number | null
}
export type Alarm = { tone: 'danger' | 'warning'; sentence: string; next: string }

const measureAgain = 'Measure once more at once. If it holds, or they look unwell, call 911; open the safety screen.'

/**
 * What about these readings needs somebody now, each in one sentence with the next step; most urgent first. Pressure in mmHg,
 * pulse and breaths a minute, temperature in °F, oxygen in %, breath alcohol in g/210 L. The limits are those of the safety gate
 * (clinical.md §1.6; defaults that the medical director approves), and for breaths 8 and 30 a minute [K].
 */
export function alarmsOf(one: Vitals, set: GateThresholds = defaultThresholds): Alarm[] {
  const t = set.rows
  const alarms: Alarm[] = []
  const beyond = (
    value: number | null,
    low: number | null,
    high: number | null,
    sentence: (value: number) => string,
  ) => {
    if (value !== null && ((low !== null && value < low) || (high !== null && value >= high)))
      alarms.push({ tone: 'danger', sentence: sentence(value), next: measureAgain })
  }
  beyond(one.pulse, t.pulseTooLow.value, t.pulseTooHigh.value, (v) => `Pulse ${v} a minute is out of the safe range.`)
  beyond(
    one.systolic,
    t.systolicTooLow.value,
    t.systolicTooHigh.value,
    (v) => `Upper blood pressure ${v} is out of the safe range.`,
  )
  beyond(one.diastolic, null, t.diastolicTooHigh.value, (v) => `Lower blood pressure ${v} is out of the safe range.`)
  beyond(
    one.temperature,
    t.temperatureTooLow.value,
    t.temperatureTooHigh.value,
    (v) => `Temperature ${v} °F is out of the safe range.`,
  )
  beyond(one.oxygen, t.oxygenTooLow.value, null, (v) => `Oxygen ${v} % is too low.`)
  beyond(one.breaths, 8, 30, (v) => `${v} breaths a minute is out of the safe range.`)
  const level = one.breathAlcohol
  if (level !== null && level >= t.alcoholLevelHigh.value)
    alarms.push({
      tone: 'danger',
      sentence: `Breath alcohol ${level.toFixed(3)}: high.`,
      next: 'They do not drive and are not left alone. Look for withdrawal with CIWA-Ar, then open the safety screen.',
    })
  else if (level !== null && level > 0)
    alarms.push({
      tone: 'warning',
      sentence: `Breath alcohol ${level.toFixed(3)}.`,
      next: 'They do not drive. Talk with them before the group; a falling level can bring withdrawal.',
    })
  return alarms
}

/** What COWS or CIWA-Ar asks for by its score, or null. `cover`: the gate's limits; clinical.md §1.6. */
export function withdrawalAlarm(
  key: string,
  score: number | null,
  set: GateThresholds = defaultThresholds,
): Alarm | null {
  if (score === null) return null
  const t = set.rows
  if (key === 'cows' && score >= t.cowsMedicine.value)
    return {
      tone: 'danger',
      sentence: `COWS ${score}: opioid withdrawal that needs medicine today (from ${t.cowsMedicine.value}).`,
      next: 'Call the prescriber now and open the safety screen; give a naloxone kit.',
    }
  if (key === 'ciwa-ar' && score >= t.ciwaSevere.value)
    return {
      tone: 'danger',
      sentence: `CIWA-Ar ${score}: severe alcohol withdrawal (from ${t.ciwaSevere.value}).`,
      next: 'This needs a hospital now. Stay with them and open the safety screen.',
    }
  if (key === 'ciwa-ar' && score >= t.ciwaNeedsCover.value)
    return {
      tone: 'danger',
      sentence: `CIWA-Ar ${score}: alcohol withdrawal that needs medical cover (from ${t.ciwaNeedsCover.value}).`,
      next: 'Call the prescriber now and open the safety screen.',
    }
  return null
}
