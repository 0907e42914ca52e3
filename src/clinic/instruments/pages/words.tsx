import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { Card } from '../../../ui/card.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Button, ErrorSummary, FormActions, TextArea, TextField, type FormState } from '../../../ui/form.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice } from '../../../ui/status.tsx'
import { At } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { line, optionalLine, readForm } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { keepWords } from '../actions/words.ts'
import { instrumentOf } from '../catalog.ts'
import type { Instrument } from '../instrument.ts'
import { ownWordsOf } from '../queries.ts'
import { spanish } from '../spanish.ts'
import { textsOf, untranslated, wordsFor } from '../translation.ts'

/** What an instrument says in Spanish: as published, or as the clinic entered it by somebody's leave. */
export const instrumentWords = new Hono<Door>()

instrumentWords.get(urls.instrumentWords.pattern, (c) => {
  const one = instrumentOf(c.req.param('instrument'))
  return one === null ? notFound(c) : page(c, one)
})

instrumentWords.post(urls.instrumentWords.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'instrument.decide')
  if (denied) return forbidden(c, denied.because)
  const one = instrumentOf(c.req.param('instrument'))
  if (one === null) return notFound(c)
  const form = await readForm(
    c,
    z.looseObject({
      source: line(300, 'Say where these words come from, or why they are taken back.'),
      leave: optionalLine(300),
    }),
  )
  if (!form.ok) return page(c, one, { values: form.typed, errors: form.errors })
  const { source, leave } = form.values
  const takes = form.typed.take !== undefined
  const words = wordsFor(
    one.form,
    textsOf(one.form).map((_, n) => (form.typed[`text-${n}`] ?? '').trim().slice(0, 2000)),
  )
  const answer = await keepWords(work, one.key, { words: takes ? null : words, source, leave })
  if (isRefusal(answer)) return page(c, one, { values: form.typed }, answer)
  said(c, {
    tone: 'good',
    text: takes
      ? `${one.title} is asked in English again.`
      : `${one.title} is asked in Spanish where somebody reads Spanish.`,
  })
  return c.redirect(urls.instrumentWords({ instrument: one.key }), 303)
})

async function page(c: Context<Door>, one: Instrument, form?: FormState, refusal?: Refusal): Promise<Response> {
  const work = workOf(c)
  if (!may(work.by, 'measure.see') && !may(work.by, 'instrument.decide'))
    return forbidden(c, mayNot(work.by, 'measure.see')?.because ?? '')
  const published = spanish[one.key]
  const own = (await ownWordsOf(work)).find(({ instrument }) => instrument === one.key)
  const standing = published ?? (own?.isTaken === false ? own : undefined)
  const isAsked = standing !== undefined && untranslated(one.form, standing.words).length === 0
  const decides = may(work.by, 'instrument.decide') && published === undefined && one.filledBy === 'anyone'
  const texts = textsOf(one.form)
  return c.html(
    <StaffPage
      c={c}
      current="Settings"
      title={`${one.title} in Spanish`}
      answer={
        one.filledBy === 'clinician'
          ? `${one.title} is read by clinicians alone`
          : isAsked
            ? `${one.title} is asked in Spanish where somebody reads Spanish`
            : `${one.title} is asked in English alone`
      }
      crumbs={[
        { label: 'Settings', href: urls.settings() },
        { label: 'Instruments', href: urls.instruments() },
      ]}
      intro="Questions, order, answers and points are the same in every language, so the score is the same."
    >
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={form} />
      {standing !== undefined && (
        <Card title="What is asked" hint={published === undefined ? 'The clinic’s own translation' : 'As published'}>
          {!isAsked && (
            <Notice tone="warning">The form has changed since. What is new in it wants its words first.</Notice>
          )}
          <Facts
            facts={[
              { term: 'From', detail: standing.source },
              { term: 'Whose words', detail: <span lang="es">{standing.copyright}</span> },
              published === undefined &&
                own !== undefined && {
                  term: 'Entered',
                  detail: (
                    <>
                      {own.by}, <At at={own.setAt} zone={work.clinic.timeZone} />
                    </>
                  ),
                },
              ...texts.map((text) => ({
                term: text,
                detail: <span lang="es">{standing.words[text] ?? ''}</span>,
              })),
            ]}
          />
        </Card>
      )}
      {standing === undefined && !decides && one.filledBy === 'anyone' && (
        <Notice tone="info">
          No Spanish words of it are both published and free. An administrator or the director may enter a translation
          that this clinic has leave to use.
        </Notice>
      )}
      {decides && (
        <Card
          title={standing === undefined ? 'Enter a translation that you may use' : 'Change the translation'}
          hint="Stepwell ships no Spanish words of it: none were found that are both published and free. Copy those of a translation that you have leave for, word for word."
        >
          <form method="post" action={urls.instrumentWords({ instrument: one.key })} class="form">
            {texts.map((text, n) => (
              <TextArea
                name={`text-${n}`}
                label={text}
                rows={text.length > 60 ? 2 : 1}
                maxlength={2000}
                value={standing?.words[text] ?? ''}
                required={false}
                form={form}
              />
            ))}
            <TextField
              name="source"
              label="Where the words come from"
              hint="Title, year, publisher."
              maxlength={300}
              value={own?.isTaken === false ? own.source : null}
              form={form}
            />
            <TextField
              name="leave"
              label="Whose words, and by what leave"
              hint="Stands under the form for whoever answers it."
              maxlength={300}
              required={false}
              value={own?.isTaken === false ? own.leave : null}
              form={form}
            />
            <FormActions>
              <Button kind="main">Ask in these words</Button>
              {standing !== undefined && (
                <Button name="take" value="yes" formnovalidate>
                  Take them back
                </Button>
              )}
            </FormActions>
          </form>
        </Card>
      )}
    </StaffPage>,
    form === undefined && refusal === undefined ? 200 : 422,
  )
}
