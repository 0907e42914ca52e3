import type { PropsWithChildren } from 'hono/jsx'
import { SideBySide } from '../../../ui/side-by-side.tsx'
import { shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { phoneDigits } from '../../clients/contact-points.ts'
import type { Likely } from '../queries.ts'
import type { Contact, Person } from '../referral.ts'

type ComparedProps = { person: Person; contacts: Contact[]; known: Likely }

/** The new person beside somebody of the record, with why they may be one. */
export function Compared({ person, contacts, known, children }: PropsWithChildren<ComparedProps>) {
  const values = (kind: Contact['kind']) => contacts.filter((one) => one.kind === kind).map(({ value }) => value)
  const text = (value: string | undefined | null) =>
    value === undefined || value === null || value === '' ? null : value
  return (
    <>
      <SideBySide
        caption={`Number ${known.number} may be the same person: ${known.reasons.join(', ').toLowerCase()}`}
        left="New"
        right={
          <>
            <a href={urls.client({ client: known.id })}>No. {known.number}</a>
            <small class="referral-detail">
              {known.lastStay === null ? 'Never admitted' : `Last stay began ${shortDay(known.lastStay)}`}
            </small>
          </>
        }
        rows={[
          { term: 'Given name', left: person.givenName, right: known.givenName },
          { term: 'Preferred name', left: text(person.preferredName), right: text(known.preferredName) },
          { term: 'Middle names', left: text(person.middleNames), right: text(known.middleNames) },
          { term: 'Family name', left: person.familyName, right: known.familyName },
          { term: 'Born', left: shortDay(person.birthDate), right: shortDay(known.birthDate) },
          { term: 'Sex', left: person.sex, right: known.sex },
          { term: 'Phone', ...agreeing(values('phone'), known.phones, phoneDigits) },
          { term: 'Email', ...agreeing(values('email'), known.emails, (email) => email.toLowerCase()) },
          { term: 'Address', ...agreeing(values('address'), known.addresses, (address) => address.toLowerCase()) },
        ].filter(({ left, right }) => left !== null || right !== null)}
      />
      {children}
    </>
  )
}

/** Of several values, the one that both have; else the first of each. */
export function agreeing(
  ours: string[],
  theirs: string[],
  plain: (value: string) => string,
): { left: string | null; right: string | null } {
  const shared = ours.find((one) => theirs.some((other) => plain(other) !== '' && plain(other) === plain(one)))
  if (shared !== undefined) return { left: shared, right: shared }
  return { left: ours[0] ?? null, right: theirs[0] ?? null }
}
