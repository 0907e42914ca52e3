import { Hono } from 'hono'
import { urls } from '../../../urls.ts'
import type { VisitorDoor } from '../../../web/visitor-door.ts'
import { FrontFrame, frontFor, Part } from '../front-page.tsx'
import { words } from './words.ts'

export const family = new Hono<VisitorDoor>()

family.get(urls.publicFamily.pattern, async (c) => {
  const read = await frontFor(c, 'family')
  const { lang, part } = read
  const t = words(lang)
  return c.html(
    <FrontFrame read={read} there={(other) => urls.publicFamily({ lang: other })} current="family" width="wide">
      <div class="line-up">
        <a class="button main" href={urls.bookCall({ lang })}>
          {t('bookCall')}
        </a>
        <a class="button" href={urls.selfCheck({ lang })}>
          {t('selfCheckForOther')}
        </a>
      </div>
      <Part section={part('danger')} tone="danger">
        <p>
          <a href={urls.helpNow({ lang })}>{t('helpNow')}</a>
        </p>
      </Part>
      <div class="front-two">
        <Part section={part('part')}>
          <p>
            <a href={urls.publicGroups({ lang }, { kind: 'family-group' })}>{t('familyGroups')}</a>
          </p>
        </Part>
        <Part section={part('privacy')} />
      </div>
      <Part section={part('yourself')} tone="calm" />
    </FrontFrame>,
  )
})
