import type { Day } from '../../basics/dates.ts'

/** What must travel with every disclosure made by consent, in one of two texts that the federal rule fixes. */
export type Notice = {
  version: string
  from: Day
  /** For papers, exports and FHIR bundles. */
  text: string
  /** For claims and other places without room. */
  short: string
  source: string
}

/** 42 CFR 2.32(a)(1) and (a)(2) as amended in 2024 (89 FR 12472). Federal text, in the public domain: not ours to reword. */
export const notices: readonly Notice[] = [
  {
    version: '42-cfr-2.32-2024',
    from: '2024-04-16',
    text: 'This record which has been disclosed to you is protected by Federal confidentiality rules (42 CFR part 2). These rules prohibit you from using or disclosing this record, or testimony that describes the information contained in this record, in any civil, criminal, administrative, or legislative proceedings by any Federal, State, or local authority, against the patient, unless authorized by the consent of the patient, except as provided at 42 CFR 2.12(c)(5) or as authorized by a court in accordance with 42 CFR 2.64 or 2.65. In addition, the Federal rules prohibit you from making any other use or disclosure of this record unless at least one of the following applies: (i) Further use or disclosure is expressly permitted by the written consent of the individual whose information is being disclosed in this record or as otherwise permitted by 42 CFR part 2. (ii) You are a covered entity or business associate and have received the record for treatment, payment, or health care operations, or (iii) You have received the record from a covered entity or business associate as permitted by 45 CFR part 164, subparts A and E. A general authorization for the release of medical or other information is NOT sufficient to meet the required elements of written consent to further use or redisclose the record (see 42 CFR 2.31).',
    short: '42 CFR part 2 prohibits unauthorized use or disclosure of these records.',
    source: '42 CFR 2.32(a)',
  },
]

/** The notice in force on `day`: the latest that has begun, or the earliest there is. Throws without any row. */
export function noticeOn(day: Day, rows: readonly Notice[] = notices): Notice {
  const sorted = rows.toSorted((a, b) => (a.from < b.from ? -1 : 1))
  const notice = sorted.findLast((row) => row.from <= day) ?? sorted[0]
  if (notice === undefined) throw new Error('There is no redisclosure notice')
  return notice
}

/** What goes along besides the notice: 42 CFR 2.32(b). */
export const attachWithNotice = 'A copy of the consent, or a clear explanation of what it covers.'
