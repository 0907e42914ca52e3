import type { ClientWeek, Instance, Seeker } from '../src/clinic/matching/instance.ts'
import { firstFit } from '../src/clinic/matching/first-fit.ts'
import { occupancyOf, type Occupancy } from '../src/clinic/matching/occupancy.ts'
import type { Prices } from '../src/clinic/matching/prices.ts'
import { hourKey } from '../src/clinic/matching/week.ts'
import { chance, diceOf, type Dice, oneOf } from './instance-dice.ts'
import { instanceOf, type Size } from './instances.ts'

export type Case = {
  instance: Instance
  client: Seeker
  others: ClientWeek[]
  occupancy: Occupancy
  prices: Prices
}

/** One client of a clinic that is empty, half full or full; new or with a week that stands; with and without prices and pins. */
export function randomCase(seed: number, size: Size = 'S'): Case {
  const dice = diceOf(seed + 31_337)
  const instance = clinicOf(size, 1 + (seed % 17))
  const drawn = oneOf(dice, instance.clients)
  const filled = oneOf(dice, [0, 0.5, 1] as const)
  const plan = firstFit(instance)
  const own = plan.weeks.find((week) => week.client === drawn.id)
  const others = plan.weeks.filter((week) => week.client !== drawn.id && chance(dice, filled))
  const now = own !== undefined && chance(dice, 0.4) ? own : null
  const standing = [
    ...(now?.series ?? []),
    ...(now?.individual === null || now === null ? [] : [now.individual.clinician]),
  ]
  const client: Seeker = {
    ...drawn,
    now,
    wishedGender: drawn.clinicianGender !== null || seed % 3 > 0 ? null : seed % 2 === 0 ? 'female' : 'male',
    pinned: standing.filter(() => chance(dice, 0.15)),
    // What can be no longer reached makes today's week impossible, and the other one worth finding.
    free: chance(dice, 0.3) ? drawn.free.filter(() => chance(dice, 0.8)) : drawn.free,
  }
  return {
    instance,
    client,
    others,
    occupancy: occupancyOf(instance, others),
    prices: pricesOf(dice, instance, chance(dice, 0.5) ? 60 : 0),
  }
}

function pricesOf(dice: Dice, instance: Instance, most: number): Prices {
  const price = () => (chance(dice, 0.5) ? 0 : Math.round(dice() * most * 4) / 4)
  return {
    seats: new Map(instance.series.map((one) => [one.id, price()])),
    hours: new Map(instance.clinicians.flatMap((one) => one.hours.map((hour) => [hourKey(one.id, hour), price()]))),
    caseload: new Map(instance.clinicians.map((one) => [one.id, price()])),
  }
}

const laid = new Map<string, Instance>()
function clinicOf(size: Size, seed: number): Instance {
  const name = `${size} ${seed}`
  const known = laid.get(name) ?? instanceOf(size, seed)
  laid.set(name, known)
  return known
}
