import type { AgeGroup } from '../programs/dose.ts'
import type { Edition } from './dimension.ts'
import { adolescentPrompts, adultDimensions } from './dimensions-words.ts'

const structure = 'Six-dimension structure of the 2013 edition in common use'

/** The editions that ship. Another edition is another row here, never a new meaning for these keys. */
export const editions: readonly Edition[] = [
  {
    id: 'stepwell-adult-1',
    label: 'Stepwell six dimensions, adults',
    follows: structure,
    ageGroup: 'adult',
    dimensions: adultDimensions,
  },
  {
    id: 'stepwell-adolescent-1',
    label: 'Stepwell six dimensions, adolescents',
    follows: structure,
    ageGroup: 'adolescent',
    dimensions: adultDimensions.map((dimension) => ({
      ...dimension,
      prompts: [...dimension.prompts, ...(adolescentPrompts[dimension.key] ?? [])],
    })),
  },
]

export const editionOf = (id: string, known: readonly Edition[] = editions): Edition | null =>
  known.find((edition) => edition.id === id) ?? null

export const editionFor = (ageGroup: AgeGroup): Edition | null =>
  editions.find((edition) => edition.ageGroup === ageGroup) ?? null
