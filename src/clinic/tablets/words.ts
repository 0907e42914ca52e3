import { catalog } from '../../ui/language.ts'

/** What every tablet says that is lent, whatever for. */
export const tabletWords = catalog({
  en: {
    skip: 'Skip to the main part',
    otherLanguage: 'Español',
    lookAgain: 'Please look at this again',
    over: 'This tablet shows nothing any more',
    doorWhy: 'Please go in: whoever leads your group sees that you are here.',
    roundWhy: 'The round is over. Please give the tablet back to whoever leads the group.',
    staff: 'Staff: sign in',
  },
  es: {
    skip: 'Ir a la parte principal',
    otherLanguage: 'English',
    lookAgain: 'Por favor, revise esto',
    over: 'Esta tableta ya no muestra nada',
    doorWhy: 'Por favor, entre: quien dirige su grupo ve que usted está aquí.',
    roundWhy: 'La ronda terminó. Por favor, devuelva la tableta a quien dirige el grupo.',
    staff: 'Personal: iniciar sesión',
  },
})
