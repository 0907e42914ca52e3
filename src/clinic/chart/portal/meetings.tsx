import { Hono, type Context } from 'hono'
import { addDays, dayAt, type Day } from '../../../basics/dates.ts'
import { Card } from '../../../ui/card.tsx'
import { Button, FormActions, Select, TextField } from '../../../ui/form.tsx'
import { type Language, write } from '../../../ui/language.ts'
import { urls } from '../../../urls.ts'
import { ownOf, type MineDoor } from '../../../web/mine-door.ts'
import { languagesIn, meetingsOn, wishFrom, dayFrom } from '../../aftercare/meeting-days.ts'
import { kindsOf, languageName } from '../../aftercare/meeting-words.ts'
import { type Next, suits } from '../../aftercare/meetings.ts'
import { type MeetingRow, ownMeetingsNow } from '../../aftercare/queries/meetings.ts'
import { langOf, OwnPage } from './frame.tsx'
import { meetingWords } from './words-meetings.ts'

/** Meetings of others, in the house and nearby, by day, language and way. Nothing of what is looked for leaves this page. */
export const ownMeetings = new Hono<MineDoor>()

const most = 40

ownMeetings.get(urls.mineMeetings.pattern, async (c) => {
  const { work, own } = ownOf(c)
  const { lang, token } = own
  const t = meetingWords(lang)
  const zone = work.clinic.timeZone
  const today = dayAt(work.at, zone)
  const query = (name: string) => c.req.query(name)
  const day = dayFrom(query('on'), today)
  const wish = wishFrom(query)
  const all = await ownMeetingsNow(work)
  const found = meetingsOn(all, day, zone, wish)
  const first = Math.min(Math.max(0, Math.trunc(Number(query('from') ?? 0)) || 0), found.length)
  const shown = found.slice(first, first + most)
  const appointment = all.filter((meeting) => meeting.weekday === null && suits(meeting, wish)).slice(0, most)
  const here = langOf(c)
  const optional = { optional: t('optional') }
  const kept = { ...here, speaks: wish.speaks, how: wish.how, where: wish.where, on: day }
  return c.html(
    <OwnPage
      c={c}
      title={t('title')}
      intro={t('intro')}
      flash={query('kept') === 'yes' ? { tone: 'good', text: meetingWords(lang)('saved') } : undefined}
    >
      {all.length === 0 ? (
        <p>{t('none')}</p>
      ) : (
        <>
          <Card title={t('find')}>
            <form method="get" action={urls.mineMeetings({ token })} class="form">
              {here.lang !== undefined && <input type="hidden" name="lang" value={here.lang} />}
              <Select
                name="on"
                label={t('day')}
                value={day}
                choose={false}
                options={Array.from({ length: 7 }, (_, n) => addDays(today, n)).map((value) => ({
                  value,
                  label: write.day(lang, value),
                }))}
              />
              <Select
                name="speaks"
                label={t('speaks')}
                value={wish.speaks}
                optional
                words={optional}
                choose={t('any')}
                options={languagesIn(all, lang)}
              />
              <Select
                name="how"
                label={t('how')}
                value={wish.how}
                optional
                words={optional}
                choose={t('either')}
                options={[
                  { value: 'in-person', label: t('inPerson') },
                  { value: 'online', label: t('online') },
                ]}
              />
              <TextField
                name="where"
                label={t('where')}
                value={wish.where}
                optional
                words={optional}
                maxlength={80}
                anyDirection
              />
              <FormActions>
                <Button kind="main">{t('show')}</Button>
              </FormActions>
            </form>
          </Card>
          <Card title={t('count', { n: found.length, day: write.day(lang, day) })}>
            {found.length === 0 && <p>{t('noneFits')}</p>}
            {shown.map(({ meeting, next }) => (
              <OneMeeting c={c} meeting={meeting} next={next} today={today} lang={lang} />
            ))}
            {first + most < found.length && (
              <FormActions>
                <Button href={urls.mineMeetings({ token }, { ...kept, from: String(first + most) })}>
                  {t('more')}
                </Button>
              </FormActions>
            )}
          </Card>
          {appointment.length > 0 && (
            <Card title={t('byAppointment')}>
              {appointment.map((meeting) => (
                <OneMeeting c={c} meeting={meeting} next={null} today={today} lang={lang} />
              ))}
            </Card>
          )}
        </>
      )}
      <FormActions>
        <Button href={urls.mineMeetingLog({ token }, here)}>{t('mine')}</Button>
        <Button href={urls.mine({ token }, here)}>{t('back')}</Button>
      </FormActions>
    </OwnPage>,
  )
})

type OneProps = { c: Context<MineDoor>; meeting: MeetingRow; next: Next | null; today: Day; lang: Language }

function OneMeeting({ c, meeting, next, today, lang }: OneProps) {
  const { work, own } = ownOf(c)
  const t = meetingWords(lang)
  const place = [meeting.place, meeting.address].filter(Boolean).join(', ')
  return (
    <section class="own-meeting">
      <h3 dir="auto">{meeting.name}</h3>
      <p>
        {next !== null && <b>{write.time(lang, next.starts)} </b>}
        <span dir="auto">
          {[
            next !== null && next.ends !== null ? t('until', { time: write.time(lang, next.ends) }) : '',
            meeting.isOnSite ? t('here') : '',
            place,
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </p>
      {(meeting.types.length > 0 || meeting.languages.length > 0) && (
        <p class="muted">
          {[...meeting.languages.map((one) => languageName(one, lang)), ...kindsOf(meeting.types, lang)].join(' · ')}
        </p>
      )}
      {meeting.notes !== '' && (
        <p class="leaving-said" dir="auto">
          {meeting.notes}
        </p>
      )}
      {meeting.isOnline && (
        <p>
          {meeting.joinUrl !== '' && (
            <a href={meeting.joinUrl} rel="noreferrer nofollow noopener">
              {t('join')}
            </a>
          )}{' '}
          {meeting.joinPhone !== '' && (
            <a href={`tel:${meeting.joinPhone.replace(/[^\d+,*#;]/g, '')}`}>
              {t('phone', { phone: write.phone(meeting.joinPhone) })}
            </a>
          )}{' '}
          <span dir="auto">{meeting.joinNotes}</span>
        </p>
      )}
      {(next === null || (next.on === today && next.at <= work.at)) && (
        <form method="post" action={urls.mineMeetingLog({ token: own.token }, langOf(c))}>
          <input type="hidden" name="meeting" value={meeting.id} />
          <input type="hidden" name="onDay" value={today} />
          <input type="hidden" name="how" value={meeting.isInPerson ? 'in-person' : 'online'} />
          <FormActions>
            <Button label={`${t('went')}: ${meeting.name}`}>{t('went')}</Button>
          </FormActions>
        </form>
      )}
    </section>
  )
}
