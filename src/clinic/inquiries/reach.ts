import { parsePhoneNumberFromString } from 'libphonenumber-js'
import { refuse, type Refusal } from '../../basics/refusal.ts'

/**
 * A telephone number as people write it, in the international form '+15185550142'; null when it cannot be one.
 * Numbers without a country are of the United States.
 */
export function phoneFrom(typed: string): string | null {
  const number = parsePhoneNumberFromString(typed, 'US')
  // Some numbering plans allow more digits than the international form has: 15 (ITU-T E.164).
  return number?.isPossible() === true && /^\+\d{6,15}$/.test(number.number) ? number.number : null
}

export type Reach = { phone: string; email: string }

/** A way to reach somebody, tidied; refused when there is none or when one cannot be right. */
export function reachFrom(typed: { phone: string; email: string }): Reach | Refusal {
  const phone = typed.phone.trim() === '' ? '' : phoneFrom(typed.phone)
  if (phone === null) return refuse('phone', 'This does not look like a telephone number. Write it with its area code.')
  const email = typed.email.trim().toLowerCase()
  if (email !== '' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email))
    return refuse('email', 'This does not look like an email address.')
  if (phone === '' && email === '') return refuse('no-reach', 'Give a telephone number or an email address.')
  return { phone, email }
}
