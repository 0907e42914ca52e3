// What keeps people away, as they say it, and the next step that each reason opens. Pure.

/** A step that somebody can take today: whom it is for by default, and where it leads. */
export type Help = {
  key: 'ride' | 'childcare' | 'shift' | 'device' | 'craving' | 'fear' | 'health' | 'court' | 'group' | 'leaving'
  label: string
  /** The step as it stands in the list of whoever takes it. */
  step: string
  /** Who takes it when nobody else is chosen. */
  who: 'coordinator' | 'therapist' | 'prescriber'
  /** Days until it is due. */
  within: number
  /** A page where it can be done at once. */
  leads: 'make-up' | 'video' | 'prescriber' | 'transfer' | 'contacts' | 'gate' | null
}

export const helps: readonly Help[] = [
  {
    key: 'ride',
    label: 'A ride',
    step: 'Find a ride for the next day: family, car pool, or the plan’s transport line',
    who: 'coordinator',
    within: 1,
    leads: 'contacts',
  },
  {
    key: 'childcare',
    label: 'Childcare',
    step: 'Offer a seat by video or at another hour, and ask who could look after the child',
    who: 'coordinator',
    within: 2,
    leads: 'video',
  },
  {
    key: 'shift',
    label: 'Work hours',
    step: 'Offer a make-up seat, or a group at another hour',
    who: 'coordinator',
    within: 2,
    leads: 'make-up',
  },
  {
    key: 'device',
    label: 'Phone or connection',
    step: 'Try the link with them by phone, or offer a seat in the room',
    who: 'coordinator',
    within: 1,
    leads: 'make-up',
  },
  {
    key: 'craving',
    label: 'Craving',
    step: 'Call from the prescriber about cravings and medicine',
    who: 'prescriber',
    within: 1,
    leads: 'prescriber',
  },
  {
    key: 'fear',
    label: 'Low mood or fear',
    step: 'An individual hour before the next group, and the safety questions',
    who: 'therapist',
    within: 1,
    leads: 'gate',
  },
  {
    key: 'health',
    label: 'Illness',
    step: 'Ask what they need to come back, and whether the prescriber should call',
    who: 'therapist',
    within: 2,
    leads: 'prescriber',
  },
  {
    key: 'court',
    label: 'Court or another appointment',
    step: 'Move the week around the appointment',
    who: 'coordinator',
    within: 3,
    leads: 'make-up',
  },
  {
    key: 'group',
    label: 'Another group',
    step: 'Talk about which group would suit, and offer a seat there',
    who: 'therapist',
    within: 3,
    leads: 'transfer',
  },
  {
    key: 'leaving',
    label: 'Thinks of stopping',
    step: 'A talk today about what would make it worth staying',
    who: 'therapist',
    within: 1,
    leads: null,
  },
]

/** What each reason of `missReasons` asks of us; reasons that ask nothing are not here. */
const byReason: Record<string, Help['key']> = {
  'No way to get here': 'ride',
  Work: 'shift',
  'Caring for somebody': 'childcare',
  'Ill, or at a doctor': 'health',
  'Felt low, or too anxious': 'fear',
  'Used, and stayed away': 'craving',
  'Court, probation or another appointment': 'court',
  'Phone, link or internet did not work': 'device',
  'The group does not suit': 'group',
  'Wants to stop': 'leaving',
}

export const helpFor = (reason: string): Help | null => {
  const key = Object.hasOwn(byReason, reason) ? byReason[reason] : undefined
  return helps.find((help) => help.key === key) ?? null
}
export const helpOf = (key: string): Help | null => helps.find((help) => help.key === key) ?? null

/** Reasons that stand in somebody's way until help has come of them. */
export const barrierReasons: readonly string[] = Object.keys(byReason)
/** Reasons that tell of craving or a low mood. */
export const cravingReasons: readonly string[] = ['Felt low, or too anxious', 'Used, and stayed away']
