import pg from 'pg'
import { dayAt } from '../basics/dates.ts'
import { refuse } from '../basics/refusal.ts'
import { demoPassword, riverbend, staff } from '../../tests/cast.ts'
import { catchUpDemo } from './catch-up.ts'
import { isDemoLoaded, loadDemo } from './load.ts'

export type OpenDemo = { people: typeof staff; password: string }

/** The demo clinic, laid on the first start. A database that holds a real clinic is left alone. */
export async function openDemo(ownerUrl: string, at: Date, say: (text: string) => void): Promise<OpenDemo> {
  // One of each role is enough to sign in with; the cast has them first.
  const people = [...new Map(staff.toReversed().map((one) => [one.role, one])).values()].toReversed()
  if (!(await isDemoLoaded(ownerUrl))) {
    if (await holdsAClinic(ownerUrl)) {
      throw refuse(
        'real-clinic',
        'This database holds a clinic already. The demo needs a database of its own: leave DATABASE_URL out, or name an empty one.',
      )
    }
    say('Laying the demo clinic: a year of people, groups, marks and notes.')
    await loadDemo(ownerUrl, {
      today: dayAt(at, riverbend.timeZone),
      at,
      onProgress: (done, of, what) => say(`  ${done} of ${of}: ${what}`),
    })
  } else {
    await catchUpDemo(ownerUrl, { at })
  }
  return { people, password: demoPassword }
}

async function holdsAClinic(ownerUrl: string): Promise<boolean> {
  const owner = new pg.Client({ connectionString: ownerUrl })
  await owner.connect()
  try {
    const { rowCount } = await owner.query('select 1 from clinic_ids() limit 1')
    return rowCount === 1
  } finally {
    await owner.end()
  }
}
