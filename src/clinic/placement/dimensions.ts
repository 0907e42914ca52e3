import type { AgeGroup } from '../programs/dose.ts'
import type { Edition } from './dimension.ts'
import { dimensions2023 } from './dimensions-2023.ts'
import { mindDimensions, mindSays } from './dimensions-mind.ts'
import { adolescentPrompts, adultDimensions } from './dimensions-words.ts'
import { youngDimensions, youngFloors, youngSays } from './dimensions-young.ts'
import type { Program } from './levels.ts'

const structure = 'Six-dimension structure of the 2013 edition in common use'

/**
 * The editions that ship. Another edition is another row here, never a new meaning for these keys: no rating passes from
 * one to another. Of those that fit somebody the first is offered first.
 */
export const editions: readonly Edition[] = [
  {
    id: 'stepwell-adult-1',
    label: 'Stepwell six dimensions, adults',
    family: 'ASAM3',
    follows: structure,
    ageGroup: 'adult',
    program: null,
    dimensions: adultDimensions,
  },
  {
    id: 'stepwell-adult-2023-1',
    label: 'Stepwell six dimensions in parts, adults',
    family: 'ASAM4',
    follows: 'Six-dimension structure of the 2023 edition, the first five dimensions in parts',
    ageGroup: 'adult',
    program: 'substance-use',
    dimensions: dimensions2023,
  },
  {
    id: 'stepwell-mind-adult-1',
    label: 'Stepwell six dimensions, mental health, adults',
    family: 'other',
    follows: 'Our own, for people who come for their mental health',
    ageGroup: 'adult',
    program: 'mental-health',
    says: mindSays,
    dimensions: mindDimensions,
  },
  {
    id: 'stepwell-adolescent-2',
    label: 'Stepwell six dimensions, 12 to 17 years',
    family: 'ASAM3',
    follows: `${structure}, in words for young people`,
    ageGroup: 'adolescent',
    program: null,
    floors: youngFloors,
    says: youngSays,
    dimensions: youngDimensions,
  },
  {
    id: 'stepwell-mind-adolescent-1',
    label: 'Stepwell six dimensions, mental health, 12 to 17 years',
    family: 'other',
    follows: 'Our own, for people who come for their mental health',
    ageGroup: 'adolescent',
    program: 'mental-health',
    floors: youngFloors,
    says: { ...mindSays, ...youngSays },
    dimensions: mindDimensions.map((dimension) => {
      const young = youngDimensions.find((other) => other.role === dimension.role)
      return young === undefined || (dimension.role !== 'mind' && dimension.role !== 'home')
        ? dimension
        : { ...young, key: dimension.key, number: dimension.number }
    }),
  },
  {
    id: 'stepwell-adolescent-1',
    label: 'Stepwell six dimensions, adolescents',
    family: 'ASAM3',
    follows: structure,
    ageGroup: 'adolescent',
    program: null,
    isRetired: true,
    dimensions: adultDimensions.map((dimension) => ({
      ...dimension,
      prompts: [...dimension.prompts, ...(adolescentPrompts[dimension.key] ?? [])],
    })),
  },
]

export const editionOf = (id: string, known: readonly Edition[] = editions): Edition | null =>
  known.find((edition) => edition.id === id) ?? null

/** The editions that may be used for somebody of this age now, those written for the kind of program first. */
export function editionsFor(ageGroup: AgeGroup, program: Program | null = null): readonly Edition[] {
  const fitting = editions.filter(
    (edition) =>
      edition.ageGroup === ageGroup &&
      edition.isRetired !== true &&
      (edition.program === null || program === null || edition.program === program),
  )
  const own = program === 'mental-health' ? fitting.filter((edition) => edition.program === program) : []
  return [...own, ...fitting.filter((edition) => !own.includes(edition))]
}

export const editionFor = (ageGroup: AgeGroup, program: Program | null = null): Edition | null =>
  editionsFor(ageGroup, program)[0] ?? null
