import { dayAt, type Day } from '../../../basics/dates.ts'
import { newId } from '../../../basics/ids.ts'
import { refuse, type Refusal } from '../../../basics/refusal.ts'
import type { Work } from '../../../db/work.ts'
import { mayNot } from '../../access/permissions.ts'
import { record } from '../../access/trail.ts'
import { mayReview, wordingOf, type FrontLanguage, type FrontPage } from '../front-rules.ts'
import { fingerprint, frontOf, reviewersToChoose, textRows } from '../queries/front.ts'
import { defaultTexts } from '../texts/all.ts'

function whoSets(work: Work): string {
  if (work.by.id === null) throw new Error('What the public pages say is set by a person.')
  return work.by.id
}

export type FrontSaid = { isOpen: boolean; host: string; phone: string; crisisPhone: string; email: string }

/** Opens or closes the public pages, and says how the clinic is reached. Open, there is a telephone number to call. */
export async function setFront(work: Work, said: FrontSaid): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'front.manage')
  if (denied) return denied
  if (said.isOpen && said.phone === '')
    return refuse('no-phone', 'Give the telephone number that visitors call before you open the pages.')
  await work.db
    .insertInto('publicFront')
    .values({ clinicId: work.clinic.id, id: newId(), ...said, setBy: whoSets(work), setAt: work.at })
    .execute()
  const was = await frontOf(work)
  await record(work, said.isOpen ? 'front.opened' : 'front.closed', {
    about: { host: said.host, wasOpen: was?.isOpen ?? false },
  })
  return null
}

export type TextSaid = { section: string; lang: FrontLanguage; heading: string; words: string | null }

/** Keeps the clinic's own words for parts of a page. Visitors read them once the page has been reviewed. */
export async function setTexts(work: Work, page: FrontPage, said: TextSaid[]): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'front.manage')
  if (denied) return denied
  const known = new Set(defaultTexts[page].map((one) => one.key))
  if (said.some((one) => !known.has(one.section))) return refuse('no-part', 'This part does not exist on the page.')
  if (said.some((one) => one.section === 'welcome' && one.words !== null && one.heading === ''))
    return refuse('no-heading', 'A page needs its first heading, in each language.')
  if (said.length === 0) return null
  await work.db
    .insertInto('publicText')
    .values(
      said.map((one) => ({
        clinicId: work.clinic.id,
        id: newId(),
        page,
        ...one,
        setBy: whoSets(work),
        setAt: work.at,
      })),
    )
    .execute()
  await record(work, 'public-text.set', { about: { page, parts: said.length } })
  return null
}

/** A clinician has read the page as it stands now, in every language: from here on visitors read it so. */
export async function reviewPage(
  work: Work,
  page: FrontPage,
  { staffId, on }: { staffId: string; on: Day },
): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'front.manage')
  if (denied) return denied
  const reviewer = (await reviewersToChoose(work)).find((one) => one.id === staffId)
  if (reviewer === undefined) return refuse('reviewer', 'Choose the clinician who read the page.')
  const refused = mayReview(reviewer, on, dayAt(work.at, work.clinic.timeZone))
  if (refused) return refused
  await work.db
    .insertInto('publicReview')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      page,
      staffId,
      reviewedOn: on,
      wording: fingerprint(wordingOf(await textRows(work), page, null)),
      recordedBy: whoSets(work),
      recordedAt: work.at,
    })
    .execute()
  await record(work, 'public-page.reviewed', { about: { page, by: staffId, on } })
  return null
}

/** Keeps how the clinic's own names are said in another language. */
export async function setWords(
  work: Work,
  lang: string,
  said: { said: string; words: string }[],
): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'front.manage')
  if (denied) return denied
  if (said.length === 0) return null
  await work.db
    .insertInto('publicWord')
    .values(
      said.map((one) => ({
        clinicId: work.clinic.id,
        id: newId(),
        lang,
        ...one,
        setBy: whoSets(work),
        setAt: work.at,
      })),
    )
    .execute()
  await record(work, 'public-words.set', { about: { lang, words: said.length } })
  return null
}

export type PolicySaid = { holdHours: number; holdOneIn: number; reviewMonths: number; from: Day; source: string }

/** From a day on: how long visitors hold a seat, how many of the free ones, and when a page is read again. */
export async function setFrontPolicy(work: Work, { from, ...said }: PolicySaid): Promise<null | Refusal> {
  const denied = mayNot(work.by, 'front.manage')
  if (denied) return denied
  await work.db
    .insertInto('frontPolicy')
    .values({
      clinicId: work.clinic.id,
      id: newId(),
      ...said,
      effectiveFrom: from,
      setBy: whoSets(work),
      setAt: work.at,
    })
    .execute()
  await record(work, 'front-policy.set', { about: { from, hours: said.holdHours, oneIn: said.holdOneIn } })
  return null
}

export type ProfileSaid = {
  isShown: boolean
  agreedOn: Day | null
  sinceYear: number | null
  languages: string[]
  titleEn: string
  titleEs: string
  specialtiesEn: string
  specialtiesEs: string
  wordsEn: string
  wordsEs: string
  showsNumber: boolean
}

/** Shows a member of the staff on the public pages, or no more. Nobody is shown who has not agreed; everyone sets their own. */
export async function setProfile(work: Work, staffId: string, said: ProfileSaid): Promise<null | Refusal> {
  const denied = work.by.id === staffId ? null : mayNot(work.by, 'front.manage')
  if (denied) return denied
  const today = dayAt(work.at, work.clinic.timeZone)
  if (said.isShown && said.agreedOn === null)
    return refuse('no-agreement', 'Give the day on which this person agreed to be shown.')
  if (said.agreedOn !== null && said.agreedOn > today)
    return refuse('ahead', 'Nobody has agreed on a day to come. Look at the date.')
  if (said.sinceYear !== null && said.sinceYear > Number(today.slice(0, 4)))
    return refuse('since', 'The year in which they began lies ahead. Look at it again.')
  if (said.isShown && (said.titleEn === '') !== (said.titleEs === ''))
    return refuse('one-language', 'Write the title in both languages, or in neither.')
  if (said.isShown && (said.wordsEn === '') !== (said.wordsEs === ''))
    return refuse('one-language', 'Write the words in both languages, or in neither.')
  if (said.isShown && (said.specialtiesEn === '') !== (said.specialtiesEs === ''))
    return refuse('one-language', 'Write the specialties in both languages, or in neither.')
  await work.db
    .insertInto('publicProfile')
    .values({ clinicId: work.clinic.id, id: newId(), staffId, ...said, setBy: whoSets(work), setAt: work.at })
    .execute()
  await record(work, said.isShown ? 'profile.shown' : 'profile.hidden', { about: { staff: staffId } })
  return null
}
