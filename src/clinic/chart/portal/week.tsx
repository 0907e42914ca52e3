import { Hono, type Context } from 'hono'
import { addDays, dayAt, weekOf, type Day } from '../../../basics/dates.ts'
import { hoursAndMinutes } from '../../../basics/text.ts'
import { Card } from '../../../ui/card.tsx'
import { Button, FormActions } from '../../../ui/form.tsx'
import { write } from '../../../ui/language.ts'
import { HoursMeter } from '../../../ui/meter.tsx'
import { urls } from '../../../urls.ts'
import { ownOf, type MineDoor } from '../../../web/mine-door.ts'
import { sheetWords } from '../../aftercare/sheet-words.ts'
import { noticesRead } from '../../clients/actions/notices.ts'
import { chooseTitles } from '../../clients/actions/own-page.ts'
import { feedTokenOf, type Titles } from '../../clients/own-page.ts'
import { newsOf } from '../../clients/queries/notices.ts'
import { isAskedToday } from '../../medical/queries/own.ts'
import { titlesOf } from '../../clients/queries/own-page.ts'
import { openSwitchesOf } from '../../clients/queries/switches.ts'
import { newsInWords, type News as Notice } from '../../clients/week-words.ts'
import {
  entriesOf,
  firstNameOf,
  ownAwaySince,
  ownHoursOf,
  twoWeeks,
  type OwnEntry,
  type OwnHours,
} from '../queries/own-week.ts'
import { ownGone } from '../../aftercare/queries/alumni.ts'
import { alumniHome } from './alumni.tsx'
import { CheckInCards } from './check-in.tsx'
import { dayName, OwnDays, zoneName } from './days.tsx'
import { askWho } from './entry.tsx'
import { backToWeek, doneWords, langOf, OwnPage } from './frame.tsx'
import { HealthCards } from './health.tsx'
import { offeredTo, OffersCard } from './offers.tsx'
import { medicineWords } from './medicine-words.ts'
import { PlanAndPractice } from './plan.tsx'
import { TogetherCard } from './together.tsx'
import { noteWords } from './notes-words.ts'
import { words, type Say } from './words.ts'
import { checkInWords } from './words-check-in.ts'
import { meetingWords } from './words-meetings.ts'

/** A client's week as they read it: what changed, what is offered, and day by day where they are expected. */
export const ownWeek = new Hono<MineDoor>()

ownWeek.get(urls.mine.pattern, async (c) => {
  const { work, own } = ownOf(c)
  if (!own.isIn) return askWho(c)
  const gone = await ownGone(work)
  if (gone !== null) return alumniHome(c, gone)
  const { lang, token } = own
  const t = words(lang)
  const { clientId } = own.client
  const today = dayAt(work.at, work.clinic.timeZone)
  const monday = weekOf(today)
  const entries = (await entriesOf(work, clientId, ...twoWeeks(monday))).filter(
    (entry) => entry.ends > work.at || entry.heldOn >= today,
  )
  const nextMonday = addDays(monday, 7)
  const name = await firstNameOf(work, clientId)
  const titles = await titlesOf(work, clientId)
  const news = await newsOf(work, clientId)
  const offers = await offeredTo(c, titles)
  const asked = await openSwitchesOf(work, clientId)
  const hours = await ownHoursOf(work, clientId, monday)
  const health = await HealthCards({ c })
  const together = await TogetherCard({ c })
  const away = await ownAwaySince(work, clientId, today)
  const checkIns = await CheckInCards({ c })
  const said = c.req.query('said')
  const isAsked = await isAskedToday(work, clientId)
  const done = doneWords.find((one) => one === said)
  const here = langOf(c)
  const weeks: [string, Day, OwnEntry[]][] = [
    [t('thisWeek'), monday, entries.filter(({ heldOn }) => heldOn < nextMonday)],
    [t('nextWeek'), nextMonday, entries.filter(({ heldOn }) => heldOn >= nextMonday)],
  ]
  return c.html(
    <OwnPage
      c={c}
      title={name === '' ? t('helloPlain') : t('hello', { name })}
      over={dayName(today, null, lang)}
      flash={
        done !== undefined
          ? { tone: 'good', text: t(done) }
          : said === 'gone'
            ? { tone: 'warning', text: t('gone') }
            : undefined
      }
    >
      {together}
      {checkIns}
      {isAsked && (
        <Card title={medicineWords(lang)('today')} tone="info">
          <p>{medicineWords(lang)('todayWhy')}</p>
        </Card>
      )}
      {away !== null && (
        <Card title={t('away')} tone="info">
          <p>{t('awayWhy', { day: write.day(lang, away) })}</p>
        </Card>
      )}
      {news.length > 0 && <News c={c} news={news} titles={titles} t={t} />}
      <OffersCard c={c} offers={offers} />
      <PlanAndPractice c={c} />
      {health}
      {asked.map((one) => (
        <Card title={t('asked')}>
          <p>{t(`asked-${one.wants}`, { day: write.day(lang, dayAt(one.askedAt, work.clinic.timeZone)) })}</p>
          <form method="post" action={urls.mineSwitchEnd({ token, switch: one.id }, here)}>
            <Button>{t('withdraw')}</Button>
          </form>
        </Card>
      ))}
      {weeks.map(([title, from, list]) => (
        <Card title={title}>
          {from === monday && hours !== null && <Hours hours={hours} t={t} />}
          {list.length === 0 ? (
            <p>{t(from === monday && today > monday ? 'nothingMore' : 'nothing')}</p>
          ) : (
            <OwnDays entries={list} lang={lang} titles={titles} today={today} />
          )}
        </Card>
      ))}
      {[...new Set(entries.map(({ zone }) => zone))].map((zone) => (
        <p class="muted">{t('zone', { zone: zoneName(zone, lang, work.at) })}</p>
      ))}
      <FormActions>
        <Button href={urls.mineSwitch({ token }, here)}>{t('switchLink')}</Button>
        <Button href={urls.mineMedicine({ token }, here)}>{medicineWords(lang)('link')}</Button>
        <Button href={urls.mineLeaving({ token }, here)}>{sheetWords(lang)('link')}</Button>
        <Button href={urls.mineMeetings({ token }, here)}>{meetingWords(lang)('link')}</Button>
        <Button href={urls.mineNotes({ token }, here)}>{noteWords(lang)('link')}</Button>
        <Button href={urls.mineCheckIn({ token }, here)}>{checkInWords(lang)('number')}</Button>
        <Button href={urls.minePrint({ token }, here)}>{t('print')}</Button>
      </FormActions>
      <Calendar c={c} t={t} />
      <Card title={t('titles')}>
        <p>{t(titles === 'plain' ? 'titlesPlain' : 'titlesDiscreet')}</p>
        <form method="post" action={urls.mineTitles({ token }, here)}>
          <Button name="titles" value={titles === 'plain' ? 'discreet' : 'plain'}>
            {t(titles === 'plain' ? 'toDiscreet' : 'toPlain')}
          </Button>
        </form>
      </Card>
    </OwnPage>,
  )
})

ownWeek.post(urls.mineRead.pattern, async (c) => {
  const { work } = ownOf(c)
  const ids = (await c.req.parseBody({ all: true }))['notice[]']
  await noticesRead(
    work,
    [ids].flat().filter((one): one is string => typeof one === 'string'),
  )
  return backToWeek(c, 'saidRead')
})

ownWeek.post(urls.mineTitles.pattern, async (c) => {
  const { work, own } = ownOf(c)
  const { titles } = await c.req.parseBody()
  const wanted: Titles = titles === 'plain' ? 'plain' : 'discreet'
  if ((await titlesOf(work, own.client.clientId)) !== wanted) await chooseTitles(work, wanted)
  return backToWeek(c, 'saidTitles')
})

const Hours = ({ hours: { attended, planned, floor }, t }: { hours: OwnHours; t: Say }) => {
  const total = attended + planned
  const sentence = t('hours', { planned: hoursAndMinutes(total), floor: hoursAndMinutes(floor) })
  return (
    <div class="own-hours">
      <p>
        <b>{sentence}</b> {attended > 0 && t('hoursDone', { done: hoursAndMinutes(attended) })}{' '}
        {total < floor && t('hoursShort', { short: hoursAndMinutes(floor - total) })}
      </p>
      <HoursMeter
        attended={attended}
        planned={planned}
        floor={floor}
        words={{ done: '', doneAndPlanned: '', reaches: '', short: '', read: sentence, readShort: sentence }}
      />
    </div>
  )
}

type NewsProps = { c: Context<MineDoor>; news: readonly Notice[]; titles: Titles; t: Say }

function News({ c, news, titles, t }: NewsProps) {
  const { own } = ownOf(c)
  const list = [...new Set(news.map((one) => newsInWords(one, titles, own.lang)))]
  return (
    <Card title={t('news')} tone="info">
      <ul class="own-news">
        {list.map((words) => (
          <li>{words}</li>
        ))}
      </ul>
      <form method="post" action={urls.mineRead({ token: own.token }, langOf(c))}>
        {news.map(({ id }) => (
          <input type="hidden" name="notice[]" value={id} />
        ))}
        <Button>{t('read')}</Button>
      </form>
    </Card>
  )
}

/** The calendar has a key of its own: it learns the times, and opens nothing. */
function Calendar({ c, t }: { c: Context<MineDoor>; t: Say }) {
  const { own } = ownOf(c)
  const address = new URL(urls.mineFeed({ token: feedTokenOf(own.token) }, { lang: own.lang }), own.baseUrl)
  return (
    <Card title={t('calendar')}>
      <p>{t('calendarWhy')}</p>
      <FormActions>
        <Button href={`webcal://${address.host}${address.pathname}${address.search}`}>{t('calendarAdd')}</Button>
      </FormActions>
      <label class="label" for="calendar-address">
        {t('calendarCopy')}
      </label>
      <textarea class="input" id="calendar-address" rows={4} readonly>
        {address.href}
      </textarea>
    </Card>
  )
}
