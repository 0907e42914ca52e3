import { plural } from '../../basics/text.ts'
import type { Assessment } from './assessment.ts'
import type { Edition } from './dimension.ts'
import { type LevelCode, type PlaceCode, rankOf } from './levels.ts'
import type { Weighed } from './weigh.ts'

/** Levels worth a thought beside the recommended one, each with the reason. */
export function consider(
  { of, label, isYoung }: Weighed,
  level: PlaceCode,
  assessment: Assessment,
): { level: LevelCode; because: string }[] {
  const also: { level: LevelCode; because: string }[] = []
  const social = ['mind', 'readiness', 'relapse', 'home'] as const
  const moderate = social.filter((role) => of[role] >= 2)
  if (level === '2.1' && moderate.length >= 3)
    also.push({ level: '2.5', because: `${moderate.length} dimensions are rated 2 or more at once.` })
  const [only] = moderate
  if (level === '2.1' && moderate.length === 1 && only !== undefined && of[only] === 2)
    also.push({ level: '1.5', because: `Only “${label[only]}” points to several days a week.` })
  if (
    level === '2.5' &&
    social.filter((role) => of[role] >= 3).length === 1 &&
    moderate.length === 1 &&
    !(isYoung && of.home >= 3)
  )
    also.push({ level: '2.1', because: 'One serious dimension, the others light: close watching may do.' })
  if (level === '2.7')
    also.push({ level: '2.1', because: 'If a prescriber sees the person daily, the program can run beside that.' })
  if (level === '3.5')
    also.push({
      level: '2.5',
      because: isYoung
        ? 'If living in is declined: daily care, and a safe place to stay.'
        : 'If the person declines to live in: daily care with a recovery residence.',
    })
  if (of.home >= 3 && (level === '2.1' || level === '2.5'))
    also.push({
      level: '3.5',
      because: isYoung
        ? 'If no safe place to stay is found, residential treatment for young people is safer than this home.'
        : 'If no recovery residence has a place, residential treatment is safer than this home.',
    })
  if (of.readiness === 4 && level === '2.1')
    also.push({ level: '1.5', because: 'A few visits to talk may be all that the person accepts for now.' })
  if (assessment.comingFrom !== null && rankOf(assessment.comingFrom) >= rankOf('3.1') && rankOf(level) < rankOf('2.1'))
    also.push({
      level: '2.1',
      because: `A step down from level ${assessment.comingFrom} usually goes through several days a week.`,
    })
  return also
}

/** How sure the recommendation is: what contradicts itself, what is missing, what to look at again. */
export function notesOn(
  { of, label, open, live, cover }: Weighed,
  level: PlaceCode,
  { gate, ageGroup, program, supportiveHome, adultComes }: Assessment,
  edition: Edition,
): string[] {
  const notes: string[] = []
  const stopped = (...among: string[]) => gate.stops.some((stop) => among.includes(stop.group))
  if (open.length > 0) notes.push('Not firm: the safety gate is unfinished.')
  if (of.withdrawal === 4 && !stopped('alcohol', 'sedative', 'depressant', 'opioid', 'emergency'))
    notes.push(`“${label.withdrawal}” is rated 4, yet the safety gate found no danger. Go through it again.`)
  if (of.mind === 4 && !stopped('suicide', 'mind'))
    notes.push(`“${label.mind}” is rated 4, yet the safety gate found no danger. Go through it again.`)
  if (of.body === 4 && !stopped('medical', 'emergency', 'pregnancy'))
    notes.push(`“${label.body}” is rated 4, yet the safety gate found no danger. Go through it again.`)
  if (of.withdrawal <= 1 && live.some((stop) => ['alcohol', 'sedative', 'depressant', 'opioid'].includes(stop.group)))
    notes.push(`The safety gate found a withdrawal risk, yet “${label.withdrawal}” is rated ${of.withdrawal}.`)
  if (of.mind <= 1 && live.some((stop) => stop.group === 'suicide' || stop.group === 'mind'))
    notes.push(`The safety gate found a danger of the mind, yet “${label.mind}” is rated ${of.mind}.`)
  if (supportiveHome === false && of.home < 2)
    notes.push(`Nobody at home supports recovery, yet “${label.home}” is rated ${of.home}.`)
  if (supportiveHome === true && of.home >= 3)
    notes.push(`Someone at home supports recovery, yet “${label.home}” is rated ${of.home}.`)
  if (supportiveHome === null) notes.push('Nobody has said yet whether someone at home supports recovery.')
  if (of.relapse >= 3 && of.readiness <= 1)
    notes.push('Wants to stop and cannot: being willing does not make lighter care enough.')
  if (program === 'mental-health' && of.withdrawal >= 2)
    notes.push('A mental health program, and withdrawal to treat: both belong in the plan.')
  if (program === 'substance-use' && of.mind >= 3)
    notes.push('A substance use program, and serious mental health trouble: both belong in the plan.')
  if (cover && of.withdrawal >= 2 && (level === '2.1' || level === '2.5'))
    notes.push('This level holds only while a prescriber sees the person for withdrawal.')
  if (edition.ageGroup !== ageGroup) notes.push(`${edition.label} was written for another age group.`)
  if (ageGroup === 'adolescent')
    notes.push('The rules for adolescents follow those for adults; a clinician for adolescents confirms the level [K].')
  if (ageGroup === 'adolescent' && adultComes !== true)
    notes.push(
      adultComes === false
        ? 'No adult comes to family sessions: find one, with the young person, before the first day.'
        : 'Nobody has said yet which adult comes to family sessions.',
    )
  if (gate.cautions.length > 0)
    notes.push(`The safety gate left ${plural(gate.cautions.length, 'thing', 'things')} to watch.`)
  return notes
}
