import { dayAt, timeAt } from '../../../basics/dates.ts'
import { catalog, write } from '../../../ui/language.ts'
import { makePdf } from '../../../ui/pdf/document.ts'
import type { FilledDocument } from '../../consents/documents.ts'
import type { Tongue } from '../wordings.ts'

const words = catalog({
  en: {
    how: 'How this was signed',
    signer: 'Signed by',
    as: 'Signed as',
    'as-client': 'The person in care',
    'as-guardian': 'Parent or guardian',
    'as-representative': 'Representative',
    right: 'By what right',
    when: 'Day and time',
    method: 'Kind of signature',
    drawn: 'Drawn by hand',
    typed: 'Typed name',
    where: 'Signed on',
    tablet: 'The clinic’s tablet',
    link: 'The signer’s own device, by a link, with date of birth and code',
    address: 'Network address',
    device: 'Device',
    meant: 'Said beside it',
    intent: 'I have read this, and I mean to sign it.',
    document: 'Document',
    version: '{id}, version {version}',
    hash: 'Hash of the text above (SHA-256)',
    explains:
      'A change of a single letter of the text would change this hash. The clinic keeps the same text and hash.',
    foot: 'Signed document · {clinic}',
  },
  es: {
    how: 'Cómo se firmó',
    signer: 'Firmado por',
    as: 'Firma como',
    'as-client': 'La persona que recibe atención',
    'as-guardian': 'Madre, padre o tutor',
    'as-representative': 'Representante',
    right: 'Con qué derecho',
    when: 'Día y hora',
    method: 'Tipo de firma',
    drawn: 'Dibujada a mano',
    typed: 'Nombre escrito',
    where: 'Firmado en',
    tablet: 'La tableta de la clínica',
    link: 'El propio aparato de quien firma, por un enlace, con fecha de nacimiento y código',
    address: 'Dirección de red',
    device: 'Aparato',
    meant: 'Lo que dijo al firmar',
    intent: 'He leído esto y quiero firmarlo.',
    document: 'Documento',
    version: '{id}, versión {version}',
    hash: 'Huella del texto de arriba (SHA-256)',
    explains:
      'Si cambiara una sola letra del texto, cambiaría esta huella. La clínica guarda el mismo texto y la misma huella.',
    foot: 'Documento firmado · {clinic}',
  },
})

export type SignedFacts = {
  clinic: string
  zone: string
  filled: FilledDocument
  lang: Tongue
  signerName: string
  capacity: 'client' | 'guardian' | 'representative'
  authority: string
  method: 'drawn' | 'typed'
  signature: string
  manner: 'link' | 'tablet'
  address: string
  userAgent: string
  at: Date
  textHash: string
}

/** The signed paper: the text as it was read, the signature, and how it came about. The same facts give the same bytes. */
export function signedPdf(facts: SignedFacts): Promise<Uint8Array> {
  const { filled, lang } = facts
  const t = words(lang)
  const about = {
    title: filled.title,
    lang,
    clinic: facts.clinic,
    at: facts.at,
    foot: t('foot', { clinic: facts.clinic }),
  }
  return makePdf(about, (paper) => {
    paper.text(t('version', { id: filled.id, version: filled.version }), { muted: true })
    let items: string[] = []
    const close = () => {
      if (items.length > 0) paper.list(items)
      items = []
    }
    for (const { kind, text } of filled.paragraphs) {
      if (kind !== 'item') close()
      if (kind === 'item') items.push(text)
      else if (kind === 'heading') paper.heading(2, text)
      else paper.text(text)
    }
    close()
    paper.rule()
    paper.signature(facts.signature, `${facts.signerName}, ${whenWords(facts.at, facts.zone, lang)}`)
    paper.heading(2, t('how'))
    const pairs: [string, string][] = [
      [t('signer'), facts.signerName],
      [t('as'), t(`as-${facts.capacity}`)],
      ...(facts.authority === '' ? [] : [[t('right'), facts.authority] as [string, string]]),
      [t('when'), whenWords(facts.at, facts.zone, lang)],
      [t('method'), t(facts.method)],
      [t('meant'), t('intent')],
      [t('where'), t(facts.manner)],
      [t('address'), facts.address],
      [t('device'), facts.userAgent === '' ? '–' : facts.userAgent],
      [t('document'), t('version', { id: filled.id, version: filled.version })],
    ]
    paper.facts(pairs)
    paper.heading(3, t('hash'))
    paper.code(facts.textHash)
    paper.text(t('explains'), { muted: true })
  })
}

/** 'November 22, 2026, 9:18 AM (America/New_York, 14:18:05 UTC)' */
const whenWords = (at: Date, zone: string, lang: Tongue): string =>
  `${write.date(lang, dayAt(at, zone))}, ${write.time(lang, timeAt(at, zone))} (${zone}, ${at.toISOString().slice(11, 19)} UTC)`
