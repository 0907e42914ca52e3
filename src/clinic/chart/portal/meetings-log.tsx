import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { addDays, dayAt, isDay } from '../../../basics/dates.ts'
import { Card } from '../../../ui/card.tsx'
import { RadioCards } from '../../../ui/choices.tsx'
import { Button, DateField, ErrorSummary, FormActions, TextArea, TextField, type FormState } from '../../../ui/form.tsx'
import { write } from '../../../ui/language.ts'
import { Notice } from '../../../ui/status.tsx'
import { urls } from '../../../urls.ts'
import { readForm } from '../../../web/forms.ts'
import { ownOf, type MineDoor } from '../../../web/mine-door.ts'
import { countFrom, logMeeting, saySponsor, showOwn, takeBackEntry } from '../../aftercare/actions/own-meetings.ts'
import { milestonesOf, namesPerhaps } from '../../aftercare/meetings.ts'
import { keptForThemself, type LogEntry, meetingLogOf } from '../../aftercare/queries/meetings.ts'
import { langOf, OwnPage } from './frame.tsx'
import { meetingWords } from './words-meetings.ts'

/** What a client keeps for themself: a log without anybody's name, a word about a sponsor, the days they count. */
export const ownMeetingLog = new Hono<MineDoor>()

ownMeetingLog.get(urls.mineMeetingLog.pattern, (c) => logPage(c))

const hows = ['in-person', 'online'] as const
const typedWord = (typed: Record<string, string>, name: string, most: number) =>
  (typed[name] ?? '').trim().slice(0, most)

ownMeetingLog.post(urls.mineMeetingLog.pattern, async (c) => {
  const { work, own } = ownOf(c)
  const t = meetingWords(own.lang)
  const { typed } = await readForm(c, z.looseObject({}))
  const words = typedWord(typed, 'words', 500)
  const names = namesPerhaps(words)
  // A gentle question, once: whoever says so keeps what they wrote.
  if (names.length > 0 && typed.sure !== 'yes') return logPage(c, { values: typed, prefix: 'log' }, names)
  const refusal = await logMeeting(work, {
    meetingId: typed.meeting || null,
    onDay: typed.onDay ?? '',
    how: hows.find((how) => how === typed.how) ?? 'in-person',
    words,
  })
  if (refusal) return logPage(c, { values: typed, errors: { onDay: t('badDay') }, prefix: 'log' })
  return backToLog(c, 'saved')
})

const backToLog = (c: Context<MineDoor>, done: 'saved' | 'gone') =>
  c.redirect(urls.mineMeetingLog({ token: ownOf(c).own.token }, { ...langOf(c), done }), 303)

ownMeetingLog.post(urls.mineMeetingLogEnd.pattern, async (c) => {
  await takeBackEntry(ownOf(c).work, c.req.param('entry'))
  return backToLog(c, 'gone')
})

ownMeetingLog.post(urls.mineSponsor.pattern, async (c) => {
  const { work, own } = ownOf(c)
  const { typed } = await readForm(c, z.looseObject({}))
  const has = (['yes', 'no', 'not-said'] as const).find((one) => one === typed.has) ?? 'not-said'
  const refusal = await saySponsor(work, { has, firstName: typed.firstName ?? '' })
  if (refusal)
    return logPage(c, {
      values: typed,
      errors: { firstName: meetingWords(own.lang)('firstNameWrong') },
      prefix: 'sponsor',
    })
  return backToLog(c, 'saved')
})

ownMeetingLog.post(urls.mineSharing.pattern, async (c) => {
  const { typed } = await readForm(c, z.looseObject({}))
  await showOwn(ownOf(c).work, { what: typed.what === 'days' ? 'days' : 'meetings', shares: typed.shares === 'yes' })
  return backToLog(c, 'saved')
})

ownMeetingLog.post(urls.mineOwnDays.pattern, async (c) => {
  const { work, own } = ownOf(c)
  const { typed } = await readForm(c, z.looseObject({}))
  const stops = typed.stop === 'yes'
  const since = typed.since ?? ''
  const refusal = !stops && !isDay(since) ? 'no day' : await countFrom(work, stops ? null : since)
  if (refusal !== null)
    return logPage(c, { values: typed, errors: { since: meetingWords(own.lang)('badSince') }, prefix: 'days' })
  return backToLog(c, 'saved')
})

async function logPage(c: Context<MineDoor>, form?: FormState, names: readonly string[] = []): Promise<Response> {
  const { work, own } = ownOf(c)
  const { lang, token } = own
  const t = meetingWords(lang)
  const { clientId } = own.client
  const today = dayAt(work.at, work.clinic.timeZone)
  const log = await meetingLogOf(work, clientId, addDays(today, -366))
  const kept = await keptForThemself(work, clientId)
  const here = langOf(c)
  const optional = { optional: t('optional') }
  const formOf = (prefix: string): FormState => (form?.prefix === prefix ? form : { prefix })
  const logForm = formOf('log')
  const done = c.req.query('done')
  const lately = log.filter(({ onDay }) => onDay > addDays(today, -30)).length
  return c.html(
    <OwnPage
      c={c}
      title={t('logTitle')}
      intro={t('logIntro')}
      flash={form === undefined && (done === 'saved' || done === 'gone') ? { tone: 'good', text: t(done) } : undefined}
    >
      <ErrorSummary form={form?.errors === undefined ? undefined : form} title={t('lookAgain')} />
      {names.length > 0 && (
        <Notice tone="info" title={t('names')} alert>
          {t('namesWhy', { names: names.join(', ') })}
        </Notice>
      )}
      <Card title={t('write')} id="write">
        <form method="post" action={urls.mineMeetingLog({ token }, here)} class="form">
          <input type="hidden" name="meeting" value={logForm.values?.meeting?.toString() ?? ''} />
          <DateField
            name="onDay"
            label={t('onDay')}
            value={today}
            min={addDays(today, -60)}
            max={today}
            form={logForm}
          />
          <RadioCards
            name="how"
            label={t('howWas')}
            value="in-person"
            options={[
              { value: 'in-person', label: t('inPerson') },
              { value: 'online', label: t('online') },
            ]}
            form={logForm}
          />
          <TextArea
            name="words"
            label={t('words')}
            hint={t('wordsHint')}
            rows={3}
            maxlength={500}
            optional
            words={optional}
            form={logForm}
          />
          <FormActions>
            <Button kind="main">{t('keep')}</Button>
            {names.length > 0 && (
              <Button name="sure" value="yes">
                {t('keepAsIs')}
              </Button>
            )}
          </FormActions>
        </form>
      </Card>
      <Card title={log.length === 0 ? t('logNone') : t('logCount', { n: lately })}>
        {log.map((entry) => (
          <Entry c={c} entry={entry} />
        ))}
        <FormActions>
          <Button href={urls.mineMeetings({ token }, here)}>{t('toMeetings')}</Button>
          <Button href={urls.mineMeetingSlip({ token }, here)}>{t('slip')}</Button>
        </FormActions>
      </Card>
      <Card title={t('sponsor')}>
        <form method="post" action={urls.mineSponsor({ token }, here)} class="form">
          <RadioCards
            name="has"
            label={t('sponsorAsk')}
            value={kept.sponsor?.has ?? 'not-said'}
            options={[
              { value: 'yes', label: t('yes') },
              { value: 'no', label: t('no') },
              { value: 'not-said', label: t('notSaid') },
            ]}
            form={formOf('sponsor')}
          />
          <TextField
            name="firstName"
            label={t('firstName')}
            hint={t('firstNameHint')}
            value={kept.sponsor?.firstName ?? ''}
            optional
            words={optional}
            maxlength={30}
            anyDirection
            form={formOf('sponsor')}
          />
          <FormActions>
            <Button>{t('keep')}</Button>
          </FormActions>
        </form>
      </Card>
      <Days c={c} since={kept.since} form={formOf('days')} />
      <Card title={t('showTeam')}>
        <Sharing
          c={c}
          what="meetings"
          shares={kept.sharesMeetings}
          words={t(kept.sharesMeetings ? 'showsMeetings' : 'hidesMeetings')}
        />
        <Sharing c={c} what="days" shares={kept.sharesDays} words={t(kept.sharesDays ? 'showsDays' : 'hidesDays')} />
      </Card>
      <FormActions>
        <Button href={urls.mine({ token }, here)}>{t('back')}</Button>
      </FormActions>
    </OwnPage>,
    form === undefined ? 200 : 422,
  )
}

function Entry({ c, entry }: { c: Context<MineDoor>; entry: LogEntry }) {
  const { own } = ownOf(c)
  const t = meetingWords(own.lang)
  const day = write.day(own.lang, entry.onDay)
  return (
    <section class="own-meeting" aria-label={day}>
      <p>
        <b>{day}</b>, {t(entry.how === 'online' ? 'online' : 'inPerson').toLowerCase()}
        {entry.meeting !== null && <span dir="auto">. {entry.meeting}</span>}
      </p>
      {entry.words !== '' && (
        <p class="leaving-said" dir="auto">
          {entry.words}
        </p>
      )}
      <form method="post" action={urls.mineMeetingLogEnd({ token: own.token, entry: entry.id }, langOf(c))}>
        <FormActions>
          <Button label={`${t('takeOut')}: ${day}`}>{t('takeOut')}</Button>
        </FormActions>
      </form>
    </section>
  )
}

/** Days that somebody counts by their own choice, and what comes next. */
function Days({ c, since, form }: { c: Context<MineDoor>; since: string | null; form: FormState }) {
  const { work, own } = ownOf(c)
  const t = meetingWords(own.lang)
  const today = dayAt(work.at, work.clinic.timeZone)
  const far = since === null ? null : milestonesOf(since, today)
  return (
    <Card title={far === null ? t('daysTitle') : t('daysCount', { n: far.days })} id="days">
      {far === null ? (
        <p>{t('daysNone')}</p>
      ) : (
        <p>
          {far.reached !== null && t('daysReached', { n: far.reached })}{' '}
          {t('daysNext', { n: far.next, day: write.date(own.lang, far.nextOn) })}
        </p>
      )}
      <form method="post" action={urls.mineOwnDays({ token: own.token }, langOf(c))} class="form">
        <DateField name="since" label={t('since')} value={since ?? today} max={today} form={form} />
        <p class="muted">{t('again')}</p>
        <FormActions>
          <Button>{t('count_')}</Button>
          {far !== null && (
            <Button kind="quiet" name="stop" value="yes" formnovalidate>
              {t('stop')}
            </Button>
          )}
        </FormActions>
      </form>
    </Card>
  )
}

type SharingProps = { c: Context<MineDoor>; what: 'meetings' | 'days'; shares: boolean; words: string }

function Sharing({ c, what, shares, words }: SharingProps) {
  const { own } = ownOf(c)
  const t = meetingWords(own.lang)
  return (
    <form method="post" action={urls.mineSharing({ token: own.token }, langOf(c))}>
      <input type="hidden" name="what" value={what} />
      <p>{words}</p>
      <FormActions>
        <Button
          name="shares"
          value={shares ? 'no' : 'yes'}
          label={`${words} ${t(shares ? 'stopShowing' : 'startShowing')}`}
        >
          {t(shares ? 'stopShowing' : 'startShowing')}
        </Button>
      </FormActions>
    </form>
  )
}

/** A statement that a client prints and signs for whoever asks: days, and nobody's name but their own, by hand. */
ownMeetingLog.get(urls.mineMeetingSlip.pattern, async (c) => {
  const { work, own } = ownOf(c)
  const { lang, token } = own
  const t = meetingWords(lang)
  const today = dayAt(work.at, work.clinic.timeZone)
  const days = c.req.query('days') === '90' ? 90 : 30
  const log = await meetingLogOf(work, own.client.clientId, addDays(today, 1 - days))
  const here = langOf(c)
  return c.html(
    <OwnPage c={c} title={t('slipTitle')} intro={t('slipIntro')}>
      <FormActions>
        <Button href={urls.mineMeetingSlip({ token }, { ...here, days: '30' })}>{t('slip30')}</Button>
        <Button href={urls.mineMeetingSlip({ token }, { ...here, days: '90' })}>{t('slip90')}</Button>
      </FormActions>
      <section class="own-slip">
        <p class="own-line">{t('slipName')}</p>
        {log.length === 0 ? (
          <p>{t('slipNone', { n: days })}</p>
        ) : (
          <>
            <p>{t('slipText')}</p>
            <ol>
              {log
                .toSorted((one, other) => (one.onDay < other.onDay ? -1 : 1))
                .map(({ onDay, how }) => (
                  <li>
                    {write.date(lang, onDay)}, {t(how === 'online' ? 'online' : 'inPerson').toLowerCase()}
                  </li>
                ))}
            </ol>
          </>
        )}
        <p>{t('slipAnon')}</p>
        <p class="own-line">{t('slipSign')}</p>
        <p class="own-line">{t('slipStamp')}</p>
      </section>
      <p class="muted no-print">{t('printHow')}</p>
      <FormActions>
        <Button href={urls.mineMeetingLog({ token }, here)}>{t('mine')}</Button>
      </FormActions>
    </OwnPage>,
  )
})
