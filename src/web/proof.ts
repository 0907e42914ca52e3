import { createChallenge, verifySolution } from 'altcha-lib/v1'
import { keyFor } from '../db/sealing.ts'

// A little work that a browser does while somebody types: nothing for one person, dear for ten thousand forms. No third
// party sees anybody. Without script a form goes in all the same, and is the first to be held back in a flood.

/** On average half as many hashes: a quarter of a second on an old phone. */
const most = 40_000
const validMinutes = 120

export async function newProblem(at: Date): Promise<string> {
  const { algorithm, challenge, salt, signature, maxnumber } = await createChallenge({
    hmacKey: keyFor('proof of work'),
    maxnumber: most,
    expires: new Date(at.getTime() + validMinutes * 60_000),
  })
  return JSON.stringify({ algorithm, challenge, salt, signature, maxnumber: maxnumber ?? most })
}

// A solution counts once, by its problem's signature. Kept until it expires; each copy of Stepwell remembers its own.
const spent = new Map<string, number>()

/** Whether this answer solves a problem of ours that nobody has spent. Never throws, whatever was sent. */
export async function isProof(answer: string | undefined): Promise<boolean> {
  const signature = signatureOf(answer)
  if (answer === undefined || signature === null || spent.has(signature)) return false
  return verifySolution(answer, keyFor('proof of work')).catch(() => false)
}

/** The same, and it does not count again. */
export async function spendProof(answer: string | undefined, at: Date): Promise<boolean> {
  const signature = signatureOf(answer)
  if (signature === null || !(await isProof(answer)) || spent.has(signature)) return false
  for (const [old, until] of spent) {
    if (until > at.getTime() && spent.size < 50_000) break
    spent.delete(old)
  }
  spent.set(signature, at.getTime() + validMinutes * 60_000)
  return true
}

function signatureOf(answer: string | undefined): string | null {
  if (answer === undefined || answer === '' || answer.length > 1000) return null
  try {
    const read: unknown = JSON.parse(Buffer.from(answer, 'base64').toString())
    if (typeof read !== 'object' || read === null || !('signature' in read)) return null
    return typeof read.signature === 'string' ? read.signature : null
  } catch {
    return null
  }
}
