import { minutesAfter } from './calendar.ts'
import { bell, clamp, shuffled, weighted } from './chance.ts'
import type { House } from './house.ts'
import { demoId } from './ids.ts'
import type { Sheaf } from './rows.ts'
import type { Stay } from './stays.ts'

const instruments = [
  { key: 'phq-9', items: 9, most: 27 },
  { key: 'gad-7', items: 7, most: 21 },
] as const

/**
 * The questionnaires of a stay since an instant: on the first day and about every other week, some of them missed. Most
 * people improve, about a third stay as they are, a few get worse.
 */
export function addMeasures(house: House, sheaf: Sheaf, stay: Stay, since: Date, by: string): void {
  const { calendar, chance } = house
  const last = stay.isOver ? stay.until : house.today
  for (let n = 0; n < 30; n += 1) {
    const slip = n === 0 ? 0 : Math.floor(chance(stay.id, 'measured', n) * 3)
    const day = calendar.add(stay.from, 14 * n + slip)
    if (day > last) return
    if (n > 0 && chance(stay.id, 'not measured', n) < 0.16) continue
    const at = minutesAfter(calendar.instant(day, n === 0 ? '08:50' : '09:05'), n)
    if (at > house.at || at <= since) continue
    for (const { key, items, most } of instruments) {
      const score = scoreOf(house, stay, key, most, n)
      const { answers, sum } = answersFor(house, stay, key, items, score, n)
      sheaf.add('measure', {
        id: demoId(at, stay.id, key, n),
        clientId: stay.person.id,
        episodeId: stay.id,
        instrument: key,
        answers,
        score: sum,
        scoreStatus: 'complete',
        takenOn: day,
        mode: chance(stay.id, 'mode', n) < 0.85 ? 'self' : 'clinician',
        // Whoever reads Spanish answers in Spanish, alone or asked.
        language: stay.person.language === 'Spanish' ? 'es' : 'en',
        recordedBy: by,
        recordedAt: minutesAfter(at, 12),
      })
    }
  }
}

function scoreOf(house: House, stay: Stay, instrument: string, most: number, n: number): number {
  const chance = (...what: (string | number)[]) => house.chance(stay.person.id, stay.from, ...what)
  const mind =
    stay.person.trouble === 'depression' || stay.person.trouble === 'anxiety' || stay.person.trouble === 'trauma'
  const centre = (mind ? 0.6 : 0.44) * most
  const own =
    bell(chance('severe'), chance('how severe')) * 0.8 + bell(chance(instrument), chance(instrument, 'more')) * 0.6
  const atStart = clamp(centre + own * 0.17 * most, 0.08 * most, 0.95 * most)
  const course = stay.level === '1.5' ? 'better' : weighted({ better: 64, same: 27, worse: 9 }, chance('course'))
  const weeks = 2 * n
  const share = {
    better: 1 - 0.68 * (1 - Math.exp(-weeks / 4.5)),
    same: 1 - 0.12 * Math.min(1, weeks / 6),
    worse: 1 + 0.08 * weeks,
  }[course]
  const noise = n === 0 ? 0 : bell(chance(instrument, n, 'x'), chance(instrument, n, 'y')) * 0.055 * most
  return Math.round(clamp(atStart * share + noise, 0, most))
}

/** Single answers that add up to the score; the ninth item of the PHQ-9 stays low, as it mostly does. */
function answersFor(house: House, stay: Stay, instrument: string, items: number, score: number, n: number) {
  const limit = (item: number) => {
    if (instrument !== 'phq-9' || item !== 8) return 3
    return score >= 16 && house.chance(stay.id, 'ninth', n) < 0.3 ? 1 : 0
  }
  const order = shuffled(
    Array.from({ length: items }, (_, item) => item),
    (item) => house.chance(stay.id, instrument, item),
  )
  const answers = Array.from({ length: items }, () => 0)
  let rest = score
  for (let round = 1; round <= 3 && rest > 0; round += 1) {
    for (const item of order) {
      if (rest === 0 || (answers[item] ?? 0) >= limit(item)) continue
      answers[item] = (answers[item] ?? 0) + 1
      rest -= 1
    }
  }
  return { answers, sum: score - rest }
}
