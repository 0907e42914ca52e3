import type { Day } from '../../basics/dates.ts'
import { type Language, write } from '../../ui/language.ts'
import { planParts } from '../outcomes/safety-plan.ts'
import { type LeavingPart, leavingParts } from './leaving-parts.ts'
import type { SheetFacts } from './queries/sheet.ts'
import { noneKey, sheetWords } from './sheet-words.ts'

type SheetProps = { sheet: SheetFacts; lang: Language; phone: string; name: string; today: Day }

/** The plan for afterwards on one sheet: all that there is, what is still missing and what to do about it, and the numbers. */
export function LeavingSheet({ sheet, lang, phone, name, today }: SheetProps) {
  const t = sheetWords(lang)
  return (
    <section class="leaving-sheet" lang={lang} aria-label={t('title')}>
      {name !== '' && (
        <p class="over" dir="auto">
          {name}
        </p>
      )}
      {leavingParts.map((part) => (
        <section>
          <h2>{t(part)}</h2>
          <PartOnSheet part={part} sheet={sheet} lang={lang} today={today} />
        </section>
      ))}
      <section>
        <h2>{t('numbers')}</h2>
        <ul>
          <li>
            <a href="tel:911">{t('danger')}</a>
          </li>
          <li>
            <a href="tel:988">{t('crisis')}</a>
          </li>
          <li>
            <a href="tel:211">{t('bed')}</a>
          </li>
          {phone !== '' && (
            <li>
              <a href={`tel:${phone}`}>{t('us', { phone: write.phone(phone) })}</a>
            </li>
          )}
        </ul>
      </section>
      <p class="muted">{t('asOf', { day: write.date(lang, today) })}</p>
    </section>
  )
}

function PartOnSheet({
  part,
  sheet,
  lang,
  today,
}: Pick<SheetProps, 'sheet' | 'lang' | 'today'> & { part: LeavingPart }) {
  const t = sheetWords(lang)
  const words = sheet.facts.words[part]
  const more = holds[part]?.(sheet, lang, today) ?? []
  const state = sheet.readiness.items.find((item) => item.part === part)?.state
  return (
    <>
      {words !== '' && (
        <p class="leaving-said" dir="auto">
          {words}
        </p>
      )}
      {more.length > 0 && (
        <ul>
          {more.map((one) => (
            <li dir="auto">{one}</li>
          ))}
        </ul>
      )}
      {words === '' && more.length === 0 && state !== 'settled' && <p class="leaving-gap">{t(noneKey(part))}</p>}
      {words === '' && more.length === 0 && state === 'settled' && <p class="muted">–</p>}
    </>
  )
}

const kitWords: Partial<Record<string, 'kit' | 'kitNo' | 'kitPrescribed'>> = {
  declined: 'kitNo',
  prescribed: 'kitPrescribed',
}

type Lines = (sheet: SheetFacts, lang: Language, today: Day) => string[]

/** What a part holds besides its words. */
const holds: Partial<Record<LeavingPart, Lines>> = {
  appointments: ({ visits }, lang, today) =>
    visits
      .filter(({ how, onDay }) => how === null && onDay >= today)
      .map(({ onDay, atTime, withWhom, place, phone }) =>
        [
          atTime === null
            ? write.date(lang, onDay)
            : sheetWords(lang)('at', { day: write.date(lang, onDay), time: write.time(lang, atTime) }),
          withWhom,
          place,
          phone === '' ? '' : write.phone(phone),
        ]
          .filter(Boolean)
          .join(' · '),
      ),
  supports: ({ supports, contacts }) =>
    [...supports, ...contacts.map((one) => ({ ...one, helpsWith: '' }))].map(({ name, relation, phone, helpsWith }) =>
      [relation === '' ? name : `${name} (${relation})`, phone === '' ? '' : write.phone(phone), helpsWith]
        .filter(Boolean)
        .join(' · '),
    ),
  signs: ({ safety }) => planParts.flatMap((part) => (safety[part] === '' ? [] : [safety[part]])),
  medicine: ({ medicinesUntil, facts }, lang) => [
    ...(medicinesUntil === null ? [] : [sheetWords(lang)('lasts', { day: write.date(lang, medicinesUntil) })]),
    ...(facts.prescriberOn === null ? [] : [sheetWords(lang)('seen', { day: write.date(lang, facts.prescriberOn) })]),
  ],
  naloxone: ({ facts: { naloxone } }, lang) =>
    naloxone === null ? [] : [sheetWords(lang)(kitWords[naloxone.outcome] ?? 'kit')],
}
