import { text, type OwnText } from './text.ts'

export const programsTexts: readonly OwnText[] = [
  {
    key: 'welcome',
    en: {
      heading: 'Choose the hours that fit your life',
      words: 'Each program has its own days and people. You can change to another one later without starting over.',
    },
    es: {
      heading: 'Elija el horario que cabe en su vida',
      words:
        'Cada programa tiene sus propios días y su propia gente. Más adelante puede cambiar a otro sin empezar de nuevo.',
    },
  },
  {
    key: 'beside',
    en: {
      heading: 'What do you get besides groups?',
      words: text(`- **A therapist of your own,** who sees you alone, most often once a week.
        - **A plan in your words,** looked at again with you as things change.
        - **Medicine,** if you want it or need it: a prescriber who knows recovery.
        - **Family meetings,** when you would like your people to be part of it.
        - **A plan for afterwards,** begun in your first week.`),
    },
    es: {
      heading: '¿Qué recibe además de los grupos?',
      words: text(`- **Un terapeuta propio,** que le ve a solas, casi siempre una vez por semana.
        - **Un plan con sus palabras,** que revisamos con usted cuando algo cambia.
        - **Medicinas,** si las quiere o las necesita: un médico o enfermero que conoce la recuperación.
        - **Reuniones con la familia,** cuando usted quiera que los suyos participen.
        - **Un plan para después,** que empieza en su primera semana.`),
    },
  },
  {
    key: 'hours',
    en: {
      heading: 'Why so many hours?',
      words:
        'Hours matter: a program is called intensive only when it gives at least the hours shown here. If life gets in the way of a day, you make it up in another group of that week.',
    },
    es: {
      heading: '¿Por qué tantas horas?',
      words:
        'Las horas importan: un programa se llama intensivo solo si da por lo menos las horas que ve aquí. Si un día no puede venir, lo recupera en otro grupo de esa semana.',
    },
  },
]
