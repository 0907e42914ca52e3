import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { dayAt, weekdayOf, weekOf } from '../../../basics/dates.ts'
import { isRefusal } from '../../../basics/refusal.ts'
import { RadioCards } from '../../../ui/choices.tsx'
import { Button, ErrorSummary, FormActions, Select, TextArea, type FormState } from '../../../ui/form.tsx'
import { write } from '../../../ui/language.ts'
import { urls } from '../../../urls.ts'
import { optionalProse, readForm } from '../../../web/forms.ts'
import { ownOf, type MineDoor } from '../../../web/mine-door.ts'
import { askForSwitch, withdrawSwitch } from '../../clients/actions/switches.ts'
import { titlesOf } from '../../clients/queries/own-page.ts'
import { titleOf } from '../../clients/week-words.ts'
import { entriesOf, twoWeeks } from '../queries/own-week.ts'
import { timesOf } from './days.tsx'
import { backToWeek, langOf, OwnPage } from './frame.tsx'
import { words } from './words.ts'

/** "I would like another group, somebody else, or other times": it lands with the coordinator. */
export const ownSwitch = new Hono<MineDoor>()

const wanted = ['group', 'therapist', 'times'] as const

ownSwitch.get(urls.mineSwitch.pattern, (c) => askPage(c))

ownSwitch.post(urls.mineSwitch.pattern, async (c) => {
  const { work, own } = ownOf(c)
  const t = words(own.lang)
  const wish = z.object({
    wants: z.enum(wanted, { error: t('chooseOne') }),
    series: z.string().max(40).default(''),
    words: optionalProse(5000).refine((text) => text.length <= 1000, t('tooLong')),
  })
  const form = await readForm(c, wish)
  if (!form.ok) return askPage(c, { values: form.typed, errors: form.errors })
  const { wants, series, words: said } = form.values
  const seriesId = (await ownGroups(c)).some(({ value }) => value === series) ? series : null
  const answer = await askForSwitch(work, own.client.clientId, { wants, seriesId, words: said })
  return backToWeek(c, isRefusal(answer) ? 'gone' : 'saidAsked')
})

ownSwitch.post(urls.mineSwitchEnd.pattern, async (c) => {
  const refusal = await withdrawSwitch(ownOf(c).work, c.req.param('switch'))
  return backToWeek(c, refusal === null ? 'saidWithdrawn' : 'gone')
})

/** The groups they sit in, told apart by weekday and hour; by name only where they chose names. */
async function ownGroups(c: Context<MineDoor>): Promise<{ value: string; label: string }[]> {
  const { work, own } = ownOf(c)
  const monday = weekOf(dayAt(work.at, work.clinic.timeZone))
  const titles = await titlesOf(work, own.client.clientId)
  const groups = new Map<string, string>()
  for (const entry of await entriesOf(work, own.client.clientId, ...twoWeeks(monday)))
    if (entry.seriesId !== null && !groups.has(entry.seriesId))
      groups.set(
        entry.seriesId,
        `${write.weekday(own.lang, weekdayOf(entry.heldOn))}, ${timesOf(entry, own.lang).from}: ${titleOf(entry, titles, own.lang)}`,
      )
  return [...groups].map(([value, label]) => ({ value, label }))
}

async function askPage(c: Context<MineDoor>, form?: FormState) {
  const { own } = ownOf(c)
  const t = words(own.lang)
  const here = langOf(c)
  const groups = await ownGroups(c)
  const optional = { optional: t('optional') }
  return c.html(
    <OwnPage c={c} title={t('switchTitle')} intro={t('switchIntro')}>
      <ErrorSummary form={form} title={t('lookAgain')} />
      <form class="form" method="post" action={urls.mineSwitch({ token: own.token }, here)}>
        <RadioCards
          name="wants"
          label={t('wants')}
          options={wanted.map((value) => ({ value, label: t(`wants-${value}`) }))}
          form={form}
        />
        {groups.length > 0 && (
          <Select
            name="series"
            label={t('which')}
            options={groups}
            choose={t('whichNone')}
            optional
            words={optional}
            width="full"
            form={form}
          />
        )}
        <TextArea
          name="words"
          label={t('why')}
          hint={t('whyHint')}
          maxlength={1000}
          optional
          words={optional}
          form={form}
        />
        <FormActions>
          <Button kind="main">{t('send')}</Button>
          <Button href={urls.mine({ token: own.token }, here)}>{t('back')}</Button>
        </FormActions>
      </form>
    </OwnPage>,
    form === undefined ? 200 : 422,
  )
}
