import { text, type OwnText } from './text.ts'

export const contactTexts: readonly OwnText[] = [
  {
    key: 'welcome',
    en: {
      heading: 'Talk to a person',
      words: 'Calling is free and private, and leaves you free to decide.',
    },
    es: {
      heading: 'Hable con una persona',
      words: 'Llamar es gratis y privado, y no le obliga a nada.',
    },
  },
  {
    key: 'hours',
    en: {
      heading: 'When is somebody there?',
      words:
        text(`Outside the hours of the admissions desk, book a call or leave us your number: we answer in the first hours of the next working day.

        The desk is not a crisis line. In danger, call 911, or call or text 988 at any hour.`),
    },
    es: {
      heading: '¿Cuándo hay alguien?',
      words:
        text(`Fuera del horario de admisiones, reserve una llamada o déjenos su número: respondemos en las primeras horas del siguiente día de trabajo.

        La oficina no es una línea de crisis. Si hay peligro, llame al 911, o al 988 a cualquier hora.`),
    },
  },
  {
    key: 'expect',
    en: {
      heading: 'What will we ask?',
      words:
        'What is going on, whether you are safe, what you have tried, and when you have time. You need not have answers. If we call you back, we say only our first name until we know it is you.',
    },
    es: {
      heading: '¿Qué le preguntaremos?',
      words:
        'Qué está pasando, si está a salvo, qué ha intentado y cuándo tiene tiempo. No hace falta tener respuestas. Si le devolvemos la llamada, solo damos nuestro nombre de pila hasta saber que es usted.',
    },
  },
]
