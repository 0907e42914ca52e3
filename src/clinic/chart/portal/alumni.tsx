import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt } from '../../../basics/dates.ts'
import { Card } from '../../../ui/card.tsx'
import { RadioCards } from '../../../ui/choices.tsx'
import { Button, ErrorSummary, FormActions, TextArea, type FormState } from '../../../ui/form.tsx'
import { write } from '../../../ui/language.ts'
import { urls } from '../../../urls.ts'
import { readForm } from '../../../web/forms.ts'
import { ownOf, type MineDoor } from '../../../web/mine-door.ts'
import { sayHowIAm, stayInTouch } from '../../aftercare/actions/alumni.ts'
import { sayings } from '../../aftercare/alumni.ts'
import { type OwnGone, ownGone } from '../../aftercare/queries/alumni.ts'
import { firstNameOf } from '../queries/own-week.ts'
import { langOf, OwnPage } from './frame.tsx'
import { safePage } from './health.tsx'
import { noteWords } from './notes-words.ts'
import { words } from './words.ts'
import { alumniWords } from './words-alumni.ts'
import { healthWords } from './words-health.ts'
import { meetingWords } from './words-meetings.ts'

/** A client's own page after the last day: theirs to keep, to say how they are, and to come back by. */
export const ownAlumni = new Hono<MineDoor>()

ownAlumni.post(urls.mineTouch.pattern, async (c) => {
  const { work } = ownOf(c)
  const { wants } = await c.req.parseBody()
  await stayInTouch(work, wants === 'yes')
  return c.redirect(urls.mine({ token: ownOf(c).own.token }, { ...langOf(c), touch: 'said' }), 303)
})

ownAlumni.get(urls.mineHowIAm.pattern, (c) => howPage(c))

ownAlumni.post(urls.mineHowIAm.pattern, async (c) => {
  const { work, own } = ownOf(c)
  const t = alumniWords(own.lang)
  const form = await readForm(
    c,
    z.object({
      says: z.enum(sayings, { error: t('choose') }),
      words: z.string().trim().max(1000, t('tooLong')).default(''),
    }),
  )
  if (!form.ok) return howPage(c, { values: form.typed, errors: form.errors })
  const { says } = form.values
  const refusal = await sayHowIAm(work, form.values)
  // Who says that it is hard is shown whom to call, whatever else became of it.
  if (says === 'struggling') return safePage(c, 'alumni')
  const touch = refusal !== null ? undefined : says === 'wants-back' ? 'call' : 'thanks'
  return c.redirect(urls.mine({ token: own.token }, { ...langOf(c), touch }), 303)
})

const flashOf = (said: string | undefined) =>
  said === 'said'
    ? ('touchSaid' as const)
    : said === 'call'
      ? ('callYou' as const)
      : said === 'thanks'
        ? ('thanks' as const)
        : undefined

/** The first page of somebody who left. */
export async function alumniHome(c: Context<MineDoor>, gone: OwnGone): Promise<Response> {
  const { work, own } = ownOf(c)
  const { lang, token } = own
  const t = alumniWords(lang)
  const here = langOf(c)
  const name = await firstNameOf(work, own.client.clientId)
  const isDue = gone.next.state === 'due' && gone.next.on <= dayAt(work.at, work.clinic.timeZone)
  const done = flashOf(c.req.query('touch'))
  return c.html(
    <OwnPage
      c={c}
      title={name === '' ? words(lang)('helloPlain') : words(lang)('hello', { name })}
      intro={t('intro', { day: write.date(lang, gone.lastDay) })}
      flash={done === undefined ? undefined : { tone: 'good', text: t(done) }}
    >
      {gone.staysInTouch === true && gone.isKept && (
        <Card title={t('howTitle')} tone={isDue ? 'info' : undefined}>
          <p>{t(isDue ? 'howDue' : 'howWhy')}</p>
          <FormActions>
            <Button kind={isDue ? 'main' : 'plain'} href={urls.mineHowIAm({ token }, here)}>
              {t('howOpen')}
            </Button>
          </FormActions>
        </Card>
      )}
      <Card title={t('backTitle')}>
        <p>{t('backWhy')}</p>
        {own.phone !== '' && (
          <p>
            <a href={`tel:${own.phone}`}>{words(lang)('call', { phone: write.phone(own.phone) })}</a>
          </p>
        )}
        {gone.isKept && (
          <form method="post" action={urls.mineHowIAm({ token }, here)}>
            <input type="hidden" name="says" value="wants-back" />
            <FormActions>
              <Button>{t('backPress')}</Button>
            </FormActions>
          </form>
        )}
      </Card>
      <FormActions>
        <Button href={urls.mineLeaving({ token }, here)}>{t('myPlan')}</Button>
        <Button href={urls.mineMeetings({ token }, here)}>{meetingWords(lang)('link')}</Button>
        <Button href={urls.mineSafetyPlan({ token }, here)}>{healthWords(lang)('planLink')}</Button>
        <Button href={urls.mineNotes({ token }, here)}>{noteWords(lang)('link')}</Button>
      </FormActions>
      {gone.isKept && (
        <Card title={t('touchTitle')}>
          <p>{gone.staysInTouch === true ? t('touchIs') : t('touchAsk', { day: write.date(lang, gone.keptUntil) })}</p>
          <form method="post" action={urls.mineTouch({ token }, here)}>
            <FormActions>
              {gone.staysInTouch !== true && (
                <Button kind="main" name="wants" value="yes">
                  {t('touchYes')}
                </Button>
              )}
              {gone.staysInTouch !== false && (
                <Button name="wants" value="no">
                  {t(gone.staysInTouch === true ? 'touchEnd' : 'touchNo')}
                </Button>
              )}
            </FormActions>
          </form>
        </Card>
      )}
    </OwnPage>,
  )
}

async function howPage(c: Context<MineDoor>, form?: FormState): Promise<Response> {
  const { work, own } = ownOf(c)
  const t = alumniWords(own.lang)
  const gone = await ownGone(work)
  const home = urls.mine({ token: own.token }, langOf(c))
  if (gone === null || gone.staysInTouch !== true || !gone.isKept) return c.redirect(home, 303)
  return c.html(
    <OwnPage c={c} title={t('howTitle')} intro={t('howWhy')}>
      <ErrorSummary form={form} title={t('lookAgain')} />
      <form method="post" action={urls.mineHowIAm({ token: own.token }, langOf(c))} class="form">
        <RadioCards
          name="says"
          label={t('says')}
          options={sayings.map((value) => ({ value, label: t(value) }))}
          form={form}
        />
        <TextArea
          name="words"
          label={t('words')}
          rows={3}
          maxlength={1000}
          optional
          words={{ optional: t('optional') }}
          form={form}
        />
        <FormActions>
          <Button kind="main">{t('send')}</Button>
          <Button href={home}>{t('back')}</Button>
        </FormActions>
      </form>
    </OwnPage>,
    form === undefined ? 200 : 422,
  )
}
