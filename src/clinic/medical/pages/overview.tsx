import { Hono, type Context } from 'hono'
import { addDays } from '../../../basics/dates.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Button } from '../../../ui/form.tsx'
import { Notice, Sig } from '../../../ui/status.tsx'
import { shortDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { may } from '../../access/permissions.ts'
import type { ClientFacts } from '../../clients/queries.ts'
import { instrument } from '../../instruments/catalog.ts'
import type { InstrumentKey } from '../../instruments/instrument.ts'
import { measuresOf } from '../../instruments/queries.ts'
import { bandOf } from '../../instruments/rules.ts'
import { checksOf, nextVisitOf, readingsOf, stands } from '../queries/care.ts'
import {
  allergiesOf,
  medicationsOf,
  owedSince,
  reconciliationsOf,
  standingAllergies,
  suppliesOf,
  takenOf,
} from '../queries/list.ts'
import { standingReport, testsOf } from '../queries/tests.ts'
import { interactionSource } from '../../../outside/interactions.ts'
import { notChecked } from '../interactions.ts'
import { readTest } from '../toxicology.ts'
import { alarmsOf, withdrawalAlarm } from '../vitals.ts'
import { endWords, occasionWords, outcomeWords, verdictWords } from '../words.ts'
import { AllergyCard } from './allergy-card.tsx'
import { ListCard } from './list-card.tsx'
import { Alarms, type Back, clientFor, instantText, MedicalFrame, today } from './parts.tsx'
import { takenFrom } from '../taken-from.ts'
import { vitalsInWords } from '../vitals-words.ts'
import { ChecksCard, VisitCard } from './visit-cards.tsx'

/** The one page of a prescriber's visit: list, allergies, readings, measures, how it is taken, drug tests, the next visit. */
export const overview = new Hono<Door>()

overview.get(urls.medical.pattern, async (c) => {
  const client = await clientFor(c, 'medicine.see')
  return client instanceof Response ? client : medicalPage(c, client)
})

export async function medicalPage(c: Context<Door>, client: ClientFacts, back?: Back): Promise<Response> {
  const work = workOf(c)
  const all = await medicationsOf(work, client.id)
  const standing = all.filter((one) => one.ended === null)
  const ended = all.filter((one) => one.ended !== null)
  const allergies = await allergiesOf(work, client.id)
  const supplies = await suppliesOf(
    work,
    standing.map(({ id }) => id),
  )
  const taken = await takenOf(
    work,
    standing.map(({ id }) => id),
  )
  const reconciled = await reconciliationsOf(work, client.id)
  const owed = await owedSince(work, client.id)
  const isOwed = owed !== null && !reconciled.some(({ onDay }) => onDay >= owed.onDay)
  const visit = await nextVisitOf(work, client.id)
  const readings = (await readingsOf(work, client.id, 40)).filter(stands)
  const measures = await measuresOf(work, client.id)
  const tests = await testsOf(work, client.id)
  const checks = await checksOf(work, client.id)
  const params = { client: client.id }
  const [latest] = readings
  const withdrawal = (['cows', 'ciwa-ar'] as const).flatMap(
    (key) => measures.findLast((one) => one.instrument === key) ?? [],
  )
  const recent = addDays(today(c), -2)
  const alarms = [
    ...(latest === undefined || latest.takenAt.getTime() < work.at.getTime() - 86_400_000 ? [] : alarmsOf(latest)),
    ...withdrawal
      .filter((one) => one.takenOn >= recent)
      .flatMap((one) => withdrawalAlarm(one.instrument, one.score) ?? []),
  ]
  const takes = takenFrom(all)
  const source = interactionSource()
  return c.html(
    <MedicalFrame
      c={c}
      client={client}
      part="overview"
      title="Medicines"
      back={back}
      actions={
        <>
          {may(work.by, 'medicine.order') && (
            <Button kind="main" href={urls.newMedicationOrder(params)}>
              Order a medicine
            </Button>
          )}
          {may(work.by, 'medicine.note') && <Button href={urls.newMedication(params)}>Write down what is taken</Button>}
        </>
      }
    >
      <Alarms alarms={alarms} clientId={client.id} heading="Somebody is needed now" />
      <AllergyCard
        client={client}
        all={allergies}
        {...standingAllergies(allergies)}
        mayNote={may(work.by, 'medicine.note')}
        zone={work.clinic.timeZone}
        back={back}
      />
      {isOwed && owed !== null && (
        <Notice
          tone="warning"
          title="The list has not been gone through"
          aside={
            may(work.by, 'medicine.reconcile') && (
              <Button small href={urls.reconciliation(params, { occasion: owed.occasion })}>
                Go through the list
              </Button>
            )
          }
        >
          {`Not since ${owed.occasion === 'admission' ? 'the admission' : 'the change of level'} on ${shortDay(owed.onDay)}. A prescriber or a nurse does it with the client.`}
        </Notice>
      )}
      <ListCard
        c={c}
        lines={standing}
        supplies={supplies}
        taken={taken}
        said={source === null ? notChecked : `Interactions: ${source.name} of ${source.asOf}.`}
        action={
          !isOwed &&
          may(work.by, 'medicine.reconcile') && (
            <Button small href={urls.reconciliation(params)}>
              Go through the list
            </Button>
          )
        }
        reconciled={reconciled[0]}
      />
      <VisitCard c={c} client={client} visit={visit} back={back} />
      <Card
        title="How are they now?"
        action={
          <>
            <Button small href={urls.flowsheet(params)}>
              Record vital signs
            </Button>
            <Button small href={urls.measures(params)}>
              Measures
            </Button>
          </>
        }
      >
        <Facts
          facts={[
            {
              term: 'Vital signs',
              detail: latest && `${vitalsInWords(latest)} · ${instantText(c, latest.takenAt)}`,
              none: 'None recorded yet',
            },
            ...withdrawal.map((one) => ({
              term: instrument(one.instrument as InstrumentKey).title,
              detail: scored(one),
            })),
            ...(['phq-9', 'gad-7'] as const).flatMap((key) => {
              const [last, before] = measures
                .filter((one) => one.instrument === key && one.score !== null)
                .slice(-2)
                .reverse()
              return last === undefined
                ? []
                : [
                    {
                      term: instrument(key).title,
                      detail: `${scored(last)}${before === undefined ? '' : `; ${before.score} before`}`,
                    },
                  ]
            }),
          ]}
        />
      </Card>
      <Card
        title="Drug tests"
        flush
        action={
          <Button small href={urls.toxicology(params)}>
            All drug tests
          </Button>
        }
      >
        {tests.length === 0 ? (
          <Empty title="No drug test yet" />
        ) : (
          <Rows label="The latest drug tests">
            {tests.slice(0, 4).map((test) => {
              const read = readTest({ outcome: test.outcome, report: standingReport(test), on: test.dueOn }, takes)
              const said = verdictWords[read.verdict]
              return (
                <Row
                  title={<a href={urls.toxTest({ test: test.id })}>{shortDay(test.dueOn)}</a>}
                  note={read.sentence}
                  end={<Sig tone={said.tone}>{said.words}</Sig>}
                />
              )
            })}
          </Rows>
        )}
      </Card>
      <ChecksCard c={c} client={client} checks={checks} back={back} />
      {(ended.length > 0 || reconciled.length > 0) && (
        <Card title="What was before" flush>
          <Rows label="Lines that ended">
            {ended.map((one) => (
              <Row
                title={<a href={urls.medication({ medication: one.id })}>{one.name}</a>}
                note={`${one.dose} · to ${one.lastDay === null ? '' : shortDay(one.lastDay)} · ${one.endedBecause ?? ''} · ${one.endedBy ?? ''}`}
                end={<Sig tone="calm">{endWords[one.ended ?? ''] ?? ''}</Sig>}
              />
            ))}
            {reconciled.map((one) => (
              <Row
                title={`Gone through on ${shortDay(one.onDay)}`}
                note={`${occasionWords[one.occasion]} · ${one.by} (${one.licence})${one.words === '' ? '' : ` · ${one.words}`}`}
              >
                {one.lines.length > 0 && (
                  <div class="medical-more">
                    <small>
                      {one.lines
                        .map(
                          ({ name, outcome, words }) =>
                            `${name}: ${(outcomeWords[outcome] ?? '').toLowerCase()}${words === '' ? '' : ` (${words})`}`,
                        )
                        .join('; ')}
                    </small>
                  </div>
                )}
              </Row>
            ))}
          </Rows>
        </Card>
      )}
    </MedicalFrame>,
    back === undefined ? 200 : 422,
  )
}

const scored = (one: Awaited<ReturnType<typeof measuresOf>>[number]): string =>
  one.score === null
    ? `not scored · ${shortDay(one.takenOn)}`
    : `${one.score}, ${(bandOf(instrument(one.instrument as InstrumentKey), one.score, one.bandSet)?.label ?? '').toLowerCase()} · ${shortDay(one.takenOn)}` // the column holds keys of the catalog
