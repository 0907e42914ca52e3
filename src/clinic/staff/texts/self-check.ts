import { text, type OwnText } from './text.ts'

// What stands around the self-check. Whoever reviews it goes through its questions too: they are the same for every clinic,
// and a new version of them is a new sentence in `questions`, which asks for a new review.
export const selfCheckTexts: readonly OwnText[] = [
  {
    key: 'welcome',
    en: {
      heading: 'Is this right for me?',
      words: 'About 15 short questions, one at a time. They take four minutes.',
    },
    es: {
      heading: '¿Es esto para mí?',
      words: 'Unas 15 preguntas cortas, una por una. Toman cuatro minutos.',
    },
  },
  {
    key: 'limits',
    en: {
      heading: 'What this is, and is not',
      words:
        text(`This is not a diagnosis. It says which kind of care may fit, and why. A person here talks it through with you.

        Nothing is kept. Your answers are in this page alone; close it and they are gone.`),
    },
    es: {
      heading: 'Qué es y qué no es',
      words:
        text(`Esto no es un diagnóstico. Dice qué tipo de atención puede servir y por qué. Una persona de aquí lo conversa con usted.

        No se guarda nada. Sus respuestas están solo en esta página; al cerrarla, desaparecen.`),
    },
  },
  {
    key: 'questions',
    en: { heading: 'The questions', words: 'As of November 2026.' },
    es: { heading: 'Las preguntas', words: 'De noviembre de 2026.' },
  },
]
