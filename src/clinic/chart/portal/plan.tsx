import { Hono, type Context } from 'hono'
import { dayAt } from '../../../basics/dates.ts'
import { isRefusal } from '../../../basics/refusal.ts'
import { Card } from '../../../ui/card.tsx'
import { Checkbox } from '../../../ui/choices.tsx'
import { Button, FormActions, TextArea } from '../../../ui/form.tsx'
import { write } from '../../../ui/language.ts'
import { SignatureField } from '../../../ui/signature.tsx'
import { readSignature } from '../../../ui/signature-path.ts'
import { urls } from '../../../urls.ts'
import { ownOf, type MineDoor } from '../../../web/mine-door.ts'
import { titlesOf } from '../../clients/queries/own-page.ts'
import { signatureFrom } from '../../consents/signature.ts'
import { answerOwnPlan } from '../../plans/actions/answers.ts'
import { markHomework, howItWent } from '../../plans/actions/homework.ts'
import { practiceWords } from '../../plans/practice.ts'
import { ownPractice } from '../../plans/queries/homework.ts'
import { laidBefore, type Laid } from '../../plans/queries/versions.ts'
import { serviceKind } from '../../programs/library.ts'
import { langOf, OwnPage } from './frame.tsx'
import { planWords } from './words-plan.ts'

/** What a client practises, and what is laid before them to read and sign. */
export const ownPlan = new Hono<MineDoor>()

/** The part of the week's page: practice with a tap, and the way to what waits to be read. */
export async function PlanAndPractice({ c }: { c: Context<MineDoor> }) {
  const { work, own } = ownOf(c)
  const t = planWords(own.lang)
  const here = langOf(c)
  const practice = await ownPractice(work, own.client.clientId)
  const laid = await laidBefore(work, own.client.clientId)
  const discreet = (await titlesOf(work, own.client.clientId)) === 'discreet'
  return (
    <>
      {laid !== undefined && (
        <Card title={t('planCard')} tone={laid.answer === null ? 'info' : undefined}>
          <p>{laid.answer === null ? t('planCardWhy') : answered(c, laid)}</p>
          <FormActions>
            <Button href={urls.minePlan({ token: own.token }, here)}>{t('planOpen')}</Button>
          </FormActions>
        </Card>
      )}
      {practice.length > 0 && (
        <Card title={t('practice')}>
          <p>{t('practiceWhy')}</p>
          {practice.map((one, n) => {
            const words = practiceWords(one, own.lang)
            const action = urls.minePractice({ token: own.token, homework: one.id }, here)
            const text = (
              <>
                <h3 dir="auto">{words.title}</h3>
                {words.words !== '' && (
                  <p class="plan-said" dir="auto">
                    {words.words}
                  </p>
                )}
              </>
            )
            return (
              <section aria-label={`${t('practice')} ${n + 1}`}>
                <p>
                  <b>{t(one.rhythm, { day: write.day(own.lang, one.dueOn) })}</b>{' '}
                  {one.rhythm === 'daily' && one.days > 0 && t('daysDone', { n: `${one.days}` })}
                </p>
                {discreet ? (
                  <details class="disclose">
                    <summary>
                      {t('show')} <span class="hidden-text">{n + 1}</span>
                    </summary>
                    {text}
                  </details>
                ) : (
                  text
                )}
                <form method="post" action={action}>
                  {one.doneToday ? (
                    <FormActions>
                      <b>{t(one.rhythm === 'daily' ? 'doneToday' : 'doneOnce')}</b>
                      <Button name="done" value="no">
                        {t('undo')}
                      </Button>
                    </FormActions>
                  ) : (
                    <FormActions>
                      <Button kind="main" name="done" value="yes">
                        {t('done')}
                      </Button>
                      <Button name="done" value="helped">
                        {t('helped')}
                      </Button>
                      <Button name="done" value="so-so">
                        {t('soSo')}
                      </Button>
                      <Button name="done" value="hard">
                        {t('hard')}
                      </Button>
                    </FormActions>
                  )}
                </form>
              </section>
            )
          })}
        </Card>
      )}
    </>
  )
}

const answered = (c: Context<MineDoor>, laid: Laid): string => {
  const { work, own } = ownOf(c)
  const day = laid.answeredAt === null ? '' : write.day(own.lang, dayAt(laid.answeredAt, work.clinic.timeZone))
  return planWords(own.lang)(laid.answer === 'signed' ? 'planSigned' : 'planDeclined', { day })
}

ownPlan.post(urls.minePractice.pattern, async (c) => {
  const { work, own } = ownOf(c)
  const { done } = await c.req.parseBody()
  const how = howItWent.find((one) => one === done) ?? ''
  await markHomework(work, c.req.param('homework'), { done: done !== 'no', how })
  return c.redirect(urls.mine({ token: own.token }, langOf(c)), 303)
})

ownPlan.get(urls.minePlan.pattern, (c) => planPage(c))

ownPlan.post(urls.minePlan.pattern, async (c) => {
  const { work, own } = ownOf(c)
  const t = planWords(own.lang)
  const fields = await c.req.parseBody()
  const text = (name: string): string => (typeof fields[name] === 'string' ? fields[name] : '')
  const shown = text('shown')
  const given = readSignature(fields, 'signature')
  const answer = await answerOwnPlan(
    work,
    text('answer') === 'declined'
      ? { answer: 'declined', shown, because: text('because').replaceAll('\0', '').trim().slice(0, 1000) }
      : {
          answer: 'signed',
          shown,
          draft: {
            signature: signatureFrom(given),
            intends: text('intends') !== '',
            signerName: '',
            capacity: 'client',
            authority: '',
          },
          signatureKept: given?.path ?? given?.typed ?? '',
        },
  )
  if (isRefusal(answer)) return planPage(c, t(answer.refused === 'signature' ? 'notCounted' : 'lookAgain'))
  return c.redirect(urls.minePlan({ token: own.token }, langOf(c)), 303)
})

async function planPage(c: Context<MineDoor>, wrong?: string): Promise<Response> {
  const { work, own } = ownOf(c)
  const t = planWords(own.lang)
  const laid = await laidBefore(work, own.client.clientId)
  if (laid === undefined) return c.redirect(urls.mine({ token: own.token }, langOf(c)), 303)
  const plan = laid.forClient
  const action = urls.minePlan({ token: own.token }, langOf(c))
  const day = (one: string) => write.day(own.lang, one)
  return c.html(
    <OwnPage
      c={c}
      title={t('planTitle')}
      intro={t('planIntro', { n: `${laid.number}` })}
      flash={
        wrong !== undefined
          ? { tone: 'warning', text: wrong }
          : laid.answer === null
            ? undefined
            : { tone: 'good', text: answered(c, laid) }
      }
    >
      {plan.goals.map((goal) => (
        <Card title={t('goal')} id={`goal-${plan.goals.indexOf(goal) + 1}`}>
          <p class="plan-said" dir="auto">
            <b>{goal.words}</b>
          </p>
          <h3>{t('toward')}</h3>
          <ul>
            {goal.objectives.map((one) => (
              <li dir="auto">
                {[
                  one.words,
                  one.baseline === '' ? '' : t('from', { words: one.baseline }),
                  t('target', { words: one.target }),
                  t('by', { day: day(one.by) }),
                ]
                  .filter(Boolean)
                  .join('. ')}
              </li>
            ))}
          </ul>
        </Card>
      ))}
      <Card title={t('week')}>
        <ul>
          {plan.services.map((one) => (
            <li dir="auto">
              <b>{t(serviceKind(one.kind)?.mix ?? 'other')}</b>:{' '}
              {t(one.everyWeeks === 1 ? 'times' : 'timesEvery', {
                times: `${one.times} ×`,
                weeks: `${one.everyWeeks}`,
                minutes: `${one.minutes}`,
                who: one.who,
              })}
            </li>
          ))}
        </ul>
      </Card>
      <Card title={t('enough')}>
        <p class="plan-said" dir="auto">
          {plan.dischargeWhen}
        </p>
        <p>{t('review', { day: day(plan.reviewOn) })}</p>
      </Card>
      {laid.answer !== 'signed' && (
        <>
          <Card title={t('signCard')}>
            <form class="form" method="post" action={action}>
              <input type="hidden" name="answer" value="signed" />
              <input type="hidden" name="shown" value={laid.clientHash} />
              <SignatureField
                name="signature"
                label={t('signLabel')}
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
              <Checkbox name="intends" label={t('agree')} required />
              <FormActions>
                <Button kind="main">{t('signIt')}</Button>
              </FormActions>
            </form>
          </Card>
          {laid.answer === null && (
            <Card title={t('declineCard')}>
              <form class="form" method="post" action={action}>
                <input type="hidden" name="answer" value="declined" />
                <input type="hidden" name="shown" value={laid.clientHash} />
                <TextArea
                  name="because"
                  label={t('declineWhy')}
                  maxlength={1000}
                  optional
                  words={{ optional: t('optional') }}
                />
                <FormActions>
                  <Button>{t('declineIt')}</Button>
                </FormActions>
              </form>
            </Card>
          )}
        </>
      )}
      <FormActions>
        <Button href={urls.mine({ token: own.token }, langOf(c))}>{t('back')}</Button>
      </FormActions>
    </OwnPage>,
    wrong === undefined ? 200 : 422,
  )
}
