import { type ConsentDocument, documents } from '../consents/documents.ts'
import type { Blanks } from './filling.ts'
import { papers } from './paper.ts'
import type { Wording } from './wordings.ts'

/**
 * The consent that a paper is, as data: what may be told, to whom and for what follows from its kind and never from its
 * words, so that a clinic's own wording cannot widen it. Null where the paper is no consent.
 */
export function consentDocumentOf(wording: Wording, blanks: Blanks): ConsentDocument | null {
  const { scope } = papers[wording.kind]
  if (scope === null) return null
  const shipped = documents.find((one) => one.scope === scope && one.language === wording.language)
  const { kind: _, by: __, ...words } = wording
  const facts =
    shipped ??
    ({
      information: ['presence', 'attendance'],
      informationWords:
        wording.language === 'es'
          ? 'Que la persona recibe atención, si vino o no un día, y lo que haga falta para que esté a salvo'
          : 'That the person is in care, whether they came on a day, and what is needed to keep them safe',
      recipients: [{ kind: 'person', name: blanks[wording.language].contactName ?? '' }],
      purposes: ['family'],
    } satisfies Pick<ConsentDocument, 'information' | 'informationWords' | 'recipients' | 'purposes'>)
  return {
    ...words,
    scope,
    note: '',
    information: facts.information,
    informationWords: facts.informationWords,
    recipients: facts.recipients,
    purposes: facts.purposes,
  }
}
