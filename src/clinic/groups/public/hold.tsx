import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt, timeAt } from '../../../basics/dates.ts'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { sha256 } from '../../../basics/ids.ts'
import { Checkbox, RadioCards } from '../../../ui/choices.tsx'
import { ErrorSummary, TextField, type FormState } from '../../../ui/form.tsx'
import { write, type Language } from '../../../ui/language.ts'
import { Notice } from '../../../ui/status.tsx'
import { urls } from '../../../urls.ts'
import { readForm, type FieldErrors, type Typed } from '../../../web/forms.ts'
import { GuardFields, guardVisitor } from '../../../web/guard.tsx'
import { visitOf, type VisitorDoor } from '../../../web/visitor-door.ts'
import { reachFrom } from '../../inquiries/reach.ts'
import { FrontFrame, frontFor, Said, sayer } from '../../staff/front-page.tsx'
import { frontPolicyOf, wordsIn } from '../../staff/queries/front.ts'
import { giveBackHold, holdSeat } from '../actions/holds.ts'
import { directory, type Listed } from '../queries/directory.ts'
import { holdByLink, type HoldByLink } from '../queries/holds.ts'
import { Seats, Where } from './shown.tsx'
import { words } from './words.ts'

export const seatHolds = new Hono<VisitorDoor>()

seatHolds.get(urls.newSeatHold.pattern, async (c) => {
  const group = await groupOf(c)
  return group === undefined ? c.notFound() : holdForm(c, group)
})

const typedSchema = z.record(z.string(), z.unknown())

seatHolds.post(urls.newSeatHold.pattern, async (c) => {
  const { work, front } = visitOf(c)
  const group = await groupOf(c)
  if (group === undefined) return c.notFound()
  const { typed } = await readForm(c, typedSchema)
  const errors = errorsOf(front.lang, typed)
  if (Object.keys(errors).length > 0) return holdForm(c, group, { values: typed, errors })
  const guarded = await guardVisitor(c, typed, { takesPlace: true })
  if (isRefusal(guarded)) return holdForm(c, group, { values: typed }, guarded)
  const answer = await holdSeat(work, group.id, {
    language: front.lang,
    forWhom: forWhomOf(typed) ?? 'self',
    name: tidy(typed.name),
    phone: tidy(typed.phone),
    email: tidy(typed.email),
    mayLeaveMessage: typed.leaveMessage === 'yes' ? true : typed.leaveMessage === 'no' ? false : null,
    permission: words(front.lang)('permission'),
    heldBack: guarded.heldBack,
  })
  if (isRefusal(answer)) return holdForm(c, group, { values: typed }, answer)
  return c.redirect(urls.seatHold({ lang: front.lang, token: answer.token }), 303)
})

seatHolds.get(urls.seatHold.pattern, async (c) => {
  const { work, front } = visitOf(c)
  const token = c.req.param('token')
  const hold = token.length > 100 ? undefined : await holdByLink(work, sha256(token))
  if (hold === undefined) return c.notFound()
  const { lang } = front
  const t = words(lang)
  const say = sayer(lang, await wordsIn(work, lang))
  const group = (await directory(work, hold.seriesId)).at(0)
  const state = stateOf(hold, work.at)
  const read = await frontFor(c, 'groups')
  const zone = work.clinic.timeZone
  return c.html(
    <FrontFrame
      read={read}
      title={t(`${state}Title`)}
      intro={t(`${state}Intro`)}
      there={(other) => urls.seatHold({ lang: other, token })}
      unlisted
    >
      {state === 'held' && hold.until !== null && (
        <Notice tone="good">
          <b>
            {t('heldUntil', {
              day: write.day(lang, dayAt(hold.until, zone)),
              time: write.time(lang, timeAt(hold.until, zone)),
            })}
          </b>
        </Notice>
      )}
      <dl class="facts">
        {group !== undefined && (
          <div>
            <dt>{t('group')}</dt>
            <dd>
              <a href={urls.publicGroup({ lang, series: group.id })}>
                <Said say={say}>{group.name}</Said>
              </a>
            </dd>
          </div>
        )}
        {group !== undefined && (state === 'held' || state === 'seat') && (
          <>
            <div>
              <dt>{t('firstMeeting')}</dt>
              <dd>{`${write.day(lang, hold.firstDay)}, ${write.time(lang, group.starts)}`}</dd>
            </div>
            <div>
              <dt>{t('where')}</dt>
              <dd>
                <Where lang={lang} group={group} say={say} />
              </dd>
            </div>
          </>
        )}
      </dl>
      {state === 'held' && (
        <section class="part">
          <h2>{t('heldNext')}</h2>
          <p>{t('heldNextWords')}</p>
        </section>
      )}
      <div class="line-up">
        {front.phone !== '' && (
          <a class="button main" href={`tel:${front.phone}`}>
            {t('callUs', { phone: write.phone(front.phone) })}
          </a>
        )}
        {state === 'held' ? (
          <form method="post" action={urls.seatHoldRelease({ lang, token })}>
            <button class="button" type="submit" aria-describedby="back-hint">
              {t('giveBack')}
            </button>
          </form>
        ) : (
          <a class="button" href={urls.publicGroups({ lang })}>
            {t('backToGroups')}
          </a>
        )}
      </div>
      {state === 'held' && (
        <p class="muted" id="back-hint">
          {t('giveBackHint')}
        </p>
      )}
    </FrontFrame>,
  )
})

seatHolds.post(urls.seatHoldRelease.pattern, async (c) => {
  const { work, front } = visitOf(c)
  const token = c.req.param('token')
  if (token.length > 100 || (await holdByLink(work, sha256(token))) === undefined) return c.notFound()
  await giveBackHold(work, token)
  return c.redirect(urls.seatHold({ lang: front.lang, token }), 303)
})

const groupOf = async (c: Context<VisitorDoor>): Promise<Listed | undefined> =>
  (await directory(visitOf(c).work, c.req.param('series') ?? '')).at(0)

type HoldState = 'held' | 'gaveBack' | 'over' | 'moved' | 'seat' | 'staffEnd'

function stateOf(hold: HoldByLink, at: Date): HoldState {
  if (hold.because === 'visitor') return 'gaveBack'
  if (hold.because === 'moved') return 'moved'
  if (hold.because === 'seat') return 'seat'
  if (hold.because === 'staff') return 'staffEnd'
  return hold.until !== null && hold.until > at ? 'held' : 'over'
}

const tidy = (text: string | undefined): string =>
  (text ?? '')
    .replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()

const forWhomOf = (typed: Typed) =>
  (['self', 'loved-one', 'someone-i-treat'] as const).find((one) => one === typed.forWhom)

/** What is wrong with what was typed, in the visitor's own language. */
function errorsOf(lang: Language, typed: Typed): FieldErrors {
  const t = words(lang)
  const errors: FieldErrors = {}
  const name = tidy(typed.name)
  if (name === '') errors.name = t('needName')
  else if (name.length > 100) errors.name = t('tooLong')
  const reach = reachFrom({ phone: tidy(typed.phone), email: tidy(typed.email) })
  if (isRefusal(reach)) {
    if (reach.refused === 'email') errors.email = t('badEmail')
    else errors.phone = t(reach.refused === 'phone' ? 'badPhone' : 'needReach')
  } else if (reach.email.length > 200) errors.email = t('tooLong')
  if (forWhomOf(typed) === undefined) errors.forWhom = t('needForWhom')
  if (typed.permission !== 'yes') errors.permission = t('needPermission')
  return errors
}

const refusals = ['full', 'closed', 'no-meeting', 'held-enough', 'nobody'] as const

async function holdForm(
  c: Context<VisitorDoor>,
  group: Listed,
  form?: FormState,
  refusal?: Refusal,
): Promise<Response> {
  const { work, front } = visitOf(c)
  const { lang } = front
  const t = words(lang)
  const read = await frontFor(c, 'groups')
  const say = sayer(lang, await wordsIn(work, lang))
  const hours = (await frontPolicyOf(work)).holdHours
  const code = refusals.find((one) => one === refusal?.refused)
  const optional = { optional: t('optional') }
  return c.html(
    <FrontFrame
      read={read}
      title={t('holdTitle', { group: say(group.name).text })}
      intro={t('holdIntro', { hours })}
      there={(other) => urls.newSeatHold({ lang: other, series: group.id })}
      over={<a href={urls.publicGroup({ lang, series: group.id })}>{say(group.name).text}</a>}
      unlisted
    >
      {refusal && (
        <Notice tone="danger" title={t('refusedTitle')} alert>
          <span data-refused={refusal.refused}>{t(code === undefined ? 'refused-other' : `refused-${code}`)}</span>
        </Notice>
      )}
      <ErrorSummary form={form} title={t('errorsTitle')} />
      <div class="card front-seat-card">
        <div>
          <b>{`${write.weekday(lang, group.weekday)}, ${write.time(lang, group.starts)}`}</b>
        </div>
        <div class="front-seats">
          <Seats lang={lang} group={group} />
        </div>
      </div>
      <form class="form" method="post" action={urls.newSeatHold({ lang, series: group.id })}>
        <TextField
          name="name"
          label={t('yourName')}
          hint={t('yourNameHint')}
          autocomplete="given-name"
          maxlength={100}
          anyDirection
          form={form}
        />
        <TextField
          name="phone"
          label={t('phone')}
          hint={t('reachHint')}
          type="tel"
          inputmode="tel"
          autocomplete="tel"
          maxlength={40}
          required={false}
          form={form}
        />
        <TextField
          name="email"
          label={t('email')}
          type="email"
          inputmode="email"
          autocomplete="email"
          maxlength={200}
          required={false}
          form={form}
        />
        <RadioCards
          name="forWhom"
          label={t('forWhom')}
          form={form}
          options={[
            { value: 'self', label: t('forSelf') },
            { value: 'loved-one', label: t('forLovedOne') },
            { value: 'someone-i-treat', label: t('forPatient') },
          ]}
        />
        <RadioCards
          name="leaveMessage"
          label={t('leaveMessage')}
          form={form}
          aside
          plain
          optional
          words={optional}
          options={[
            { value: 'yes', label: t('yes') },
            { value: 'no', label: t('no') },
          ]}
        />
        <Checkbox
          name="permission"
          value="yes"
          label={t('permission')}
          hint={t('permissionHint')}
          required
          form={form}
        />
        <GuardFields c={c} />
        <div class="actions">
          <button class="button main" type="submit">
            {t('holdNow')}
          </button>
        </div>
      </form>
    </FrontFrame>,
    form === undefined ? 200 : 422,
  )
}
