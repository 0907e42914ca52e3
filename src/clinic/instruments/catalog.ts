import type { Instrument, InstrumentKey } from './instrument.ts'
import { gad7, phq9 } from './mood.ts'
import { auditC, dast10 } from './substance.ts'
import { cssrsScreener } from './suicide.ts'
import { pcl5, pcPtsd5 } from './trauma.ts'
import { ciwaAr } from './withdrawal-alcohol.ts'
import { cows } from './withdrawal-opioid.ts'

const byKey: Record<InstrumentKey, Instrument> = {
  'phq-9': phq9,
  'gad-7': gad7,
  'audit-c': auditC,
  'dast-10': dast10,
  'pc-ptsd-5': pcPtsd5,
  'pcl-5': pcl5,
  'c-ssrs-screener': cssrsScreener,
  cows,
  'ciwa-ar': ciwaAr,
}

export const instruments: readonly Instrument[] = Object.values(byKey)

export const instrument = (key: InstrumentKey): Instrument => byKey[key]

/** For a key that came from outside; null where there is no such instrument. */
export const instrumentOf = (key: string): Instrument | null => instruments.find((one) => one.key === key) ?? null

/** Goes with every file or page that carries LOINC codes (clinical.md §5.4). */
export const loincNotice =
  'This material contains content from LOINC (http://loinc.org). LOINC is copyright © Regenstrief Institute, Inc. and the Logical Observation Identifiers Names and Codes (LOINC) Committee and is available at no cost under the license at http://loinc.org/license. LOINC® is a registered United States trademark of Regenstrief Institute, Inc.'
