import { Hono } from 'hono'
import { dayAt } from '../../../basics/dates.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button } from '../../../ui/form.tsx'
import { Sig } from '../../../ui/status.tsx'
import { At, shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { may, mayNot } from '../../access/permissions.ts'
import { ClientFrame } from '../../clients/frame.tsx'
import { clientById } from '../../clients/queries.ts'
import { contactsOf } from '../../clients/queries/face.ts'
import { purposeWords, sinceOf } from '../accounting.ts'
import { termsIn } from '../own-form.ts'
import { ownScopes } from '../own-terms.ts'
import { consentFacts, consentsOf } from '../queries.ts'
import { disclosuresOf } from '../queries/accounting.ts'
import { messagesFor, weighed } from '../queries/callers.ts'
import { nameOfScope, scopeName } from '../scope-names.ts'
import { mayBeTold, partiesOf } from '../whom.ts'
import { WhomTable } from './whom-table.tsx'

export const list = new Hono<Door>()

list.get(urls.consents.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'consent.see')
  if (denied) return forbidden(c, denied.because)
  const client = await clientById(work, c.req.param('client'))
  if (client === undefined) return notFound(c)
  showing(c, 'consents', [client.id])
  const zone = work.clinic.timeZone
  const today = dayAt(work.at, zone)
  const params = { client: client.id }
  const signed = await consentsOf(work, client.id)
  const told = await disclosuresOf(work, client.id, { since: sinceOf('6', today, zone) })
  const contacts = await contactsOf(work, client.id)
  const messages = await messagesFor(work, client.id)
  const [facts] = await consentFacts(work, [client.id])
  const weigh = facts && weighed(work, facts)
  const parties = partiesOf(contacts, facts?.consents ?? []).map((party) => ({
    ...party,
    answers: weigh === undefined ? [] : mayBeTold(weigh, { kind: party.kind, names: [party.name] }),
  }))
  const mayTake = may(work.by, 'consent.take')
  return c.html(
    <ClientFrame
      c={c}
      client={client}
      tab="consents"
      actions={
        mayTake && (
          <>
            <Button kind="main" href={urls.newConsent(params, { scope: 'treatment' })}>
              Sign consent to treatment
            </Button>
            <Button href={urls.newConsent(params, { scope: 'tpo' })}>Sign consent to share</Button>
          </>
        )
      }
    >
      <WhomTable parties={parties} consents={signed} clinic={work.clinic} at={work.at} client={client.name} />
      <Card title="What was signed" flush={signed.length > 0}>
        {signed.length === 0 ? (
          <Empty title="Nothing is signed yet" />
        ) : (
          <Rows label="Consents">
            {signed.map((one) => {
              const terms = termsIn(one.terms)
              return (
                <Row
                  title={
                    <a href={urls.consent({ consent: one.id })}>
                      {nameOfScope(one.scope)}
                      {terms !== null && (
                        <>
                          : <span dir="auto">{terms.recipient.name}</span>
                        </>
                      )}
                    </a>
                  }
                  note={
                    <>
                      <span dir="auto">{one.signerName}</span>, {one.signerCapacity} ·{' '}
                      <At at={one.signedAt} zone={zone} /> · version {one.documentVersion}
                      {one.expiresWhen !== null && (
                        <span class="consents-ends" dir="auto">
                          {one.expiresBy === 'condition' ? 'As long as this holds: ' : 'Until this happens: '}
                          {one.expiresWhen}
                        </span>
                      )}
                    </>
                  }
                  end={
                    <>
                      <State one={one} today={today} />
                      {stands(one, today) && one.expiresWhen !== null && may(work.by, 'consent.end') && (
                        <Button small href={`${urls.consent({ consent: one.id })}#ended`}>
                          {one.expiresBy === 'condition' ? 'It no longer holds' : 'It has happened'}
                        </Button>
                      )}
                    </>
                  }
                />
              )
            })}
          </Rows>
        )}
      </Card>
      {mayTake && (
        <Card title="Take a consent of its own" hint="One person or place, one purpose, and its own end">
          <div class="line-up">
            {ownScopes.map((scope) => (
              <Button href={urls.newConsent(params, { scope })}>{scopeName[scope]}</Button>
            ))}
          </div>
        </Card>
      )}
      <Card
        title="What was told, to whom"
        hint="Each time a record left, with the consent it rested on"
        action={
          <Button small href={urls.accounting(params)}>
            Accounting of disclosures
          </Button>
        }
        flush={told.length > 0}
      >
        {told.length === 0 ? (
          <Empty title="Nothing has left this house" />
        ) : (
          <Rows label="Disclosures">
            {told.slice(0, 20).map((one) => (
              <Row
                title={<span dir="auto">{one.recipient}</span>}
                note={`${one.what}, for ${purposeWords(one.purpose)}`}
                end={<At at={one.at} zone={zone} />}
              />
            ))}
          </Rows>
        )}
      </Card>
      {messages.length > 0 && (
        <Card title="Messages of callers, handed on" flush>
          <Rows label="Messages">
            {messages.map((one) => (
              <Row
                title={<span dir="auto">{one.callerName}</span>}
                note={<span dir="auto">{one.words}</span>}
                end={<At at={one.takenAt} zone={zone} />}
              >
                <small dir="auto">{one.how}</small>
              </Row>
            ))}
          </Rows>
        </Card>
      )}
    </ClientFrame>,
  )
})

type Standing = {
  revokedAt: Date | null
  endedAt: Date | null
  knownFalseAt: Date | null
  expiresOn: string | null
  expiresWhen: string | null
}

const stands = ({ revokedAt, endedAt, knownFalseAt, expiresOn }: Standing, today: string): boolean =>
  revokedAt === null && endedAt === null && knownFalseAt === null && (expiresOn === null || expiresOn >= today)

/** How a consent stands by itself, in a word. */
export const State = ({ one, today }: { one: Standing; today: string }) => {
  if (one.knownFalseAt !== null) return <Sig tone="danger">Known to be false</Sig>
  if (one.revokedAt !== null) return <Sig tone="danger">Taken back</Sig>
  if (!stands(one, today)) return <Sig tone="warning">Ended</Sig>
  if (one.expiresOn !== null) return <Sig tone="good">Until {shortDay(one.expiresOn)}</Sig>
  return <Sig tone="good">In force</Sig>
}
