import type { Context } from 'hono'
import { dayAt, daysBetween } from '../../../basics/dates.ts'
import { plural } from '../../../basics/text.ts'
import type { Work } from '../../../db/work.ts'
import { Checkbox } from '../../../ui/choices.tsx'
import { Button, Select } from '../../../ui/form.tsx'
import { Name } from '../../../ui/person.tsx'
import { Sig } from '../../../ui/status.tsx'
import { nearMoment } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { may } from '../../access/permissions.ts'
import { channelName, languageName, shownName } from '../../inquiries/channel-words.ts'
import { type BoardChoices, type BoardFilter, type OnBoard, mostDrawn } from '../../inquiries/queries/board.ts'
import { sourceName, sources } from '../../inquiries/senders.ts'
import { isSettled, isStage, openStages, stageName, stages, type Stage } from '../../inquiries/stages.ts'

export type Asked = { owner?: string; source?: string; language?: string; overdue?: string; stage?: string }

/** So many of a stage are drawn before the rest is one line that leads to them. */
const perStage = 60

export function Board({ c, rows, asked }: { c: Context<Door>; rows: OnBoard[]; asked: Asked }) {
  const work = workOf(c)
  const byStage = Map.groupBy(rows, ({ stage }) => stage)
  const shown: readonly Stage[] = isStage(asked.stage) ? [asked.stage] : openStages
  const filter = new URLSearchParams(
    Object.entries(asked).filter((pair): pair is [string, string] => pair[1] !== undefined),
  ).toString()
  return (
    <div class={shown.length === 1 ? 'board one' : 'board'} role="region" aria-label="Inquiries by stage" tabindex={0}>
      {shown.map((stage) => {
        const some = byStage.get(stage) ?? []
        const inStage = some[0]?.inStage ?? 0
        const most = shown.length === 1 ? mostDrawn : perStage
        const overdue = some[0]?.overdueInStage ?? 0
        return (
          <section class={some.length === 0 ? 'board-stage none' : 'board-stage'} aria-labelledby={`stage-${stage}`}>
            <h2 id={`stage-${stage}`}>
              {stageName[stage]} <small>{inStage}</small>
            </h2>
            {isSettled(stage) && <p class="board-overdue">Of the last 30 days.</p>}
            {overdue > 0 && (
              <p class="board-overdue">
                <Sig tone="danger">{overdue} overdue</Sig>
              </p>
            )}
            <ul>
              {some.slice(0, most).map((one) => (
                <Line c={c} work={work} one={one} filter={filter} />
              ))}
            </ul>
            {inStage > Math.min(some.length, most) && (
              <p class="board-older">
                <a href={urls.admissions({ ...asked, stage })}>
                  {plural(inStage - Math.min(some.length, most), 'more is', 'more are')} due later
                </a>
              </p>
            )}
          </section>
        )
      })}
    </div>
  )
}

function Line({ c, work, one, filter }: { c: Context<Door>; work: Work; one: OnBoard; filter: string }) {
  const isOpen = one.stage !== 'closed' && one.stage !== 'admitted'
  const name = shownName(one.name)
  return (
    <li class={isOpen && one.isOverdue ? 'overdue' : undefined}>
      <div class="board-name">
        <Name name={name} href={urls.inquiry({ inquiry: one.id })} />
      </div>
      {isOpen && (
        <div class="board-step" dir="auto">
          {one.step}
        </div>
      )}
      {isOpen && (
        <div>
          {one.isOverdue ? (
            <Sig tone="danger">Overdue {due(work, one.dueAt)}</Sig>
          ) : (
            <span>Due {due(work, one.dueAt)}</span>
          )}
        </div>
      )}
      <small>
        {inStage(work, one)} · <Name name={one.owner} /> · {one.referrer ?? shortSource(one)}
        {one.language !== 'en' && ` · ${languageName(one.language)}`}
      </small>
      {isOpen && may(c.get('work').by, 'inquiry.work') && (
        <form class="board-acts" method="post" action={urls.inquiryCalls({ inquiry: one.id })}>
          <input type="hidden" name="step" value={one.stepId} />
          <input type="hidden" name="quick" value="1" />
          {filter !== '' && <input type="hidden" name="filter" value={filter} />}
          <Button small name="outcome" value="reached" label={`Reached ${name}`}>
            Reached
          </Button>
          <Button small name="outcome" value="no-answer" label={`No answer from ${name}`}>
            No answer{one.tries > 0 ? ` (${one.tries})` : ''}
          </Button>
          <Button
            small
            kind="quiet"
            href={`${urls.inquiry({ inquiry: one.id })}#step`}
            label={`Set the next step for ${name}`}
          >
            Next step
          </Button>
        </form>
      )}
    </li>
  )
}

const shortSource = (one: OnBoard): string =>
  one.source === 'self' ? channelName[one.channel] : sourceName[one.source]

function inStage(work: Work, one: OnBoard): string {
  const zone = work.clinic.timeZone
  const days = daysBetween(dayAt(one.stageSince, zone), dayAt(work.at, zone))
  return days <= 0 ? 'Since today' : `${plural(days, 'day', 'days')} here`
}

function due(work: Work, at: Date): string {
  const zone = work.clinic.timeZone
  const away = daysBetween(dayAt(work.at, zone), dayAt(at, zone))
  if (away < -1) return `${-away} days`
  return nearMoment(at, work.at, zone)
}

export function Filters({ c, asked, choices }: { c: Context<Door>; asked: Asked; choices: BoardChoices }) {
  const me = workOf(c).by.id
  const others = choices.owners.filter(({ id }) => id !== me)
  return (
    <form method="get" action={urls.admissions()} class="line-up board-filter">
      <Select
        name="owner"
        label="Whose"
        value={asked.owner}
        required={false}
        choose="Everyone’s"
        options={[{ value: 'mine', label: 'Mine' }, ...others.map(({ id, name }) => ({ value: id, label: name }))]}
      />
      <Select
        name="source"
        label="Sent by"
        value={asked.source}
        required={false}
        choose="Anyone"
        options={sources.map((value) => ({ value, label: sourceName[value] }))}
      />
      {(choices.languages.length > 1 || asked.language !== undefined) && (
        <Select
          name="language"
          label="Language"
          value={asked.language}
          required={false}
          choose="Any"
          options={choices.languages.map((value) => ({ value, label: languageName(value) }))}
        />
      )}
      <Select
        name="stage"
        label="Stage"
        value={asked.stage}
        required={false}
        choose="All open"
        options={stages.map((value) => ({ value, label: stageName[value] }))}
      />
      <Checkbox name="overdue" label="Overdue only" checked={asked.overdue === 'yes'} />
      <Button>Show</Button>
    </form>
  )
}

/** What of the address asks for something; anything else in it asks for nothing. */
export function filterFrom(
  c: Context<Door>,
  isId: (text: unknown) => text is string,
): { filter: BoardFilter; asked: Asked } {
  const me = workOf(c).by.id
  const word = (name: string) => c.req.query(name) || undefined
  const owner = word('owner')
  const [source, language, stage] = [word('source'), word('language'), word('stage')]
  const asked: Asked = {
    ...(owner === 'mine' || isId(owner) ? { owner } : {}),
    ...(source !== undefined && sources.some((one) => one === source) ? { source } : {}),
    ...(language !== undefined && /^[a-z]{2}$/.test(language) ? { language } : {}),
    ...(isStage(stage) ? { stage } : {}),
    ...(word('overdue') === 'yes' ? { overdue: 'yes' } : {}),
  }
  return {
    asked,
    filter: {
      owner: asked.owner === 'mine' ? me : (asked.owner ?? null),
      source: asked.source ?? null,
      language: asked.language ?? null,
      stage: asked.stage ?? null,
      overdue: asked.overdue === 'yes',
    },
  }
}
