import { isId } from '../../../basics/ids.ts'
import { plural } from '../../../basics/text.ts'
import type { Work } from '../../../db/work.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Button, FormActions } from '../../../ui/form.tsx'
import { Name } from '../../../ui/person.tsx'
import { Sig } from '../../../ui/status.tsx'
import { At, shortDay, nearMoment } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { channelName, forWhomName, languageName, shownName } from '../channel-words.ts'
import { handedInWords, selfCheckIn } from '../handed-over.ts'
import { outcomeName, type Outcome } from '../next-step.ts'
import type { Likely } from '../queries.ts'
import type { Event, Inquiry } from '../queries/inquiry.ts'
import { sourceName } from '../senders.ts'
import { stageName, type Stage } from '../stages.ts'

export const Due = ({ work, at }: { work: Work; at: Date }) =>
  at < work.at ? (
    <Sig tone="danger">
      Overdue: <time datetime={at.toISOString()}>{nearMoment(at, work.at, work.clinic.timeZone)}</time>
    </Sig>
  ) : (
    <>
      due <time datetime={at.toISOString()}>{nearMoment(at, work.at, work.clinic.timeZone)}</time>
    </>
  )

const bookedCall = (about: unknown): string | null =>
  typeof about === 'object' && about !== null && 'call' in about && isId(about.call) ? about.call : null

/** The one thing to do, by when, and by whom. */
export const NextStep = ({ work, inquiry }: { work: Work; inquiry: Inquiry }) => (
  <Card
    title={inquiry.isOpen ? 'What is next' : stageName[inquiry.stage]}
    tone={inquiry.isOpen && inquiry.dueAt < work.at ? 'danger' : undefined}
  >
    {inquiry.isOpen ? (
      <p class="inquiry-step">
        <b dir="auto">{inquiry.step}</b>
        <span>
          <Due work={work} at={inquiry.dueAt} /> · <Name name={inquiry.owner} />
        </span>
      </p>
    ) : (
      <p dir="auto">{inquiry.because === '' ? 'Nothing more is due.' : inquiry.because}</p>
    )}
  </Card>
)

export function Reach({ inquiry }: { inquiry: Inquiry }) {
  const leave =
    inquiry.mayLeaveMessage === null
      ? 'Ask whether you may leave a message. Until then, leave none.'
      : inquiry.mayLeaveMessage
        ? 'You may leave a message.'
        : 'Leave no message, and do not say who calls.'
  return (
    <Card title="How to reach them">
      <Facts
        facts={[
          {
            term: 'Telephone',
            detail: inquiry.phone !== '' && <a href={`tel:${inquiry.phone}`}>{phoneInWords(inquiry.phone)}</a>,
            none: 'None given',
          },
          inquiry.email !== '' && {
            term: 'Email',
            detail: <a href={`mailto:${inquiry.email}`}>{inquiry.email}</a>,
          },
          { term: 'Messages', detail: leave },
          inquiry.bestTime !== '' && { term: 'Best time', detail: <span dir="auto">{inquiry.bestTime}</span> },
          { term: 'Language', detail: languageName(inquiry.language) },
          { term: 'For whom', detail: forWhomName[inquiry.forWhom] },
        ]}
      />
    </Card>
  )
}

export const phoneInWords = (phone: string): string => phone.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, '($1) $2-$3')

export function WhatTheySaid({ work, inquiry }: { work: Work; inquiry: Inquiry }) {
  const handed = handedInWords(inquiry.about)
  const check = selfCheckIn(inquiry.about)
  return (
    <Card title="What they said">
      {inquiry.words === '' ? (
        <p class="muted">Nothing in words.</p>
      ) : (
        <p class="as-signed" dir="auto">
          {inquiry.words}
        </p>
      )}
      {check !== null && (
        <details>
          <summary>{`Self-check: ${check.says} may fit`}</summary>
          <Facts facts={check.lines.map(({ term, detail }) => ({ term, detail }))} />
        </details>
      )}
      {handed.length > 0 && (
        <details open={handed.length < 8}>
          <summary>What came along ({handed.length})</summary>
          <Facts facts={handed.map(({ term, detail }) => ({ term, detail: <span dir="auto">{detail}</span> }))} />
        </details>
      )}
      {bookedCall(inquiry.about) !== null && (
        <p>
          <a href={urls.call({ call: bookedCall(inquiry.about) ?? '' })}>Open the booked call</a>
        </p>
      )}
      {inquiry.channel === 'message' && (
        <p>
          <a href={urls.messages()}>Answer among the messages</a>
        </p>
      )}
      <Facts
        facts={[
          {
            term: 'Came',
            detail: (
              <>
                {channelName[inquiry.channel]}, <At at={inquiry.cameAt} zone={work.clinic.timeZone} />
              </>
            ),
          },
          inquiry.enteredBy !== null && { term: 'Entered by', detail: <Name name={inquiry.enteredBy} /> },
          inquiry.permission !== '' && {
            term: 'They agreed to',
            detail: <span dir="auto">“{inquiry.permission}”</span>,
          },
        ]}
      />
    </Card>
  )
}

export function Sender({ inquiry, tells }: { inquiry: Inquiry; tells: string | null }) {
  return (
    <Card title="Who sent them">
      <Facts
        facts={[
          { term: 'How they came', detail: sourceName[inquiry.source] },
          inquiry.referrerId !== null && {
            term: 'Sent by',
            detail: <Name name={inquiry.referrer ?? ''} href={urls.referrer({ referrer: inquiry.referrerId })} />,
          },
          tells !== null && { term: 'What you may tell them', detail: tells },
        ]}
      />
    </Card>
  )
}

/** Whose inquiry it is: the record, or those who may be it. */
export function Whose({ inquiry, likely, mayAdd }: { inquiry: Inquiry; likely: Likely[]; mayAdd: boolean }) {
  if (inquiry.clientId !== null)
    return (
      <Card title="Whose inquiry this is">
        <p>
          <Name name={inquiry.clientName ?? ''} href={urls.client({ client: inquiry.clientId })} />{' '}
          <small class="muted">No. {inquiry.clientNumber}</small>
        </p>
        <FormActions>
          <Button href={urls.placement({ client: inquiry.clientId })}>Go on to placement</Button>
        </FormActions>
      </Card>
    )
  return (
    <Card
      title="Is this somebody you know?"
      id="person"
      hint={likely.length === 0 ? 'Nobody in the record has this name, number or address.' : undefined}
    >
      {likely.length > 0 && (
        <ul class="inquiry-likely">
          {likely.map((one) => (
            <li>
              <form method="post" action={urls.inquiryPerson({ inquiry: inquiry.id })}>
                <input type="hidden" name="client" value={one.id} />
                <div>
                  <Name
                    name={`${one.preferredName || one.givenName} ${one.familyName}`}
                    href={urls.client({ client: one.id })}
                  />{' '}
                  <small>
                    No. {one.number}, born {shortDay(one.birthDate)}: {one.reasons.join(', ').toLowerCase()}
                  </small>
                </div>
                <Button small label={`This is No. ${one.number}`}>
                  This is them
                </Button>
              </form>
            </li>
          ))}
        </ul>
      )}
      {mayAdd && (
        <FormActions>
          <Button kind={likely.length === 0 ? 'main' : 'plain'} href={urls.newClient({ inquiry: inquiry.id })}>
            A new person: make their record
          </Button>
        </FormActions>
      )}
    </Card>
  )
}

export const AlsoAsked = ({
  others,
  work,
}: {
  others: { id: string; name: string; cameAt: Date; stage: Stage }[]
  work: Work
}) =>
  others.length === 0 ? null : (
    <Card
      title="From the same number or address"
      action={<small>{plural(others.length, 'inquiry', 'inquiries')}</small>}
      flush
    >
      <Rows label="Other inquiries of the same number or address">
        {others.map((one) => (
          <Row
            title={<Name name={shownName(one.name)} href={urls.inquiry({ inquiry: one.id })} />}
            note={
              <>
                {stageName[one.stage]} · <At at={one.cameAt} zone={work.clinic.timeZone} />
              </>
            }
          />
        ))}
      </Rows>
    </Card>
  )

/** Everything that happened, the newest first. */
export const Story = ({ events, work }: { events: Event[]; work: Work }) => (
  <Card title="What happened so far" flush>
    <Rows label="What happened so far, the newest first">
      {events.map((event) => (
        <Row
          title={<span dir="auto">{titleOf(event, work)}</span>}
          note={
            <>
              <At at={event.at} zone={work.clinic.timeZone} />
              {event.by !== '' && (
                <>
                  {' '}
                  · <Name name={event.by} />
                </>
              )}
            </>
          }
        >
          {'words' in event && event.words !== '' && (
            <p class="as-signed" dir="auto">
              {event.words}
            </p>
          )}
        </Row>
      ))}
    </Rows>
  </Card>
)

function titleOf(event: Event, work: Work): string {
  switch (event.kind) {
    case 'call': {
      const whom = event.whom === '' ? '' : `, ${event.whom}`
      const offered =
        event.offeredFor === null
          ? ''
          : `. Offered ${nearMoment(new Date(event.offeredFor), work.at, work.clinic.timeZone)}`
      return `${event.direction === 'out' ? 'We called' : 'They called'}: ${outcomeName[event.outcome as Outcome].toLowerCase()}${whom}${offered}`
    }
    case 'stage':
      return event.reason === '' ? stageName[event.stage] : `${stageName[event.stage]}: ${event.reason}`
    case 'owner':
      return `Given to ${event.owner}`
    case 'step':
      return `Next: ${event.what}, due ${nearMoment(new Date(event.dueAt), work.at, work.clinic.timeZone)}`
  }
}
