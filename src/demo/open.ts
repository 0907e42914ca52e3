import { dayAt } from '../basics/dates.ts'
import { refuse } from '../basics/refusal.ts'
import { demoPassword, riverbend, staff } from '../../tests/cast.ts'
import { catchUpDemo } from './catch-up.ts'
import { isDemoLoaded, isEmpty, loadDemo } from './load.ts'
import { progressBar } from './progress.ts'

export type OpenDemo = { people: typeof staff; password: string }

/**
 * Makes the demo clinic ready to be shown at this moment: laid on the first start, its missing days lived through on a
 * later one. A database that holds a real clinic is left alone: nothing invented is ever mixed with real people.
 */
export async function openDemo(ownerUrl: string, at: Date, say: (text: string) => void): Promise<OpenDemo> {
  if (await isDemoLoaded(ownerUrl)) {
    await catchUpDemo(ownerUrl, { at })
  } else {
    if (!(await isEmpty(ownerUrl))) {
      throw refuse(
        'real-clinic',
        'This database holds a clinic already. The demo needs a database of its own: leave DATABASE_URL out, or name an empty one.',
      )
    }
    const onProgress = progressBar('Laying the demo clinic', say)
    await loadDemo(ownerUrl, { today: dayAt(at, riverbend.timeZone), at, onProgress })
  }
  // One of each role is enough to sign in with; the cast has them first.
  const people = staff.filter((one, n) => staff.findIndex((other) => other.role === one.role) === n)
  return { people, password: demoPassword }
}
