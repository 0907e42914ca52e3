import type { Member } from './needles.ts'

/** Whose work and whose relatives these are: made up, like everything planted. */
export const workers: Member[] = [
  { given: 'Nadia', family: 'Ferreira', employers: ['Hudson Valley Bakery', 'the Kessler Group, Inc.'] },
  {
    given: 'Otis',
    family: 'Greenfield',
    employers: ['Wegmans'],
    relatives: ['Bernadette (aunt)', 'his brother Tobias'],
  },
  { given: 'Ruth', family: 'Abara', employers: ['St. Brigid Hospital', 'Home'] },
  { given: 'Ken', family: 'Ito', employers: ['Lindenmeyer Plumbing'], relatives: ['Yumiko Ito'] },
]

/** Sentences with ⟦…⟧ around each place or relative that must be found; everything else is ordinary talk of work and home. */
export const plantedPlaces = `
One member left the ⟦Hudson Valley Bakery⟧ in March and told the room why.
Shifts at ⟦Wegmans⟧ end late; the group looked at the way home.
Shifts at ⟦Wegmans’s⟧ counter came up again.
Somebody who works for the ⟦Kessler Group⟧ spoke of the bonus.
Two of them know ⟦St. Brigid Hospital⟧ from the inside.
The boss at ⟦Lindenmeyer Plumbing⟧ pays in cash.
The boss at ⟦Lindenmeyer⟧ pays in cash.
⟦Bernadette⟧ drives one of them here.
⟦Tobias⟧ called during the break.
A letter from ⟦Yumiko⟧ was read aloud.
The ⟦HUDSON VALLEY BAKERY⟧ sign was drawn on the board.
Members spoke of bakery work, early hours and bread.
The valley was quiet, and the group breathed together.
Home was the theme: who is at home, and who waits there.
The hospital stay of last year was named as a turning point.
A plumbing job is hard on the knees, somebody said.
The group held hands at the end.
Members practised asking a boss for a free afternoon.
The Hudson river walk was offered as a homework.
Several look for work; the list of fairs was handed out.
Bread, salt and time: what a kitchen teaches about patience.
A saint was quoted; the room laughed.
Payday is the hardest day for most in the room.
The market on Saturday is a place without drink.
`
