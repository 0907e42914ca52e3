import type { Context } from 'hono'
import { RadioCards } from '../../../ui/choices.tsx'
import { Button, ErrorSummary, FormActions } from '../../../ui/form.tsx'
import { PublicPage } from '../../../ui/public-page.tsx'
import { urls } from '../../../urls.ts'
import { visitOf, type VisitorDoor } from '../../../web/visitor-door.ts'
import { FrontFrame, type FrontRead, Part } from '../../staff/front-page.tsx'
import type { SelfAnswers, SelfQuestion } from '../self-check.ts'
import { selfCheckWords } from '../self-check-words.ts'

type C = { c: Context<VisitorDoor> }

export function StartPage({ c, read }: C & { read: FrontRead }) {
  const { front } = visitOf(c)
  const t = selfCheckWords(front.lang)
  return (
    <FrontFrame read={read} there={(lang) => urls.selfCheck({ lang })} current="selfCheck">
      <Part section={read.part('limits')} />
      <form method="post" action={urls.selfCheck({ lang: front.lang })}>
        <FormActions>
          <Button kind="main">{t('begin')}</Button>
        </FormActions>
      </form>
      <small class="muted">{`${read.part('questions').heading}: ${read.part('questions').words}`}</small>
    </FrontFrame>
  )
}

/** The answers so far travel in the page alone: no cookie, no storage, nothing on the server, nothing in an address. */
export const Carried = ({ answers }: { answers: SelfAnswers }) => (
  <>
    {Object.entries(answers).map(([name, value]) => (
      <input type="hidden" name={name} value={value} />
    ))}
  </>
)

export function QuestionPage(
  props: C & { answers: SelfAnswers; question: SelfQuestion; place: number; of: number; isBlank: boolean },
) {
  const { c, answers, question, place, of, isBlank } = props
  const { work, front } = visitOf(c)
  const t = selfCheckWords(front.lang)
  const who = answers.who ?? 'self'
  const words = t(`q.${question.id}`, { who })
  const hint =
    question.id === 'thoughts' || question.id === 'sedatives' || question.id === 'opioids' ? question.id : null
  return (
    <PublicPage
      front={front}
      clinic={work.clinic.name}
      there={(lang) => urls.selfCheck({ lang })}
      title={words}
      bare
      quiet
    >
      <form method="post" action={urls.selfCheck({ lang: front.lang })} autocomplete="off" class="form one-question">
        <ErrorSummary title={t('hand.wrong')} form={isBlank ? { errors: { [question.id]: t('choose') } } : undefined} />
        <p class="muted">{t('progress', { place, of })}</p>
        <Carried answers={answers} />
        <input type="hidden" name="asked" value={question.id} />
        <h1>{words}</h1>
        <RadioCards
          name={question.id}
          label={words}
          labelHidden
          hint={hint === null ? undefined : t(`h.${hint}`)}
          required
          error={isBlank ? t('choose') : undefined}
          options={question.choices.map((value) => ({
            value,
            // Every choice of every question has its words: the catalog's test holds it.
            label: t(`a.${question.id}.${value}` as Parameters<typeof t>[0]),
          }))}
        />
        <FormActions>
          <Button kind="main">{t('next')}</Button>
          {place > 1 && (
            <Button name="back" value="yes" formnovalidate>
              {t('back')}
            </Button>
          )}
        </FormActions>
      </form>
    </PublicPage>
  )
}
