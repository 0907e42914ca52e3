import type { Day } from '../../basics/dates.ts'
import { hoursAndMinutes, plural } from '../../basics/text.ts'

// What a step card shows of each part of a person's situation since the last decision. The parts are the field's usual six, in our
// own words; which of them an edition names otherwise is said where it is assessed (placement/). Source: clinical.md §1.1, §1.3.

export const parts = ['use', 'body', 'mind', 'taking-part', 'risks', 'surroundings'] as const
export type Part = (typeof parts)[number]
export const partName: Record<Part, string> = {
  use: 'Use, withdrawal and medicine for it',
  body: 'The body',
  mind: 'Mood, thinking and safety',
  'taking-part': 'Taking part, and what they want',
  risks: 'What could bring use or harm back',
  surroundings: 'Home, people, work',
}

export type Line = { words: string; tone: 'good' | 'warning' | 'danger' | 'calm' }
export type Evidence = { part: Part; lines: Line[] }[]

export type SinceFacts = {
  attended: readonly { kind: string; came: number; missed: number; minutes: number }[]
  /** Days away on a pause. */
  away: number
  /** Null: this person is not tested. */
  tests: readonly { day: Day; found: boolean }[] | null
  measures: readonly {
    title: string
    score: number
    before: number | null
    change: 'better' | 'worse' | 'noise' | null
  }[]
  alarms: readonly { day: Day; isOpen: boolean; isImminent: boolean }[]
  concerns: readonly { day: Day; kind: string; words: string; isOpen: boolean }[]
  barriers: readonly string[]
  objectives: { met: number; open: number } | null
  medicine: { active: number } | null
  readings: number
  signal: { points: number; reasons: readonly string[] } | null
}

const line = (tone: Line['tone'], words: string): Line => ({ tone, words })

/** Drug tests first, because they say most of use; without any, that is said and is no good news. */
function useLines({ tests, medicine }: SinceFacts): Line[] {
  const found = tests?.filter((one) => one.found).length ?? 0
  const lines =
    tests === null || tests.length === 0
      ? [line('calm', 'No drug test came back: nobody knows from a test.')]
      : found > 0
        ? [
            line(
              'danger',
              `${found} of ${plural(tests.length, 'drug test', 'drug tests')} found what is not on the list of medicines.`,
            ),
          ]
        : [line('good', `${plural(tests.length, 'drug test', 'drug tests')}, none of them with anything unexplained.`)]
  return medicine === null
    ? lines
    : [...lines, line('calm', `${plural(medicine.active, 'medicine', 'medicines')} on the list.`)]
}

function mindLines({ measures, alarms }: SinceFacts): Line[] {
  const moved = measures.map(({ title, score, before, change }) =>
    before === null
      ? line('calm', `${title}: ${score}, the first since.`)
      : change === 'better'
        ? line('good', `${title}: ${before} to ${score}, more than chance.`)
        : change === 'worse'
          ? line('danger', `${title}: ${before} to ${score}, worse by more than chance.`)
          : line('calm', `${title}: ${before} to ${score}, within what chance does.`),
  )
  const open = alarms.filter((one) => one.isOpen).length
  return [
    ...(alarms.length === 0
      ? []
      : [
          line(
            open > 0 ? 'danger' : 'warning',
            `${plural(alarms.length, 'safety alarm', 'safety alarms')}${open > 0 ? `, ${open} not answered yet` : ', all answered'}.`,
          ),
        ]),
    ...(moved.length === 0 ? [line('calm', 'No measure was answered.')] : moved),
  ]
}

function takingPartLines({ attended, away, objectives }: SinceFacts): Line[] {
  const came = attended.reduce((sum, one) => sum + one.came, 0)
  const missed = attended.reduce((sum, one) => sum + one.missed, 0)
  const minutes = attended.reduce((sum, one) => sum + one.minutes, 0)
  return [
    came + missed === 0
      ? line('calm', 'No attendance is marked.')
      : line(
          missed === 0 ? 'good' : missed * 4 >= came + missed ? 'danger' : 'warning',
          `Came to ${came} of ${plural(came + missed, 'session', 'sessions')}, ${hoursAndMinutes(minutes)} in all.`,
        ),
    ...(away > 0 ? [line('calm', `${plural(away, 'day', 'days')} away on a pause: not counted as missed.`)] : []),
    objectives === null
      ? line('calm', 'No plan is signed.')
      : line(
          objectives.met > 0 ? 'good' : 'calm',
          `${objectives.met} of ${plural(objectives.met + objectives.open, 'objective', 'objectives')} of the plan met.`,
        ),
  ]
}

function riskLines({ concerns, signal }: SinceFacts): Line[] {
  const worries = concerns.filter((one) => one.kind !== 'help')
  return [
    ...worries
      .slice(0, 4)
      .map((one) => line(one.isOpen ? 'warning' : 'calm', `${one.isOpen ? 'Open' : 'Settled'} concern: ${one.words}`)),
    signal === null || signal.points === 0
      ? line('calm', 'No signal of trouble stands.')
      : line('warning', `Signals: ${signal.reasons.slice(0, 3).join(' ')}`),
  ]
}

function surroundingLines({ barriers, concerns }: SinceFacts): Line[] {
  const help = concerns.filter((one) => one.kind === 'help')
  const lines = [
    ...[...new Set(barriers)]
      .slice(0, 4)
      .map((words) => line('warning', `Named as in the way: ${words.toLowerCase()}.`)),
    ...help
      .slice(0, 3)
      .map((one) =>
        line(one.isOpen ? 'warning' : 'good', `${one.isOpen ? 'Help asked for' : 'Help given'}: ${one.words}`),
      ),
  ]
  return lines.length === 0 ? [line('calm', 'Nothing was written down: ask.')] : lines
}

/**
 * The evidence by part, in a fixed order; every part has at least one line, and what is missing is said, never counted as good.
 * Counts are of whole sessions, tests and objectives since the last decision. Refuses nothing.
 */
export const evidenceOf = (facts: SinceFacts): Evidence => [
  { part: 'use', lines: useLines(facts) },
  {
    part: 'body',
    lines: [
      facts.readings > 0
        ? line('calm', `${plural(facts.readings, 'reading', 'readings')} of vital signs: see the flowsheet.`)
        : line('calm', 'No vital sign was read.'),
    ],
  },
  { part: 'mind', lines: mindLines(facts) },
  { part: 'taking-part', lines: takingPartLines(facts) },
  { part: 'risks', lines: riskLines(facts) },
  { part: 'surroundings', lines: surroundingLines(facts) },
]
