import { cousins, dangers, medicineClasses, type MedicineClass } from './medicine-classes.ts'
import { medicineOf } from './medicines.ts'

/** A line of the list as it is checked: its name, its key in our own list ('' where it is not in it), its RxNorm code. */
export type Line = { name: string; ingredient: string; rxnorm: string | null }
export type KnownAllergy = {
  substance: string
  ingredient: string
  rxnorm: string | null
  reaction: string
  kind: string
}

export type Warning = { kind: 'allergy' | 'duplicate' | 'danger' | 'not-checked'; words: string }

const parts = (key: string): readonly string[] => medicineOf(key)?.parts ?? []
const classesOf = (key: string): readonly MedicineClass[] => medicineOf(key)?.classes ?? []
const same = (a: string | null, b: string | null): boolean => a !== null && a === b

/**
 * What speaks against a medicine beside what somebody takes and does not tolerate: from coded data alone, the list's own keys
 * and RxNorm codes. Warnings, never a refusal: the prescriber decides and says why. Allergies first, then dangers, duplicates,
 * and plainly what was not checked. Source: medicine-classes.ts and medicines.ts, with their marks.
 */
export function warningsFor(fresh: Line, list: readonly Line[], allergies: readonly KnownAllergy[]): Warning[] {
  const own = parts(fresh.ingredient)
  const families = classesOf(fresh.ingredient)
  const warnings: Warning[] = []
  for (const allergy of allergies) {
    const found = allergyTo(fresh, own, families, allergy)
    if (found !== null) warnings.push({ kind: 'allergy', words: found })
  }
  for (const line of list) {
    const danger = dangers.find(
      ({ one, other }) =>
        (families.includes(one) && classesOf(line.ingredient).includes(other)) ||
        (families.includes(other) && classesOf(line.ingredient).includes(one)),
    )
    if (danger !== undefined)
      warnings.push({ kind: 'danger', words: `${fresh.name} beside ${line.name}: ${danger.because}` })
  }
  for (const line of list) {
    const shared = own.find((part) => parts(line.ingredient).includes(part))
    if (shared !== undefined || same(fresh.rxnorm, line.rxnorm)) {
      warnings.push({ kind: 'duplicate', words: `${line.name} is on the list already, and is the same medicine.` })
      continue
    }
    const family = families.find((one) => medicineClasses[one].once && classesOf(line.ingredient).includes(one))
    if (family !== undefined)
      warnings.push({
        kind: 'duplicate',
        words: `${line.name} is on the list already; both are ${medicineClasses[family].label}.`,
      })
  }
  if (fresh.ingredient === '')
    warnings.push({
      kind: 'not-checked',
      words: `“${fresh.name}” is not in our list of medicines: it was not checked against allergies and the other medicines.`,
    })
  else
    for (const line of list)
      if (line.ingredient === '')
        warnings.push({
          kind: 'not-checked',
          words: `“${line.name}” is not in our list of medicines: nothing was checked against it.`,
        })
  for (const { substance, ingredient, kind } of allergies)
    if (ingredient === '' && kind !== 'none-known')
      warnings.push({
        kind: 'not-checked',
        words: `The ${kind === 'allergy' ? 'allergy' : 'intolerance'} “${substance}” is in words alone: look whether it matters here.`,
      })
  return warnings
}

function allergyTo(
  fresh: Line,
  own: readonly string[],
  families: readonly MedicineClass[],
  allergy: KnownAllergy,
): string | null {
  const what = allergy.kind === 'intolerance' ? 'Does not tolerate' : 'Allergic to'
  const reaction = allergy.reaction === '' ? '' : ` (${allergy.reaction})`
  if (same(fresh.rxnorm, allergy.rxnorm) || own.some((part) => parts(allergy.ingredient).includes(part)))
    return `${what} ${allergy.substance}${reaction}.`
  if (allergy.kind === 'intolerance') return null
  const theirs = classesOf(allergy.ingredient)
  const family = families.find((one) => medicineClasses[one].crosses && theirs.includes(one))
  if (family !== undefined)
    return `${what} ${allergy.substance}${reaction}; ${fresh.name} is one of the ${medicineClasses[family].label} too.`
  const cousin = cousins.some(
    ([a, b]) => (families.includes(a) && theirs.includes(b)) || (families.includes(b) && theirs.includes(a)),
  )
  return cousin ? `${what} ${allergy.substance}${reaction}; ${fresh.name} is close to it. Ask how severe it was.` : null
}

/** What must be answered in words before an order goes on: everything but what was merely not checked. */
export const mustBeAnswered = (warnings: readonly Warning[]): Warning[] =>
  warnings.filter(({ kind }) => kind !== 'not-checked')
