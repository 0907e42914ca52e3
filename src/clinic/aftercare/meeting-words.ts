import { catalog } from '../../ui/language.ts'

/** Kinds of meeting that help to choose one, in our words; the format has more, which are not shown. */
export const typeWords = catalog({
  en: {
    O: 'Open to all',
    C: 'Members only',
    BE: 'For beginners',
    W: 'Women',
    M: 'Men',
    Y: 'Young people',
    SEN: 'Older people',
    LGBTQ: 'LGBTQ',
    T: 'Transgender',
    POC: 'People of color',
    A: 'Not religious',
    DD: 'Mental health too',
    X: 'Wheelchair',
    CF: 'Children welcome',
    BA: 'Child care there',
    ASL: 'Sign language',
    POA: 'Confirms attendance',
    OUT: 'Outdoors',
  },
  es: {
    O: 'Abierta a todos',
    C: 'Solo miembros',
    BE: 'Para principiantes',
    W: 'Mujeres',
    M: 'Hombres',
    Y: 'Jóvenes',
    SEN: 'Personas mayores',
    LGBTQ: 'LGBTQ',
    T: 'Transgénero',
    POC: 'Personas de color',
    A: 'No religiosa',
    DD: 'También salud mental',
    X: 'Silla de ruedas',
    CF: 'Niños bienvenidos',
    BA: 'Cuidado de niños',
    ASL: 'Lenguaje de señas',
    POA: 'Confirma asistencia',
    OUT: 'Al aire libre',
  },
})
export type TypeCode = keyof (typeof typeWords)['texts']['en']
const codes = new Set(Object.keys(typeWords.texts.en))

/** The kinds of a meeting that have words, in the order of the list. */
export const kindsOf = (types: readonly string[], lang: 'en' | 'es'): string[] => {
  const texts = typeWords.texts[lang]
  return types.flatMap((type) => (codes.has(type) ? [texts[type] ?? ''] : []))
}

const named: Record<'en' | 'es', Intl.DisplayNames> = {
  en: new Intl.DisplayNames('en', { type: 'language' }),
  es: new Intl.DisplayNames('es', { type: 'language' }),
}
/** What a language is called: 'Spanish', 'español'. */
export const languageName = (code: string, lang: 'en' | 'es'): string =>
  code === 'ase' ? (lang === 'en' ? 'American Sign Language' : 'lenguaje de señas') : (named[lang].of(code) ?? code)
