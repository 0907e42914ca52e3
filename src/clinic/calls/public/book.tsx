import { Hono } from 'hono'
import { z } from 'zod'
import { addDays, instantAt, isDay } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { languages, write } from '../../../ui/language.ts'
import { urls } from '../../../urls.ts'
import { line, oneOf, optionalLine, optionalProse, readForm, type Typed } from '../../../web/forms.ts'
import { guardVisitor } from '../../../web/guard.tsx'
import { visitOf, type VisitorDoor } from '../../../web/visitor-door.ts'
import { bookCall } from '../actions/book.ts'
import { slotsOffered } from '../queries/slots.ts'
import { callWords } from '../words.ts'
import { zoneFrom } from '../zones.ts'
import { Days, Times, ZoneChoice } from './choose.tsx'
import { CallPage, clockSaid, OtherWays, refusalIn, type Visiting } from './parts.tsx'
import { ReachForm, type ReachBack } from './reach.tsx'

/** Choose a day, a time, and how to be reached. Nothing is kept before the last press. */
export const booking = new Hono<VisitorDoor>()

/** An instant as our own links and forms write it. */
export const instantFrom = (text: string | undefined): Date | undefined =>
  text !== undefined && /^\d{4}-\d\d-\d\dT\d\d:\d\d:00\.000Z$/.test(text) && !Number.isNaN(Date.parse(text))
    ? new Date(text)
    : undefined

booking.get(urls.bookCall.pattern, async (c) => {
  const { work } = visitOf(c)
  const zone = zoneFrom(c.req.query('zone'), work.clinic.timeZone)
  const at = instantFrom(c.req.query('at'))
  if (at !== undefined) return reachPage(c, at, zone)
  const day = c.req.query('day')
  return isDay(day) && day > '2000' && day < '2200' ? timesPage(c, day, zone) : daysPage(c, zone)
})

async function daysPage(c: Visiting, zone: string) {
  const { work, front } = visitOf(c)
  const { lang } = front
  const t = callWords(lang)
  const { slots } = await slotsOffered(work)
  const asked = c.req.query('zone')
  return c.html(
    <CallPage
      c={c}
      title={t('title')}
      intro={slots.length === 0 ? undefined : t('introDays')}
      there={(other) => urls.bookCall({ lang: other }, { zone: asked })}
      description={t('introDays')}
    >
      <div class="call-steps">
        {slots.length === 0 ? (
          <NoTimes c={c} />
        ) : (
          <>
            <p>{clockSaid(lang, zone, work.clinic.timeZone, work.at)}</p>
            <Days lang={lang} slots={slots} zone={zone} hrefOf={(day) => urls.bookCall({ lang }, { day, zone })} />
            <ZoneChoice lang={lang} zone={zone} at={work.at} />
          </>
        )}
        <OtherWays c={c} without="book" />
      </div>
    </CallPage>,
  )
}

export function NoTimes({ c }: { c: Visiting }) {
  const t = callWords(visitOf(c).front.lang)
  return (
    <p>
      <b>{t('noTimes')}</b> {t('noTimesNext')}
    </p>
  )
}

async function timesPage(c: Visiting, day: string, zone: string) {
  const { work, front } = visitOf(c)
  const { lang } = front
  const t = callWords(lang)
  const until = instantAt(addDays(day, 1), '00:00', zone)
  const { slots } = await slotsOffered(work, { from: instantAt(day, '00:00', zone), until })
  if (slots.length === 0) return daysPage(c, zone)
  return c.html(
    <CallPage
      c={c}
      title={t('chooseTime')}
      over={write.day(lang, day)}
      intro={clockSaid(lang, zone, work.clinic.timeZone, work.at)}
      there={(other) => urls.bookCall({ lang: other }, { day, zone })}
    >
      <div class="call-steps">
        <Times
          lang={lang}
          slots={slots}
          zone={zone}
          hrefOf={(slot) => urls.bookCall({ lang }, { at: slot.at.toISOString(), zone })}
        />
        <p>
          <a href={urls.bookCall({ lang }, { zone })}>{t('otherDay')}</a>
        </p>
        <ZoneChoice lang={lang} zone={zone} day={day} at={work.at} />
        <OtherWays c={c} without="book" />
      </div>
    </CallPage>,
  )
}

/** How to be reached. When the time is no longer free the next ones stand in the form, and all that was typed. */
async function reachPage(c: Visiting, at: Date, zone: string, back?: ReachBack) {
  const { work, front } = visitOf(c)
  const { lang } = front
  const t = callWords(lang)
  const only = { from: at, until: new Date(at.getTime() + 1) }
  const [slot] = (await slotsOffered(work, only)).slots
  // A time that is taken meanwhile, or an old link: the next ones, from there on.
  const next = slot === undefined ? await nextFree(c, at) : []
  if (slot === undefined && next.length === 0) return daysPage(c, zone)
  return c.html(
    <CallPage
      c={c}
      title={t('reachTitle')}
      there={(other) => urls.bookCall({ lang: other }, { at: at.toISOString(), zone })}
    >
      <ReachForm
        c={c}
        at={slot?.at}
        minutes={Math.min(...((slot ?? next[0])?.free.map((one) => one.minutes) ?? [0]))}
        next={next}
        zone={zone}
        back={
          slot === undefined && back === undefined ? { refusal: refusalIn(lang, gone, t, callWords.texts.en) } : back
        }
      />
    </CallPage>,
    back === undefined ? 200 : 422,
  )
}

const gone: Refusal = { refused: 'taken', because: '' }

async function nextFree(c: Visiting, at: Date) {
  const { work } = visitOf(c)
  const after = (await slotsOffered(work, { from: at, until: new Date(at.getTime() + 7 * 86_400_000) })).slots
  return (after.length > 0 ? after : (await slotsOffered(work)).slots).slice(0, 6)
}

const form = z.object({
  at: z.string(),
  zone: optionalLine(60),
  phone: line(40),
  name: line(100),
  askFor: optionalLine(100),
  language: oneOf(languages),
  forWhom: oneOf(['self', 'loved-one', 'someone-i-treat']),
  leaveMessage: oneOf(['yes', 'no']),
  words: optionalProse(500),
  agree: z.literal('yes'),
})
const wrong = {
  at: 'wrongAt',
  phone: 'wrongPhone',
  name: 'wrongName',
  askFor: 'wrongAskFor',
  language: 'wrongLanguage',
  forWhom: 'wrongForWhom',
  leaveMessage: 'wrongLeaveMessage',
  words: 'wrongWords',
  agree: 'wrongAgree',
} as const

booking.post(urls.bookCall.pattern, async (c) => {
  const { work, front } = visitOf(c)
  const { lang } = front
  const t = callWords(lang)
  const read = await readForm(c, form)
  const typed: Typed = read.typed
  const zone = zoneFrom(typed.zone, work.clinic.timeZone)
  const at = instantFrom(typed.at)
  if (at === undefined) return c.redirect(urls.bookCall({ lang }, { zone }), 303)
  if (!read.ok) {
    const errors = Object.fromEntries(
      Object.entries(wrong).flatMap(([field, key]) => (field in read.errors ? [[field, t(key)]] : [])),
    )
    return reachPage(c, at, zone, { values: typed, errors })
  }
  const guard = await guardVisitor(c, typed, { takesPlace: true })
  const said = read.values
  const answer = isRefusal(guard)
    ? guard
    : await bookCall(work, {
        at,
        timeZone: zone,
        name: said.name,
        askFor: said.askFor,
        phone: said.phone,
        language: said.language,
        forWhom: said.forWhom,
        mayLeaveMessage: said.leaveMessage === 'yes',
        words: said.words,
        permission: t('permission', { clinic: work.clinic.name }),
        heldBack: guard.heldBack,
      })
  if (isRefusal(answer)) {
    const refusal = refusalIn(lang, answer, t, callWords.texts.en)
    const field = { phone: 'phone', 'no-permission': 'agree' }[answer.refused]
    return reachPage(c, at, zone, {
      values: typed,
      ...(field === undefined ? { refusal } : { errors: { [field]: refusal.because } }),
    })
  }
  return c.redirect(urls.callLink({ lang, token: answer.token }), 303)
})
