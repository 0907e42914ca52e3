import { Hono } from 'hono'
import { dayAt, type Day } from '../../../basics/dates.ts'
import type { Language } from '../../../ui/language.ts'
import { Initials } from '../../../ui/person.tsx'
import { urls } from '../../../urls.ts'
import { visitOf, type VisitorDoor } from '../../../web/visitor-door.ts'
import { FrontFrame, frontFor, Part } from '../front-page.tsx'
import { yearsSince } from '../front-rules.ts'
import { publicPeople, type PublicPerson } from '../queries/profiles.ts'
import { languageNames, licenceKinds, words } from './words.ts'

export const people = new Hono<VisitorDoor>()

people.get(urls.publicPeople.pattern, async (c) => {
  const { work } = visitOf(c)
  const read = await frontFor(c, 'people')
  const { lang, part } = read
  const t = words(lang)
  const today = dayAt(work.at, work.clinic.timeZone)
  const everyone = await publicPeople(work)
  return c.html(
    <FrontFrame read={read} there={(other) => urls.publicPeople({ lang: other })} current="people" width="wide">
      {everyone.length === 0 ? (
        <p>{t('none')}</p>
      ) : (
        <ul class="front-people">
          {everyone.map((one) => (
            <PersonCard lang={lang} person={one} today={today} />
          ))}
        </ul>
      )}
      {everyone.length > 0 && <p class="muted">{t('alsoTeam')}</p>}
      <Part section={part('team')} />
    </FrontFrame>,
  )
})

function PersonCard({ lang, person, today }: { lang: Language; person: PublicPerson; today: Day }) {
  const t = words(lang)
  const name = `${person.givenName} ${person.familyName}`
  const [title, said, specialties] =
    lang === 'es'
      ? [person.titleEs, person.wordsEs, person.specialtiesEs]
      : [person.titleEn, person.wordsEn, person.specialtiesEn]
  const years = yearsSince(person.sinceYear, today)
  const role = `role-${person.role}`
  return (
    <li class="card">
      <div class="front-who">
        <Initials name={name} />
        <div>
          <h2 dir="auto">{[name, person.credential].filter(Boolean).join(', ')}</h2>
          {/* The role comes from a checked column; each has its words. */}
          <p class="muted">{title || t(role as 'role-therapist')}</p>
        </div>
      </div>
      <ul class="front-lines">
        {person.licenseKind !== null && (
          <li>{t('licence', { kind: licenceKind(lang, person.licenseKind), state: person.licenseState ?? '' })}</li>
        )}
        {person.licenseNumber !== null && <li>{t('licenceNumber', { number: person.licenseNumber })}</li>}
        {years !== null && <li>{t('years', { n: years })}</li>}
        {specialties !== '' && <li>{`${t('specialties')}: ${specialties}`}</li>}
        {person.languages.length > 0 && (
          <li>
            {`${t('languages')}: ${person.languages
              .map((key) => (key in languageNames.texts.en ? languageNames(lang)(key as 'en') : key)) // looked up on this line
              .join(', ')}`}
          </li>
        )}
      </ul>
      {said !== '' && <p dir="auto">{said}</p>}
    </li>
  )
}

/** 'Physician' in the reader's language; what we have no word for stays as the clinic wrote it. */
function licenceKind(lang: Language, kind: string): string {
  const known = Object.entries(licenceKinds.texts[lang]).find(([name]) => name === kind.toLowerCase())
  return known?.[1] ?? kind
}
