import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../../basics/dates.ts'
import { isRefusal } from '../../../basics/refusal.ts'
import { withHouseEyes } from '../../../db/work.ts'
import { Card } from '../../../ui/card.tsx'
import { Checkbox } from '../../../ui/choices.tsx'
import { Button, ErrorSummary, FormActions, TextArea, TextField, type FormState } from '../../../ui/form.tsx'
import { write } from '../../../ui/language.ts'
import { urls } from '../../../urls.ts'
import { readForm } from '../../../web/forms.ts'
import { ownOf, type MineDoor } from '../../../web/mine-door.ts'
import { addSupport, addVisit, endSupport, endVisit, keepWords, mostWords } from '../../aftercare/actions/leaving.ts'
import { leavingParts, wordsTyped } from '../../aftercare/leaving-parts.ts'
import { latestWordsOf, ownStayOf, supportsOf } from '../../aftercare/queries/leaving.ts'
import { sheetFactsOf } from '../../aftercare/queries/sheet.ts'
import { LeavingSheet } from '../../aftercare/sheet.tsx'
import { askKey, sheetWords } from '../../aftercare/sheet-words.ts'
import { langOf, OwnPage } from './frame.tsx'
import { OwnVisitCard, OwnVisits, visiting } from './leaving-visit.tsx'

/** A client's plan for afterwards: theirs to read, to write and to take along, during the stay and after it. */
export const ownLeaving = new Hono<MineDoor>()

ownLeaving.get(urls.mineLeaving.pattern, (c) => planPage(c))

ownLeaving.post(urls.mineLeaving.pattern, async (c) => {
  const { work, own } = ownOf(c)
  const stay = await ownStayOf(work, own.client.clientId)
  if (stay === undefined) return backHome(c)
  const { typed } = await readForm(c, z.looseObject({}))
  const answer = await keepWords(work, stay.id, wordsTyped(typed))
  if (isRefusal(answer))
    return planPage(c, {
      values: typed,
      errors: Object.fromEntries(
        leavingParts.flatMap((part) => ((typed[part] ?? '').length > mostWords ? [[part, answer.because]] : [])),
      ),
    })
  return c.redirect(
    urls.mineLeaving({ token: own.token }, { ...langOf(c), kept: answer.both.length === 0 ? 'yes' : 'both' }),
    303,
  )
})

const naming = z.object({
  name: z.string().trim().min(1).max(120),
  relation: z.string().trim().max(80).default(''),
  phone: z.string().trim().max(40).default(''),
  helpsWith: z.string().trim().max(300).default(''),
  wishesTold: z.string().optional(),
})

ownLeaving.post(urls.mineSupports.pattern, async (c) => {
  const { work, own } = ownOf(c)
  const stay = await ownStayOf(work, own.client.clientId)
  if (stay === undefined) return backHome(c)
  const t = sheetWords(own.lang)
  const form = await readForm(c, naming)
  if (!form.ok) return planPage(c, { values: form.typed, errors: { name: t('needsName') }, prefix: 'person' })
  const { wishesTold, ...rest } = form.values
  const answer = await addSupport(work, stay.id, { ...rest, wishesTold: wishesTold === 'yes' })
  // Who stands there already was named: a second press loses nothing.
  if (isRefusal(answer) && answer.refused === 'many')
    return planPage(c, { values: form.typed, errors: { name: t('many') }, prefix: 'person' })
  return c.redirect(urls.mineLeaving({ token: own.token }, { ...langOf(c), kept: 'yes' }), 303)
})

ownLeaving.post(urls.mineAftercareVisits.pattern, async (c) => {
  const { work, own } = ownOf(c)
  const stay = await ownStayOf(work, own.client.clientId)
  if (stay === undefined) return backHome(c)
  const t = sheetWords(own.lang)
  const form = await readForm(c, visiting)
  const again = (because: string) => planPage(c, { values: form.typed, errors: { withWhom: because }, prefix: 'visit' })
  if (!form.ok) return again(t('needsVisit'))
  const answer = await addVisit(work, stay.id, { ...form.values, kind: 'other', words: '' })
  if (isRefusal(answer) && answer.refused === 'many') return again(t('manyVisits'))
  // What stands there already was written: a second press loses nothing.
  if (isRefusal(answer) && answer.refused !== 'noted-already') return again(t('needsVisit'))
  return c.redirect(urls.mineLeaving({ token: own.token }, { ...langOf(c), kept: 'yes' }), 303)
})

ownLeaving.post(urls.mineAftercareVisitEnd.pattern, async (c) => {
  const { work, own } = ownOf(c)
  await endVisit(work, c.req.param('appointment'), { how: 'cancelled', words: '' })
  return c.redirect(urls.mineLeaving({ token: own.token }, { ...langOf(c), kept: 'yes' }), 303)
})

ownLeaving.post(urls.mineSupportEnd.pattern, async (c) => {
  const { work, own } = ownOf(c)
  await endSupport(work, c.req.param('support'))
  return c.redirect(urls.mineLeaving({ token: own.token }, langOf(c)), 303)
})

const backHome = (c: Context<MineDoor>) => c.redirect(urls.mine({ token: ownOf(c).own.token }, langOf(c)), 303)

async function planPage(c: Context<MineDoor>, form?: FormState): Promise<Response> {
  const { work, own } = ownOf(c)
  const { clientId } = own.client
  const t = sheetWords(own.lang)
  const stay = await ownStayOf(work, clientId)
  if (stay === undefined) return backHome(c)
  const today = dayAt(work.at, work.clinic.timeZone)
  // What others hold of the plan (supplies, kits, appointments) is gathered for them; the stay was found with their own eyes.
  const sheet = await withHouseEyes(work, () => sheetFactsOf(work, clientId, stay.id))
  const latest = await latestWordsOf(work, stay.id)
  const supports = await supportsOf(work, stay.id)
  const here = langOf(c)
  const said = c.req.query('kept')
  const wordsForm: FormState | undefined = form?.prefix === undefined ? form : undefined
  const personForm: FormState = form?.prefix === 'person' ? form : { prefix: 'person' }
  const optional = { optional: t('optional') }
  return c.html(
    <OwnPage
      c={c}
      title={t('title')}
      intro={`${t('intro')}${stay.lastDay !== null && stay.lastDay < today ? ` ${t('introAfter')}` : ''}`}
      flash={
        form === undefined && (said === 'yes' || said === 'both')
          ? { tone: said === 'both' ? 'warning' : 'good', text: t(said === 'both' ? 'savedBoth' : 'saved') }
          : undefined
      }
    >
      <ErrorSummary form={form} title={t('lookAgain')} />
      {sheet !== undefined && (
        <>
          <p>
            <b>{t('ready', { ready: sheet.readiness.ready, of: sheet.readiness.of })}</b>
          </p>
          <Card>
            <LeavingSheet sheet={sheet} lang={own.lang} phone={own.phone} name="" today={today} />
          </Card>
          <p class="muted no-print">{t('print')}</p>
        </>
      )}
      <div class="no-print stack">
        <Card title={t('write')} id="write">
          <form method="post" action={urls.mineLeaving({ token: own.token }, here)} class="form">
            {leavingParts.map((part) => (
              <>
                <input
                  type="hidden"
                  name={`base-${part}`}
                  value={wordsForm?.values?.[`base-${part}`]?.toString() ?? latest.get(part)?.id ?? ''}
                />
                <TextArea
                  name={part}
                  label={t(part)}
                  hint={t(askKey(part))}
                  value={latest.get(part)?.words ?? ''}
                  rows={3}
                  maxlength={mostWords}
                  optional
                  words={optional}
                  form={wordsForm}
                />
              </>
            ))}
            <FormActions>
              <Button kind="main">{t('keep')}</Button>
              <Button href={urls.mineMeetings({ token: own.token }, here)}>{t('meetingsLink')}</Button>
              <Button href={urls.mine({ token: own.token }, here)}>{t('back')}</Button>
            </FormActions>
          </form>
        </Card>
        <OwnVisits token={own.token} here={here} t={t} lang={own.lang} today={today} visits={sheet?.visits ?? []} />
        <OwnVisitCard
          token={own.token}
          here={here}
          t={t}
          today={today}
          form={form?.prefix === 'visit' ? form : { prefix: 'visit' }}
        />
        {supports.length > 0 && (
          <Card title={t('people')}>
            {supports.map((one) => (
              <form method="post" action={urls.mineSupportEnd({ token: own.token, support: one.id }, here)}>
                <p dir="auto">
                  <b>{one.name}</b>{' '}
                  {[one.relation, one.phone === '' ? '' : write.phone(one.phone)].filter(Boolean).join(' · ')}
                </p>
                <FormActions>
                  <Button label={`${t('takeOff')}: ${one.name}`}>{t('takeOff')}</Button>
                </FormActions>
              </form>
            ))}
          </Card>
        )}
        <Card title={t('addPerson')}>
          <form method="post" action={urls.mineSupports({ token: own.token }, here)} class="form">
            <TextField name="name" label={t('name')} maxlength={120} anyDirection form={personForm} />
            <TextField
              name="relation"
              label={t('relation')}
              optional
              words={optional}
              maxlength={80}
              anyDirection
              form={personForm}
            />
            <TextField
              name="phone"
              type="tel"
              label={t('phone')}
              optional
              words={optional}
              maxlength={40}
              form={personForm}
            />
            <TextField
              name="helpsWith"
              label={t('helpsWith')}
              optional
              words={optional}
              maxlength={300}
              anyDirection
              form={personForm}
            />
            <Checkbox name="wishesTold" label={t('wishesTold')} hint={t('wishesHint')} form={personForm} />
            <FormActions>
              <Button>{t('add')}</Button>
            </FormActions>
          </form>
        </Card>
      </div>
    </OwnPage>,
    form === undefined ? 200 : 422,
  )
}
