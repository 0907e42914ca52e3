import { catalog } from '../ui/language.ts'

export const guardWords = catalog({
  en: {
    empty: 'Leave this empty',
    machine: 'A field that must stay empty was filled in. Leave it empty, and send it once more.',
    tooMany: 'Much was sent from your connection in the last hour. Please try again later, or telephone us.',
    tooBusy:
      'Many people are writing at this moment, so no time or seat can be given here. Please telephone us, or ask for a call back.',
    busy: 'Many people are writing to us at this moment',
    busyWords:
      'Nothing was lost here that you can still see: go back, wait a minute, and send it once more. Or telephone us.',
    tooLong: 'That is longer than this page takes',
    tooLongWords: 'Go back, shorten it, and send it once more.',
    skip: 'Skip to the main part',
    lost: 'Nothing is here',
    lostWords: 'This page does not exist, or a private link has ended. Begin at our first page, or telephone us.',
    begin: 'To the first page',
    danger: 'In danger: call 911. Thoughts of suicide or a crisis: call or text 988.',
  },
  es: {
    empty: 'Deje esto vacío',
    machine: 'Se llenó un campo que debe quedar vacío. Déjelo vacío y envíelo una vez más.',
    tooMany: 'Se envió mucho desde su conexión en la última hora. Intente más tarde o llámenos.',
    tooBusy:
      'En este momento nos escriben muchas personas, y aquí no se puede dar ninguna hora ni lugar. Llámenos o pida que le llamemos.',
    busy: 'Muchas personas nos escriben en este momento',
    busyWords: 'No se perdió nada de lo que todavía ve: vuelva atrás, espere un minuto y envíelo otra vez. O llámenos.',
    tooLong: 'Es más largo de lo que esta página recibe',
    tooLongWords: 'Vuelva atrás, acórtelo y envíelo una vez más.',
    skip: 'Ir al contenido principal',
    lost: 'Aquí no hay nada',
    lostWords: 'Esta página no existe, o un enlace privado ya terminó. Empiece en nuestra primera página o llámenos.',
    begin: 'A la primera página',
    danger: 'En peligro: llame al 911. Pensamientos de suicidio o una crisis: llame al 988 (oprima 2 para español).',
  },
})
