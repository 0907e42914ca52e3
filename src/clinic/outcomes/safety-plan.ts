import { type Refusal, refuse } from '../../basics/refusal.ts'

// The plan for bad hours: what the person does before and while it gets dangerous, step by step, in their own words.

export const planParts = ['signs', 'alone', 'distract', 'people', 'professionals', 'safe', 'reasons'] as const
export type PlanPart = (typeof planParts)[number]
export type SafetyPlan = Record<PlanPart, string>

/** What each part asks. Our own words for the steps that such plans have in common; no published form is copied. */
export const partWords: Record<PlanPart, { title: string; hint: string }> = {
  signs: { title: 'How I notice that it gets bad', hint: 'Thoughts, moods, places, situations.' },
  alone: { title: 'What helps me when I am alone', hint: 'Things to do without calling anybody.' },
  distract: { title: 'Where I can go, and who takes my mind off it', hint: 'Places and people.' },
  people: { title: 'Whom I can tell, and their numbers', hint: 'Family and friends who would want to know.' },
  professionals: { title: 'Professionals whom I can call', hint: 'With numbers. 988 answers day and night.' },
  safe: { title: 'How my home is made safe', hint: 'Medicines, weapons, who keeps them.' },
  reasons: { title: 'What I live for', hint: 'What matters most.' },
}

export const emptyPlan: SafetyPlan = {
  signs: '',
  alone: '',
  distract: '',
  people: '',
  professionals: '',
  safe: '',
  reasons: '',
}

/** Parts from whatever a row or a form holds: what is missing is empty. */
export const planFrom = (parts: Partial<Record<string, unknown>>): SafetyPlan => {
  const plan = { ...emptyPlan }
  for (const part of planParts) {
    const words = parts[part]
    if (typeof words === 'string') plan[part] = words
  }
  return plan
}

/** Parts that hold something, of 7. */
export const partsFilled = (plan: SafetyPlan): number => planParts.filter((part) => plan[part].trim() !== '').length

const mostLetters = 2000

/** A plan holds at least one part, and no part more than 2,000 characters. */
export function mayKeep(plan: SafetyPlan): Refusal | null {
  if (partsFilled(plan) === 0) return refuse('empty', 'Write at least one part of the plan.')
  const long = planParts.find((part) => plan[part].length > mostLetters)
  return long === undefined
    ? null
    : refuse('too-long', `“${partWords[long].title}” is longer than ${mostLetters} characters. Shorten it.`)
}

/**
 * What two people wrote at the same time, put together so that nothing is lost: a part that only one of them changed since `base`
 * is theirs; one that both changed holds both, the one that was saved first above.
 */
export function joinedPlan(
  base: SafetyPlan,
  saved: SafetyPlan,
  mine: SafetyPlan,
): { plan: SafetyPlan; both: PlanPart[] } {
  const plan = { ...mine }
  const both: PlanPart[] = []
  for (const part of planParts) {
    if (saved[part] === base[part] || saved[part] === mine[part]) continue
    if (mine[part] === base[part]) plan[part] = saved[part]
    else {
      plan[part] = `${saved[part]}\n${mine[part]}`
      both.push(part)
    }
  }
  return { plan, both }
}
