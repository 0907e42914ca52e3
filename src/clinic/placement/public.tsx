import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt, timeAt } from '../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../basics/refusal.ts'
import { type Language, write } from '../../ui/language.ts'
import { urls } from '../../urls.ts'
import { line, optionalLine, readForm, ticked, type FieldErrors, type Typed } from '../../web/forms.ts'
import { guardVisitor } from '../../web/guard.tsx'
import { visitOf, type VisitorDoor } from '../../web/visitor-door.ts'
import { openInquiry } from '../inquiries/actions/open.ts'
import { frontFor } from '../staff/front-page.tsx'
import { QuestionPage, StartPage } from './public/questions.tsx'
import { DangerPage, DonePage, ResultPage, TooYoungPage } from './public/results.tsx'
import { SELF_CHECK, selfCheck, selfQuestions, usable, type SelfAnswers, type SelfResult } from './self-check.ts'
import { selfCheckWords } from './self-check-words.ts'

export const publicPlacement = new Hono<VisitorDoor>()

publicPlacement.get(urls.selfCheck.pattern, async (c) =>
  c.html(<StartPage c={c} read={await frontFor(c, 'self-check')} />),
)

const anything = z.looseObject({})

publicPlacement.post(urls.selfCheck.pattern, async (c) => {
  const form = await readForm(c, anything)
  const typed = form.typed
  const answers = usable(Object.fromEntries(selfQuestions.map(({ id }) => [id, typed[id] ?? ''])))
  if (typed.again !== undefined) return c.redirect(urls.selfCheck({ lang: c.get('front').lang }), 303)
  if (typed.back !== undefined) return page(c, before(answers))
  if (typed.do === 'hand-over') return handOver(c, answers, typed)
  const result = selfCheck(answers)
  // The question that was on the page, and is still open: nothing was chosen.
  const isBlank = typed.asked !== undefined && result.kind === 'ask' && result.question.id === typed.asked
  return page(c, answers, isBlank)
})

/** The same answers without the last one: what the question before it needs. */
function before(answers: SelfAnswers): SelfAnswers {
  const last = selfQuestions.findLast(({ id }) => answers[id] !== undefined)
  return Object.fromEntries(Object.entries(answers).filter(([id]) => id !== last?.id))
}

async function page(c: Context<VisitorDoor>, answers: SelfAnswers, isBlank = false): Promise<Response> {
  const result = selfCheck(answers)
  if (result.kind === 'danger') return c.html(<DangerPage c={c} danger={result.danger} />)
  if (result.kind === 'too-young') return c.html(<TooYoungPage c={c} />)
  if (result.kind === 'ask')
    return c.html(<QuestionPage c={c} answers={answers} {...result} isBlank={isBlank} />, isBlank ? 422 : 200)
  const { reviewed } = await frontFor(c, 'self-check')
  return c.html(<ResultPage c={c} reviewed={reviewed} answers={answers} result={result} />)
}

const contact = (lang: Language) => {
  const t = selfCheckWords(lang)
  return z.object({
    name: line(100, t('hand.nameMissing')),
    phone: optionalLine(60),
    email: optionalLine(200),
    leave: z.enum(['yes', 'no'], { error: t('choose') }),
    agree: ticked.refine((yes) => yes, t('hand.agreeMissing')),
  })
}

async function handOver(c: Context<VisitorDoor>, answers: SelfAnswers, typed: Typed): Promise<Response> {
  const { work, front } = visitOf(c)
  const t = selfCheckWords(front.lang)
  const result = selfCheck(answers)
  if (result.kind !== 'result') return page(c, answers)
  const { reviewed } = await frontFor(c, 'self-check')
  const again = (errors: FieldErrors) =>
    c.html(
      <ResultPage c={c} reviewed={reviewed} answers={answers} result={result} form={{ values: typed, errors }} />,
      422,
    )
  const form = await readForm(c, contact(front.lang))
  if (!form.ok) return again(form.errors)
  const guard = await guardVisitor(c, typed)
  if (isRefusal(guard)) return again({ form: t('hand.machine') })
  const { name, phone, email, leave } = form.values
  const opened = await openInquiry(work, {
    channel: 'self-check',
    language: front.lang,
    forWhom: answers.who === 'loved-one' ? 'loved-one' : 'self',
    name,
    phone,
    email,
    mayLeaveMessage: leave === 'yes',
    about: { selfCheck: forAdmissions(answers, result) },
    permission: t('hand.agree', { clinic: work.clinic.name }),
    heldBack: guard.heldBack,
  })
  if (isRefusal(opened)) return again(sentence(opened, front.lang))
  const { timeZone } = work.clinic
  const when = `${write.day(front.lang, dayAt(opened.dueAt, timeZone))}, ${write.time(front.lang, timeAt(opened.dueAt, timeZone))}`
  return c.html(<DonePage c={c} when={when} />)
}

const fieldOf: Record<string, [string, Parameters<ReturnType<typeof selfCheckWords>>[0]]> = {
  phone: ['phone', 'hand.phoneWrong'],
  email: ['email', 'hand.emailWrong'],
  'no-reach': ['phone', 'hand.reachMissing'],
  nobody: ['form', 'hand.nobody'],
}
function sentence({ refused }: Refusal, lang: Language): FieldErrors {
  const [field, key] = fieldOf[refused] ?? ['form', 'hand.machine']
  return { [field]: selfCheckWords(lang)(key) }
}

/** What admissions reads: the questions and answers in their own language, and what was said to fit. */
function forAdmissions(answers: SelfAnswers, result: Extract<SelfResult, { kind: 'result' }>) {
  const t = selfCheckWords('en')
  const who = answers.who ?? 'self'
  return {
    version: SELF_CHECK,
    answers,
    family: result.family,
    says: t(`family.${result.family}`),
    lines: selfQuestions.flatMap(({ id }) => {
      const answer = answers[id]
      if (answer === undefined) return []
      // Every choice of every question has its words: the catalog's test holds it.
      return [{ question: t(`q.${id}`, { who }), answer: t(`a.${id}.${answer}` as Parameters<typeof t>[0]) }]
    }),
  }
}
