import { Hono } from 'hono'
import { dayAt } from '../../../basics/dates.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Button } from '../../../ui/form.tsx'
import { isLanguage, nameOfLanguage } from '../../../ui/language.ts'
import { Notice } from '../../../ui/status.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { mayNot } from '../../access/permissions.ts'
import { ClientFrame } from '../../clients/frame.tsx'
import { clientById } from '../../clients/queries.ts'
import { episodeById } from '../../episodes/queries.ts'
import { frontOf } from '../../packs/queries/packs.ts'
import { withDays } from '../leaving.tsx'
import { gapsOf, partWords } from '../leaving-parts.ts'
import { sheetFactsOf } from '../queries/sheet.ts'
import { LeavingSheet } from '../sheet.tsx'

/** Somebody leaves tonight: what can still be done, and one sheet to give them, in their language. */
export const leavingSheet = new Hono<Door>()

leavingSheet.get(urls.leavingSheet.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'continuing-care.do')
  if (denied) return forbidden(c, denied.because)
  const stay = await episodeById(work, c.req.param('episode'))
  const client = stay && (await clientById(work, stay.clientId))
  const sheet = stay && (await sheetFactsOf(work, stay.clientId, stay.id))
  if (stay === undefined || client === undefined || sheet === undefined) return notFound(c)
  showing(c, 'plan for afterwards', [client.id])
  const asked = c.req.query('in') ?? (/^(es|spanish|español)/i.test(client.language ?? '') ? 'es' : 'en')
  const lang = isLanguage(asked) ? asked : 'en'
  const other = lang === 'en' ? 'es' : 'en'
  const gaps = gapsOf(sheet.readiness)
  const { phone } = await frontOf(work)
  return c.html(
    <ClientFrame
      c={c}
      client={client}
      tab="leaving"
      title={`${client.name}: one page for tonight`}
      actions={
        <>
          <Button href={urls.leavingSheet({ episode: stay.id }, { in: other })}>
            <span lang={other}>{nameOfLanguage[other]}</span>
          </Button>
          <Button href={urls.leavingPlan({ episode: stay.id })}>Back to the plan</Button>
        </>
      }
    >
      <div class="no-print">
        {gaps.length === 0 ? (
          <Notice tone="good">Every part is in place. Print the sheet and give it to them.</Notice>
        ) : (
          <Card
            title={`${plural(gaps.length, 'gap', 'gaps')} to close before they go`}
            hint="What can still be done tonight, by whoever is here. The sheet below is theirs as it stands: print it."
            tone="warning"
            flush
          >
            <Rows label="Gaps, and what can be done tonight">
              {gaps.map(({ part, because, tonight }) => (
                <Row title={partWords[part].title} note={withDays(because)}>
                  <p>{tonight}</p>
                </Row>
              ))}
            </Rows>
          </Card>
        )}
      </div>
      <Card title="The sheet they take home" hint="Prints on one or two pages, without this frame.">
        <LeavingSheet
          sheet={sheet}
          lang={lang}
          phone={phone}
          name={client.name}
          today={dayAt(work.at, work.clinic.timeZone)}
        />
      </Card>
    </ClientFrame>,
  )
})
