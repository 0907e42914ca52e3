import { write, type Language } from '../../../ui/language.ts'
import { Sig } from '../../../ui/status.tsx'
import { Said, type Sayer } from '../../staff/front-page.tsx'
import type { Listed } from '../queries/directory.ts'
import { weekOfGroups } from '../week-of.ts'
import { kindWords } from './kind-words.ts'
import { words } from './words.ts'

/** 'Monday, Wednesday and Friday'. */
export function listed(lang: Language, parts: string[]): string {
  const last = parts.at(-1) ?? ''
  return parts.length < 2 ? last : words(lang)('and', { list: parts.slice(0, -1).join(', '), last })
}

/** Days of the week in words: 'Monday to Friday', 'Tuesday and Thursday'. Three or more in a row are said as one stretch. */
export function daysInWords(lang: Language, weekdays: readonly number[]): string {
  const runs: [number, number][] = []
  for (const day of [...weekdays].sort((a, b) => a - b)) {
    const last = runs.at(-1)
    if (last !== undefined && last[1] === day - 1) last[1] = day
    else runs.push([day, day])
  }
  const name = (day: number) => write.weekday(lang, day)
  return listed(
    lang,
    runs.flatMap(([from, to]) =>
      to - from >= 2
        ? [words(lang)('timeRange', { from: name(from), to: name(to) })]
        : from === to
          ? [name(from)]
          : [name(from), name(to)],
    ),
  )
}

export const shortWeekday = (lang: Language, weekday: number): string =>
  write.weekday(lang, weekday).slice(0, lang === 'en' ? 3 : 2)

export const timeRange = (lang: Language, from: string, to: string): string =>
  words(lang)('timeRange', { from: write.time(lang, from), to: write.time(lang, to) })

/** What kind of group it is, in the visitor's language; the clinic's own key where the library has none. */
export function kindName(lang: Language, kind: string): string {
  return kind in kindWords.texts.en ? kindWords(lang)(kind as 'process') : kind // the key was looked up on this very line
}

export function whatHappens(lang: Language, kind: string): string | null {
  const key = `what-${kind}`
  return key in kindWords.texts.en ? kindWords(lang)(key as 'what-process') : null // as above
}

/** A week at a glance: seven days, those with groups filled. The words beside it say the same. */
export const WeekStrip = ({ lang, groups }: { lang: Language; groups: readonly Listed[] }) => {
  const t = words(lang)
  const hours = weekOfGroups(groups)
  const on = new Set(groups.map((one) => one.weekday))
  if (hours.length === 0) return <p class="muted">{t('noHours')}</p>
  return (
    <div class="front-week">
      <ol aria-hidden="true">
        {[1, 2, 3, 4, 5, 6, 7].map((weekday) => (
          <li class={on.has(weekday) ? 'on' : undefined}>{shortWeekday(lang, weekday)}</li>
        ))}
      </ol>
      <ul>
        {hours.map((one) => (
          <li>
            <b>{daysInWords(lang, one.weekdays)}</b> {timeRange(lang, one.starts, one.ends)}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Seats left and the day on which one could begin, in a word, a shape and a colour. */
export const Seats = ({ lang, group }: { lang: Language; group: Listed }) => {
  const t = words(lang)
  const { open } = group
  const day = open.day === null ? null : write.day(lang, open.day)
  return (
    <>
      {open.left > 0 && !open.isLater ? (
        <Sig tone="good">{t('seatsLeft', { n: open.left })}</Sig>
      ) : (
        <Sig tone="calm">{t(open.isClosed ? 'closed' : open.isLater ? 'seatsLater' : 'full')}</Sig>
      )}
      <small>
        {open.day === null
          ? t('noMeeting')
          : open.left === 0
            ? t('askWaitlist')
            : t(open.isLater ? 'opens' : 'starts', { day: day ?? '' })}
      </small>
    </>
  )
}

export const Where = ({ lang, group, say }: { lang: Language; group: Listed; say: Sayer }) => {
  const t = words(lang)
  return <>{group.isVideo ? t('byVideo') : t('onSite', { site: say(group.site).text })}</>
}

/** Who leads, by name where they agreed; a credential stands as it is written. */
export const Leaders = ({ lang, group }: { lang: Language; group: Listed }) =>
  group.leaders.length === 0 ? (
    <>{words(lang)('ledByTeam')}</>
  ) : (
    <span dir="auto">
      {group.leaders.map((one) => [one.name, one.credential].filter(Boolean).join(', ')).join(' · ')}
    </span>
  )

export const Name = ({ say, group }: { say: Sayer; group: Listed }) => <Said say={say}>{group.name}</Said>

/** The first day of a run of days, for the order of the week beginning with a weekday. */
export const inOrderOf = (weekday: number, from: number): number => (weekday - from + 7) % 7
