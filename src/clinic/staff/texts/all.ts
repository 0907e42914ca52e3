import type { FrontPage } from '../front-rules.ts'
import { contactTexts } from './contact.ts'
import { costsTexts } from './costs.ts'
import { familyTexts } from './family.ts'
import { groupsTexts } from './groups.ts'
import { helpTexts } from './help-now.ts'
import { homeTexts } from './home.ts'
import { peopleTexts } from './people.ts'
import { programsTexts } from './programs.ts'
import { selfCheckTexts } from './self-check.ts'
import type { OwnText } from './text.ts'

/** What the public pages say until a clinic makes the words its own. */
export const defaultTexts: Record<FrontPage, readonly OwnText[]> = {
  home: homeTexts,
  programs: programsTexts,
  groups: groupsTexts,
  people: peopleTexts,
  costs: costsTexts,
  family: familyTexts,
  contact: contactTexts,
  'help-now': helpTexts,
  'self-check': selfCheckTexts,
}
