import type { Context } from 'hono'
import { refuse, type Refusal } from '../basics/refusal.ts'
import type { Typed } from './forms.ts'
import type { VisitorDoor } from './visitor-door.ts'

/**
 * What a public form carries against machines that fill in forms: a field that people do not see.
 * It must stay empty; the name is one that such machines like to fill.
 */
export const GuardFields = (_: { c: Context<VisitorDoor> }) => (
  <div class="guard" aria-hidden="true">
    <label>
      Website
      <input type="text" name="website" tabindex={-1} autocomplete="off" />
    </label>
  </div>
)

/** Judges a public form before its verb: refused, or let through, perhaps kept off the board until somebody looks. */
export async function guardVisitor(_c: Context<VisitorDoor>, typed: Typed): Promise<{ heldBack: boolean } | Refusal> {
  if ((typed.website ?? '') !== '')
    return refuse('machine', 'A field that must stay empty was filled in. Leave it empty, and send it once more.')
  return { heldBack: false }
}
