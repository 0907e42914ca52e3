import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt, timeAt } from '../../../basics/dates.ts'
import { isRefusal } from '../../../basics/refusal.ts'
import { Card } from '../../../ui/card.tsx'
import { RadioCards } from '../../../ui/choices.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button, ErrorSummary, FormActions, TextField, type FormState } from '../../../ui/form.tsx'
import { write } from '../../../ui/language.ts'
import { Table } from '../../../ui/table.tsx'
import { urls } from '../../../urls.ts'
import { id, readForm } from '../../../web/forms.ts'
import { ownOf, type MineDoor } from '../../../web/mine-door.ts'
import { checkIn } from '../../attendance/actions/check-in.ts'
import { giveDoorNumber } from '../../attendance/actions/door.ts'
import { doorNumberShown } from '../../attendance/door.ts'
import { doorNumberOf } from '../../attendance/queries/door.ts'
import { placeFrom } from '../../attendance/check-in-place.ts'
import { ownEvents, ownMeetings, type OwnMeeting } from '../../attendance/queries/check-ins.ts'
import { presenceRules } from '../../attendance/queries/witnesses.ts'
import { mayCheckIn, ruleOn } from '../../attendance/witnesses.ts'
import { titlesOf } from '../../clients/queries/own-page.ts'
import { titleOf } from '../../clients/week-words.ts'
import { timesOf } from './days.tsx'
import { backToWeek, langOf, OwnPage } from './frame.tsx'
import { checkInWords } from './words-check-in.ts'

/** "I am here": a client's own word that they came, and where they are. */
export const ownCheckIn = new Hono<MineDoor>()

type Open = { meeting: OwnMeeting; title: string }

/** What begins now or runs, and can be checked into. */
async function openNow(c: Context<MineDoor>): Promise<Open[]> {
  const { work, own } = ownOf(c)
  const rules = await presenceRules(work)
  const titles = await titlesOf(work, own.client.clientId)
  return (await ownMeetings(work, own.client.clientId))
    .filter((meeting) => mayCheckIn(meeting, ruleOn(rules, meeting.heldOn), work.at) === null)
    .map((meeting) => ({ meeting, title: titleOf(meeting, titles, own.lang) }))
}

const opensBefore = async (c: Context<MineDoor>): Promise<number> => {
  const { work } = ownOf(c)
  return ruleOn(await presenceRules(work), dayAt(work.at, work.clinic.timeZone)).opensMinutes
}

/** On the week: nothing, but in the hour in which something begins. */
export async function CheckInCards({ c }: { c: Context<MineDoor> }) {
  const { own } = ownOf(c)
  const t = checkInWords(own.lang)
  const here = langOf(c)
  const open = await openNow(c)
  const action = urls.mineCheckIn({ token: own.token }, here)
  return (
    <>
      {open.map(({ meeting, title }) => (
        <Card
          title={t('card', timesOf(meeting, own.lang))}
          tone={meeting.checkIn?.isOwn ? undefined : 'info'}
          id={`here-${meeting.id}`}
        >
          <p dir="auto">{title}</p>
          {meeting.checkIn?.isOwn ? (
            <p>
              {isIn(c, meeting)} <a href={action}>{t('change')}</a>
            </p>
          ) : (
            <form method="post" action={action}>
              <input type="hidden" name="meeting" value={meeting.id} />
              <input type="hidden" name="place" value="on-site" />
              <FormActions>
                {!meeting.isVideo && <Button kind="main">{t('here')}</Button>}
                <Button kind={meeting.isVideo ? 'main' : 'plain'} href={action}>
                  {t('byVideo')}
                </Button>
              </FormActions>
            </form>
          )}
        </Card>
      ))}
    </>
  )
}

function isIn(c: Context<MineDoor>, { checkIn: said, zone }: OwnMeeting): string {
  const { own } = ownOf(c)
  if (said === null) return ''
  const time = write.time(own.lang, timeAt(said.at, zone))
  return checkInWords(own.lang)(said.place === 'video' ? 'isInVideo' : 'isIn', { time })
}

ownCheckIn.get(urls.mineCheckIn.pattern, (c) => herePage(c))

ownCheckIn.post(urls.mineCheckIn.pattern, async (c) => {
  const { work, own } = ownOf(c)
  const t = checkInWords(own.lang)
  const most = (letters: number) => z.string().trim().max(letters, t('tooLong')).default('')
  const saying = z.object({
    meeting: id(t('choose')),
    place: z.enum(['on-site', 'video'], { error: t('choose') }),
    whereNow: most(300),
    contactName: most(120),
    contactPhone: most(40),
  })
  const form = await readForm(c, saying)
  const back = (errors: Record<string, string>): FormState => ({
    values: form.typed,
    errors,
    prefix: form.typed.meeting ?? '',
  })
  if (!form.ok) return herePage(c, back(form.errors))
  const place = placeFrom(form.values)
  if ('missing' in place) {
    const words = { whereNow: t('fillWhere'), contactName: t('fillName'), contactPhone: t('fillPhone') }
    return herePage(c, back(Object.fromEntries(place.missing.map((field) => [field, words[field]]))))
  }
  const answer = await checkIn(work, form.values.meeting, place.said)
  // What was pressed too late or too early has a page that says what is open now.
  return isRefusal(answer) ? backToWeek(c, 'gone') : backToWeek(c, 'saidHere')
})

ownCheckIn.post(urls.mineDoorNumber.pattern, async (c) => {
  const { work, own } = ownOf(c)
  await giveDoorNumber(work, own.client.clientId)
  return c.redirect(urls.mineCheckIn({ token: own.token }, langOf(c)), 303)
})

/** The number for the tablet at the door: for whoever leaves the telephone at home. */
function DoorNumber({ c, number }: { c: Context<MineDoor>; number: string | null }) {
  const { own } = ownOf(c)
  const t = checkInWords(own.lang)
  return (
    <Card title={t('number')}>
      {number !== null && <p class="door-number">{doorNumberShown(number)}</p>}
      <p>{t('numberWhy')}</p>
      <form method="post" action={urls.mineDoorNumber({ token: own.token }, langOf(c))}>
        <Button>{t(number === null ? 'numberGive' : 'numberOther')}</Button>
      </form>
    </Card>
  )
}

async function herePage(c: Context<MineDoor>, form?: FormState): Promise<Response> {
  const { work, own } = ownOf(c)
  const t = checkInWords(own.lang)
  const open = await openNow(c)
  const events = await ownEvents(work, own.client.clientId)
  const number = await doorNumberOf(work, own.client.clientId)
  const zone = work.clinic.timeZone
  return c.html(
    <OwnPage c={c} title={t('title')} intro={t('intro')}>
      <ErrorSummary form={form} title={t('lookAgain')} />
      {open.length === 0 && (
        <Card>
          <Empty title={t('none')}>{t('noneWhy', { minutes: await opensBefore(c) })}</Empty>
        </Card>
      )}
      {open.map(({ meeting, title }) => {
        const ownForm = form?.prefix === meeting.id ? form : { prefix: meeting.id }
        return <HereForm c={c} meeting={meeting} title={title} form={ownForm} />
      })}
      <DoorNumber c={c} number={number} />
      {events.length > 0 && (
        <Card title={t('seen')} hint={t('seenWhy')} flush>
          <Table
            caption={t('seenList')}
            captionHidden
            columns={[{ label: t('when') }, { label: t('what') }, { label: t('device') }]}
          >
            {events.map(({ at, what, device }) => (
              <tr>
                <th scope="row">
                  <time datetime={at.toISOString()}>
                    {`${write.day(own.lang, dayAt(at, zone))}, ${write.time(own.lang, timeAt(at, zone))}`}
                  </time>
                </th>
                <td>{t(what)}</td>
                <td dir="auto">{device}</td>
              </tr>
            ))}
          </Table>
        </Card>
      )}
      <FormActions>
        <Button href={urls.mine({ token: own.token }, langOf(c))}>{t('back')}</Button>
      </FormActions>
    </OwnPage>,
    form === undefined ? 200 : 422,
  )
}

type HereProps = { c: Context<MineDoor>; meeting: OwnMeeting; title: string; form: FormState }

function HereForm({ c, meeting, title, form }: HereProps) {
  const { own } = ownOf(c)
  const t = checkInWords(own.lang)
  const words = { optional: t('optional') }
  return (
    <Card title={t('cardWhy', { title, ...timesOf(meeting, own.lang) })}>
      {meeting.checkIn?.isOwn && <p>{isIn(c, meeting)}</p>}
      <form class="form" method="post" action={urls.mineCheckIn({ token: own.token }, langOf(c))}>
        <input type="hidden" name="meeting" value={meeting.id} />
        <RadioCards
          name="place"
          label={t('place')}
          options={[
            { value: 'on-site', label: t('onSite') },
            { value: 'video', label: t('video') },
          ]}
          value={meeting.checkIn?.place ?? (meeting.isVideo ? 'video' : 'on-site')}
          form={form}
        />
        <TextField
          name="whereNow"
          label={t('whereNow')}
          hint={t('whereWhy')}
          value={meeting.whereNow}
          maxlength={300}
          optional
          words={words}
          anyDirection
          form={form}
        />
        <TextField
          name="contactName"
          label={t('contactName')}
          value={meeting.contactName}
          maxlength={120}
          optional
          words={words}
          anyDirection
          form={form}
        />
        <TextField
          name="contactPhone"
          label={t('contactPhone')}
          value={meeting.contactPhone}
          type="tel"
          maxlength={40}
          optional
          words={words}
          form={form}
        />
        <FormActions>
          <Button kind="main">{t('send')}</Button>
        </FormActions>
      </form>
    </Card>
  )
}
