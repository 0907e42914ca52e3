import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../../basics/dates.ts'
import { isRefusal } from '../../../basics/refusal.ts'
import { Card } from '../../../ui/card.tsx'
import { Button, ErrorSummary, FormActions, TextArea, type FormState } from '../../../ui/form.tsx'
import { write } from '../../../ui/language.ts'
import { Notice } from '../../../ui/status.tsx'
import { urls } from '../../../urls.ts'
import { readForm } from '../../../web/forms.ts'
import { withHouseEyes } from '../../../db/work.ts'
import { ownOf, type MineDoor } from '../../../web/mine-door.ts'
import { recordMeasure } from '../../instruments/actions.ts'
import { instrument, instrumentOf } from '../../instruments/catalog.ts'
import { instrumentAsked } from '../../instruments/queries.ts'
import { answersFrom, asidesFrom } from '../../instruments/filled.ts'
import { Credit, instructionFor, QuestionFields } from '../../instruments/instrument-form.tsx'
import type { InstrumentKey } from '../../instruments/instrument.ts'
import { keepSafetyPlan } from '../../outcomes/actions.ts'
import { safetyPlansOf } from '../../outcomes/queries/safety-plan.ts'
import { emptyPlan, mayKeep, planFrom, planParts } from '../../outcomes/safety-plan.ts'
import { ownDueOf } from '../queries/own-measures.ts'
import { langOf, OwnPage } from './frame.tsx'
import { healthWords } from './words-health.ts'

/** Questions that a client answers alone, and the plan for hard hours. */
export const ownHealth = new Hono<MineDoor>()

/** On the week: what waits to be answered, without a word of what it is about; and the way to the plan. */
export async function HealthCards({ c }: { c: Context<MineDoor> }) {
  const { work, own } = ownOf(c)
  const t = healthWords(own.lang)
  const here = langOf(c)
  const due = await ownDueOf(work, own.client.clientId)
  const said = c.req.query('health')
  return (
    <>
      {said === 'thanks' && <Notice tone="good">{t('thanks')}</Notice>}
      {due.length > 0 && (
        <Card title={t('ask')} tone="info">
          <p>{t('askWhy')}</p>
          <FormActions>
            <Button kind="main" href={urls.mineQuestions({ token: own.token }, here)}>
              {t('askOpen')}
            </Button>
          </FormActions>
        </Card>
      )}
      <FormActions>
        <Button href={urls.mineSafetyPlan({ token: own.token }, here)}>{t('planLink')}</Button>
      </FormActions>
    </>
  )
}

// The address says nothing of what is asked: it stays in the history of a telephone that others use.
ownHealth.get(urls.mineQuestions.pattern, async (c) => {
  const { work, own } = ownOf(c)
  const [first] = await ownDueOf(work, own.client.clientId)
  return first === undefined ? backHome(c) : questionsPage(c, first)
})

ownHealth.post(urls.mineQuestions.pattern, async (c) => {
  const { work, own } = ownOf(c)
  const { typed } = await readForm(c, z.looseObject({}))
  const key = instrumentOf(typed.questions ?? '')?.key
  // A second press finds it answered, and loses nothing.
  if (key === undefined || !(await ownDueOf(work, own.client.clientId)).includes(key)) return backHome(c)
  const { form } = instrument(key)
  const answer = await recordMeasure(work, {
    clientId: own.client.clientId,
    episodeId: null,
    key,
    answers: answersFrom(form, typed),
    asides: asidesFrom(form, typed),
    takenOn: dayAt(work.at, work.clinic.timeZone),
    mode: 'self',
    language: typed.language === 'es' ? 'es' : 'en',
  })
  if (isRefusal(answer)) return questionsPage(c, key, { values: typed, errors: { q1: answer.because } })
  // What was left open is asked by a person; what was said is answered at once.
  return answer.alarms.some((alarm) => alarm.answer !== null) ? safePage(c) : backHome(c, 'thanks')
})

const backHome = (c: Context<MineDoor>, health?: 'thanks') =>
  c.redirect(urls.mine({ token: ownOf(c).own.token }, { ...langOf(c), health }), 303)

async function questionsPage(c: Context<MineDoor>, key: InstrumentKey, form?: FormState) {
  const { work, own } = ownOf(c)
  const t = healthWords(own.lang)
  // In their language where its words are published or the clinic has leave for them; else as it is, and it says so.
  const inOwn = await withHouseEyes(work, () => instrumentAsked(work, key, own.lang))
  const one = inOwn ?? instrument(key)
  const spoken = inOwn === null ? 'en' : own.lang
  const here = langOf(c)
  return c.html(
    <OwnPage c={c} title={t('questionsTitle')} intro={t('questionsIntro')}>
      <ErrorSummary form={form} title={t('lookAgain')} />
      {spoken !== own.lang && <p>{t('onlyEnglish')}</p>}
      <form method="post" action={urls.mineQuestions({ token: own.token }, here)} class="form">
        <input type="hidden" name="questions" value={key} />
        <input type="hidden" name="language" value={spoken} />
        <div lang={spoken} class="form">
          <p>
            <b>{instructionFor(one)}</b>
          </p>
          <QuestionFields one={one} form={form} />
        </div>
        <FormActions>
          <Button kind="main">{t('send')}</Button>
          <Button href={urls.mine({ token: own.token }, here)}>{t('back')}</Button>
        </FormActions>
        <Credit one={one} />
      </form>
    </OwnPage>,
    form === undefined ? 200 : 422,
  )
}

/** Whom to call, now. `why`: after an answer that alarmed, or because somebody would rather talk, or left and says that it is hard. */
export function safePage(c: Context<MineDoor>, why: 'alarm' | 'talk' | 'alumni' = 'alarm') {
  const { own } = ownOf(c)
  const t = healthWords(own.lang)
  return c.html(
    <OwnPage
      c={c}
      title={t('safeTitle')}
      intro={t(({ alarm: 'safeIntro', talk: 'talkIntro', alumni: 'alumniIntro' } as const)[why])}
    >
      <Notice tone="danger" alert>
        <p>
          <b>
            <a href="tel:911">{t('safeNow')}</a>
          </b>
        </p>
        <p>
          <b>
            <a href="tel:988">{t('safeLine')}</a>
          </b>
        </p>
        {own.phone !== '' && (
          <p>
            <a href={`tel:${own.phone}`}>{t('safeUs', { phone: write.phone(own.phone) })}</a>
          </p>
        )}
      </Notice>
      {why !== 'alumni' && <p>{t('safeKnow')}</p>}
      <FormActions>
        <Button kind="main" href={urls.mineSafetyPlan({ token: own.token }, langOf(c))}>
          {t('planLink')}
        </Button>
        <Button href={urls.mine({ token: own.token }, langOf(c))}>{t('back')}</Button>
      </FormActions>
    </OwnPage>,
  )
}

ownHealth.get(urls.mineSafetyPlan.pattern, (c) => planPage(c))

ownHealth.post(urls.mineSafetyPlan.pattern, async (c) => {
  const { work, own } = ownOf(c)
  const { typed } = await readForm(c, z.looseObject({}))
  const plan = planFrom(typed)
  if (mayKeep(plan)?.refused === 'empty')
    return planPage(c, { values: typed, errors: { signs: healthWords(own.lang)('planEmpty') } })
  const answer = await keepSafetyPlan(work, own.client.clientId, { plan, basedOn: typed.basedOn ?? null })
  if (isRefusal(answer)) return planPage(c, { values: typed, errors: { signs: answer.because } })
  const health = answer.both.length === 0 ? 'kept' : 'both'
  return c.redirect(urls.mineSafetyPlan({ token: own.token }, { ...langOf(c), health }), 303)
})

async function planPage(c: Context<MineDoor>, form?: FormState) {
  const { work, own } = ownOf(c)
  const t = healthWords(own.lang)
  const latest = (await safetyPlansOf(work, own.client.clientId, 1))[0]
  const plan = latest?.plan ?? emptyPlan
  const said = c.req.query('health')
  return c.html(
    <OwnPage
      c={c}
      title={t('planTitle')}
      intro={t('planIntro')}
      flash={
        form === undefined && (said === 'kept' || said === 'both')
          ? { tone: said === 'both' ? 'warning' : 'good', text: t(said === 'both' ? 'planBoth' : 'planSaved') }
          : undefined
      }
    >
      <ErrorSummary form={form} title={t('lookAgain')} />
      <p>
        <a href="tel:988">{t('safeLine')}</a>
      </p>
      <form method="post" action={urls.mineSafetyPlan({ token: own.token }, langOf(c))} class="form">
        <input type="hidden" name="basedOn" value={form?.values?.basedOn ?? latest?.id ?? ''} />
        {planParts.map((part) => (
          <TextArea
            name={part}
            label={t(part)}
            value={plan[part]}
            rows={3}
            maxlength={2000}
            optional
            words={{ optional: t('optional') }}
            form={form}
          />
        ))}
        <FormActions>
          <Button kind="main">{t('planKeep')}</Button>
          <Button href={urls.mine({ token: own.token }, langOf(c))}>{t('back')}</Button>
        </FormActions>
      </form>
    </OwnPage>,
    form === undefined ? 200 : 422,
  )
}
