import type { Role } from './dimension.ts'
import type { LevelCode } from './levels.ts'

/** The least intensive level that each rating allows, by role. Our own rules; the medical director confirms them [K]. */
export const floors: Readonly<Record<Role, readonly [LevelCode, LevelCode, LevelCode, LevelCode, LevelCode]>> = {
  withdrawal: ['1.0', '1.5', '1.7', '3.7', '4'],
  body: ['1.0', '1.5', '1.5', '2.7', '4'],
  mind: ['1.0', '1.5', '2.1', '2.5', '4-psych'],
  readiness: ['1.0', '1.5', '2.1', '2.1', '2.1'],
  relapse: ['1.0', '1.5', '2.1', '2.5', '3.5'],
  home: ['1.0', '1.5', '2.1', '2.1', '2.1'],
}

/** What each rating says about the level, as the second half of a sentence. */
export const says: Readonly<Record<Role, readonly [string, string, string, string, string]>> = {
  withdrawal: [
    'no withdrawal to expect, so nothing here asks for medical care.',
    'discomfort at most; outpatient care holds this.',
    'a prescriber has to follow the withdrawal.',
    'withdrawal needs nurses round the clock.',
    'dangerous now; this needs a hospital.',
  ],
  body: [
    'nothing physical stands in the way.',
    'a steady condition, treated elsewhere.',
    'regular medical visits elsewhere are enough, and groups can go on.',
    'a nurse or doctor is needed every day.',
    'unstable; this needs a hospital.',
  ],
  mind: [
    'no more trouble than an ordinary hard week.',
    'mild, and not in the way.',
    'moderate, and wants looking at several days a week.',
    'fills most days, and needs daily treatment.',
    'danger to self or others; this needs a psychiatric hospital.',
  ],
  readiness: [
    'committed, so care can be as light as the rest allows.',
    'willing, with some doubts.',
    'in two minds; a visit a week would not hold.',
    'sees little need; several contacts a week give the doubt room to turn.',
    'refuses treatment.',
  ],
  relapse: [
    'knows the triggers and handles them.',
    'some pull, with skills to meet it.',
    'likely to slip without support several days a week.',
    'goes on in spite of care several times a week, so needs nearly daily care.',
    'cannot stop even with daily support, so needs to live where treatment is.',
  ],
  home: [
    'a safe home that helps.',
    'mostly supportive.',
    'little support, and structure several days a week makes up for it.',
    'not safe to recover in: a recovery residence beside the program.',
    'dangerous now: a safe place to sleep comes first, with the program beside it.',
  ],
}

/** The next level up, for care that did not hold and for what else to consider. */
export const nextUp: Readonly<Partial<Record<LevelCode, LevelCode>>> = {
  '1.0': '1.5',
  '1.5': '2.1',
  '1.7': '2.1',
  '2.1': '2.5',
  '2.5': '3.5',
  '2.7': '3.7',
  '3.1': '3.5',
  '3.5': '3.7',
  '3.7': '4',
}
