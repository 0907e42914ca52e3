import { Hono, type Context } from 'hono'
import type { PropsWithChildren } from 'hono/jsx'
import { z } from 'zod'
import { isId, newId } from '../../basics/ids.ts'
import { isRefusal } from '../../basics/refusal.ts'
import { Button, ErrorSummary, FormActions, type FormState } from '../../ui/form.tsx'
import type { Language } from '../../ui/language.ts'
import { Notice } from '../../ui/status.tsx'
import { urls } from '../../urls.ts'
import { readForm } from '../../web/forms.ts'
import { lentOf, type TabletDoor } from '../../web/tablet-door.ts'
import { instrument, instrumentOf } from '../instruments/catalog.ts'
import { answersFrom, asidesFrom } from '../instruments/filled.ts'
import { Credit, instructionFor, QuestionFields } from '../instruments/instrument-form.tsx'
import type { InstrumentKey } from '../instruments/instrument.ts'
import { instrumentAsked } from '../instruments/queries.ts'
import { askedLanguage, tabletOver, TabletPage } from '../tablets/tablet-page.tsx'
import { tabletWords } from '../tablets/words.ts'
import { withHouseEyes } from '../../db/work.ts'
import { answerAtPlace } from './actions/tablet.ts'
import { roundWords } from './portal/words.ts'
import { type Place, placesOf } from './queries/tablet.ts'

/** What goes round the room: signs without names, and the questions of whoever took one. */
export const roundPages = new Hono<TabletDoor>()

const backToAll = (c: Context<TabletDoor>) =>
  c.redirect(urls.round({ token: lentOf(c).token }, { lang: askedLanguage(c) }), 303)
/** Whoever is done is thanked in the language in which they answered; the next one has their own. */
const thanks = (c: Context<TabletDoor>, place: Place) =>
  c.redirect(urls.round({ token: lentOf(c).token }, { lang: askedLanguage(c) ?? place.language, done: 'yes' }), 303)

roundPages.get(urls.round.pattern, async (c) => {
  const { work, by, token } = lentOf(c)
  const lang = askedLanguage(c) ?? 'en'
  const t = roundWords(lang)
  const places = (await placesOf(work)).filter(({ due }) => due.length > 0)
  const isDone = c.req.query('done') === 'yes'
  return c.html(
    <RoundPage
      c={c}
      lang={lang}
      title={places.length === 0 ? t('all') : t('choose')}
      intro={places.length === 0 ? t('allWhy') : t('chooseWhy')}
      staff={by.kind === 'tablet' ? urls.roomMeasures({ session: by.sessionId }) : undefined}
    >
      {isDone && (
        <Notice tone="good" title={t('thanks')} alert>
          <p>{t('hard')}</p>
        </Notice>
      )}
      {places.length > 0 && (
        <nav aria-label={t('choose')}>
          <ul class="tablet-places">
            {places.map(({ id, label }) => (
              <li>
                <a
                  class="button tablet-place"
                  href={urls.roundPlace({ token, place: id }, isDone ? {} : { lang: askedLanguage(c) })}
                  dir="auto"
                >
                  {label}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      )}
    </RoundPage>,
  )
})

const notHere = tabletOver('round')
const placeIn = async (c: Context<TabletDoor>): Promise<Place | undefined> =>
  (await placesOf(lentOf(c).work)).find(({ id }) => id === c.req.param('place'))

roundPages.get(urls.roundPlace.pattern, async (c) => {
  const place = await placeIn(c)
  if (place === undefined) return notHere(c)
  const [first] = place.due
  return first === undefined ? thanks(c, place) : questionsPage(c, place, first)
})

roundPages.post(urls.roundPlace.pattern, async (c) => {
  const place = await placeIn(c)
  if (place === undefined) return notHere(c)
  const { typed } = await readForm(c, z.looseObject({}))
  const key = instrumentOf(typed.questions ?? '')?.key
  const { turn } = typed
  if (key === undefined || !isId(turn)) return backToAll(c)
  const { form } = instrument(key)
  const isLeft = typed.stop !== undefined
  const answer = await answerAtPlace(lentOf(c).work, place.id, {
    key,
    turn,
    answers: answersFrom(form, typed),
    asides: asidesFrom(form, typed),
    language: typed.language === 'es' ? 'es' : 'en',
    isLeft,
  })
  if (isRefusal(answer) && answer.refused === 'nothing-answered' && !isLeft)
    return questionsPage(c, place, key, {
      values: typed,
      errors: { q1: roundWords(askedLanguage(c) ?? place.language)('nothing') },
    })
  // Whoever stopped hands on; whoever sent may have more questions, and is thanked when there are none.
  return isLeft
    ? thanks(c, place)
    : c.redirect(urls.roundPlace({ token: lentOf(c).token, place: place.id }, { lang: askedLanguage(c) }), 303)
})

async function questionsPage(c: Context<TabletDoor>, place: Place, key: InstrumentKey, form?: FormState) {
  const { work, token } = lentOf(c)
  const lang = askedLanguage(c) ?? place.language
  const t = roundWords(lang)
  const inOwn = await withHouseEyes(work, () => instrumentAsked(work, key, lang))
  const one = inOwn ?? instrument(key)
  const spoken = inOwn === null ? 'en' : lang
  const here = { token, place: place.id }
  return c.html(
    <RoundPage
      c={c}
      lang={lang}
      title={t('at', { label: place.label })}
      intro={t('atWhy')}
      path={urls.roundPlace(here)}
    >
      <ErrorSummary form={form} title={tabletWords(lang)('lookAgain')} />
      <p>
        <a href={urls.round({ token }, { lang: askedLanguage(c) })}>{t('notMine')}</a>
      </p>
      {spoken !== lang && <p>{t('onlyEnglish')}</p>}
      <tablet-turn>
        <form
          method="post"
          action={urls.roundPlace(here, { lang: askedLanguage(c) })}
          class="form"
          // What a browser remembers of a form, it would show to whoever goes back.
          autocomplete="off"
        >
          <input type="hidden" name="questions" value={key} />
          <input type="hidden" name="turn" value={form?.values?.turn ?? newId()} />
          <input type="hidden" name="language" value={spoken} />
          <div lang={spoken} class="form">
            <p>
              <b>{instructionFor(one)}</b>
            </p>
            <QuestionFields one={one} form={form} />
          </div>
          <div class="tablet-still" role="status" hidden>
            <Notice tone="warning">{t('still')}</Notice>
          </div>
          <FormActions>
            <Button kind="main">{t('send')}</Button>
            <Button name="stop" value="yes" formnovalidate>
              {t('stop')}
            </Button>
          </FormActions>
          <p class="muted">{t('stopWhy')}</p>
          <Credit one={one} />
        </form>
      </tablet-turn>
    </RoundPage>,
    form === undefined ? 200 : 422,
  )
}

type RoundProps = {
  c: Context<TabletDoor>
  lang: Language
  title: string
  intro: string
  path?: string
  staff?: string
}

function RoundPage({ title, path, ...frame }: PropsWithChildren<RoundProps>) {
  const { token } = lentOf(frame.c)
  return (
    <TabletPage
      {...frame}
      title={roundWords(frame.lang)('title')}
      answer={title}
      home={urls.round({ token }, { lang: askedLanguage(frame.c) })}
      path={path ?? urls.round({ token })}
    />
  )
}
