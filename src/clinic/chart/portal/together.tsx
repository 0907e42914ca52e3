import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { isRefusal } from '../../../basics/refusal.ts'
import { withHouseEyes } from '../../../db/work.ts'
import { Card } from '../../../ui/card.tsx'
import { Button, ErrorSummary, FormActions, type FormState } from '../../../ui/form.tsx'
import { write } from '../../../ui/language.ts'
import { Notice } from '../../../ui/status.tsx'
import { urls } from '../../../urls.ts'
import { readForm } from '../../../web/forms.ts'
import { ownOf, type MineDoor } from '../../../web/mine-door.ts'
import { instrument } from '../../instruments/catalog.ts'
import { answersFrom } from '../../instruments/filled.ts'
import { Credit, instructionFor, QuestionFields } from '../../instruments/instrument-form.tsx'
import { instrumentAsked } from '../../instruments/queries.ts'
import { answerAsking, ratherTalk } from '../../outcomes/actions/asking.ts'
import { askingNow } from '../../outcomes/queries/asking.ts'
import { langOf, OwnPage } from './frame.tsx'
import { safePage } from './health.tsx'
import { healthWords } from './words-health.ts'

/** Questions about danger: only while somebody is with the client, by name, and with whom to call above every question. */
export const ownTogether = new Hono<MineDoor>()

const key = 'c-ssrs-screener'

/** On the week: who is with them, and no word of what is asked. */
export async function TogetherCard({ c }: { c: Context<MineDoor> }) {
  const { work, own } = ownOf(c)
  const asking = await askingNow(work)
  if (asking === null) return <></>
  const t = healthWords(own.lang)
  return (
    <Card title={t('withYou', { name: asking.byGivenName })} tone="info">
      <p>{t('withYouWhy', { name: asking.byGivenName })}</p>
      <FormActions>
        <Button kind="main" href={urls.mineTogether({ token: own.token }, langOf(c))}>
          {t('askOpen')}
        </Button>
      </FormActions>
    </Card>
  )
}

ownTogether.get(urls.mineTogether.pattern, (c) => questionsPage(c))

ownTogether.post(urls.mineTogether.pattern, async (c) => {
  const { work } = ownOf(c)
  const { typed } = await readForm(c, z.looseObject({}))
  if (typed.talk !== undefined) {
    await ratherTalk(work)
    return safePage(c, 'talk')
  }
  const answer = await answerAsking(work, {
    answers: answersFrom(instrument(key).form, typed),
    language: typed.language === 'es' ? 'es' : 'en',
  })
  // Sent twice: whatever the first one said, nobody is left without a number to call.
  if (answer === 'kept') return safePage(c, 'talk')
  if (isRefusal(answer))
    return answer.refused === 'nothing-answered'
      ? questionsPage(c, { values: typed, errors: { q1: healthWords(ownOf(c).own.lang)('nothingYet') } })
      : closedPage(c)
  return answer.triage === 'none'
    ? c.redirect(urls.mine({ token: ownOf(c).own.token }, { ...langOf(c), health: 'thanks' }), 303)
    : safePage(c)
})

/** Whom to call, before the first question. */
function Help({ c }: { c: Context<MineDoor> }) {
  const { own } = ownOf(c)
  const t = healthWords(own.lang)
  return (
    <Notice tone="danger">
      <p>
        <a href="tel:911">{t('safeNow')}</a>
      </p>
      <p>
        <a href="tel:988">{t('safeLine')}</a>
      </p>
      {own.phone !== '' && (
        <p>
          <a href={`tel:${own.phone}`}>{t('safeUs', { phone: write.phone(own.phone) })}</a>
        </p>
      )}
    </Notice>
  )
}

async function questionsPage(c: Context<MineDoor>, form?: FormState) {
  const { work, own } = ownOf(c)
  const t = healthWords(own.lang)
  const asking = await askingNow(work)
  if (asking === null) return closedPage(c)
  const inOwn = await withHouseEyes(work, () => instrumentAsked(work, key, own.lang))
  const one = inOwn ?? instrument(key)
  const spoken = inOwn === null ? 'en' : own.lang
  const name = asking.byGivenName
  return c.html(
    <OwnPage c={c} title={t('withYou', { name })} intro={t('togetherIntro', { name })}>
      <ErrorSummary form={form} title={t('lookAgain')} />
      <Help c={c} />
      {spoken !== own.lang && <p>{t('onlyEnglishTogether', { name })}</p>}
      <form method="post" action={urls.mineTogether({ token: own.token }, langOf(c))} class="form" autocomplete="off">
        <input type="hidden" name="language" value={spoken} />
        <div lang={spoken} class="form">
          <p>
            <b>{instructionFor(one)}</b>
          </p>
          <QuestionFields one={one} form={form} />
        </div>
        <FormActions>
          <Button kind="main">{t('send')}</Button>
          <Button name="talk" value="yes" formnovalidate>
            {t('talk')}
          </Button>
        </FormActions>
        <Credit one={one} />
      </form>
    </OwnPage>,
    form === undefined ? 200 : 422,
  )
}

/** Nobody is with them any more: the questions are gone, and the numbers are not. */
const closedPage = (c: Context<MineDoor>) => {
  const { own } = ownOf(c)
  const t = healthWords(own.lang)
  return c.html(
    <OwnPage c={c} title={t('closed')} intro={t('closedWhy')}>
      <Help c={c} />
      <FormActions>
        <Button kind="main" href={urls.mineSafetyPlan({ token: own.token }, langOf(c))}>
          {t('planLink')}
        </Button>
        <Button href={urls.mine({ token: own.token }, langOf(c))}>{t('back')}</Button>
      </FormActions>
    </OwnPage>,
  )
}
