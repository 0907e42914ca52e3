import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { isRefusal, type Refusal } from '../../../basics/refusal.ts'
import { plural } from '../../../basics/text.ts'
import { Card, Row, Rows, Tile, Tiles } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Button, FormActions } from '../../../ui/form.tsx'
import { LivePart, Progress } from '../../../ui/progress.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { Notice, Sig } from '../../../ui/status.tsx'
import { longDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { id, readForm } from '../../../web/forms.ts'
import { mayNot } from '../../access/permissions.ts'
import { said, StaffPage } from '../../access/staff-page.tsx'
import { clockOf } from '../../clients/free-times.ts'
import { weekdayName } from '../../groups/times.ts'
import { programsOf } from '../../programs/queries.ts'
import { stopProposal } from '../actions/proposals.ts'
import { takeOver } from '../actions/take-over.ts'
import { isOnlyIf } from '../proposals.ts'
import { pinnedSeries } from '../queries/program.ts'
import {
  namesIn,
  partsOf,
  proposalById,
  resultOf,
  type ProposalPart,
  type ProposalResult,
  type ProposalRow,
} from '../queries/proposals.ts'
import type { Stands } from '../timetable-sum.ts'
import { ifsOf, StepSign } from './proposal-parts.tsx'

export const proposal = new Hono<Door>()

proposal.get(urls.proposal.pattern, (c) => page(c, c.req.param('proposal')))

proposal.post(urls.proposalStop.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'timetable.propose')
  if (denied) return forbidden(c, denied.because)
  const refusal = await stopProposal(work, c.req.param('proposal'))
  if (refusal) return notFound(c)
  said(c, { tone: 'good', text: 'It stops within seconds. The best that was found is shown.' })
  return c.redirect(urls.proposal({ proposal: c.req.param('proposal') }), 303)
})

const chosen = z.object({ series: z.array(id()).default([]), clients: z.array(id()).default([]) })
proposal.post(urls.proposalParts.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'timetable.propose')
  if (denied) return forbidden(c, denied.because)
  const one = c.req.param('proposal')
  const form = await readForm(c, chosen)
  if (!form.ok) return notFound(c)
  const answer = await takeOver(work, one, form.values)
  if (isRefusal(answer)) return answer.refused === 'not-found' ? notFound(c) : page(c, one, answer)
  said(c, {
    tone: answer.inTheWay.length === 0 ? 'good' : 'warning',
    text: `${plural(answer.done, 'part was', 'parts were')} taken over.${answer.inTheWay.length === 0 ? '' : ` ${plural(answer.inTheWay.length, 'part', 'parts')} could not be: why stands beside each.`}`,
  })
  return c.redirect(urls.proposal({ proposal: one }), 303)
})

async function page(c: Context<Door>, proposalId: string, refusal?: Refusal): Promise<Response> {
  const work = workOf(c)
  const denied = mayNot(work.by, 'timetable.propose') ?? mayNot(work.by, 'client.see')
  if (denied) return forbidden(c, denied.because)
  const one = await proposalById(work, proposalId)
  if (one === undefined) return notFound(c)
  const result = await resultOf(work, proposalId)
  const isLooking = result === undefined && one.step !== 'failed'
  const ifs = ifsOf(one, await programsOf(work))
  if (result !== undefined)
    showing(
      c,
      'proposal',
      result.weeks.map((week) => week.client),
    )
  return c.html(
    <StaffPage
      c={c}
      current="Groups"
      title={one.name}
      answer={result === undefined ? one.name : answerOf(result)}
      over={`${one.name} · from ${longDay(one.from)}${ifs.length === 0 ? '' : ` · ${ifs.join(', ')}`}`}
      crumbs={[
        { label: 'Week board', href: urls.weekBoard() },
        { label: 'Proposals', href: urls.proposals() },
      ]}
    >
      <RefusalAlert refusal={refusal} />
      {isLooking && (
        <LivePart id="search" every={2}>
          <Card title="How far is it?" action={<StepSign one={one} />}>
            <Progress
              label={one.about.words ?? 'Waiting for its turn'}
              done={Math.round((one.about.share ?? 0) * 100)}
              total={100}
              stopAction={one.isStopping ? undefined : urls.proposalStop({ proposal: proposalId })}
              stopLabel="Stop, and show the best so far"
            />
          </Card>
        </LivePart>
      )}
      {one.step === 'failed' && (
        <Notice tone="danger" title="The search ended without an answer">
          {one.about.words ?? ''} Ask again, with fewer programs or more time.
        </Notice>
      )}
      {result !== undefined && (
        <Found
          c={c}
          one={one}
          result={result}
          parts={await partsOf(work, proposalId)}
          names={
            await namesIn(work, {
              series: result.moves
                .flatMap((move) => (isOnlyIf(move.series) ? [] : move.series))
                .concat(
                  result.weeks.flatMap((week) =>
                    [...week.before.series, ...week.after.series].filter((s) => !isOnlyIf(s)),
                  ),
                ),
              clients: result.weeks.map((week) => week.client),
            })
          }
          pinned={await pinnedSeries(work)}
        />
      )}
    </StaffPage>,
    refusal === undefined ? 200 : 422,
  )
}

const answerOf = ({ figures }: ProposalResult): string =>
  figures.wholeAfter > figures.wholeBefore
    ? `${figures.wholeAfter - figures.wholeBefore} more of ${figures.clients} would have everything prescribed`
    : figures.costAfter < figures.costBefore
      ? 'The same people would be served, with less to give up'
      : 'Nothing better was found than what stands'

type Names = Awaited<ReturnType<typeof namesIn>>
type FoundProps = {
  c: Context<Door>
  one: ProposalRow
  result: ProposalResult
  parts: ProposalPart[]
  names: Names
  pinned: ReadonlyMap<string, string>
}

const Found = ({ one, result, parts, names, pinned }: FoundProps) => {
  const { figures, moves, weeks } = result
  const moved = new Set(moves.flatMap((move) => move.series))
  const gap =
    figures.bound === null || figures.costAfter === 0 ? null : (figures.costAfter - figures.bound) / figures.costAfter
  const partOf = (key: 'seriesId' | 'clientId', value: string) => parts.find((part) => part[key] === value)
  const isUsable = figures.violations === 0
  return (
    <>
      <Tiles label="Today and the proposal">
        <Tile
          name="Fully served"
          value={`${figures.wholeAfter} of ${figures.clients}`}
          note={`today ${figures.wholeBefore}`}
        />
        <Tile
          name="Points, fewer is better"
          value={grouped(figures.costAfter)}
          note={`today ${grouped(figures.costBefore)}`}
        />
        <Tile name="Groups that move" value={String(figures.movedSeries)} />
        <Tile
          name="Clients whose week changes"
          value={String(figures.touchedClients)}
          note={`${figures.otherTherapist} with another therapist`}
        />
      </Tiles>
      <Notice
        tone={isUsable ? 'good' : 'danger'}
        title={
          isUsable
            ? 'It keeps every rule of the house'
            : `It breaks ${plural(figures.violations, 'rule', 'rules')}: do not use it`
        }
      >
        {gap === null
          ? 'How far it is from the best was not proved.'
          : `Proved: with these times nothing can be more than ${(Math.max(0, gap) * 100).toFixed(1)} % better.`}{' '}
        Judged by a reader of its own that knows nothing of how the proposal came about.
        {figures.ownBound !== undefined && figures.ownBound !== null && (
          <>
            {' '}
            At the least it would cost {grouped(figures.bound ?? figures.ownBound)} points; our own sum, without the
            solver, proves {grouped(figures.ownBound)}.
          </>
        )}
      </Notice>
      {figures.madeBy !== undefined && (
        <p class="hint">
          {`Made with model ${figures.madeBy.model}, ${figures.madeBy.solver}, seed ${figures.madeBy.seed}.`}
        </p>
      )}
      {moves.length + weeks.length === 0 ? (
        <Empty title="What stands is as good as it gets">Ask with a longer search, or with a what-if.</Empty>
      ) : (
        <form class="stack" method="post" action={urls.proposalParts({ proposal: one.id })}>
          {moves.length > 0 && (
            <Card title="Which groups move?" hint={`${moves.length}, each for itself`} flush>
              <Rows label="Moves of groups">
                {moves.map((move) => {
                  const part = partOf('seriesId', move.series)
                  const name = names.series.get(move.series)?.name ?? 'A further group'
                  return (
                    <Row
                      title={
                        isOnlyIf(move.series) || part?.isDone ? (
                          name
                        ) : (
                          <label class="line-up">
                            <input type="checkbox" name="series[]" value={move.series} checked={isUsable} />
                            <span dir="auto">{name}</span>
                          </label>
                        )
                      }
                      note={`${standsInWords(move.from, names)} → ${standsInWords(move.to, names)}`}
                      end={<PartSign part={part} pinned={pinned.has(move.series)} />}
                    />
                  )
                })}
              </Rows>
            </Card>
          )}
          {weeks.length > 0 && (
            <Card title="Whose week changes?" hint={plural(weeks.length, 'client', 'clients')} flush>
              <Rows label="Weeks that change">
                {weeks.map((week) => {
                  const part = partOf('clientId', week.client)
                  const who = names.clients.get(week.client)
                  return (
                    <Row
                      title={
                        part?.isDone ? (
                          who?.name
                        ) : (
                          <label class="line-up">
                            <input type="checkbox" name="clients[]" value={week.client} checked={isUsable} />
                            <span dir="auto">{who?.name ?? 'Somebody'}</span>
                          </label>
                        )
                      }
                      note={changeInWords(week, names, moved)}
                      end={
                        <>
                          <PartSign part={part} />
                          {who?.episodeId != null && (
                            <a href={urls.composeWeek({ episode: who.episodeId })}>
                              <span class="hidden-text">{who.name}: </span>Compose
                            </a>
                          )}
                        </>
                      }
                    />
                  )
                })}
              </Rows>
            </Card>
          )}
          {isUsable && (
            <FormActions>
              <Button kind="main">Take over what is ticked</Button>
            </FormActions>
          )}
        </form>
      )}
      {moves.length > 0 && (
        <Card title="Keep a group as it is" hint="Pinned groups stay in every proposal to come." flush>
          <Rows label="Pins">
            {moves
              .filter((move) => !isOnlyIf(move.series))
              .map((move) => (
                <Row
                  title={names.series.get(move.series)?.name}
                  note={standsInWords(move.from, names)}
                  end={
                    <form method="post" action={urls.seriesPins({ series: move.series })}>
                      <input type="hidden" name="back" value={one.id} />
                      {!pinned.has(move.series) && <input type="hidden" name="pinned" value="yes" />}
                      <Button
                        small
                        label={`${pinned.has(move.series) ? 'Let move' : 'Pin'}: ${names.series.get(move.series)?.name ?? ''}`}
                      >
                        {pinned.has(move.series) ? 'Let it move' : 'Pin'}
                      </Button>
                    </form>
                  }
                />
              ))}
          </Rows>
        </Card>
      )}
    </>
  )
}

const PartSign = ({ part, pinned }: { part?: ProposalPart; pinned?: boolean }) =>
  part === undefined ? (
    pinned ? (
      <Sig tone="info">Pinned since</Sig>
    ) : null
  ) : part.isDone ? (
    <Sig tone="good">Taken over</Sig>
  ) : (
    <Sig tone="warning">{part.because}</Sig>
  )

const standsInWords = (stands: Stands, names: Names): string =>
  [
    `${weekdayName(stands.time.weekday)} ${clockOf(stands.time.from)}`,
    stands.room === null ? 'video' : (names.rooms.get(stands.room) ?? 'a further room'),
    stands.leaders.map((leader) => names.staff.get(leader) ?? 'somebody').join(', ') || 'no leader',
  ].join(' · ')

/** 8,138 */
const grouped = (points: number): string => points.toLocaleString('en-US')

function changeInWords(week: ProposalResult['weeks'][number], names: Names, moved: ReadonlySet<string>): string {
  // Several groups have one name: the day tells them apart. Where a group that moves is going to meet stands above.
  const name = (id: string) => {
    const group = names.series.get(id)
    if (group === undefined) return 'a further group'
    return moved.has(id) ? group.name : `${group.name}, ${weekdayName(group.weekday)}`
  }
  const { before, after } = week
  const given = after.series.filter((id) => !before.series.includes(id)).map((id) => `+ ${name(id)}`)
  const left = before.series.filter((id) => !after.series.includes(id)).map((id) => `− ${name(id)}`)
  const visits = (['individual', 'family', 'medication'] as const).flatMap((kind) => {
    const [was, is] = [before[kind], after[kind]]
    if (is === null) return was === null ? [] : [`− the ${kind} hour`]
    const hour = `${weekdayName(is.time.weekday)} ${clockOf(is.time.from)} with ${names.staff.get(is.clinician) ?? 'somebody'}`
    const same =
      was !== null &&
      was.clinician === is.clinician &&
      was.time.weekday === is.time.weekday &&
      was.time.from === is.time.from
    return same ? [] : [`${kind}: ${hour}`]
  })
  return [...given, ...left, ...visits].join(' · ') || 'the hours of their groups'
}
