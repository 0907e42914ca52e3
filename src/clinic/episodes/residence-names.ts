import type { Residence } from './rules.ts'

/** What staff call the places where people live during a stay. */
export const residenceName: Record<Residence, string> = {
  home: 'Own home',
  'with-family': 'With family or friends',
  'sober-living': 'Recovery residence',
  shelter: 'Shelter, or no fixed place',
  facility: 'Another facility',
  other: 'Elsewhere',
}
