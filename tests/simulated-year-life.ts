// The simulated year as it goes: day by day, what people do and what the clock does by itself.
import { addDays, weekdayOf } from '../src/basics/dates.ts'
import { addSupervision } from '../src/clinic/staff/actions/credentials.ts'
import { watchForTrouble } from '../src/clinic/concerns/actions/watch.ts'
import { laySessions } from '../src/clinic/groups/actions/lay.ts'
import { passOffersOn } from '../src/clinic/groups/actions/offers.ts'
import { arrangeCover } from '../src/clinic/visits/actions/cover.ts'
import { openYear, type Without } from './simulated-year-clinic.ts'
import { desk } from './simulated-year-desk.ts'
import { calls, group, stays } from './simulated-year-events.ts'
import { byTheBook, closings, mistakes, morning, moves, openLevels, silences } from './simulated-year-moves.ts'
import { afterLeaving, team } from './simulated-year-people.ts'

const seed = 20_261_122

/** So many weeks of it. `without`: a rule taken out, to see that the year does fail without it. */
export async function live(weeks: number, without: Without = null) {
  const year = await openYear(seed, without)
  try {
    const missing = new Set<string>()
    await year.act('supervision', 'dana', [], (work) =>
      addSupervision(work, year.id('lee'), { supervisorId: year.id('hana'), from: year.first }).then(
        (refused) => refused ?? {},
      ),
    )
    await year.time('08:00')
    await year.ask(undefined, 'the first day')
    const levels = await openLevels(year)
    for (let n = 0; n < weeks * 7; n += 1) {
      if (n % 7 === 0) {
        await year.ticks((work) => laySessions(work, year.today(), addDays(year.today(), 21)))
        await team(year, n / 7)
        await closings(year, n / 7)
        if (n === 7)
          await year.act('staff sick', 'dana', [], (work) =>
            arrangeCover(work, {
              staffId: year.id('lee'),
              from: year.today(),
              to: addDays(year.today(), 4),
              because: 'Sick',
              away: true,
              meetings: [],
              visits: [],
            }),
          )
      }
      await morning(year)
      if ([1, 3, 5].includes(weekdayOf(year.today()))) {
        await passOffersOn(year.pool, year.at())
        await desk(year)
        await group(year, missing)
        await calls(year)
        await stays(year)
        await moves(year, levels)
        await byTheBook(year)
        await silences(year)
        await mistakes(year)
        await afterLeaving(year)
      }
      if (n % 28 === 2) await watchForTrouble(year.pool, year.at())
      await year.time('20:00')
      await year.evening()
      await year.nextDay()
    }
    return year.counts()
  } finally {
    await year.close()
  }
}
