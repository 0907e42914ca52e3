import { refuse, type Refusal } from '../../basics/refusal.ts'

export const fileKinds = {
  'insurance-card': 'Insurance card',
  identity: 'Identity document',
  court: 'Court paper',
  'discharge-summary': 'Discharge summary',
  'tool-result': 'Result of a licensed tool',
  financial: 'Financial document',
  signed: 'Signed document',
  estimate: 'Estimate',
  packet: 'Packet',
  other: 'Other',
} as const
export type FileKind = keyof typeof fileKinds
export const isFileKind = (text: string): text is FileKind => Object.hasOwn(fileKinds, text)

/** What a person may upload. The others are made here. */
export const uploadKinds = [
  'insurance-card',
  'identity',
  'court',
  'discharge-summary',
  'tool-result',
  'financial',
  'signed',
  'other',
] as const satisfies FileKind[]

// A biller works on payment; what was written for treatment is not theirs to read (45 CFR 164.502(b), minimum necessary).
const moneyKinds: readonly FileKind[] = ['insurance-card', 'financial', 'estimate']

/** Whether a role may open and keep files of a kind. `role` is a staff role; everyone but the biller sees all kinds. */
export const mayTouchKind = (role: string | null, kind: FileKind): boolean =>
  role !== 'biller' || moneyKinds.includes(kind)

export const kindRefusal = (kind: FileKind): Refusal =>
  refuse(
    'not-your-kind',
    `Billers keep and open insurance cards, financial documents and estimates. Ask a care coordinator for this one (${fileKinds[kind].toLowerCase()}).`,
  )

export type FileType = 'application/pdf' | 'image/jpeg' | 'image/png'
const endings: Record<FileType, string> = { 'application/pdf': 'pdf', 'image/jpeg': 'jpg', 'image/png': 'png' }
export const isFileType = (text: string): text is FileType => Object.hasOwn(endings, text)

/** The most pixels a picture may have: 40 million (a phone's largest photo), 160 MB once unpacked. */
export const mostPixels = 40_000_000
/** The longest edge a kept picture has, in pixels: a card or a letter reads well at this size. */
export const longestEdge = 2400

/**
 * Whether bytes of this type (found in the content, never in the name) may be kept. `found` is a media type, or null when
 * nobody knows it.
 */
export function typeAllowed(found: string | null): FileType | Refusal {
  if (found !== null && isFileType(found)) return found
  if (found === 'image/heic' || found === 'image/heif' || found === 'image/avif')
    return refuse(
      'file-type',
      'This is a picture in a phone’s own format (HEIC). On the phone, choose “Most compatible” under camera formats or take a screenshot of it, and send that.',
    )
  if (found?.startsWith('image/'))
    return refuse('file-type', 'This kind of picture cannot be kept. Save it as JPEG or PNG, and choose it again.')
  return refuse(
    'file-type',
    'Only PDF, JPEG and PNG files can be kept, and this is none of them, whatever its name says. Print it to PDF, and choose that.',
  )
}

/** Whether a picture of so many pixels may be unpacked. Both sides at least 1; `null` when the picture does not say. */
export function sizeAllowed(size: { width: number; height: number } | null): null | Refusal {
  if (size === null || size.width < 1 || size.height < 1)
    return refuse('image-broken', 'This picture is damaged and cannot be opened. Take it again, and send that.')
  if (size.width * size.height > mostPixels)
    return refuse('image-too-large', 'This picture has more than 40 million pixels. Send a smaller one.')
  return null
}

/**
 * A name that is safe to show and to save: the last part of a path, without control and direction signs, at most 120
 * letters, with the ending of what the file is.
 */
export function cleanName(name: string, type: FileType): string {
  const bare = (name.split(/[/\\]/).at(-1) ?? '')
    .toWellFormed()
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, ' ')
    .replaceAll(/[<>:"|?*]/g, '-')
    .replaceAll(/\s+/g, ' ')
    .replace(/\.(pdf|jpe?g|png)$/i, '')
    .replace(/^[. ]+|[. ]+$/g, '')
  const short = Array.from(bare).slice(0, 120).join('').trim()
  return `${short === '' ? 'file' : short}.${endings[type]}`
}

export type Verdict = 'clean' | 'not-scanned' | 'waiting' | 'infected' | 'made-here'
/** What staff read beside a file. */
export const verdictWords: Record<Verdict, string> = {
  clean: 'No malware found',
  'not-scanned': 'Not scanned',
  waiting: 'Waiting for the scanner',
  infected: 'Malware found',
  'made-here': 'Made by Stepwell',
}

/** Whether a file may be given to anyone: not while the scanner that is set has not answered, and not when it found something. */
export function mayOpen(verdict: Verdict): null | Refusal {
  if (verdict === 'waiting')
    return refuse(
      'scan-waiting',
      'The malware scanner could not be reached, so this file is kept but stays closed. It opens by itself when the scanner has looked at it.',
    )
  if (verdict === 'infected')
    return refuse(
      'malware',
      'The malware scanner found something in this file, so it stays closed. Ask for a clean copy.',
    )
  return null
}

/** The verdict of an upload, before anything is kept. */
export const scanAllowed = (scan: { verdict: Verdict; found?: string }): null | Refusal =>
  scan.verdict === 'infected'
    ? refuse(
        'malware',
        `The malware scanner stopped this file (${scan.found ?? 'unnamed'}). It was not kept. Ask the sender for a clean copy.`,
      )
    : null
