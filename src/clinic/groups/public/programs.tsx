import { Hono } from 'hono'
import { urls } from '../../../urls.ts'
import type { Language } from '../../../ui/language.ts'
import { visitOf, type VisitorDoor } from '../../../web/visitor-door.ts'
import { FrontFrame, frontFor, Part, Said, sayer, type Sayer } from '../../staff/front-page.tsx'
import { wordsIn } from '../../staff/queries/front.ts'
import { directory, type Listed } from '../queries/directory.ts'
import { programsShown, type ProgramShown } from '../queries/programs-shown.ts'
import { WeekStrip } from './shown.tsx'
import { words } from './words.ts'

export const programs = new Hono<VisitorDoor>()

programs.get(urls.publicPrograms.pattern, async (c) => {
  const { work } = visitOf(c)
  const read = await frontFor(c, 'programs')
  const { lang, part } = read
  const say = sayer(lang, await wordsIn(work, lang))
  const groups = await directory(work)
  return c.html(
    <FrontFrame read={read} there={(other) => urls.publicPrograms({ lang: other })} current="programs" width="wide">
      <ul class="front-programs">
        {(await programsShown(work)).map((program) => (
          <ProgramCard
            lang={lang}
            program={program}
            groups={groups.filter((one) => one.programId === program.id)}
            say={say}
          />
        ))}
      </ul>
      <div class="front-two">
        <Part section={part('beside')} />
        <Part section={part('hours')} />
      </div>
    </FrontFrame>,
  )
})

type ProgramCardProps = { lang: Language; program: ProgramShown; groups: Listed[]; say: Sayer }

function ProgramCard({ lang, program, groups, say }: ProgramCardProps) {
  const t = words(lang)
  const online = groups.filter((one) => one.isVideo).length
  const site = say(program.site).text
  const where =
    groups.length > 0 && online === groups.length
      ? t('byVideo')
      : groups.length === 0 && program.track === 'virtual'
        ? t('byVideo')
        : t(online > 0 ? 'bothWays' : 'onSite', { site })
  const hours = (program.floor?.minutesPerWeek ?? 0) / 60
  const open = groups.filter((one) => one.open.left > 0).length
  return (
    <li class="card">
      <h2>
        <Said say={say}>{program.name}</Said>
      </h2>
      <p class="muted">
        {[
          t(program.kind === 'mental-health' ? 'kind-mental-health' : 'kind-substance-use'),
          t(
            program.track === 'virtual' ? 'track-virtual' : program.track === 'evening' ? 'track-evening' : 'track-day',
          ),
          t(program.ageGroup === 'adolescent' ? 'adolescent' : 'adult'),
        ].join(' · ')}
      </p>
      {program.floor !== null && <p>{t('atLeast', { hours, days: program.floor.daysPerWeek })}</p>}
      <WeekStrip lang={lang} groups={groups.filter((one) => one.countsTowardDose)} />
      <p>{where}</p>
      <p class="front-end">
        <a
          href={urls.publicGroups({ lang }, { program: program.id })}
          aria-label={t('seeGroupsOfLabel', { program: say(program.name).text })}
        >
          {t('seeGroupsOf')}
        </a>
        <small>{t('openGroups', { n: open })}</small>
      </p>
    </li>
  )
}
