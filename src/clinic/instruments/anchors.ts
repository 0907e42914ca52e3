import { answer } from './form.ts'

// Answer lists that several instruments have. LOINC answer codes: clinical.md §5.4 [V: R12, R2].

export const frequency = [
  answer(0, 'Not at all', 'LA6568-5'),
  answer(1, 'Several days', 'LA6569-3'),
  answer(2, 'More than half the days', 'LA6570-1'),
  answer(3, 'Nearly every day', 'LA6571-9'),
]

export const hardship = [
  answer(0, 'Not difficult at all', 'LA6572-7'),
  answer(1, 'Somewhat difficult', 'LA6573-5'),
  answer(2, 'Very difficult', 'LA6575-0'),
  answer(3, 'Extremely difficult', 'LA6574-3'),
]

export const no = answer(0, 'No', 'LA32-8')
export const yes = answer(1, 'Yes', 'LA33-6')
export const noYes = [no, yes]

/** Answers from 0 upward; a text of null is a step between two named ones and shows its number alone. */
export const ladder = (...texts: (string | null)[]) =>
  texts.map((text, points) => answer(points, text ?? String(points)))

/** Answers of uneven steps: 0, 1, 2, 4. */
export const steps = (...list: [number, string][]) => list.map(([points, text]) => answer(points, text))
