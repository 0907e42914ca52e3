import { labelOf, rhythmOf, type SignedPlan } from './signed-plan.ts'

export type Changed = { how: 'added' | 'ended' | 'changed'; what: string; before: string; now: string }

/** What one version says and the other does not, part by part; empty where they say the same. */
export function changesBetween(before: SignedPlan, now: SignedPlan): Changed[] {
  return [
    ...listed(
      'Problem',
      before.problems.map((one) => [one.words, one.code]),
      now.problems.map((one) => [one.words, one.code]),
    ),
    ...listed(
      'Goal',
      before.goals.map((one) => [one.id, one.words]),
      now.goals.map((one) => [one.id, one.words]),
    ),
    ...listed('Objective', objectivesOf(before), objectivesOf(now)),
    ...listed('Service', servicesOf(before), servicesOf(now)),
    ...(
      [
        ['Strengths', before.strengths, now.strengths],
        ['Barriers', before.barriers, now.barriers],
        ['Ready to leave when', before.dischargeWhen, now.dischargeWhen],
        ['Days a week', `${before.dose.days}`, `${now.dose.days}`],
        ['Next review', before.reviewOn, now.reviewOn],
        ['Expected weeks', `${before.expectedWeeks ?? ''}`, `${now.expectedWeeks ?? ''}`],
      ] as const
    ).flatMap(([what, one, other]) =>
      one === other ? [] : [{ how: 'changed' as const, what, before: one, now: other }],
    ),
  ]
}

type Pair = [key: string, words: string]

const objectivesOf = (plan: SignedPlan): Pair[] =>
  plan.goals.flatMap((goal) =>
    goal.objectives.map(
      ({ id, words, baseline, target, by }): Pair => [
        id,
        `${words}: ${baseline === '' ? '' : `from ${baseline} `}to ${target}, by ${by}`,
      ],
    ),
  )

// A kind may stand twice, with two people: the second is told apart by its place.
const servicesOf = (plan: SignedPlan): Pair[] =>
  plan.services.map((one, n): Pair => {
    const nth = plan.services.slice(0, n).filter((other) => other.kind === one.kind).length
    return [`${one.kind} ${nth}`, `${labelOf(one.kind)}, ${rhythmOf(one)}, ${one.who}`]
  })

function listed(what: string, before: readonly Pair[], now: readonly Pair[]): Changed[] {
  const [was, is] = [new Map(before), new Map(now)]
  return [
    ...[...is].flatMap(([key, words]): Changed[] => {
      const old = was.get(key)
      if (old === undefined) return [{ how: 'added', what, before: '', now: words }]
      return old === words ? [] : [{ how: 'changed', what, before: old, now: words }]
    }),
    ...[...was]
      .filter(([key]) => !is.has(key))
      .map(([, words]): Changed => ({ how: 'ended', what, before: words, now: '' })),
  ]
}
