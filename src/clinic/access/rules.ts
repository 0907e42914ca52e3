import { refuse, type Refusal } from '../../basics/refusal.ts'

export type AttemptFacts = {
  /** The browser carries the mark of an earlier successful sign-in to this very account. */
  knownDevice: boolean
  /** Failures of the last 15 minutes: on known devices of the account, or (unknown device) for account and address together. */
  failedHere: number
  failedAddress: number
  failedAccount: number
}

/**
 * May this sign-in attempt be checked at all? Limits count failures in 15 minutes: 10 on a known device, 5 for one account
 * from one address, 30 from one address, 100 for one account from unknown devices anywhere. A flood from elsewhere
 * never reaches the first limit, so nobody can lock another person out of the devices they use.
 * Source: NIST SP 800-63B-4 section 3.2.2 asks for at most 100 failures in a row and leaves the means open.
 */
export function mayAttempt(facts: AttemptFacts): Refusal | null {
  const tired = refuse(
    'too-many-attempts',
    'Too many attempts from here. Wait 15 minutes, or ask your administrator for a new password.',
  )
  if (facts.knownDevice) return facts.failedHere >= 10 ? tired : null
  if (facts.failedHere >= 5 || facts.failedAddress >= 30) return tired
  if (facts.failedAccount >= 100) {
    return refuse(
      'account-under-attack',
      'This account is being guessed at. Sign in on a device that you used before, or ask your administrator.',
    )
  }
  return null
}

const common = [
  'password',
  'passwort',
  'qwertyuiop',
  'letmein',
  'iloveyou',
  'stepwell',
  '1234567890',
  'welcome',
  'administrator',
  'changeme',
]

/**
 * Length instead of composition (NIST SP 800-63B-4 section 3.1.1.2): 15 characters or more, at most 200,
 * not one of the well-worn ones stretched out, and not the person's own address.
 */
export function passwordProblem(password: string, email: string): Refusal | null {
  const length = Array.from(password).length
  if (length < 15)
    return refuse('password-short', 'Use at least 15 characters. A few words in a row are easy to remember.')
  if (length > 200) return refuse('password-long', 'Use at most 200 characters.')
  const plain = password.toLowerCase()
  const worn = common.some((word) => plain.replaceAll(word, '').length <= 4)
  if (worn || new Set(plain).size < 5 || plain.includes(email.toLowerCase())) {
    return refuse('password-easy', 'This password is easy to guess. Use a few words that do not belong together.')
  }
  return null
}
