import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { prose, readForm } from '../../../web/forms.ts'
import { mayNot } from '../../access/permissions.ts'
import { said } from '../../access/staff-page.tsx'
import { ClientFrame } from '../../clients/frame.tsx'
import { inUse } from '../../instruments/choices.ts'
import { choicesOf } from '../../instruments/queries.ts'
import { addIntakeAddendum, cosignIntake, signIntake, stateOf } from '../actions/sign.ts'
import { addendaOf, isSigned, signedOf } from '../queries.ts'
import { found, type Found } from './found.tsx'
import { Overview, Reading } from './overview.tsx'
import { SignedDocument } from './signed-document.tsx'

export const intakeDocument = new Hono<Door>()

/** An open assessment shows its parts; a signed one its words. */
intakeDocument.get(urls.intake.pattern, async (c) => {
  const one = await found(c)
  if (one instanceof Response) return one
  return isSigned(one.intake) ? showSigned(c, one) : showOpen(c, one)
})

/** Everything on one page, to be read before it is signed, and to be printed. */
intakeDocument.get(urls.intakeSignature.pattern, async (c) => {
  const one = await found(c)
  if (one instanceof Response) return one
  return isSigned(one.intake) ? c.redirect(urls.intake({ intake: one.intake.id }), 303) : showReading(c, one)
})

intakeDocument.post(urls.intakeSignature.pattern, async (c) => {
  const one = await found(c, 'intake.sign')
  if (one instanceof Response) return one
  const answer = await signIntake(workOf(c), one.intake.id)
  if (isRefusal(answer)) return answer.refused === 'signed' ? showSigned(c, one, answer) : showReading(c, one, answer)
  said(c, {
    tone: 'good',
    text: answer.needsCosign ? 'Signed and locked. It waits for its co-signature.' : 'Signed and locked.',
  })
  return c.redirect(urls.intake({ intake: one.intake.id }), 303)
})

intakeDocument.post(urls.intakeCosignature.pattern, async (c) => {
  const one = await found(c, 'intake.cosign')
  if (one instanceof Response) return one
  const answer = await cosignIntake(workOf(c), one.intake.id)
  if (isRefusal(answer)) {
    if (answer.refused === 'not-signed') return showOpen(c, one, answer)
    return showSigned(c, one, answer)
  }
  said(c, { tone: 'good', text: 'Co-signed.' })
  return c.redirect(urls.intake({ intake: one.intake.id }), 303)
})

intakeDocument.post(urls.intakeAddenda.pattern, async (c) => {
  const one = await found(c, 'intake.sign')
  if (one instanceof Response) return one
  const form = await readForm(c, z.object({ words: prose(10_000, 'Write what you add.') }))
  const typed = form.typed.words ?? ''
  if (!form.ok)
    return showSigned(c, one, { refused: 'form', because: form.errors.words ?? 'Write what you add.' }, typed)
  const answer = await addIntakeAddendum(workOf(c), one.intake.id, form.values.words)
  if (isRefusal(answer)) return isSigned(one.intake) ? showSigned(c, one, answer, typed) : showOpen(c, one, answer)
  said(c, { tone: 'good', text: 'Added to the assessment, with your name and the time.' })
  return c.redirect(urls.intake({ intake: one.intake.id }), 303)
})

async function showOpen(c: Context<Door>, { intake, client }: Found, because?: Refusal): Promise<Response> {
  const work = workOf(c)
  showing(c, 'assessment', [client.id])
  const [state, used] = [await stateOf(work, intake), inUse(await choicesOf(work))]
  return c.html(
    <ClientFrame c={c} client={client} tab="intake" title={`${client.name}: assessment`}>
      <Overview work={work} intake={intake} state={state} used={used} because={because} />
    </ClientFrame>,
    because === undefined ? 200 : 422,
  )
}

async function showReading(c: Context<Door>, { intake, client }: Found, because?: Refusal): Promise<Response> {
  const work = workOf(c)
  showing(c, 'assessment, whole', [client.id])
  return c.html(
    <ClientFrame c={c} client={client} tab="intake" title={`${client.name}: read and sign`}>
      <Reading work={work} intake={intake} state={await stateOf(work, intake)} because={because} />
    </ClientFrame>,
    because === undefined ? 200 : 422,
  )
}

async function showSigned(
  c: Context<Door>,
  { intake, client }: Found,
  because?: Refusal,
  typed = '',
): Promise<Response> {
  const work = workOf(c)
  const signed = await signedOf(work, intake.id)
  const denied = mayNot(work.by, 'intake.see')
  if (denied) return forbidden(c, denied.because)
  if (signed === undefined) return notFound(c)
  showing(c, 'signed assessment', [client.id])
  return c.html(
    <ClientFrame c={c} client={client} tab="intake" title={`${client.name}: assessment`}>
      <SignedDocument
        work={work}
        intake={intake}
        signed={signed}
        addenda={await addendaOf(work, intake.id)}
        because={because}
        typed={typed}
      />
    </ClientFrame>,
    because === undefined ? 200 : 422,
  )
}
