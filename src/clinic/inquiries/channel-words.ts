import type { Channel } from './first-step.ts'

export const channelName: Record<Channel, string> = {
  'self-check': 'Self-check on the website',
  call: 'Booked a call',
  'call-back': 'Asked for a call back',
  message: 'Wrote a message',
  'seat-hold': 'Held a seat',
  telephone: 'Telephoned',
  'walk-in': 'Walked in',
  referral: 'Referral document',
  'by-hand': 'Entered by hand',
}

export const forWhomName: Record<string, string> = {
  self: 'For themselves',
  'loved-one': 'For somebody they love',
  'someone-i-treat': 'For somebody they treat',
}

const languages = new Intl.DisplayNames(['en'], { type: 'language' })

/** 'es' → 'Spanish'. */
export const languageName = (code: string): string => languages.of(code) ?? code

/** Somebody who gave no name still has a line to be found by. */
export const shownName = (name: string): string => (name.trim() === '' ? 'No name given' : name)
