import { lookupOf, type Lookup } from './cost.ts'
import { apartFrom } from './fit.ts'
import type { Clinician, Instance, SeriesOption, WeekTime } from './instance.ts'
import { hourKey } from './week.ts'
import type { Weights } from './weights.ts'

/** An hour of a clinician with the name it is kept under, and the number of its time: equal times share one number. */
export type GroundHour = { time: WeekTime; key: string; slot: number }
export type GroundClinician = { clinician: Clinician; hours: readonly GroundHour[] }

/** An instance made ready to be asked about many clients. In the order of ids, so that no answer hangs on input order. */
export type Ground = {
  instance: Instance
  weights: Weights
  lookup: Lookup
  apart: ReadonlyMap<string, readonly string[]>
  seriesAt: ReadonlyMap<string | null, readonly SeriesOption[]>
  therapists: readonly GroundClinician[]
  prescribers: readonly GroundClinician[]
  /** How many different times the hours of all clinicians have. */
  slots: number
}

export function groundOf(instance: Instance, weights: Weights): Ground {
  const seriesAt = new Map<string | null, SeriesOption[]>()
  for (const series of instance.series.toSorted(byId)) {
    const list = seriesAt.get(series.site)
    if (list === undefined) seriesAt.set(series.site, [series])
    else list.push(series)
  }
  const slots = new Map<string, number>()
  const hoursOf = (clinician: Clinician): GroundClinician => ({
    clinician,
    hours: clinician.hours.toSorted(inTheWeek).map((time) => {
      const name = `${time.weekday} ${time.from} ${time.to}`
      const slot = slots.get(name) ?? slots.size
      slots.set(name, slot)
      return { time, key: hourKey(clinician.id, time), slot }
    }),
  })
  const sorted = instance.clinicians.toSorted(byId)
  return {
    instance,
    weights,
    lookup: lookupOf(instance),
    apart: apartFrom(instance),
    seriesAt,
    therapists: sorted.filter((one) => one.part === 'therapist').map(hoursOf),
    prescribers: sorted.filter((one) => one.part === 'prescriber').map(hoursOf),
    slots: slots.size,
  }
}

export const byId = (one: { id: string }, other: { id: string }): number =>
  one.id < other.id ? -1 : one.id > other.id ? 1 : 0

const inTheWeek = (one: WeekTime, other: WeekTime): number =>
  one.weekday - other.weekday || one.from - other.from || one.to - other.to
