import { Hono } from 'hono'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button } from '../../../ui/form.tsx'
import { PersonLine } from '../../../ui/person.tsx'
import { Sig } from '../../../ui/status.tsx'
import { weekDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { type Door, showing, workOf } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { mayNot } from '../../access/permissions.ts'
import { StaffPage } from '../../access/staff-page.tsx'
import { nextTouchOf, type Touch } from '../queries/next-touch.ts'

export const nobodyLost = new Hono<Door>()

/** So many are drawn at once. */
const most = 200

nobodyLost.get(urls.nobodyLost.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'trouble.see')
  if (denied) return forbidden(c, denied.because)
  const all = await nextTouchOf(work, { exceptionsOnly: true })
  const here = all.filter(({ standing }) => standing === 'in-care')
  const gone = all.filter(({ standing }) => standing === 'gone')
  const shown = [...here.slice(0, most), ...gone.slice(0, most)]
  showing(c, 'nobody lost', [...new Set(shown.map(({ clientId }) => clientId))])
  return c.html(
    <StaffPage
      c={c}
      current="Concerns"
      title="Who has nothing before them?"
      over="Nobody lost"
      crumbs={[{ label: 'Concerns', href: urls.concerns() }]}
      answer={
        all.length === 0
          ? 'Everyone has a next day, and somebody whose it is'
          : `${plural(all.length, 'person has', 'people have')} no next day, or nobody whose it is`
      }
      intro="A meeting, a visit, a promised call, a concern’s next step, an alert, a review or a follow-up counts, for everyone in care and for a year after."
    >
      <Exceptions title="In care" none="Everyone in care has a next day" people={here} />
      <Exceptions title="Left within a year" none="Everyone who left has a follow-up before them" people={gone} />
    </StaffPage>,
  )
})

const Exceptions = ({ title, none, people }: { title: string; none: string; people: Touch[] }) => (
  <Card title={people.length === 0 ? title : `${title}: ${people.length}`} flush={people.length > 0}>
    {people.length === 0 ? (
      <Empty title={none} />
    ) : (
      <Rows label={title}>
        {people.slice(0, most).map((one) => (
          <Row
            end={
              <>
                <Sig tone="danger">{one.nextOn === null ? 'No next day' : 'Nobody’s'}</Sig>
                <Button small href={urls.outreach({ client: one.clientId })} label={`Give a next day to ${one.name}`}>
                  Give a next day
                </Button>
              </>
            }
          >
            <PersonLine
              name={one.name}
              href={urls.client({ client: one.clientId })}
              meta={
                one.nextOn === null
                  ? one.owner === null
                    ? 'Nobody is the primary therapist.'
                    : `${one.owner}’s.`
                  : `Next ${weekDay(one.nextOn)}; nobody is named.`
              }
            />
          </Row>
        ))}
        {people.length > most && <Row title={`And ${people.length - most} more`} />}
      </Rows>
    )}
  </Card>
)
