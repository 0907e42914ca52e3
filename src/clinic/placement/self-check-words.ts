import { catalog } from '../../ui/language.ts'
import { selfCheckEnglish } from './self-check-en.ts'
import { selfCheckSpanish } from './self-check-es.ts'

export const selfCheckWords = catalog({ en: selfCheckEnglish, es: selfCheckSpanish })
