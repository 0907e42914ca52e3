import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Checkboxes } from '../../../ui/choices.tsx'
import { Button, DateField, ErrorSummary, FormActions, TextArea, TextField, type FormState } from '../../../ui/form.tsx'
import { nameOfLanguage } from '../../../ui/language.ts'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice, Sig } from '../../../ui/status.tsx'
import { OnDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { day, optionalLine, optionalProse, readForm } from '../../../web/forms.ts'
import { may, mayNot } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { publishWording } from '../actions/packs.ts'
import { LONGEST_WORDING, writeMarkup } from '../markup.ts'
import { isPaperKind, type PaperKind, papers, statementWords } from '../paper.ts'
import { publishedWordings, publishersOf } from '../queries/packs.ts'
import { defaultNote, tongues, versionsOf, wordingOn } from '../wordings.ts'
import { PaperText } from '../paper-text.tsx'

/** The words of one paper: what is in force, every version there was, and publishing the next. */
export const wordingPages = new Hono<Door>()

wordingPages.get(urls.wordings.pattern, (c) => {
  const kind = c.req.param('kind')
  return isPaperKind(kind) ? wordingsPage(c, kind) : notFound(c)
})

const publishing = z.object({
  from: day(),
  statements: z.array(z.string()).default([]),
  titleEn: optionalLine(200),
  wordsEn: optionalProse(LONGEST_WORDING),
  titleEs: optionalLine(200),
  wordsEs: optionalProse(LONGEST_WORDING),
})

wordingPages.post(urls.wordings.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'pack.manage')
  if (denied) return forbidden(c, denied.because)
  const kind = c.req.param('kind')
  if (!isPaperKind(kind)) return notFound(c)
  const form = await readForm(c, publishing)
  if (!form.ok) return wordingsPage(c, kind, { form: { values: form.typed, errors: form.errors } })
  const { from, statements, titleEn, wordsEn, titleEs, wordsEs } = form.values
  const answer = await publishWording(work, {
    kind,
    from,
    statements,
    texts: { en: { title: titleEn, words: wordsEn }, es: { title: titleEs, words: wordsEs } },
  })
  if (isRefusal(answer))
    return wordingsPage(c, kind, { form: { values: { ...form.typed, 'statements[]': statements } }, refusal: answer })
  said(c, {
    tone: 'good',
    text: `Version ${answer.version} is published in both languages. It is signed from that day on.`,
  })
  return c.redirect(urls.wordings({ kind }), 303)
})

async function wordingsPage(
  c: Context<Door>,
  kind: PaperKind,
  { form, refusal }: { form?: FormState; refusal?: Refusal } = {},
) {
  const work = workOf(c)
  const denied = mayNot(work.by, 'pack.see')
  if (denied) return forbidden(c, denied.because)
  const on = dayAt(work.at, work.clinic.timeZone)
  const paper = papers[kind]
  const published = await publishedWordings(work)
  const publishers = await publishersOf(work, kind)
  const now = wordingOn(kind, 'en', on, published)
  const spanish = wordingOn(kind, 'es', on, published)
  return c.html(
    <StaffPage
      c={c}
      current="Settings"
      title={paper.name}
      answer={`The words of: ${paper.name}`}
      crumbs={[
        { label: 'Settings', href: urls.settings() },
        { label: 'Papers', href: urls.packs() },
      ]}
    >
      <RefusalAlert refusal={refusal} />
      <ErrorSummary form={form} />
      {now?.by === 'stepwell' && (
        <Notice tone="warning" title="Default wording">
          {defaultNote}
        </Notice>
      )}
      <Card title="Every version" hint="What was signed keeps its own words for good" flush>
        <Rows label="Versions">
          {versionsOf(kind, 'en', published).map((one) => {
            const by = publishers.find(({ version }) => String(version) === one.version)
            return (
              <Row
                title={
                  <a href={urls.wording({ kind, document: one.id, version: one.version })}>
                    {one.by === 'clinic' ? `Version ${one.version}` : `Stepwell’s wording ${one.version}`}
                  </a>
                }
                note={
                  <>
                    {one.title} · from <OnDay day={one.from} />
                    {one.by === 'clinic' && by !== undefined && ` · ${by.givenName} ${by.familyName}`}
                  </>
                }
                end={one.id === now?.id && one.version === now.version ? <Sig tone="good">In force</Sig> : undefined}
              />
            )
          })}
        </Rows>
      </Card>
      {may(work.by, 'pack.manage') && now !== null && spanish !== null && (
        <Card
          title="Publish a new version"
          hint="Begins with the words in force. Both languages are published at once."
        >
          <form class="form" method="post" action={urls.wordings({ kind })}>
            <p class="hint">
              A line that begins with # is a heading, with - an item of a list; an empty line parts paragraphs. These
              are filled in before anyone reads them: {paper.blanks.map((blank) => `{${blank}}`).join(', ')}.
            </p>
            <TextField name="titleEn" label="Title in English" value={now.title} form={form} />
            <TextArea
              name="wordsEn"
              label="Words in English"
              rows={16}
              width="full"
              value={writeMarkup(now.paragraphs)}
              maxlength={LONGEST_WORDING}
              form={form}
            />
            <TextField name="titleEs" label="Title in Spanish" value={spanish.title} form={form} />
            <TextArea
              name="wordsEs"
              label="Words in Spanish"
              rows={16}
              width="full"
              value={writeMarkup(spanish.paragraphs)}
              maxlength={LONGEST_WORDING}
              form={form}
            />
            {paper.mustSay.length > 0 && (
              <Checkboxes
                name="statements[]"
                label="I have checked that both texts say"
                required={false}
                form={form}
                options={paper.mustSay.map((statement) => ({ value: statement, label: statementWords[statement] }))}
              />
            )}
            <DateField name="from" label="Signed from" value={on} min={on} form={form} />
            <FormActions>
              <Button kind="main">Publish this version</Button>
            </FormActions>
          </form>
        </Card>
      )}
    </StaffPage>,
    form === undefined && refusal === undefined ? 200 : 422,
  )
}

wordingPages.get(urls.wording.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'pack.see')
  if (denied) return forbidden(c, denied.because)
  const { kind, document, version } = c.req.param()
  if (!isPaperKind(kind)) return notFound(c)
  const published = await publishedWordings(work)
  const texts = tongues.flatMap((tongue) =>
    versionsOf(kind, tongue, published).filter((one) => one.id === document && one.version === version),
  )
  const [first] = texts
  if (first === undefined) return notFound(c)
  return c.html(
    <StaffPage
      c={c}
      current="Settings"
      title={`${papers[kind].name}, version ${version}`}
      crumbs={[
        { label: 'Settings', href: urls.settings() },
        { label: 'Papers', href: urls.packs() },
        { label: papers[kind].name, href: urls.wordings({ kind }) },
      ]}
      intro={
        <>
          {first.by === 'stepwell' ? `${defaultNote} ` : ''}Signed from <OnDay day={first.from} />. Words in braces are
          filled in before anyone reads them.
        </>
      }
    >
      {texts.map((one) => (
        <article class="card" lang={one.language}>
          <div class="body prose">
            <p class="muted">
              <small>{nameOfLanguage[one.language]}</small>
            </p>
            <h2>{one.title}</h2>
            <PaperText filled={one} level={3} />
          </div>
        </article>
      ))}
    </StaffPage>,
  )
})
