import { Hono } from 'hono'
import { write } from '../../../ui/language.ts'
import { urls } from '../../../urls.ts'
import { visitOf, type VisitorDoor } from '../../../web/visitor-door.ts'
import { FrontFrame, frontFor, Part, Said, sayer } from '../../staff/front-page.tsx'
import { wordsIn } from '../../staff/queries/front.ts'
import { directory } from '../queries/directory.ts'
import { programsShown } from '../queries/programs-shown.ts'
import { WeekStrip } from './shown.tsx'
import { words } from './words.ts'

export const home = new Hono<VisitorDoor>()

/** The first page: what this is in plain words, three ways on, what a week looks like, and who needs another place first. */
home.get(urls.publicHome.pattern, async (c) => {
  const { work } = visitOf(c)
  const read = await frontFor(c, 'home')
  const { lang, front, part } = read
  const t = words(lang)
  const say = sayer(lang, await wordsIn(work, lang))
  const groups = await directory(work)
  const programs = await programsShown(work)
  const open = groups.filter((group) => group.open.left > 0).length
  const ways = [
    { href: urls.selfCheck({ lang }), title: t('waySelfCheck'), note: t('waySelfCheckNote') },
    { href: urls.bookCall({ lang }), title: t('wayCall'), note: t('wayCallNote') },
    { href: urls.publicGroups({ lang }), title: t('wayGroups'), note: t('wayGroupsNote', { n: open }) },
  ]
  return c.html(
    <FrontFrame read={read} there={(other) => urls.publicHome({ lang: other })} current="home" width="wide" drawing>
      <nav class="front-ways" aria-label={t('waysOn')}>
        {ways.map((way, place) => (
          <div class={place === 0 ? 'card front-way first' : 'card front-way'}>
            <a class="card-link" href={way.href}>
              {way.title}
            </a>
            <p>{way.note}</p>
          </div>
        ))}
      </nav>
      <p class="front-urgent">
        {front.phone !== '' && (
          <span>
            <a href={`tel:${front.phone}`}>{t('orCall', { phone: write.phone(front.phone) })}</a>
          </span>
        )}
        <span>
          {t('urgent')} <a href={urls.helpNow({ lang })}>{t('urgentLink')}</a>
        </span>
      </p>
      <Part section={part('what')} />
      <Part section={part('week')}>
        {programs.length > 0 && (
          <ul class="front-programs">
            {programs.map((program) => (
              <li class="card">
                <h3>
                  <Said say={say}>{program.name}</Said>
                </h3>
                <WeekStrip
                  lang={lang}
                  groups={groups.filter((one) => one.programId === program.id && one.countsTowardDose)}
                />
              </li>
            ))}
          </ul>
        )}
        <p>
          <a href={urls.publicPrograms({ lang })}>{t('seePrograms')}</a>
        </p>
      </Part>
      <div class="front-two">
        <Part section={part('fit')} tone="calm" />
        <Part section={part('not-fit')} tone="danger" />
      </div>
      <Part section={part('next')}>
        <p>
          <a class="button main" href={urls.bookCall({ lang })}>
            {t('bookCall')}
          </a>
        </p>
      </Part>
    </FrontFrame>,
  )
})
