import { createHmac } from 'node:crypto'
import type { Context } from 'hono'
import { sql } from 'kysely'
import { newId } from '../basics/ids.ts'
import { refuse, type Refusal } from '../basics/refusal.ts'
import { keyFor } from '../db/sealing.ts'
import type { Typed } from './forms.ts'
import { networkOf } from '../basics/network.ts'
import { guardWords } from './guard-words.ts'
import { judged } from './pressure.ts'
import { newProblem, spendProof } from './proof.ts'
import type { VisitorDoor } from './visitor-door.ts'

/**
 * What a public form carries against machines that fill in forms: a field that people do not see and that must stay empty
 * (its name is one that such machines like), and a little work for the browser while somebody types.
 */
export async function GuardFields({ c }: { c: Context<VisitorDoor> }) {
  const { lang } = c.get('front')
  return (
    <>
      <div class="guard" aria-hidden="true">
        <label>
          {guardWords(lang)('empty')}
          <input type="text" name="website" tabindex={-1} autocomplete="off" />
        </label>
      </div>
      <proof-of-work problem={await newProblem(c.get('work').at)}>
        <input type="hidden" name="proof" value="" />
      </proof-of-work>
    </>
  )
}

/**
 * Judges a public form before its verb: refused, or let through, perhaps kept off the board until somebody looks. What
 * `takesPlace`, a time or a seat, cannot be held back: it would be gone for others. In a flood it is refused.
 */
export async function guardVisitor(
  c: Context<VisitorDoor>,
  typed: Typed,
  { takesPlace = false }: { takesPlace?: boolean } = {},
): Promise<{ heldBack: boolean } | Refusal> {
  const say = guardWords(c.get('front').lang)
  if ((typed.website ?? '') !== '') return refuse('machine', say('machine'))
  const { db, clinic, at } = c.get('work')
  const proved = await spendProof(typed.proof, at)
  const addressHash = createHmac('sha256', keyFor('addresses'))
    .update(networkOf(c.get('address')))
    .digest('hex')
  const { rows } = await sql<{ here: number; everyone: number; unproved: number }>`
    select here::int, everyone::int, unproved::int from visitor_pressure(${addressHash})`.execute(db)
  const verdict = judged({ here: 0, everyone: 0, unproved: 0, ...rows[0], proved, takesPlace })
  if (verdict === 'too-many') return refuse('too-many', say('tooMany'))
  if (verdict === 'too-busy') return refuse('too-busy', say('tooBusy'))
  await db.insertInto('visitorKnock').values({ clinicId: clinic.id, id: newId(), addressHash, proved, at }).execute()
  return { heldBack: verdict === 'hold-back' }
}
