import { Hono, type Context } from 'hono'
import { isId } from '../../../basics/ids.ts'
import { plural } from '../../../basics/text.ts'
import { Card } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button, Select, TextField } from '../../../ui/form.tsx'
import { Name } from '../../../ui/person.tsx'
import { Notice } from '../../../ui/status.tsx'
import { Paging, Table } from '../../../ui/table.tsx'
import { OnDay, shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden } from '../../../web/errors.tsx'
import { may, mayNot } from '../../access/permissions.ts'
import { StaffPage } from '../../access/staff-page.tsx'
import { clientNumbered, found, inCare, pageSize, programNames, type ClientList, type Listed } from '../queries/list.ts'

export const list = new Hono<Door>()

list.get(urls.clients.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'client.see')
  if (denied) return forbidden(c, denied.because)
  const q = (c.req.query('q') ?? '')
    .trim()
    .slice(0, 200)
    .replace(/\p{Cc}/gu, '')
  const page = Math.min(Math.max(1, Math.trunc(Number(c.req.query('page') ?? 1)) || 1), 10_000)
  const numbered = /^\d{1,12}$/.test(q) ? await clientNumbered(work, q) : undefined
  if (numbered !== undefined) return c.redirect(urls.client({ client: numbered.id }), 303)
  const programs = await programNames(work)
  const program = programs.find(({ id }) => isId(id) && id === c.req.query('program'))
  const people = q === '' ? await inCare(work, { program: program?.id ?? null, page }) : await found(work, q, page)
  showing(
    c,
    q === '' ? 'the list of people' : 'a search for people',
    people.people.map(({ id }) => id),
  )
  const word = work.clinic.clientWord
  const many = `${word}s`
  return c.html(
    <StaffPage
      c={c}
      current="Clients"
      q={q}
      title={q === '' ? 'Clients' : `Search: ${q}`}
      answer={
        q === ''
          ? `${plural(people.of, `${word} is`, `${many} are`)} in care${program === undefined ? '' : ` in ${program.name}`}`
          : people.of === 0
            ? `Nobody here is found under “${q}”`
            : `${plural(people.of, 'person', 'people')} found`
      }
      intro={q === '' ? undefined : 'Everyone the clinic has ever known: by name, number, or birth date as 4/17/1991.'}
      actions={
        <>
          {may(work.by, 'client.add') && <Button href={urls.newClient()}>Add a person</Button>}
          {may(work.by, 'caller.answer') && <Button href={urls.callers()}>Somebody is calling</Button>}
        </>
      }
    >
      <form method="get" action={urls.clients()} class="line-up clients-filter">
        <TextField name="q" type="search" label="Name, number or birth date" value={q} required={false} />
        {q === '' && (
          <Select
            name="program"
            label="Program"
            value={program?.id}
            required={false}
            choose="All programs"
            options={programs.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
        <Button>Show</Button>
      </form>
      {people.near && <Notice tone="info">No name is spelled exactly so. These are near.</Notice>}
      <People
        people={people}
        q={q}
        mayAdmit={may(work.by, 'episode.admit')}
        clear={q !== '' || program !== undefined}
      />
      {people.of > pageSize && <Pages c={c} people={people} q={q} program={program?.id} />}
    </StaffPage>,
  )
})

type PeopleProps = { people: ClientList; q: string; clear: boolean; mayAdmit: boolean }

function People({ people, q, clear, mayAdmit }: PeopleProps) {
  if (people.people.length === 0)
    return (
      <Empty
        title={q === '' ? 'Nobody is in care here' : 'Try a part of the name, or the birth date'}
        next={clear && <Button href={urls.clients()}>Show everyone in care</Button>}
      />
    )
  return (
    <Card flush>
      <Table
        caption={q === '' ? 'People in care, by family name' : 'People found'}
        captionHidden
        columns={[
          { label: 'Name' },
          { label: 'No.', number: true },
          ...(q === '' ? [] : [{ label: 'Born' }]),
          { label: 'Day of stay', number: q === '' },
          { label: 'Program' },
          { label: 'Primary therapist' },
        ]}
      >
        {people.people.map((one) => (
          <tr>
            <th scope="row">
              <Name name={one.name} href={urls.client({ client: one.id })} />
              {one.pronouns !== '' && <small class="clients-beside"> {one.pronouns}</small>}
            </th>
            <td class="number">{one.number}</td>
            {q !== '' && (
              <td>
                <OnDay day={one.birthDate} />
              </td>
            )}
            <td class={q === '' ? 'number' : undefined}>
              {q === '' ? one.dayOfStay : <Stay one={one} mayAdmit={mayAdmit} />}
            </td>
            <td>{one.program ?? '–'}</td>
            <td dir="auto">{one.therapist ?? '–'}</td>
          </tr>
        ))}
      </Table>
    </Card>
  )
}

const Stay = ({ one, mayAdmit }: { one: Listed; mayAdmit: boolean }) => {
  if (one.dayOfStay !== null) return <>Day {one.dayOfStay}</>
  if (one.startedOn === null) return <span class="muted">Not admitted</span>
  if (one.endedOn === null) return <>Starts {shortDay(one.startedOn)}</>
  return (
    <>
      Left {shortDay(one.endedOn)}
      {mayAdmit && (
        <>
          {' '}
          <a href={urls.stayReturn({ client: one.id })} aria-label={`Come back: ${one.name}`}>
            Come back
          </a>
        </>
      )}
    </>
  )
}

function Pages({
  people,
  q,
  program,
}: {
  c: Context<Door>
  people: ClientList
  q: string
  program: string | undefined
}) {
  const to = (page: number) => urls.clients({ q, program, page: String(page) })
  const from = (people.page - 1) * pageSize
  return (
    <Paging
      from={Math.min(from + 1, people.of)}
      to={from + people.people.length}
      of={people.of}
      previous={people.page > 1 ? to(people.page - 1) : undefined}
      next={from + people.people.length < people.of ? to(people.page + 1) : undefined}
    />
  )
}
