import { Hono, type Context } from 'hono'
import { setCookie } from 'hono/cookie'
import { z } from 'zod'
import { dayAt, isDay, timeAt } from '../../../basics/dates.ts'
import { Fieldset } from '../../../ui/choices.tsx'
import { Button, ErrorSummary, FormActions, TextField, type FormState } from '../../../ui/form.tsx'
import { write } from '../../../ui/language.ts'
import { Notice, Sig } from '../../../ui/status.tsx'
import { urls } from '../../../urls.ts'
import { readForm } from '../../../web/forms.ts'
import { signingCookie, visitOf, type SigningDoor } from '../../../web/signing-door.ts'
import { enterByProof } from '../actions/enter.ts'
import { paperNow } from '../actions/sign.ts'
import { answersOf, signingById, triesOf } from '../queries/signings.ts'
import { MOST_TRIES, nextPaper } from '../rules.ts'
import { closedLink, langOf, SigningPage, tokenOf } from './frame.tsx'
import { words } from './words.ts'

const proof = z.object({
  month: z.string().max(4).default(''),
  day: z.string().max(4).default(''),
  year: z.string().max(6).default(''),
  code: z.string().max(20).default(''),
})

/** The way in: is it you, what is to be read, and at the end the copies. */
export function entrance(secureCookies: boolean): Hono<SigningDoor> {
  const face = new Hono<SigningDoor>()

  face.get(urls.sign.pattern, async (c) => {
    const { visit } = visitOf(c)
    if (visit.standing !== 'open' && visit.standing !== 'done') return closedLink(c)
    if (!visit.isIn) return visit.manner === 'tablet' || visit.standing === 'done' ? closedLink(c) : askWho(c)
    return visit.standing === 'done' ? thanks(c) : overview(c)
  })

  face.post(urls.sign.pattern, async (c) => {
    const { work, visit } = visitOf(c)
    if (visit.standing !== 'open' || visit.manner === 'tablet') return closedLink(c)
    const here = urls.sign({ token: tokenOf(c) }, langOf(c))
    const form = await readForm(c, proof)
    const t = words(visit.lang)
    const given = form.ok ? form.values : { month: '', day: '', year: '', code: '' }
    const born = `${given.year.trim()}-${given.month.trim().padStart(2, '0')}-${given.day.trim().padStart(2, '0')}`
    const errors: Record<string, string> = {}
    if (!isDay(born)) errors.month = t('fillBorn')
    if (!/^\d{6}$/.test(given.code.replace(/\s/g, ''))) errors.code = t('fillCode')
    if (Object.keys(errors).length > 0) return askWho(c, { values: form.typed, errors })
    const answer = await enterByProof(work, visit, { born, code: given.code })
    if (typeof answer === 'object')
      setCookie(c, signingCookie(secureCookies), answer.secret, {
        path: '/',
        httpOnly: true,
        secure: secureCookies,
        sameSite: 'Lax',
        maxAge: visit.visitMinutes * 60,
      })
    // What was tried is written in every case, so this is no refusal: the next page says how it went.
    return c.redirect(here, 303)
  })
  return face
}

async function askWho(c: Context<SigningDoor>, form?: FormState) {
  const { work, visit } = visitOf(c)
  const t = words(visit.lang)
  const tries = await triesOf(work, visit.linkId)
  const wrong = tries.filter(({ succeeded }) => !succeeded).length
  const justMissed = tries.at(-1)?.succeeded === false
  // Each language asks for the parts of a date in its own order.
  const month = (
    <TextField name="month" label={t('month')} inputmode="numeric" width="short" maxlength={2} form={form} />
  )
  const day = (
    <TextField name="day" label={t('day')} inputmode="numeric" width="short" maxlength={2} form={quiet(form)} />
  )
  return c.html(
    <SigningPage c={c} title={t('who')} intro={t('whoWhy')}>
      {justMissed && form === undefined && (
        <Notice tone="warning" title={t('wrong')} alert>
          {t('wrongWhy', { n: MOST_TRIES - wrong })}
        </Notice>
      )}
      <ErrorSummary form={form} title={t('lookAgain')} />
      <form class="form" method="post" action={urls.sign({ token: tokenOf(c) }, langOf(c))}>
        <Fieldset name="born" label={t('born')} hint={t('bornHint')}>
          <div class="born-fields">
            {visit.lang === 'es' ? [day, month] : [month, day]}
            <TextField
              name="year"
              label={t('year')}
              inputmode="numeric"
              width="short"
              maxlength={4}
              form={quiet(form)}
            />
          </div>
        </Fieldset>
        <TextField
          name="code"
          label={t('code')}
          hint={t('codeHint')}
          inputmode="numeric"
          width="medium"
          maxlength={9}
          form={form}
        />
        <FormActions>
          <Button kind="main">{t('goOn')}</Button>
        </FormActions>
      </form>
    </SigningPage>,
    form === undefined ? 200 : 422,
  )
}

const quiet = (form?: FormState): FormState | undefined => form && { values: form.values }

async function overview(c: Context<SigningDoor>) {
  const { work, visit } = visitOf(c)
  const t = words(visit.lang)
  const signing = await signingById(work, visit.signingId)
  if (signing === undefined) return closedLink(c)
  const answered = await answersOf(work, signing.id)
  const next = nextPaper(
    signing.papers,
    answered.map(({ kind }) => kind),
  )
  const left = signing.papers.length - answered.length
  const zone = work.clinic.timeZone
  const token = tokenOf(c)
  return c.html(
    <SigningPage
      c={c}
      title={t('hello', { name: visit.signerName })}
      intro={t(answered.length === 0 ? 'toRead' : 'stillToRead', { n: left })}
    >
      <PaperList c={c} list={await listOf(c)} />
      {visit.manner === 'link' && (
        <p>
          {t('stopAnytime', {
            day: write.day(visit.lang, dayAt(visit.expiresAt, zone)),
            time: write.time(visit.lang, timeAt(visit.expiresAt, zone)),
          })}
        </p>
      )}
      {next !== null && (
        <FormActions>
          <Button kind="main" href={urls.signPaper({ token, kind: next.kind }, langOf(c))}>
            {t(answered.length === 0 ? 'begin' : 'next')}
          </Button>
        </FormActions>
      )}
    </SigningPage>,
  )
}

type Listed = { kind: string; title: string; answer: 'signed' | 'declined' | null }

async function listOf(c: Context<SigningDoor>): Promise<Listed[]> {
  const { work, visit } = visitOf(c)
  const signing = await signingById(work, visit.signingId)
  const answered = await answersOf(work, visit.signingId)
  const list: Listed[] = []
  for (const { kind } of signing?.papers ?? []) {
    const paper = await paperNow(work, visit.signingId, kind, visit.lang)
    const answer = answered.find((one) => one.kind === kind)?.answer ?? null
    list.push({ kind, title: paper?.filled.title ?? '', answer })
  }
  return list
}

function PaperList({ c, list }: { c: Context<SigningDoor>; list: Listed[] }) {
  const t = words(visitOf(c).visit.lang)
  return (
    <ol class="paper-list" aria-label={t('yourPapers')}>
      {list.map(({ title, answer }) => (
        <li>
          <span>{title}</span>
          <Sig tone={answer === 'signed' ? 'good' : answer === 'declined' ? 'info' : 'calm'}>{t(answer ?? 'open')}</Sig>
        </li>
      ))}
    </ol>
  )
}

async function thanks(c: Context<SigningDoor>) {
  const { visit } = visitOf(c)
  const t = words(visit.lang)
  const token = tokenOf(c)
  const list = await listOf(c)
  const signed = list.filter(({ answer }) => answer === 'signed')
  return c.html(
    <SigningPage c={c} title={t('done')} intro={t('doneWhy')}>
      {visit.manner === 'tablet' && <Notice tone="good">{t('giveBack')}</Notice>}
      <PaperList c={c} list={list} />
      {signed.length > 0 && visit.manner === 'link' && (
        <section>
          <h2>{t('copies')}</h2>
          <p>{t('copyUntil')}</p>
          <ul class="plain-list copies">
            {signed.map(({ kind, title }) => (
              <li>
                <Button href={urls.signCopy({ token, kind }, langOf(c))}>{t('copyOf', { title })}</Button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <p>{t('takeBack')}</p>
      {visit.manner === 'tablet' && (
        <FormActions>
          <Button href={urls.signIn()}>{t('staff')}</Button>
        </FormActions>
      )}
    </SigningPage>,
  )
}
