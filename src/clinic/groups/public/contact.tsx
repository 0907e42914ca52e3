import { Hono } from 'hono'
import { write, type Language } from '../../../ui/language.ts'
import { urls } from '../../../urls.ts'
import { visitOf, type VisitorDoor } from '../../../web/visitor-door.ts'
import type { DeskHours } from '../../inquiries/first-step.ts'
import { deskOf } from '../../inquiries/queries/desk.ts'
import { FrontFrame, frontFor, Markup, Part, Said, sayer } from '../../staff/front-page.tsx'
import { wordsIn } from '../../staff/queries/front.ts'
import { sitesShown } from '../queries/programs-shown.ts'
import { daysInWords, listed } from './shown.tsx'
import { words } from './words.ts'

export const contact = new Hono<VisitorDoor>()

contact.get(urls.publicContact.pattern, async (c) => {
  const { work } = visitOf(c)
  const read = await frontFor(c, 'contact')
  const { lang, front, part } = read
  const t = words(lang)
  const say = sayer(lang, await wordsIn(work, lang))
  const sites = (await sitesShown(work)).filter((site) => site.address !== '')
  const ways = [
    { href: urls.bookCall({ lang }), title: t('bookCall'), note: t('bookCallNote') },
    { href: urls.callBack({ lang }), title: t('callBack'), note: t('callBackNote') },
    { href: urls.askMessage({ lang }), title: t('message'), note: t('messageNote') },
  ]
  return c.html(
    <FrontFrame read={read} there={(other) => urls.publicContact({ lang: other })} current="contact" width="wide">
      {front.phone !== '' && (
        <p class="front-phone">
          <a href={`tel:${front.phone}`}>{t('callUs', { phone: write.phone(front.phone) })}</a>
        </p>
      )}
      <nav class="front-ways" aria-label={t('waysOn')}>
        {ways.map((way) => (
          <div class="card front-way">
            <a class="card-link" href={way.href}>
              {way.title}
            </a>
            <p>{way.note}</p>
          </div>
        ))}
      </nav>
      <div class="front-two">
        <section class="part">
          <h2>{part('hours').heading}</h2>
          <h3>{t('deskHours')}</h3>
          <Desk lang={lang} hours={(await deskOf(work)).hours} />
          <Markup words={part('hours').words} />
        </section>
        <section class="part">
          <h2>{t('places')}</h2>
          <ul class="front-places">
            {sites.map((site) => (
              <li>
                <h3>
                  <Said say={say}>{site.name}</Said>
                </h3>
                <address>{site.address}</address>
                <a
                  href={`geo:0,0?q=${encodeURIComponent(site.address)}`}
                  aria-label={t('openMapLabel', { site: say(site.name).text })}
                >
                  {t('openMap')}
                </a>
              </li>
            ))}
          </ul>
          {front.email !== '' && (
            <>
              <p>
                <a href={`mailto:${front.email}`}>{t('emailUs', { email: front.email })}</a>
              </p>
              <p class="muted">{t('emailCare')}</p>
            </>
          )}
        </section>
      </div>
      <Part section={part('expect')} />
    </FrontFrame>,
  )
})

const Desk = ({ lang, hours }: { lang: Language; hours: DeskHours & { closedDays?: readonly string[] } }) => {
  const t = words(lang)
  const closed = (hours.closedDays ?? []).slice(0, 6)
  return (
    <>
      <p>
        {t('deskDays', {
          days: daysInWords(lang, hours.weekdays),
          from: write.time(lang, hours.from),
          to: write.time(lang, hours.to),
        })}
      </p>
      {closed.length > 0 && (
        <p>
          {t('deskClosed', {
            days: listed(
              lang,
              closed.map((day) => write.day(lang, day)),
            ),
          })}
        </p>
      )}
    </>
  )
}
