import type { Context } from 'hono'
import { Card } from '../../../ui/card.tsx'
import { Checkbox, RadioCards } from '../../../ui/choices.tsx'
import { Button, ErrorSummary, FormActions, TextField, type FormState } from '../../../ui/form.tsx'
import { write } from '../../../ui/language.ts'
import { DangerNumbers, PublicPage } from '../../../ui/public-page.tsx'
import { Sig } from '../../../ui/status.tsx'
import { urls } from '../../../urls.ts'
import { GuardFields } from '../../../web/guard.tsx'
import { visitOf, type VisitorDoor } from '../../../web/visitor-door.ts'
import type { FrontRead } from '../../staff/front-page.tsx'
import type { Danger, SelfAnswers, SelfReason, SelfResult } from '../self-check.ts'
import { selfCheckWords } from '../self-check-words.ts'
import { Carried } from './questions.tsx'

type C = { c: Context<VisitorDoor> }
type Words = ReturnType<typeof selfCheckWords>

/** The numbers first, then what to do; nothing else on the page asks for anything. */
export function DangerPage({ c, danger }: C & { danger: Danger }) {
  const { work, front } = visitOf(c)
  const t = selfCheckWords(front.lang)
  return (
    <PublicPage
      front={front}
      clinic={work.clinic.name}
      there={(lang) => urls.helpNow({ lang })}
      title={t(`danger.${danger}`)}
      quiet
      showsNumbers
    >
      <DangerNumbers front={front} large />
      <p class="lead-words">{t(`danger.${danger}.do`)}</p>
      <p>{t('danger.after')}</p>
      <CallUs c={c} t={t} />
    </PublicPage>
  )
}

export function TooYoungPage({ c }: C) {
  const { work, front } = visitOf(c)
  const t = selfCheckWords(front.lang)
  return (
    <PublicPage
      front={front}
      clinic={work.clinic.name}
      there={(lang) => urls.selfCheck({ lang })}
      title={t('young.title')}
      quiet
    >
      <p>{t('young.words')}</p>
      <CallUs c={c} t={t} />
    </PublicPage>
  )
}

const CallUs = ({ c, t }: C & { t: Words }) => {
  const { phone } = visitOf(c).front
  return phone === '' ? null : (
    <p>
      <Button kind="main" href={`tel:${phone}`}>
        {t('danger.callUs', { phone: write.phone(phone) })}
      </Button>
    </p>
  )
}

type Result = Extract<SelfResult, { kind: 'result' }>

/** What may fit, each sentence with the answer it rests on; then the ways on. */
export function ResultPage({
  c,
  reviewed,
  answers,
  result,
  form,
}: C & { reviewed: FrontRead['reviewed']; answers: SelfAnswers; result: Result; form?: FormState }) {
  const { work, front } = visitOf(c)
  const t = selfCheckWords(front.lang)
  const { lang } = front
  return (
    <PublicPage
      front={front}
      clinic={work.clinic.name}
      there={(other) => urls.selfCheck({ lang: other })}
      title={t('result.may', { family: t(`family.${result.family}`) })}
      intro={t('notDiagnosis')}
      reviewed={reviewed}
      quiet
    >
      <ErrorSummary title={t('hand.wrong')} form={form} />
      <p class="lead-words">{t(`about.${result.family}`)}</p>
      {result.residenceBeside && <p>{t('residenceBeside')}</p>}
      <Card title={t('result.why')}>
        <ul class="why">
          {result.reasons.map((reason) => (
            <Reason t={t} reason={reason} />
          ))}
        </ul>
      </Card>
      {result.notes.length > 0 && (
        <Card title={t('notes')}>
          <ul class="why">
            {result.notes.map((note) => (
              <li>{t(`n.${note}`)}</li>
            ))}
          </ul>
        </Card>
      )}
      <Card title={t('hand.title')} id="hand-over">
        <p>{t('hand.intro')}</p>
        <HandOver c={c} t={t} answers={answers} form={form} />
      </Card>
      <p class="actions">
        <Button href={urls.bookCall({ lang })}>{t('way.call')}</Button>
        <Button href={urls.publicGroups({ lang })}>{t('way.groups')}</Button>
      </p>
    </PublicPage>
  )
}

const Reason = ({ t, reason }: { t: Words; reason: SelfReason }) => (
  <li>
    {/* Every answer that is explained has its sentence: the catalog's test holds it. */}
    <span>{t(`r.${reason.question}.${reason.answer}` as Parameters<Words>[0])}</span>{' '}
    {reason.weighs && <Sig tone="info">{t('result.weighs')}</Sig>}
    <small>{t('result.youSaid', { answer: t(`a.${reason.question}.${reason.answer}` as Parameters<Words>[0]) })}</small>
  </li>
)

function HandOver({ c, t, answers, form }: C & { t: Words; answers: SelfAnswers; form?: FormState }) {
  const { work, front } = visitOf(c)
  const words = { optional: t('optional') }
  return (
    <form method="post" action={`${urls.selfCheck({ lang: front.lang })}#hand-over`} autocomplete="off" class="form">
      <Carried answers={answers} />
      <input type="hidden" name="do" value="hand-over" />
      <TextField
        name="name"
        label={t('hand.name')}
        hint={t('hand.nameHint')}
        maxlength={100}
        anyDirection
        form={form}
      />
      <TextField
        name="phone"
        type="tel"
        inputmode="tel"
        label={t('hand.phone')}
        hint={t('hand.one')}
        maxlength={60}
        required={false}
        words={words}
        form={form}
      />
      <TextField
        name="email"
        type="email"
        label={t('hand.email')}
        maxlength={200}
        required={false}
        words={words}
        form={form}
      />
      <RadioCards
        name="leave"
        label={t('hand.leave')}
        aside
        plain
        options={[
          { value: 'yes', label: t('hand.yes') },
          { value: 'no', label: t('hand.no') },
        ]}
        form={form}
      />
      <Checkbox name="agree" label={t('hand.agree', { clinic: work.clinic.name })} required form={form} />
      <GuardFields c={c} />
      <FormActions>
        <Button kind="main">{t('hand.send')}</Button>
        <Button name="again" value="yes" formnovalidate kind="quiet">
          {t('again')}
        </Button>
      </FormActions>
    </form>
  )
}

export function DonePage({ c, when }: C & { when: string }) {
  const { work, front } = visitOf(c)
  const t = selfCheckWords(front.lang)
  return (
    <PublicPage
      front={front}
      clinic={work.clinic.name}
      there={(lang) => urls.publicHome({ lang })}
      title={t('hand.done')}
    >
      <p>{t('hand.doneWords', { when })}</p>
      <p class="actions">
        <Button href={urls.bookCall({ lang: front.lang })}>{t('way.call')}</Button>
        <Button href={urls.publicGroups({ lang: front.lang })}>{t('way.groups')}</Button>
      </p>
    </PublicPage>
  )
}
