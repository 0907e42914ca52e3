/** Things to practise, in our own words and in both languages of a client's page. No word of them names a kind of care. */
export type Sheet = { key: string; en: { title: string; words: string }; es: { title: string; words: string } }

export const sheets: readonly Sheet[] = [
  {
    key: 'wave',
    en: {
      title: 'Ride out a wave',
      words:
        'When a strong pull comes: look at the clock. Wait ten minutes. Breathe slowly and name what you feel. Write down how strong it was at the start and at the end.',
    },
    es: {
      title: 'Dejar pasar la ola',
      words:
        'Cuando llegue un impulso fuerte: mire el reloj. Espere diez minutos. Respire despacio y diga qué siente. Anote qué tan fuerte era al principio y al final.',
    },
  },
  {
    key: 'evening',
    en: {
      title: 'Plan one evening',
      words: 'Before five o’clock, write where you will be, with whom, and what you do if the plan falls through.',
    },
    es: {
      title: 'Planear una noche',
      words: 'Antes de las cinco, escriba dónde estará, con quién, y qué hará si el plan falla.',
    },
  },
  {
    key: 'call',
    en: {
      title: 'Call one person',
      words: 'Call one of your three people, even when all is well. Five minutes are enough.',
    },
    es: {
      title: 'Llamar a una persona',
      words: 'Llame a una de sus tres personas, aunque todo vaya bien. Cinco minutos bastan.',
    },
  },
  {
    key: 'thought',
    en: {
      title: 'Look at a thought twice',
      words:
        'Write down one thought that made the day heavy. What speaks for it? What against it? How would you say it to a friend?',
    },
    es: {
      title: 'Mirar un pensamiento dos veces',
      words:
        'Escriba un pensamiento que hizo pesado el día. ¿Qué habla a favor? ¿Qué en contra? ¿Cómo se lo diría a un amigo?',
    },
  },
  {
    key: 'pleasant',
    en: { title: 'One good thing', words: 'Do one thing that you used to like, for at least fifteen minutes.' },
    es: { title: 'Una cosa buena', words: 'Haga una cosa que antes le gustaba, al menos quince minutos.' },
  },
  {
    key: 'no',
    en: {
      title: 'Practise saying no',
      words: 'Say your sentence aloud three times. Then use it once, or tell somebody how it went.',
    },
    es: {
      title: 'Practicar decir que no',
      words: 'Diga su frase en voz alta tres veces. Luego úsela una vez, o cuente a alguien cómo le fue.',
    },
  },
  {
    key: 'breath',
    en: { title: 'Breathe slowly', words: 'Five minutes: in while you count to four, out while you count to six.' },
    es: {
      title: 'Respirar despacio',
      words: 'Cinco minutos: inhale contando hasta cuatro, exhale contando hasta seis.',
    },
  },
  {
    key: 'sleep',
    en: {
      title: 'A quiet hour before bed',
      words: 'One hour without screens before bed. Write down when you went to bed and when you got up.',
    },
    es: {
      title: 'Una hora tranquila antes de dormir',
      words: 'Una hora sin pantallas antes de dormir. Anote a qué hora se acostó y a qué hora se levantó.',
    },
  },
]

export const sheetOf = (key: string): Sheet | undefined => sheets.find((one) => one.key === key)

/** What a client reads: the sheet in their language, or the therapist's own words. */
export const practiceWords = (
  given: { sheet: string; title: string; words: string },
  lang: 'en' | 'es',
): { title: string; words: string } => {
  const sheet = sheetOf(given.sheet)
  return sheet === undefined
    ? { title: given.title, words: given.words }
    : { ...sheet[lang], words: [sheet[lang].words, given.words].filter((one) => one !== '').join('\n') }
}
