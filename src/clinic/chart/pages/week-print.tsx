import { Hono } from 'hono'
import { addDays, dayAt, isDay, weekOf } from '../../../basics/dates.ts'
import { Button, FormActions } from '../../../ui/form.tsx'
import { isLanguage, nameOfLanguage, type Language } from '../../../ui/language.ts'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { mayNot } from '../../access/permissions.ts'
import { StaffPage } from '../../access/staff-page.tsx'
import { clientById } from '../../clients/queries.ts'
import { pagesOf, titlesOf } from '../../clients/queries/own-page.ts'
import { sheetOf, WeekSheet } from '../portal/sheet.tsx'
import { firstNameOf } from '../queries/own-week.ts'

/** A client's two weeks for a sheet of paper that they take home: as discreet as their own page. */
export const weekPrint = new Hono<Door>()

weekPrint.get(urls.weekPrint.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'week.see')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, c.req.param('client'))
  if (client === undefined) return notFound(c)
  showing(c, 'week for print', [client.id])
  const asked = c.req.query('lang') ?? ''
  const lang: Language = isLanguage(asked) ? asked : ((await pagesOf(work, client.id))[0]?.language ?? 'en')
  const other: Language = lang === 'en' ? 'es' : 'en'
  const day = c.req.query('week') ?? ''
  const now = weekOf(dayAt(work.at, work.clinic.timeZone))
  // As far as the calendar is laid, and the weeks just past.
  const from = isDay(day) && day >= addDays(now, -35) && day <= addDays(now, 56) ? weekOf(day) : now
  const sheet = await sheetOf(work, client.id, { lang, titles: await titlesOf(work, client.id), from })
  const params = { client: client.id }
  const week = from === now ? undefined : from
  return c.html(
    <StaffPage c={c} current="Clients" title="Two weeks to take home" bare>
      <div class="no-print">
        <h1>Two weeks to take home</h1>
        <p>
          Print this with your browser. The paper names neither the clinic nor, unless they chose so, any group; the
          first name alone stands on it.
        </p>
        <FormActions>
          <Button href={urls.weekPrint(params, { lang: other, week })}>{nameOfLanguage[other]}</Button>
          <Button href={urls.weekPrint(params, { lang, week: addDays(from, -7) })}>A week earlier</Button>
          <Button href={urls.weekPrint(params, { lang, week: addDays(from, 7) })}>A week later</Button>
          <Button href={urls.chartWeek(params)}>Back to the week</Button>
        </FormActions>
      </div>
      <WeekSheet sheet={sheet} work={work} name={await firstNameOf(work, client.id)} />
    </StaffPage>,
  )
})
