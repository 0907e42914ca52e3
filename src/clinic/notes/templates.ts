/** The hours and contacts that a note is written about. What is booked carries the name it is booked by. */
export const noteKinds = [
  { value: 'individual', label: 'Individual session', isCounselling: true, meetsClient: true, isBooked: true },
  { value: 'teen-individual', label: 'Teen session', isCounselling: true, meetsClient: true, isBooked: true },
  { value: 'family', label: 'Family session', isCounselling: true, meetsClient: true, isBooked: true },
  { value: 'couples', label: 'Couples session', isCounselling: true, meetsClient: true, isBooked: true },
  {
    value: 'medication-management',
    label: 'Medication visit',
    isCounselling: false,
    meetsClient: true,
    isBooked: true,
  },
  { value: 'assessment', label: 'Assessment visit', isCounselling: false, meetsClient: true, isBooked: true },
  { value: 'case-management', label: 'Case management', isCounselling: false, meetsClient: true, isBooked: true },
  {
    value: 'telephone',
    label: 'Telephone contact with the client',
    isCounselling: false,
    meetsClient: true,
    isBooked: false,
  },
  {
    value: 'collateral',
    label: 'Contact with somebody else',
    isCounselling: false,
    meetsClient: false,
    isBooked: false,
  },
  { value: 'crisis', label: 'Crisis contact', isCounselling: false, meetsClient: true, isBooked: false },
] as const
export type NoteKind = (typeof noteKinds)[number]['value']

export const noteKind = (kind: string) => noteKinds.find(({ value }) => value === kind)

/** Kinds that a care coordinator writes too. Source: clinical.md §7.4 (who holds which service) [K]. */
export const coordinatorKinds: readonly string[] = ['case-management', 'telephone', 'collateral', 'crisis']

const plan = { key: 'plan', label: 'Plan', hint: 'What comes next, and what to practise until then.' } as const
const assessment = {
  key: 'assessment',
  label: 'Assessment',
  hint: 'How they responded, and how it stands with the goal.',
} as const

/** Three common layouts of the same facts. What is chosen changes where the words stand, not what must be said. */
export const templates = [
  {
    value: 'dap',
    label: 'DAP',
    sections: [{ key: 'data', label: 'Data', hint: 'What was said and seen, and what you did.' }, assessment, plan],
  },
  {
    value: 'soap',
    label: 'SOAP',
    sections: [
      { key: 'subjective', label: 'Subjective', hint: 'What they told you, in their words.' },
      { key: 'objective', label: 'Objective', hint: 'What you saw and measured, and what you did.' },
      assessment,
      plan,
    ],
  },
  {
    value: 'birp',
    label: 'BIRP',
    sections: [
      { key: 'behavior', label: 'Behavior', hint: 'What you saw and heard.' },
      { key: 'intervention', label: 'Intervention', hint: 'What you did, towards which goal.' },
      { key: 'response', label: 'Response', hint: 'How they took it up.' },
      plan,
    ],
  },
] as const
export type Template = (typeof templates)[number]['value']

export const templateOf = (value: string): (typeof templates)[number] =>
  templates.find((one) => one.value === value) ?? templates[0]

/** Every section that some layout has, once. */
export const allSections = [
  ...new Map(templates.flatMap(({ sections }) => sections.map((one) => [one.key, one] as const))).values(),
]

type Choice = { value: string; label: string }
export const interventions: readonly Choice[] = [
  { value: 'motivational', label: 'Motivational interviewing' },
  { value: 'cognitive', label: 'Cognitive-behavioral work' },
  { value: 'relapse-prevention', label: 'Relapse prevention' },
  { value: 'skills', label: 'Skills practice' },
  { value: 'education', label: 'Education' },
  { value: 'family-work', label: 'Work with the family' },
  { value: 'trauma-informed', label: 'Grounding and safety' },
  { value: 'medication', label: 'Medication reviewed' },
  { value: 'coordination', label: 'Care coordinated' },
  { value: 'safety-planning', label: 'Safety plan' },
]
export const participations: readonly Choice[] = [
  { value: 'active', label: 'Took an active part' },
  { value: 'some', label: 'Took some part' },
  { value: 'quiet', label: 'Quiet, and listened' },
  { value: 'distracted', label: 'Elsewhere in mind' },
]
export const moods: readonly Choice[] = [
  { value: 'calm', label: 'Calm' },
  { value: 'bright', label: 'Bright' },
  { value: 'low', label: 'Low' },
  { value: 'anxious', label: 'Anxious' },
  { value: 'irritable', label: 'Irritable' },
  { value: 'tearful', label: 'Tearful' },
  { value: 'flat', label: 'Flat' },
]
export const progresses: readonly Choice[] = [
  { value: 'forward', label: 'Moved forward' },
  { value: 'same', label: 'About the same' },
  { value: 'harder', label: 'Harder than before' },
  { value: 'reached', label: 'Reached' },
]
/** What the screen for danger showed. Whoever voices any goes on to the safety pathway before they leave. */
export const risks = [
  { value: 'none-voiced', label: 'Asked: none voiced' },
  { value: 'present', label: 'Present' },
  { value: 'not-asked', label: 'Not asked' },
] as const
export type Risk = (typeof risks)[number]['value']

export const labelIn = (choices: readonly Choice[], value: string): string =>
  choices.find((one) => one.value === value)?.label ?? value
