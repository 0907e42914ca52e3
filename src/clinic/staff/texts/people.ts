import { text, type OwnText } from './text.ts'

export const peopleTexts: readonly OwnText[] = [
  {
    key: 'welcome',
    en: {
      heading: 'The people who lead',
      words:
        'Groups and visits are led by clinicians with a license of their state. We keep every license on file with its date, and look before it runs out.',
    },
    es: {
      heading: 'Las personas que dirigen',
      words:
        'Los grupos y las consultas los dirigen profesionales con licencia de su estado. Guardamos cada licencia con su fecha y la revisamos antes de que venza.',
    },
  },
  {
    key: 'team',
    en: {
      heading: 'How do they work together?',
      words: text(
        `Everyone who treats you meets to talk about how it goes, so that you tell your story once. Whoever is still in training works under a licensed supervisor, who reads and signs with them. If you and your therapist do not get on, tell us: you can change, and nobody asks you to explain.`,
      ),
    },
    es: {
      heading: '¿Cómo trabajan juntas?',
      words: text(
        `Quienes le tratan se reúnen para hablar de cómo va todo, y así usted cuenta su historia una sola vez. Quien todavía se está formando trabaja con un supervisor con licencia, que lee y firma con él. Si no se entiende con su terapeuta, díganos: puede cambiar, y nadie le pide explicaciones.`,
      ),
    },
  },
]
