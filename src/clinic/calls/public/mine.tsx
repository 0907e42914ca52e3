import { Hono } from 'hono'
import { z } from 'zod'
import { addDays, instantAt, isDay } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { calendarEntry } from '../../../ui/calendar-entry.ts'
import { Button, FormActions } from '../../../ui/form.tsx'
import type { Language } from '../../../ui/language.ts'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice } from '../../../ui/status.tsx'
import { urls } from '../../../urls.ts'
import { readForm, wholeNumber } from '../../../web/forms.ts'
import { visitOf, type VisitorDoor } from '../../../web/visitor-door.ts'
import { cancelByLink, moveByLink } from '../actions/change.ts'
import { callByToken, type LinkedCall } from '../queries/by-link.ts'
import { callPolicyOf, slotsOffered } from '../queries/slots.ts'
import { mayChange } from '../rules.ts'
import { callWords } from '../words.ts'
import { instantFrom, NoTimes } from './book.tsx'
import { Days, Times } from './choose.tsx'
import { CallPage, clockSaid, keepToItself, OtherWays, refusalIn, whenSaid, type Visiting } from './parts.tsx'

/**
 * One's own call, by the link: when it is, another time, no call after all. Shows no name: telephones are shared.
 * The link is proof enough: nobody is kept from cancelling because others sent much from the same library.
 */
export const mine = new Hono<VisitorDoor>()

async function find(c: Visiting): Promise<LinkedCall | undefined> {
  keepToItself(c)
  const { work } = visitOf(c)
  const call = await callByToken(work, c.req.param('token') ?? '')
  if (call === undefined) return undefined
  const { silenceDays } = await callPolicyOf(work)
  return work.at.getTime() - call.startsAt.getTime() > silenceDays * 86_400_000 ? undefined : call
}

const leadsNowhere = (c: Visiting) => {
  const { lang } = visitOf(c).front
  const t = callWords(lang)
  return c.html(
    <CallPage
      c={c}
      title={t('goneTitle')}
      intro={t('goneNow')}
      there={(other) => urls.bookCall({ lang: other })}
      secret
    >
      <OtherWays c={c} without="message" />
    </CallPage>,
    404,
  )
}

mine.get(urls.callLink.pattern, async (c) => {
  const call = await find(c)
  return call === undefined ? leadsNowhere(c) : standing(c, call)
})

/** How the call stands; with a sentence where something could not be done. */
function standing(c: Visiting, call: LinkedCall, refusal?: Refusal) {
  const { work, front } = visitOf(c)
  const { lang } = front
  const t = callWords(lang)
  const token = c.req.param('token') ?? ''
  const when = whenSaid(lang, call.startsAt, call.timeZone)
  const here = mayChange(call, call.number, work.at)
  const has = here?.refused ?? 'open'
  const title = has === 'call-cancelled' ? 'cancelledTitle' : has === 'call-begun' ? 'begunTitle' : 'mineTitle'
  const summary = t('entrySummary')
  return c.html(
    <CallPage c={c} title={t(title)} there={(other) => urls.callLink({ lang: other, token })} secret>
      <div class="call-steps">
        <RefusalAlert refusal={refusal && refusalIn(lang, refusal, t, callWords.texts.en)} />
        {has === 'call-cancelled' && <p>{t(call.endedByUs ? 'cancelledByUs' : 'cancelledByYou')}</p>}
        {has === 'call-begun' && <p>{t('begunNow', { when })}</p>}
        {has !== 'call-cancelled' && has !== 'call-begun' && (
          <>
            <p class="call-when">{t('mineNow', { when })}</p>
            <p>
              {t('lasts', { n: call.minutes })} {clockSaid(lang, call.timeZone, work.clinic.timeZone, call.startsAt)}
            </p>
            <Notice tone="warning" title={t('mineKeep')}>
              {t('mineKeepWhy')}
            </Notice>
            <FormActions>
              <Button kind="main" href={urls.callEntry({ lang, token })}>
                {t('saveEntry')}
              </Button>
              {has !== 'moved-often' && <Button href={urls.callTime({ lang, token })}>{t('move')}</Button>}
              <Button kind="quiet" href={urls.callCancellation({ lang, token })}>
                {t('cancel')}
              </Button>
            </FormActions>
            <p class="muted">
              {t('saveEntryNote', { summary })}{' '}
              <a href={urls.callEntry({ lang, token }, { name: 'yes' })}>{t('saveNamed')}</a>
            </p>
          </>
        )}
        {has === 'call-cancelled' && (
          <FormActions>
            <Button kind="main" href={urls.bookCall({ lang })}>
              {t('wayBook')}
            </Button>
            <Button href={urls.callEntry({ lang, token })}>{t('removeEntry')}</Button>
          </FormActions>
        )}
        {here !== null && <OtherWays c={c} without="message" />}
      </div>
    </CallPage>,
    refusal === undefined ? 200 : 422,
  )
}

mine.get(urls.callEntry.pattern, async (c) => {
  const call = await find(c)
  if (call === undefined) return leadsNowhere(c)
  const { work, front } = visitOf(c)
  const t = callWords(front.lang)
  const cancelled = call.ended === 'cancelled'
  const file = calendarEntry({
    id: `${call.callId}@stepwell`,
    sequence: call.number * 2 + (cancelled ? 1 : 0),
    summary: c.req.query('name') === 'yes' ? t('entrySummaryNamed', { clinic: work.clinic.name }) : t('entrySummary'),
    at: call.startsAt,
    minutes: call.minutes,
    zone: call.timeZone,
    cancelled,
    made: work.at,
    lang: front.lang,
  })
  return c.body(file, 200, {
    'content-type': `text/calendar; charset=utf-8; method=${cancelled ? 'CANCEL' : 'PUBLISH'}`,
    'content-disposition': 'attachment; filename="call.ics"',
  })
})

mine.get(urls.callTime.pattern, async (c) => {
  const call = await find(c)
  if (call === undefined) return leadsNowhere(c)
  return mayChange(call, call.number, visitOf(c).work.at) === null ? movePage(c, call) : standing(c, call)
})

async function movePage(c: Visiting, call: LinkedCall, refusal?: Refusal) {
  const { work, front } = visitOf(c)
  const { lang } = front
  const t = callWords(lang)
  const token = c.req.param('token') ?? ''
  const asked = c.req.query('day')
  const day = isDay(asked) && asked > '2000' && asked < '2200' ? asked : undefined
  const zone = call.timeZone
  const of = (one: string) => ({
    from: instantAt(one, '00:00', zone),
    until: instantAt(addDays(one, 1), '00:00', zone),
  })
  const { slots } = await slotsOffered(work, day === undefined ? undefined : of(day))
  const there = (other: Language) => urls.callTime({ lang: other, token }, { day })
  return c.html(
    <CallPage
      c={c}
      title={t('moveTitle')}
      intro={t('moveNow', { when: whenSaid(lang, call.startsAt, zone) })}
      there={there}
      secret
    >
      <div class="call-steps">
        <RefusalAlert refusal={refusal && refusalIn(lang, refusal, t, callWords.texts.en)} />
        <p>{clockSaid(lang, zone, work.clinic.timeZone, work.at)}</p>
        {slots.length === 0 ? (
          <NoTimes c={c} />
        ) : day === undefined ? (
          <Days lang={lang} slots={slots} zone={zone} hrefOf={(one) => urls.callTime({ lang, token }, { day: one })} />
        ) : (
          <form class="call-steps" method="post" action={urls.callTime({ lang, token })}>
            <input type="hidden" name="number" value={String(call.number)} />
            <p>{t('moveTo')}</p>
            <Times lang={lang} slots={slots} zone={zone} />
          </form>
        )}
        <FormActions>
          {day !== undefined && <Button href={urls.callTime({ lang, token })}>{t('otherDay')}</Button>}
          <Button kind="quiet" href={urls.callLink({ lang, token })}>
            {t('keepIt')}
          </Button>
        </FormActions>
      </div>
    </CallPage>,
    refusal === undefined ? 200 : 422,
  )
}

const moving = z.object({ at: z.string(), number: wholeNumber(0, 99) })
mine.post(urls.callTime.pattern, async (c) => {
  const call = await find(c)
  if (call === undefined) return leadsNowhere(c)
  const { work, front } = visitOf(c)
  const token = c.req.param('token')
  const read = await readForm(c, moving)
  const at = read.ok ? instantFrom(read.values.at) : undefined
  if (!read.ok || at === undefined) return c.redirect(urls.callTime({ lang: front.lang, token }), 303)
  const answer = await moveByLink(work, token, read.values.number, at)
  if (!isRefusal(answer)) return c.redirect(urls.callLink({ lang: front.lang, token }), 303)
  return answer.refused === 'taken' ? movePage(c, call, answer) : standing(c, call, answer)
})

mine.get(urls.callCancellation.pattern, async (c) => {
  const call = await find(c)
  if (call === undefined) return leadsNowhere(c)
  const { work, front } = visitOf(c)
  const { lang } = front
  const t = callWords(lang)
  const token = c.req.param('token')
  const refused = mayChange(call, call.number, work.at)
  if (refused !== null && refused.refused !== 'moved-often') return standing(c, call)
  return c.html(
    <CallPage
      c={c}
      title={t('cancelTitle')}
      intro={t('cancelNow', { when: whenSaid(lang, call.startsAt, call.timeZone) })}
      there={(other) => urls.callCancellation({ lang: other, token })}
      secret
    >
      <form method="post" action={urls.callCancellation({ lang, token })}>
        <input type="hidden" name="number" value={String(call.number)} />
        <FormActions>
          <Button kind="danger">{t('cancelYes')}</Button>
          <Button kind="quiet" href={urls.callLink({ lang, token })}>
            {t('keepIt')}
          </Button>
        </FormActions>
      </form>
    </CallPage>,
  )
})

const cancelling = z.object({ number: wholeNumber(0, 99) })
mine.post(urls.callCancellation.pattern, async (c) => {
  const call = await find(c)
  if (call === undefined) return leadsNowhere(c)
  const { work, front } = visitOf(c)
  const token = c.req.param('token')
  const read = await readForm(c, cancelling)
  if (!read.ok) return c.redirect(urls.callCancellation({ lang: front.lang, token }), 303)
  const answer = await cancelByLink(work, token, read.values.number)
  return isRefusal(answer) ? standing(c, call, answer) : c.redirect(urls.callLink({ lang: front.lang, token }), 303)
})
