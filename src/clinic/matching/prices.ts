/**
 * What a seat, a whole hour of a clinician (all four weeks) and a place in a caseload are worth to others, in points.
 * From the relaxation of the census, of last night or of a forecast. Keys: series id; `hourKey`; clinician id.
 */
export type Prices = {
  seats: ReadonlyMap<string, number>
  hours: ReadonlyMap<string, number>
  caseload: ReadonlyMap<string, number>
}

/** How a night worked its prices out: over those who are here, or over those who are likely to come. */
export const census = 'relaxation of the census'
export const forecast = 'forecast of admissions'

export const noPrices: Prices = { seats: new Map(), hours: new Map(), caseload: new Map() }

/** What several answers come to in the middle: what one of them does not name counts as nothing there. */
export function averaged(list: readonly Prices[]): Prices {
  const middle = (of: (one: Prices) => ReadonlyMap<string, number>) => {
    const sums = new Map<string, number>()
    for (const one of list)
      for (const [key, points] of of(one)) sums.set(key, (sums.get(key) ?? 0) + points / list.length)
    return sums
  }
  return {
    seats: middle((one) => one.seats),
    hours: middle((one) => one.hours),
    caseload: middle((one) => one.caseload),
  }
}
