import { Hono } from 'hono'
import { DangerNumbers } from '../../../ui/public-page.tsx'
import { write } from '../../../ui/language.ts'
import { urls } from '../../../urls.ts'
import type { VisitorDoor } from '../../../web/visitor-door.ts'
import { FrontFrame, frontFor, Part } from '../front-page.tsx'
import { words } from './words.ts'

export const helpNow = new Hono<VisitorDoor>()

/** Where somebody may be in danger: the numbers first and large, then what to do until help comes. Nothing to choose from. */
helpNow.get(urls.helpNow.pattern, async (c) => {
  const read = await frontFor(c, 'help-now')
  const { lang, front, part } = read
  const t = words(lang)
  return c.html(
    <FrontFrame read={read} there={(other) => urls.helpNow({ lang: other })} quiet>
      <DangerNumbers front={front} large />
      {['life', 'overdose', 'withdrawal', 'unsafe', 'after'].map((key) => (
        <Part section={part(key)} />
      ))}
      {front.phone !== '' && (
        <p>
          <a class="button" href={`tel:${front.phone}`}>
            {`${t('callAdmissions')}: ${write.phone(front.phone)}`}
          </a>
        </p>
      )}
    </FrontFrame>,
  )
})
