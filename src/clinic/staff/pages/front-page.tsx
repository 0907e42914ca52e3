import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../../basics/dates.ts'
import type { Refusal } from '../../../basics/refusal.ts'
import { Card } from '../../../ui/card.tsx'
import { Checkbox } from '../../../ui/choices.tsx'
import {
  Button,
  DateField,
  ErrorSummary,
  FormActions,
  Select,
  TextArea,
  TextField,
  type FormState,
} from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice } from '../../../ui/status.tsx'
import { Tabs } from '../../../ui/tabs.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { day, id, optionalLine, optionalProse, readForm } from '../../../web/forms.ts'
import { mayNot } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { reviewPage, setTexts, setWords, type TextSaid } from '../actions/front.ts'
import { Markup } from '../front-page.tsx'
import {
  frontLanguages,
  frontPageNames,
  isFrontPage,
  sectionsOf,
  type FrontLanguage,
  type FrontPage,
} from '../front-rules.ts'
import { reviewersToChoose, stateOfPage, textRows, wordsIn } from '../queries/front.ts'
import { namesShown } from '../queries/names-shown.ts'
import { commonWords } from '../texts/common-words.ts'
import { StateSig, stateNote } from './front.tsx'

export const frontTexts = new Hono<Door>()

const languageNames: Record<FrontLanguage, string> = { en: 'English', es: 'Spanish' }

frontTexts.get(urls.frontWords.pattern, (c) => wordsPage(c))

frontTexts.post(urls.frontWords.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'front.manage')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, z.record(z.string(), z.unknown()))
  const known = await wordsIn(work, 'es')
  const changed = (await namesShown(work)).flatMap((name, place) => {
    const typed = (form.typed[`word-${place}`] ?? '').replace(/\s+/g, ' ').trim().slice(0, 300)
    // The list may have grown since the page was shown: what was typed belongs to the name that stood beside it.
    return form.typed[`name-${place}`] === name && typed !== (known.get(name) ?? '')
      ? [{ said: name, words: typed }]
      : []
  })
  const refusal = await setWords(work, 'es', changed)
  if (refusal) return wordsPage(c, { values: form.typed }, refusal)
  said(c, {
    tone: 'good',
    text: changed.length === 0 ? 'Nothing was changed.' : 'Kept. Spanish pages say it so from now on.',
  })
  return c.redirect(urls.frontWords(), 303)
})

async function wordsPage(c: Context<Door>, form?: FormState, refusal?: Refusal): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'front.manage')
  if (denied) return forbidden(c, denied.because)
  const own = await wordsIn(work, 'es')
  const names = await namesShown(work)
  const missing = names.filter((name) => !own.get(name) && commonWords[name.toLowerCase()] === undefined).length
  return c.html(
    <StaffPage
      c={c}
      current="Settings"
      title="Names in Spanish"
      answer={
        missing === 0 ? 'Every name can be said in Spanish' : `${missing} of ${names.length} names have no Spanish yet`
      }
      intro="Without a Spanish name, Spanish pages show the English one. Left empty, Stepwell’s own word stands where it knows one."
      crumbs={[
        { label: 'Settings', href: urls.settings() },
        { label: 'Public pages', href: urls.frontPages() },
      ]}
      width="narrow"
    >
      <RefusalAlert refusal={refusal} />
      <form class="form" method="post" action={urls.frontWords()}>
        {names.map((name, place) => (
          <>
            <input type="hidden" name={`name-${place}`} value={name} />
            <TextField
              name={`word-${place}`}
              label={name}
              value={own.get(name) ?? ''}
              placeholder={commonWords[name.toLowerCase()]}
              maxlength={300}
              required={false}
              form={form}
            />
          </>
        ))}
        <FormActions>
          <Button kind="main">Keep names</Button>
        </FormActions>
      </form>
    </StaffPage>,
    refusal === undefined ? 200 : 422,
  )
}

frontTexts.get(urls.frontPage.pattern, (c) => {
  const page = c.req.param('page')
  return isFrontPage(page) ? editor(c, page) : notFound(c)
})

const part = z.object({
  section: z.string().max(40),
  lang: z.enum(frontLanguages),
  heading: optionalLine(200),
  words: optionalProse(6000),
  own: z.string().optional(),
})

frontTexts.post(urls.frontPage.pattern, async (c) => {
  const page = c.req.param('page')
  if (!isFrontPage(page)) return notFound(c)
  const work = workOf(c)
  const denied = mayNot(work.by, 'front.manage')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, part)
  const back: FormState = { values: form.typed, prefix: `${form.typed.lang ?? ''}-${form.typed.section ?? ''}` }
  if (!form.ok) return editor(c, page, { ...back, errors: form.errors })
  const { own, ...values } = form.values
  const text: TextSaid = own === 'yes' ? { ...values, heading: '', words: null } : values
  const refusal = await setTexts(work, page, [text])
  if (refusal) return editor(c, page, back, refusal)
  said(c, { tone: 'good', text: 'Kept. Visitors read it once a clinician has reviewed the page.' })
  return c.redirect(`${urls.frontPage({ page }, { lang: values.lang })}#${values.lang}-${values.section}`, 303)
})

const review = z.object({ staffId: id('Choose the clinician who read the page.'), on: day('Give the day.') })

frontTexts.post(urls.frontReviews.pattern, async (c) => {
  const page = c.req.param('page')
  if (!isFrontPage(page)) return notFound(c)
  const work = workOf(c)
  const denied = mayNot(work.by, 'front.manage')
  if (denied) return forbidden(c, denied.because)
  const form = await readForm(c, review)
  if (!form.ok) return editor(c, page, { values: form.typed, errors: form.errors, prefix: 'review' })
  const refusal = await reviewPage(work, page, form.values)
  if (refusal) return editor(c, page, { values: form.typed, prefix: 'review' }, refusal)
  said(c, { tone: 'good', text: 'Reviewed. Visitors read the page as it stands now, with this name under it.' })
  return c.redirect(urls.frontPage({ page }), 303)
})

async function editor(c: Context<Door>, page: FrontPage, form?: FormState, refusal?: Refusal): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'front.manage')
  if (denied) return forbidden(c, denied.because)
  const rows = await textRows(work)
  const state = await stateOfPage(work, page, rows)
  const asked = form?.values?.lang ?? c.req.query('lang')
  const lang: FrontLanguage = asked === 'es' ? 'es' : 'en'
  const reviewForm = form?.prefix === 'review' ? form : { prefix: 'review' }
  const today = dayAt(work.at, work.clinic.timeZone)
  return c.html(
    <StaffPage
      c={c}
      current="Settings"
      title={frontPageNames[page]}
      answer={`What does “${frontPageNames[page]}” say?`}
      over={<StateSig state={state.state} />}
      intro={stateNote(state)}
      crumbs={[
        { label: 'Settings', href: urls.settings() },
        { label: 'Public pages', href: urls.frontPages() },
      ]}
    >
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={form} />
      {state.state === 'being-reviewed' && (
        <Notice tone="warning" title="Being reviewed">
          The words below have changed since the review. Visitors read the reviewed ones until a clinician has read
          these.
        </Notice>
      )}
      <Tabs
        label="Language"
        tabs={frontLanguages.map((one) => ({
          label: languageNames[one],
          href: urls.frontPage({ page }, { lang: one }),
          current: one === lang,
        }))}
      />
      <div class="columns">
        <div class="stack">
          {sectionsOf(rows, page, lang, null).map((one) => {
            const prefix = `${lang}-${one.key}`
            const own: FormState = form?.prefix === prefix ? form : { prefix }
            return (
              <Card title={one.heading === '' ? 'Left out' : one.heading} id={prefix}>
                <div lang={lang}>
                  <Markup words={one.words} />
                </div>
                <details class="disclose" open={form?.prefix === prefix}>
                  <summary>Change</summary>
                  <form class="form" method="post" action={urls.frontPage({ page })}>
                    <input type="hidden" name="section" value={one.key} />
                    <input type="hidden" name="lang" value={lang} />
                    <TextField
                      name="heading"
                      label="Heading"
                      value={one.heading}
                      maxlength={200}
                      required={false}
                      form={own}
                    />
                    <TextArea
                      name="words"
                      label="Words"
                      hint="An empty line parts paragraphs. “- ” begins an item of a list, **two stars** weigh words. Nothing at all leaves this part out."
                      value={one.words}
                      rows={8}
                      maxlength={6000}
                      required={false}
                      form={own}
                    />
                    <Checkbox name="own" value="yes" label="Bring Stepwell’s own words back" form={own} />
                    <FormActions>
                      <Button kind="main">Keep words</Button>
                    </FormActions>
                  </form>
                </details>
              </Card>
            )
          })}
        </div>
        <Card title="Who has read it?" hint="In both languages, as it stands here">
          <form class="form" method="post" action={urls.frontReviews({ page })}>
            <Select
              name="staffId"
              label="Clinician"
              hint="With a licence that stands on that day."
              options={(await reviewersToChoose(work)).map((one) => ({ value: one.id, label: one.name }))}
              form={reviewForm}
            />
            <DateField name="on" label="Read on" max={today} value={today} form={reviewForm} />
            <FormActions>
              <Button kind="main">Record review</Button>
            </FormActions>
          </form>
        </Card>
      </div>
    </StaffPage>,
    form === undefined && refusal === undefined ? 200 : 422,
  )
}
