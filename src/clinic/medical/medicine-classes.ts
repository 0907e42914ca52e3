import type { Mark } from '../../basics/mark.ts'

/**
 * Families of medicines, in our own words. `once`: two of one family on one list are a duplicate. `crosses`: an allergy to one
 * is a reason to ask before another. Source: the families as any formulary draws them; common practice [K], to be confirmed by
 * the clinic's prescriber.
 */
export const medicineClasses = {
  opioid: { label: 'opioids', once: true, crosses: false },
  'opioid-antagonist': { label: 'opioid blockers', once: true, crosses: false },
  benzodiazepine: { label: 'benzodiazepines', once: true, crosses: true },
  'z-drug': { label: 'sleeping pills of the zolpidem kind', once: true, crosses: true },
  barbiturate: { label: 'barbiturates', once: true, crosses: true },
  gabapentinoid: { label: 'gabapentin and its like', once: true, crosses: false },
  stimulant: { label: 'stimulants', once: true, crosses: false },
  ssri: { label: 'SSRIs', once: true, crosses: false },
  snri: { label: 'SNRIs', once: true, crosses: false },
  tricyclic: { label: 'tricyclic antidepressants', once: true, crosses: true },
  antipsychotic: { label: 'antipsychotics', once: true, crosses: false },
  nsaid: { label: 'anti-inflammatory painkillers', once: true, crosses: true },
  penicillin: { label: 'penicillins', once: true, crosses: true },
  cephalosporin: { label: 'cephalosporins', once: true, crosses: true },
  'sulfa-antibiotic': { label: 'sulfa antibiotics', once: true, crosses: true },
  'alpha-2': { label: 'clonidine and its like', once: true, crosses: false },
  'beta-blocker': { label: 'beta blockers', once: true, crosses: false },
  antihistamine: { label: 'antihistamines that make sleepy', once: false, crosses: false },
  'muscle-relaxant': { label: 'muscle relaxants', once: true, crosses: false },
} as const
export type MedicineClass = keyof typeof medicineClasses

export type Danger = { one: MedicineClass; other: MedicineClass; because: string; source: string; mark: Mark }

const breathing = 'Label warnings of the FDA on opioids with sedatives, 2016 and 2019'

/**
 * Pairs that are looked for without any source of interactions, because an intensive outpatient program meets them every week.
 * They are these few, and no check for interactions.
 */
export const dangers: readonly Danger[] = [
  {
    one: 'opioid-antagonist',
    other: 'opioid',
    because: 'It blocks opioids, and can bring on withdrawal at once.',
    source: 'Label of naltrexone: 7 to 10 days without opioids before it begins',
    mark: 'K',
  },
  ...(['benzodiazepine', 'z-drug', 'barbiturate', 'gabapentinoid', 'muscle-relaxant'] as const).map(
    (other): Danger => ({
      one: 'opioid',
      other,
      because: 'Together they can slow breathing.',
      source: breathing,
      mark: 'K',
    }),
  ),
]

/** Families that are close enough to ask, beyond one and the same. */
export const cousins: readonly (readonly [MedicineClass, MedicineClass])[] = [['penicillin', 'cephalosporin']]
