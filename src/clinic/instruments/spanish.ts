import { instrument } from './catalog.ts'
import type { InstrumentKey } from './instrument.ts'
import { type Translation, wordsFor } from './translation.ts'

// Spanish texts that their publisher lets anybody reproduce. What is not here was not found in a text that is both published and
// free: a clinic that has leave for one enters it itself (instrument words).

const credit =
  'Elaborado por los doctores Robert L. Spitzer, Janet B.W. Williams, Kurt Kroenke y colegas, mediante una subvención educativa otorgada por Pfizer Inc. No se requiere permiso para reproducir, traducir, presentar o distribuir.'

const asked = 'Durante las últimas 2 semanas, ¿qué tan seguido ha tenido molestias debido a los siguientes problemas?'
const hardship =
  'Si marcó cualquiera de los problemas, ¿qué tanta dificultad le han dado estos problemas para hacer su trabajo, encargarse de las tareas del hogar, o llevarse bien con otras personas?'
const often = ['Ningún día', 'Varios días', 'Más de la mitad de los días', 'Casi todos los días']
const hard = ['No ha sido difícil', 'Un poco difícil', 'Muy difícil', 'Extremadamente difícil']

const published = (key: InstrumentKey, texts: readonly string[], source: string): Translation => ({
  language: 'es',
  words: wordsFor(instrument(key).form, texts),
  copyright: credit,
  source,
})

/** Spanish for the USA, as published. Source: clinical.md §5.1 (no permission needed [V:M1]); each `source` below. */
export const spanish: Partial<Record<InstrumentKey, Translation>> = {
  'phq-9': published(
    'phq-9',
    [
      asked,
      'Poco interés o placer en hacer cosas',
      'Se ha sentido decaído(a), deprimido(a) o sin esperanzas',
      'Ha tenido dificultad para quedarse o permanecer dormido(a), o ha dormido demasiado',
      'Se ha sentido cansado(a) o con poca energía',
      'Sin apetito o ha comido en exceso',
      'Se ha sentido mal con usted mismo(a) – o que es un fracaso o que ha quedado mal con usted mismo(a) o con su familia',
      'Ha tenido dificultad para concentrarse en ciertas actividades, tales como leer el periódico o ver la televisión',
      '¿Se ha movido o hablado tan lento que otras personas podrían haberlo notado? o lo contrario – muy inquieto(a) o agitado(a) que ha estado moviéndose mucho más de lo normal',
      'Pensamientos de que estaría mejor muerto(a) o de lastimarse de alguna manera',
      hardship,
      ...often,
      ...hard,
    ],
    'PHQ-9, Spanish for the USA, Pfizer (phqscreeners.com); compared on 22 November 2026 with a copy of the published sheet (es.studenta.com/content/129686767) and with PMC12540321, table 2',
  ),
  'gad-7': published(
    'gad-7',
    [
      asked,
      'Se ha sentido nervioso(a), ansioso(a) o con los nervios de punta',
      'No ha sido capaz de parar o controlar su preocupación',
      'Se ha preocupado demasiado por motivos diferentes',
      'Ha tenido dificultad para relajarse',
      'Se ha sentido tan inquieto(a) que no ha podido quedarse quieto(a)',
      'Se ha molestado o irritado fácilmente',
      'Ha tenido miedo de que algo terrible fuera a pasar',
      hardship,
      ...often,
      ...hard,
    ],
    'GAD-7, Spanish for the USA, Pfizer (phqscreeners.com); compared on 22 November 2026 with four public copies that agree; the question about daily life, which is not scored, in the words of the PHQ-9',
  ),
}
