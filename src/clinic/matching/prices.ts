/**
 * What a seat, a whole hour of a clinician (all four weeks) and a place in a caseload are worth to others, in points.
 * From the relaxation of the census, of last night or of a forecast. Keys: series id; `hourKey`; clinician id.
 */
export type Prices = {
  seats: ReadonlyMap<string, number>
  hours: ReadonlyMap<string, number>
  caseload: ReadonlyMap<string, number>
}

export const noPrices: Prices = { seats: new Map(), hours: new Map(), caseload: new Map() }
