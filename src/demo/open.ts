import { dayAt } from '../basics/dates.ts'
import { type CastStaff, demoPassword, riverbend, staff } from '../../tests/cast.ts'
import { catchUpDemo } from './catch-up.ts'
import { isDemoLoaded, isEmpty, loadDemo } from './load.ts'
import { progressBar } from './progress.ts'

/**
 * Makes the demo ready to be shown at this moment: lays it into an empty database, or lives the days since it was last
 * open. Refuses a database that holds a real clinic: nothing invented is ever mixed with real people.
 */
export async function openDemo(
  ownerUrl: string,
  at: Date,
  say: (text: string) => void,
): Promise<{ people: CastStaff[]; password: string }> {
  if (await isDemoLoaded(ownerUrl)) {
    await catchUpDemo(ownerUrl, { at })
  } else {
    if (!(await isEmpty(ownerUrl))) {
      throw new Error('This database holds a clinic that is not the demo. Give the demo an empty database of its own.')
    }
    await loadDemo(ownerUrl, {
      today: dayAt(at, riverbend.timeZone),
      at,
      onProgress: progressBar('Laying the demo clinic', say),
    })
  }
  const oneOfEach = new Map([...staff].reverse().map((one) => [one.role, one]))
  return { people: staff.filter((one) => oneOfEach.get(one.role) === one), password: demoPassword }
}
