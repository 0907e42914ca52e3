import { plural } from '../../../basics/text.ts'
import { Card } from '../../../ui/card.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Notice } from '../../../ui/status.tsx'
import { Table } from '../../../ui/table.tsx'
import { longDay, shortDay } from '../../../ui/when.tsx'
import { ageOn, type Day } from '../../../basics/dates.ts'
import type { Contact, Item, Person, ReadReferral } from '../referral.ts'
import { redisclosureApplies } from '../rules.ts'

/** What the safety gate should look at, and what may not be told on. */
export const Warnings = ({ read }: { read: ReadReferral }) => (
  <>
    {read.warnings.length > 0 && (
      <Notice tone="warning" title="Look at this first">
        <ul>
          {read.warnings.map((warning) => (
            <li>{warning}</li>
          ))}
        </ul>
      </Notice>
    )}
    {redisclosureApplies(read.labels) && (
      <Notice tone="info" title="Protected by 42 CFR part 2">
        The sender marked this record as substance use treatment. It may not be passed on without a consent or another
        ground in the law. Labels: {read.labels.join(', ')}.
      </Notice>
    )}
  </>
)

export const PersonFacts = ({ person, today }: { person: Person; today: Day }) => (
  <Facts
    facts={[
      { term: 'Given name', detail: <span dir="auto">{person.givenName}</span> },
      person.middleNames !== undefined && {
        term: 'Middle names',
        detail: <span dir="auto">{person.middleNames}</span>,
      },
      { term: 'Family name', detail: <span dir="auto">{person.familyName}</span> },
      person.preferredName !== undefined && { term: 'Goes by', detail: <span dir="auto">{person.preferredName}</span> },
      person.formerFamilyNames !== undefined && {
        term: 'Earlier family names',
        detail: <span dir="auto">{person.formerFamilyNames.join(', ')}</span>,
      },
      { term: 'Born', detail: `${shortDay(person.birthDate)}, ${ageOn(person.birthDate, today)} years` },
      { term: 'Sex', detail: person.sex },
      person.pronouns !== undefined && { term: 'Pronouns', detail: person.pronouns },
      person.language !== undefined && { term: 'Language', detail: person.language },
      person.maritalStatus !== undefined && { term: 'Marital status', detail: person.maritalStatus },
      person.race !== undefined && { term: 'Race', detail: person.race },
      person.ethnicity !== undefined && { term: 'Ethnicity', detail: person.ethnicity },
      ...person.identifiers.map(({ label, value }) => ({ term: label, detail: value })),
    ]}
  />
)

const contactName = { phone: 'Phone', email: 'Email', address: 'Address', emergency: 'In an emergency' }

export const ContactFacts = ({ contacts }: { contacts: Contact[] }) => (
  <Facts
    facts={contacts.map(({ kind, value, use, name, relationship }) => ({
      term: contactName[kind],
      detail: (
        <span dir="auto">
          {[name, relationship && `(${relationship})`, value, use && `· ${use}`].filter(Boolean).join(' ')}
        </span>
      ),
    }))}
  />
)

const statusName = { active: 'Now', resolved: 'Past', unknown: 'Not said' }

/** A list of what was read. Long ones fold: everything is there, and the page stays short. */
export function ItemCard({
  title,
  items,
  none,
  when = 'Since',
}: {
  title: string
  items: Item[]
  none: string
  when?: string
}) {
  const sorted = items.toSorted((a, b) => Number(b.status === 'active') - Number(a.status === 'active'))
  const shown = sorted.slice(0, 12)
  const rest = sorted.slice(12)
  return (
    <Card title={title} action={<small>{items.length}</small>} flush={items.length > 0}>
      {items.length === 0 ? (
        <p class="muted">{none}</p>
      ) : (
        <>
          <ItemTable title={`${title}, one by one`} items={shown} when={when} />
          {rest.length > 0 && (
            <details class="referral-more">
              <summary>Show {plural(rest.length, 'more', 'more')}</summary>
              <ItemTable title={`${title}, continued`} items={rest} when={when} />
            </details>
          )}
        </>
      )}
    </Card>
  )
}

const ItemTable = ({ title, items, when }: { title: string; items: Item[]; when: string }) => (
  <Table
    caption={`${title} in the file`}
    captionHidden
    columns={[{ label: 'What' }, ...(when === 'Since' ? [{ label: 'State' }] : []), { label: when }]}
  >
    {items.map((item) => (
      <tr>
        <th scope="row" dir="auto">
          {item.label}
          {item.detail && <small class="referral-detail">{item.detail}</small>}
        </th>
        {when === 'Since' && <td>{statusName[item.status]}</td>}
        <td class="referral-when">
          {item.startedOn === null ? (
            '–'
          ) : (
            <time datetime={item.startedOn} title={longDay(item.startedOn)}>
              {shortDay(item.startedOn)}
            </time>
          )}
        </td>
      </tr>
    ))}
  </Table>
)

/** Everything that the file holds and Stepwell did not take. */
export function NotUnderstood({ read }: { read: ReadReferral }) {
  const total = read.notUnderstood.reduce((sum, { count }) => sum + count, 0)
  return (
    <Card
      title="What was not taken"
      hint="It stays in the document, which is kept as it came."
      action={<small>{total}</small>}
      flush={total > 0}
    >
      {total === 0 ? (
        <p class="muted">Everything in the file was taken.</p>
      ) : (
        <Table
          caption="What was not taken, and why"
          captionHidden
          columns={[{ label: 'What' }, { label: 'How many', number: true }, { label: 'Why' }]}
        >
          {read.notUnderstood.map(({ what, why, count }) => (
            <tr>
              <th scope="row">{what}</th>
              <td class="number">{count}</td>
              <td>{why}</td>
            </tr>
          ))}
        </Table>
      )}
    </Card>
  )
}

export const Counts = ({ read }: { read: ReadReferral }) => (
  <Card title="What the file holds" flush>
    <Table
      caption="Records in the file"
      captionHidden
      columns={[{ label: 'Kind' }, { label: 'In the file', number: true }, { label: 'Used', number: true }]}
    >
      {read.counts.map(({ resourceType, found, used }) => (
        <tr>
          <th scope="row">{resourceType}</th>
          <td class="number">{found}</td>
          <td class="number">{used}</td>
        </tr>
      ))}
    </Table>
  </Card>
)
