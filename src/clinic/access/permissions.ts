import { refuse, type Refusal } from '../../basics/refusal.ts'
import type { Person, Role } from '../../db/work.ts'

// Who may do what, read aloud: "an administrator may add staff". Asked in actions.ts, so that every face is covered.
// D director, C coordinator, T therapist, P prescriber, B biller, A administrator.
const A: Role = 'administrator'
const D: Role = 'director'
const C: Role = 'coordinator'
const T: Role = 'therapist'
const P: Role = 'prescriber'
const B: Role = 'biller'

export const permissions = {
  'staff.see': [A, D, C, T, P, B],
  'staff.manage': [A],
  'program.manage': [A, D],
  'rules.see': [A, D, C, B],
  'rules.change': [A, D],
  'system.manage': [A],
  'front.manage': [A, D],
  'trail.see': [A, D],

  'client.see': [D, C, T, P, B],
  'client.add': [D, C],
  'client.correct': [D, C, T, P],
  'referral.see': [D, C],
  'referral.accept': [D, C],
  'inquiry.see': [D, C],
  'inquiry.work': [D, C],
  'call.see': [D, C],
  'call.work': [D, C],
  'call-hours.set': [D, C],
  'call-desk.set': [D],
  'client.merge': [D, C],

  'placement.see': [D, C, T, P],
  'screen.do': [D, C, T, P],
  'stop.resolve': [D, T, P],
  'hand-off.make': [D, C, T, P],
  'assessment.do': [D, T, P, C],
  'placement.decide': [D, T, P],
  'packet.make': [D, C, T, P],
  'partner.see': [A, D, C, T, P],
  'partner.manage': [A, D, C],

  'consent.see': [D, C, T, P, B],
  'consent.take': [D, C, T, P],
  'consent.revoke': [D, C, T, P],
  'consent.end': [D, C, T, P],
  'consent.find-false': [D],
  'accounting.make': [D, C],
  'caller.answer': [D, C, T, P, B],
  'pack.see': [A, D, C, T, P, B],
  'pack.manage': [A, D],
  'paper.see': [D, C, T, P, B],
  'paper.prepare': [D, C, T, P],
  'episode.see': [D, C, T, P, B],
  'episode.admit': [D, C],
  'episode.discharge': [D, C, T],
  'continuing-care.do': [D, C, T, P],
  // Meetings of mutual help: lists that others publish, and what is held in the house.
  'meeting.see': [A, D, C, T, P],
  'meeting.manage': [A, D],
  // moving through care: pauses, decisions on the level, summaries, and a discharge by the clinic itself
  'stay.pause': [D, C, T, P],
  'step.see': [D, C, T, P],
  'step.decide': [D, T, P],
  'step.dissent': [D, C, T, P],
  'summary.write': [D, C, T, P],
  'summary.cosign': [D, T, P],
  'leaving-notice.give': [D, C, T],
  'leaving-notice.review': [D],
  'leaving-rule.set': [A, D],

  'plan.see': [D, C, T, P],
  'plan.write': [D, T, P],
  'dose.order': [D, T, P],
  'plan.sign': [D, T, P],
  // Whose licence signs plans alone, and who did not write it: plans/actions/sign.ts has the last word.
  'plan.cosign': [D, T, P],
  'plan.client-signs': [D, C, T, P],
  'diagnosis.see': [D, C, T, P],
  'diagnosis.make': [D, T, P],
  'homework.give': [D, T, P],
  'seat.give': [D, C, T],
  'visit.book': [D, C, T, P],
  'cover.arrange': [D, C],
  'credential.see': [A, D, C],
  'staff-week.set': [A, D],
  'week.compose': [D, C, T],
  'weights.set': [D],
  'series.manage': [D, A],
  'timetable.propose': [D],
  'series.see': [A, D, C, T, P, B],
  'waitlist.see': [D, C, T, P],
  'waitlist.work': [D, C, T],
  'waitlist.urgency': [D, T, P],
  'waitlist.rules': [A, D],
  'offer.out-of-turn': [D, C],
  // Who does not sit in one room with whom: why directors alone, decisions/012-apart-rules.md.
  'apart.see': [D],
  'apart.manage': [D],
  'curriculum.write': [D],
  'curriculum.teach': [D, T, P],

  'attendance.see': [D, C, T, P, B],
  'attendance.mark': [D, C, T, P],
  // Which of the three witnesses of a meeting is right, and files of video providers.
  'witness.settle': [D, C, T, P],
  'presence.import': [D, C],
  'note.read': [D, C, T, P],
  'note.write': [D, T, P],
  // Whoever supervises the writer, and the director: notes/cosigners.ts has the last word.
  'note.cosign': [D, T, P],
  // A coordinator writes of case management and of calls; what else, notes/visit-note.ts says.
  'visit-note.write': [D, C, T, P],
  'note-snippet.keep': [D, C, T, P],
  'note-rules.set': [A, D],
  'open-notes.set': [A, D],
  'note.withhold': [D, T, P],
  'note-statement.write-down': [D, C, T, P],
  'note-statement.answer': [D, T, P],
  'guarded-name.keep': [D, C, T, P],
  'held-apart.write': [D, T, P],
  'measure.see': [D, C, T, P],
  'measure.record': [D, C, T, P],
  'outcome.see': [D],
  'alarm.answer': [D, T, P],
  'safety-plan.write': [D, C, T, P],
  'instrument.decide': [A, D],
  'intake.see': [D, C, T, P],
  'intake.write': [D, C, T, P],
  'intake.sign': [D, T, P],
  'intake.cosign': [D],
  'outreach.do': [D, C, T, P],
  'week.see': [D, C, T, P, B],
  'today.see': [A, D, C, T, P, B],

  // trouble and concerns: anyone may say that something worries them
  'concern.raise': [A, D, C, T, P, B],
  'concern.work': [D, C, T, P],
  'trouble.see': [D, C, T, P],
  'trouble.answer': [D, C, T, P],
  'stay.review': [D],

  // a client's own page, and what they are told
  'own-page.see': [D, C, T, P],
  'own-page.give': [D, C, T, P],
  'own-page.policy': [A, D],
  'notice.tell': [D, C, T, P],
  'switch.answer': [D, C, T],

  'file.see': [D, C, T, P, B],
  'file.keep': [D, C, T, P, B],
  'file.set-aside': [D, C],

  // Medicine and monitoring. What a prescriber may order, and who is a nurse, rests on the licence of the day as well.
  'medicine.see': [D, C, T, P],
  'medicine.note': [D, C, T, P],
  'medicine.reconcile': [D, C, T, P],
  'medicine.order': [P],
  'pdmp.check': [P],
  'naloxone.offer': [D, C, T, P],
  'vitals.record': [D, C, T, P],
  'drug-test.order': [P],
  'drug-test.collect': [D, C, T, P],
  'drug-test.report': [D, C, T, P],
  'lab.import': [D, C, P],

  // Money. Clinicians see what a plan covers; incomes, decisions and prices are for those who work with them.
  'coverage.see': [D, C, T, P, B],
  'coverage.record': [D, C, B],
  'assistance.decide': [D, B],
  'fee.see': [A, D, C, B],
  'fee.change': [A, D, B],

  // Reports: counts without names for those who run the house; what treatment came to, and who stands behind a number, for those who treat.
  'report.count': [A, D, C, B],
  'report.treatment': [D, C],
  'report.people': [D, C],
  'state-data.see': [D, C],
  'state-data.record': [D, C, T, P],
  'state-data.send': [D],
  'state-code.set': [A, D],
} as const satisfies Record<string, readonly Role[]>

export type Verb = keyof typeof permissions

export const may = (person: Person, verb: Verb): boolean =>
  person.kind === 'stepwell' ||
  (person.kind === 'staff' && (permissions[verb] as readonly Role[]).includes(person.role))

export const roleName: Record<Role, string> = {
  administrator: 'Administrator',
  director: 'Clinical director',
  coordinator: 'Care coordinator',
  therapist: 'Therapist',
  prescriber: 'Prescriber',
  biller: 'Biller',
}

/** The refusal for a verb that this person may not do, or null. */
export function mayNot(person: Person, verb: Verb): Refusal | null {
  if (may(person, verb)) return null
  const who = permissions[verb].map((role) => roleName[role].toLowerCase())
  const last = who.pop()
  return refuse(
    'not-allowed',
    `Your role cannot do this. Ask a ${who.length > 0 ? `${who.join(', ')} or ` : ''}${last}.`,
  )
}
