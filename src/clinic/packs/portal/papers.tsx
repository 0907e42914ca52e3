import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { Checkbox } from '../../../ui/choices.tsx'
import { Button, ErrorSummary, FormActions, TextArea, type FormState } from '../../../ui/form.tsx'
import { readSignature } from '../../../ui/signature-path.ts'
import { SignatureField } from '../../../ui/signature.tsx'
import { Notice } from '../../../ui/status.tsx'
import { urls } from '../../../urls.ts'
import { optionalProse, readForm } from '../../../web/forms.ts'
import { visitOf, type SigningDoor } from '../../../web/signing-door.ts'
import { signatureFrom, signatureSentences, type SignatureFault } from '../../consents/signature.ts'
import { bytesOf } from '../../files/queries.ts'
import { declinePaper, paperNow, signPaper, type PaperNow } from '../actions/sign.ts'
import { answersOf, type Answered } from '../queries/signings.ts'
import { PaperText } from '../paper-text.tsx'
import { authorityWords, nextPaper } from '../rules.ts'
import { closedLink, langOf, noSuchLink, SigningPage, tokenOf } from './frame.tsx'
import { words } from './words.ts'

/** One paper at a time: read, signed or declined. */
export const paperPages = new Hono<SigningDoor>()

const signing = z.object({
  shown: z.string().max(64).default(''),
  signature: z.string().max(200).optional(),
  signaturePath: z.string().max(60_000).optional(),
  intends: z.string().optional(),
})
const refusing = z.object({ shown: z.string().max(64).default(''), reason: optionalProse(1000) })

type Here = { paper: PaperNow; answered: Answered[] }

/** The paper of this address, for somebody who is in; else the page that says why there is none. */
async function paperHere(c: Context<SigningDoor>): Promise<Here | Response> {
  const { work, visit } = visitOf(c)
  if (!visit.isIn) {
    if (visit.standing !== 'open' || visit.manner === 'tablet') return closedLink(c)
    return c.redirect(urls.sign({ token: tokenOf(c) }, langOf(c)), 303)
  }
  const paper = await paperNow(work, visit.signingId, c.req.param('kind') ?? '', visit.lang)
  if (paper === undefined) return noSuchLink(c)
  return { paper, answered: await answersOf(work, visit.signingId) }
}

const isAnswered = ({ paper, answered }: Here): boolean => answered.some(({ kind }) => kind === paper.item.kind)

paperPages.get(urls.signPaper.pattern, async (c) => {
  const here = await paperHere(c)
  if (here instanceof Response) return here
  return isAnswered(here) ? answeredPage(c) : paperPage(c, here)
})

paperPages.post(urls.signPaper.pattern, async (c) => {
  const here = await paperHere(c)
  if (here instanceof Response) return here
  const { work, visit } = visitOf(c)
  const form = await readForm(c, signing)
  const values = form.ok ? form.values : { shown: '' }
  const given = readSignature(values, 'signature')
  const answer = await signPaper(work, visit, {
    kind: here.paper.item.kind,
    shownHash: values.shown,
    language: visit.lang,
    signature: signatureFrom(given),
    signatureKept: given?.path ?? given?.typed ?? '',
    intends: form.ok && form.values.intends !== undefined,
  })
  if (!isRefusal(answer)) return onward(c, here)
  return answer.refused === 'already-answered' ? answeredPage(c, 422) : paperPage(c, here, form.typed, answer)
})

paperPages.get(urls.signRefusal.pattern, async (c) => {
  const here = await paperHere(c)
  if (here instanceof Response) return here
  if (isAnswered(here)) return answeredPage(c)
  return here.paper.item.required ? paperPage(c, here) : refusalPage(c, here)
})

paperPages.post(urls.signRefusal.pattern, async (c) => {
  const here = await paperHere(c)
  if (here instanceof Response) return here
  const { work, visit } = visitOf(c)
  const form = await readForm(c, refusing)
  const values = form.ok ? form.values : { shown: '', reason: '' }
  const answer = await declinePaper(work, visit, {
    kind: here.paper.item.kind,
    shownHash: values.shown,
    language: visit.lang,
    reason: values.reason,
  })
  if (!isRefusal(answer)) return onward(c, here)
  if (answer.refused === 'already-answered') return answeredPage(c, 422)
  if (answer.refused === 'no-reason')
    return refusalPage(c, here, { values: form.typed, errors: { reason: words(visit.lang)('giveReason') } })
  return paperPage(c, here, {}, answer)
})

/** A copy of what was signed, for the one who signed it, in the same visit. */
paperPages.get(urls.signCopy.pattern, async (c) => {
  const here = await paperHere(c)
  if (here instanceof Response) return here
  const { work, visit } = visitOf(c)
  const signed = here.answered.find(({ kind, answer }) => kind === here.paper.item.kind && answer === 'signed')
  // A tablet goes on to the next person: it keeps no copies.
  const fileId = visit.manner === 'tablet' ? null : (signed?.fileId ?? null)
  const bytes = fileId === null ? null : await bytesOf(work, fileId)
  if (bytes === null) return noSuchLink(c)
  return c.body(new Uint8Array(bytes), 200, {
    'content-type': 'application/pdf',
    'content-disposition': `attachment; filename="${here.paper.item.kind}-${work.at.toISOString().slice(0, 10)}.pdf"`,
    'content-security-policy': "default-src 'none'; sandbox",
  })
})

/** On to the next paper; after the last one, to the thanks. */
function onward(c: Context<SigningDoor>, { paper, answered }: Here): Response {
  const token = tokenOf(c)
  const next = nextPaper(paper.signing.papers, [paper.item.kind, ...answered.map(({ kind }) => kind)])
  return c.redirect(
    next === null ? urls.sign({ token }, langOf(c)) : urls.signPaper({ token, kind: next.kind }, langOf(c)),
    303,
  )
}

const isFault = (text: string): text is SignatureFault => Object.hasOwn(signatureSentences, text)

function paperPage(c: Context<SigningDoor>, here: Here, typed?: Record<string, string>, refusal?: Refusal) {
  const { visit } = visitOf(c)
  const t = words(visit.lang)
  const { signing: prepared, item, filled, hash } = here.paper
  const token = tokenOf(c)
  const place = prepared.papers.findIndex(({ kind }) => kind === item.kind) + 1
  const faults = (refusal?.details ?? []).filter(isFault)
  const [missing, others] = [faults.filter((one) => one === 'not-meant'), faults.filter((one) => one !== 'not-meant')]
  const form: FormState | undefined = refusal && {
    values: typed,
    errors: {
      ...(others[0] === undefined ? {} : { signature: others.map((fault) => t(fault)).join(' ') }),
      ...(missing[0] === undefined ? {} : { intends: t('not-meant') }),
    },
  }
  const right = authorityWords(prepared.authorityKind, prepared.authorityEvidence, visit.lang)
  return c.html(
    <SigningPage
      c={c}
      title={filled.title}
      over={t('paperOf', { n: place, all: prepared.papers.length })}
      intro={t(item.required ? 'required' : 'optional')}
    >
      {refusal !== undefined && faults.length === 0 && <Trouble refusal={refusal} lang={visit.lang} />}
      <ErrorSummary form={form} title={t('lookAgain')} />
      <article class="card paper-text">
        <div class="body prose">
          <p class="muted">
            <small>{t('version', { id: filled.id, version: filled.version })}</small>
          </p>
          <PaperText filled={filled} />
        </div>
      </article>
      <section aria-labelledby="sign-title">
        <h2 id="sign-title">{t('sign')}</h2>
        <p dir="auto">
          {prepared.capacity === 'client'
            ? t('yourName', { name: prepared.signerName })
            : t('forName', { name: prepared.signerName, client: prepared.clientNames[0] ?? '', right })}
        </p>
        <form class="form signer-form" method="post" action={urls.signPaper({ token, kind: item.kind }, langOf(c))}>
          <input type="hidden" name="shown" value={hash} />
          <SignatureField
            name="signature"
            label={t('signature')}
            expected={prepared.signerName}
            form={form}
            words={{
              how: t('how'),
              draw: t('draw'),
              type: t('type'),
              typeHint: t('typeHint'),
              drawHint: t('drawHint'),
              clear: t('clear'),
              missing: t('missing'),
            }}
          />
          <Checkbox name="intends" label={t('intends')} required form={form} />
          <FormActions>
            <Button kind="main">{t('signNow')}</Button>
            {!item.required && (
              <Button href={urls.signRefusal({ token, kind: item.kind }, langOf(c))}>{t('dontWant')}</Button>
            )}
          </FormActions>
          {item.required && <p class="muted">{t('talk')}</p>}
        </form>
      </section>
      <p>
        <a class="back-link" href={urls.sign({ token }, langOf(c))}>
          {t('back')}
        </a>
      </p>
    </SigningPage>,
    refusal === undefined ? 200 : 422,
  )
}

function Trouble({ refusal, lang }: { refusal: Refusal; lang: 'en' | 'es' }) {
  const t = words(lang)
  const key = refusal.refused === 'document-changed' ? 'changed' : refusal.refused === 'required' ? null : 'trouble'
  return (
    <Notice tone="warning" title={key === null ? undefined : t(key)} alert>
      <span data-refused={refusal.refused}>{key === null ? t('talk') : t(`${key}Why`)}</span>
    </Notice>
  )
}

function refusalPage(c: Context<SigningDoor>, { paper }: Here, form?: FormState) {
  const { visit } = visitOf(c)
  const t = words(visit.lang)
  const params = { token: tokenOf(c), kind: paper.item.kind }
  return c.html(
    <SigningPage c={c} title={t('noTitle')} intro={t('noPaper', { title: paper.filled.title })}>
      <ErrorSummary form={form} title={t('lookAgain')} />
      <form class="form signer-form" method="post" action={urls.signRefusal(params, langOf(c))}>
        <input type="hidden" name="shown" value={paper.hash} />
        <TextArea name="reason" label={t('reason')} hint={t('reasonHint')} maxlength={1000} form={form} />
        <FormActions>
          <Button kind="main">{t('sayNo')}</Button>
          <Button href={urls.signPaper(params, langOf(c))}>{t('readAgain')}</Button>
        </FormActions>
      </form>
    </SigningPage>,
    form === undefined ? 200 : 422,
  )
}

function answeredPage(c: Context<SigningDoor>, status: 200 | 422 = 200) {
  const t = words(visitOf(c).visit.lang)
  return c.html(
    <SigningPage c={c} title={t('answered')} intro={t('answeredWhy')}>
      <FormActions>
        <Button kind="main" href={urls.sign({ token: tokenOf(c) }, langOf(c))}>
          {t('back')}
        </Button>
      </FormActions>
    </SigningPage>,
    status,
  )
}
