import { Hono } from 'hono'
import type { Child } from 'hono/jsx'
import { subjectLabel } from '../../programs/subjects.ts'
import { dayAt, weekdayOf } from '../../../basics/dates.ts'
import { Select, TextField, type Option } from '../../../ui/form.tsx'
import { write, type Language } from '../../../ui/language.ts'
import { urls } from '../../../urls.ts'
import { visitOf, type VisitorDoor } from '../../../web/visitor-door.ts'
import { FrontFrame, frontFor, Part, Said, sayer, type Sayer } from '../../staff/front-page.tsx'
import { wordsIn } from '../../staff/queries/front.ts'
import { directory, type Listed } from '../queries/directory.ts'
import { isAskedFor, type Asked } from '../week-of.ts'
import { inOrderOf, kindName, Leaders, Name, Seats, whatHappens, Where } from './shown.tsx'
import { words } from './words.ts'

export const groups = new Hono<VisitorDoor>()

const pageSize = 40

groups.get(urls.publicGroups.pattern, async (c) => {
  const { work } = visitOf(c)
  const read = await frontFor(c, 'groups')
  const { lang, part } = read
  const t = words(lang)
  const say = sayer(lang, await wordsIn(work, lang))
  const asked = askedOf((name) => c.req.query(name))
  const all = await directory(work)
  const today = weekdayOf(dayAt(work.at, work.clinic.timeZone))
  const found = all
    .filter((group) => isAskedFor(group, wordsOf(lang, say, group), asked))
    .sort(
      (a, b) =>
        inOrderOf(a.weekday, today) - inOrderOf(b.weekday, today) ||
        (a.starts < b.starts ? -1 : a.starts > b.starts ? 1 : 0),
    )
  const first = firstOf(c.req.query('first'), found.length)
  const shown = found.slice(first, first + pageSize)
  const isAsked = Object.values(asked).some((value) => value !== '' && value !== false)
  const more = (start: number) => urls.publicGroups({ lang }, { ...queryOf(asked), first: String(start) })
  return c.html(
    <FrontFrame
      read={read}
      there={(other) => urls.publicGroups({ lang: other }, queryOf(asked))}
      current="groups"
      width="wide"
    >
      <Filters lang={lang} all={all} asked={asked} say={say} />
      <section aria-labelledby="found" class="stack">
        <h2 id="found">{t('found', { n: found.length })}</h2>
        {found.length === 0 && <p>{t('foundNone')}</p>}
        {[...Map.groupBy(shown, (group) => group.weekday)].map(([weekday, those]) => (
          <section class="card front-day" aria-labelledby={`day-${weekday}`}>
            <h3 id={`day-${weekday}`}>{write.weekday(lang, weekday)}</h3>
            <ul>
              {those.map((group) => (
                <GroupRow lang={lang} group={group} say={say} />
              ))}
            </ul>
          </section>
        ))}
        <p class="line-up">
          {first > 0 && <a href={more(Math.max(0, first - pageSize))}>{t('earlierOnes')}</a>}
          {first + pageSize < found.length && <a href={more(first + pageSize)}>{t('laterOnes')}</a>}
          {isAsked && <a href={urls.publicGroups({ lang })}>{t('all')}</a>}
        </p>
      </section>
      <div class="front-two">
        <Part section={part('hold')} />
        <Part section={part('waitlist')} />
      </div>
    </FrontFrame>,
  )
})

const GroupRow = ({ lang, group, say }: { lang: Language; group: Listed; say: Sayer }) => {
  const t = words(lang)
  return (
    <li>
      <div class="front-time">
        <b>{write.time(lang, group.starts)}</b>
        <small>{t('untilTime', { time: write.time(lang, group.ends) })}</small>
      </div>
      <div class="front-matter">
        <h4>
          <a href={urls.publicGroup({ lang, series: group.id })}>
            <Name say={say} group={group} />
          </a>
        </h4>
        <p>
          {kindName(lang, group.kind)} · <Where lang={lang} group={group} say={say} /> ·{' '}
          <Leaders lang={lang} group={group} />
        </p>
        {subjectLabel(group.subject, lang) !== null && <p>{subjectLabel(group.subject, lang)}</p>}
        {group.affinity !== '' && <p>{t('forSome', { whom: say(group.affinity).text })}</p>}
      </div>
      <div class="front-seats">
        <Seats lang={lang} group={group} />
      </div>
    </li>
  )
}

type FiltersProps = { lang: Language; all: Listed[]; asked: Asked; say: Sayer }

function Filters({ lang, all, asked, say }: FiltersProps) {
  const t = words(lang)
  const options = (pairs: [string, string][]): Option[] =>
    [...new Map(pairs)].map(([value, label]) => ({ value, label })).sort((a, b) => a.label.localeCompare(b.label, lang))
  const affinities = options(
    all.filter((one) => one.affinity !== '').map((one) => [one.affinity, say(one.affinity).text]),
  )
  const programs = options(all.map((one) => [one.programId, say(one.program).text]))
  const abouts = options(
    all.flatMap((one) => {
      const label = subjectLabel(one.subject, lang)
      return label === null ? [] : [[one.subject, label] as [string, string]]
    }),
  )
  const isNarrowed = [asked.program, asked.kind, asked.subject, asked.weekday, asked.part, asked.affinity].some(
    (one) => one !== '',
  )
  return (
    <form method="get" action={urls.publicGroups({ lang })} class="front-filter" role="search" aria-label={t('filter')}>
      <TextField
        name="q"
        label={t('search')}
        type="search"
        value={asked.q}
        required={false}
        maxlength={60}
        width="full"
      />
      <label class="check">
        <input type="checkbox" name="open" value="yes" checked={asked.open} />
        <span>{t('onlyOpen')}</span>
      </label>
      <button class="button main" type="submit">
        {t('show')}
      </button>
      <details class="disclose" open={isNarrowed}>
        <summary>{t('moreFilters')}</summary>
        <div>
          {programs.length > 1 && (
            <Select
              name="program"
              label={t('program')}
              value={asked.program}
              required={false}
              choose={t('anyProgram')}
              options={programs}
              width="full"
            />
          )}
          <Select
            name="kind"
            label={t('kind')}
            value={asked.kind}
            required={false}
            choose={t('anyKind')}
            options={options(all.map((one) => [one.kind, kindName(lang, one.kind)]))}
            width="full"
          />
          <Select
            name="day"
            label={t('day')}
            value={asked.weekday}
            required={false}
            choose={t('anyDay')}
            options={[1, 2, 3, 4, 5, 6, 7].map((n) => ({ value: String(n), label: write.weekday(lang, n) }))}
            width="full"
          />
          <Select
            name="part"
            label={t('part')}
            value={asked.part}
            required={false}
            choose={t('anyPart')}
            options={[
              { value: 'day', label: t('partDay') },
              { value: 'evening', label: t('partEvening') },
            ]}
            width="full"
          />
          {abouts.length > 0 && (
            <Select
              name="about"
              label={t('about')}
              value={asked.subject}
              required={false}
              choose={t('anyAbout')}
              options={abouts}
              width="full"
            />
          )}
          {affinities.length > 0 && (
            <Select
              name="for"
              label={t('affinity')}
              value={asked.affinity}
              required={false}
              choose={t('anyAffinity')}
              options={[{ value: 'everyone', label: t('everyone') }, ...affinities]}
              width="full"
            />
          )}
        </div>
      </details>
    </form>
  )
}

function askedOf(query: (name: string) => string | undefined): Asked {
  const of = (name: string) => (query(name) ?? '').slice(0, 100)
  return {
    q: of('q'),
    program: of('program'),
    kind: of('kind'),
    subject: of('about'),
    weekday: of('day'),
    part: of('part'),
    affinity: of('for'),
    open: of('open') === 'yes',
  }
}

const queryOf = (asked: Asked) => ({
  q: asked.q,
  program: asked.program,
  kind: asked.kind,
  about: asked.subject,
  day: asked.weekday,
  part: asked.part,
  for: asked.affinity,
  open: asked.open ? 'yes' : undefined,
})

const wordsOf = (lang: Language, say: Sayer, group: Listed): string =>
  [
    ...[group.name, group.topic, group.affinity, group.program].flatMap((one) => [one, say(one).text]),
    kindName(lang, group.kind),
    subjectLabel(group.subject, lang) ?? '',
    ...group.leaders.map((one) => one.name),
  ].join(' ')

function firstOf(asked: string | undefined, of: number): number {
  const first = Number(asked ?? 0)
  return Number.isInteger(first) && first > 0 && first < of ? first : 0
}

groups.get(urls.publicGroup.pattern, async (c) => {
  const { work } = visitOf(c)
  const group = (await directory(work, c.req.param('series'))).at(0)
  if (group === undefined) return c.notFound()
  const read = await frontFor(c, 'groups')
  const { lang, front, part } = read
  const t = words(lang)
  const say = sayer(lang, await wordsIn(work, lang))
  const name = say(group.name)
  const here = { lang, series: group.id }
  const facts: [string, Child][] = [
    [
      t('when'),
      t('everyWeek', {
        weekday: write.weekday(lang, group.weekday),
        from: write.time(lang, group.starts),
        to: write.time(lang, group.ends),
      }),
    ],
    [t('where'), <Where lang={lang} group={group} say={say} />],
    [t('who'), <Leaders lang={lang} group={group} />],
    [t('inProgram'), <Said say={say}>{group.program}</Said>],
    [t('age'), t(group.ageGroup === 'adolescent' ? 'adolescent' : 'adult')],
    [t('joining'), t(group.isOpen ? 'joinOpen' : 'joinClosed')],
    [t('seats'), t('seatsOf', { left: group.open.left, most: group.most })],
    [t('hours'), t(group.countsTowardDose ? 'countsYes' : 'countsNo')],
  ]
  return c.html(
    <FrontFrame
      read={read}
      title={name.text}
      intro={whatHappens(lang, group.kind) ?? kindName(lang, group.kind)}
      there={(other) => urls.publicGroup({ lang: other, series: group.id })}
      current="groups"
      over={<a href={urls.publicGroups({ lang })}>{t('backToGroups')}</a>}
    >
      <div class="card front-seat-card">
        <div class="front-seats">
          <Seats lang={lang} group={group} />
        </div>
        {group.open.left > 0 && !group.open.isClosed ? (
          <a class="button main" href={urls.newSeatHold(here)}>
            {t('hold')}
          </a>
        ) : (
          front.phone !== '' && (
            <a class="button" href={`tel:${front.phone}`}>
              {t('callUs', { phone: write.phone(front.phone) })}
            </a>
          )
        )}
      </div>
      {group.affinity !== '' && <p>{t('forSome', { whom: say(group.affinity).text })}</p>}
      <dl class="facts">
        {facts.map(([term, detail]) => (
          <div>
            <dt>{term}</dt>
            <dd>{detail}</dd>
          </div>
        ))}
      </dl>
      <Part section={part('first-time')}>
        {group.topic !== '' && <p>{t('theme', { topic: say(group.topic).text })}</p>}
      </Part>
      <Part section={part('hold')} />
      {group.open.left === 0 && <Part section={part('waitlist')} />}
    </FrontFrame>,
  )
})
