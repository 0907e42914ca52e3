import { addDays, type Day } from '../../basics/dates.ts'
import { serviceKinds } from '../programs/library.ts'
import type { PaySession } from './payable.ts'

const words: Record<string, string> = {
  group: 'process',
  education: 'psychoeducation',
  individual: 'individual',
  family: 'family',
  medication: 'medication-management',
  assessment: 'assessment',
  test: 'drug-test',
  break: 'break',
}

/** The words that a typed week understands, for the hint under its fields. */
export const triedWords: readonly string[] = Object.keys(words)

export const triedDays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/**
 * A typed week as sessions: for each day '90 group, 50 individual'. Minutes from 1 to 600; without a word it is a group. A
 * service kind's own key is understood too. What cannot be read is answered by the day's name, and nothing is guessed.
 */
export function triedWeek(
  typed: Partial<Record<(typeof triedDays)[number], string>>,
  from: Day,
): { sessions: PaySession[]; unread: (typeof triedDays)[number][] } {
  const sessions: PaySession[] = []
  const unread: (typeof triedDays)[number][] = []
  for (const [n, name] of triedDays.entries()) {
    const parts = (typed[name] ?? '')
      .split(/[,;+]/)
      .map((part) => part.trim())
      .filter(Boolean)
    for (const part of parts.slice(0, 12)) {
      const [, digits = '', word = ''] = /^(\d{1,3})\s*(?:min\b)?\s*([a-z-]*)$/i.exec(part) ?? []
      const minutes = Number(digits)
      const key =
        word === '' ? 'process' : (words[word.toLowerCase()] ?? serviceKinds.find((kind) => kind.key === word)?.key)
      if (minutes < 1 || minutes > 600 || key === undefined) {
        if (!unread.includes(name)) unread.push(name)
        continue
      }
      sessions.push({
        id: `${name} ${sessions.length}`,
        name: part,
        service: key,
        day: addDays(from, n),
        minutes,
        byVideo: false,
        people: null,
        isLicensed: null,
        isNoteSigned: null,
      })
    }
  }
  return { sessions, unread }
}
