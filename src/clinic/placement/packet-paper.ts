import { dayAt, timeAt } from '../../basics/dates.ts'
import { languageName } from '../inquiries/channel-words.ts'
import type { Packet } from './packet.ts'

/** What of a paper the packet needs: the part of `Paper` (ui/pdf) that pure code may speak to. */
export type Pages = {
  heading: (level: 1 | 2 | 3, text: string) => void
  text: (words: string, look?: { bold?: boolean; muted?: boolean }) => void
  list: (items: string[]) => void
  facts: (pairs: [name: string, value: string][]) => void
  table: (table: { caption: string; head: string[]; rows: string[][] }) => void
  notice: (title: string, words: string) => void
}

const given = (pairs: [string, string][]): [string, string][] => pairs.filter(([, value]) => value !== '')

/** The packet as a paper: the notice first, what it rests on, the danger, then the record. */
export function writePacket(packet: Packet, paper: Pages): void {
  const when = (at: Date) => `${dayAt(at, packet.zone)} ${timeAt(at, packet.zone)}`
  const { client, handOff, gate, assessment } = packet
  paper.notice('This record is protected by federal law (42 CFR part 2)', packet.notice.text)
  paper.heading(2, 'Who this is about')
  paper.facts(
    given([
      ['Name', `${client.givenName} ${client.familyName}`],
      ['Called', client.preferredName],
      ['Born', client.birthDate],
      ['Sex', client.sex],
      ['Pronouns', client.pronouns],
      ['Language', /^[a-z]{2,3}$/.test(client.language) ? languageName(client.language) : client.language],
      ['Number here', client.number],
    ]),
  )
  paper.heading(2, 'The hand-off')
  paper.facts(
    given([
      ['From', packet.clinic.name],
      ['To', handOff.whom],
      ['For', handOff.to],
      ['Why', handOff.because],
      ['Taken over by', when(handOff.dueAt)],
      ['We check on the way back on', handOff.backOn],
      ['Who follows it here', handOff.owner],
      ['Made by', `${packet.madeBy.name}, ${when(packet.madeAt)}`],
    ]),
  )
  if (gate !== null) {
    paper.heading(2, 'What the safety gate found')
    paper.text(`${gate.by}, ${when(gate.at)}. Judged by ${gate.thresholds}.`, { muted: true })
    if (gate.stops.length === 0) paper.text('No stop was found.')
    else
      paper.table({
        caption: 'Stops',
        head: ['What was found', 'Where to', 'What became of it'],
        rows: gate.stops.map((stop) => [stop.because, stop.to, stop.disposition]),
      })
    if (gate.cautions.length > 0) {
      paper.heading(3, 'To watch')
      paper.list(gate.cautions)
    }
  }
  if (packet.history.length > 0) {
    paper.heading(2, 'Medications, allergies and problems')
    paper.text('As told or imported; not reconciled unless it says so.', { muted: true })
    for (const [kind, title] of [
      ['medication', 'Medications'],
      ['allergy', 'Allergies'],
      ['problem', 'Problems'],
    ] as const) {
      const items = packet.history.filter((item) => item.kind === kind)
      if (items.length === 0) continue
      paper.table({
        caption: title,
        head: ['What', 'Code', 'Stands', 'Since', 'Detail'],
        rows: items.map((item) => [item.label, item.code ?? '', item.status, item.startedOn ?? '', item.detail]),
      })
    }
  }
  if (assessment !== null) {
    paper.heading(2, 'The assessment')
    paper.facts(
      given([
        ['Made by', `${assessment.by}, ${when(assessment.at)}`],
        ['What for', assessment.kind],
        ['With', assessment.edition],
        ['Recommended', assessment.recommended],
        ['Decided', assessment.decided],
      ]),
    )
    paper.table({
      caption: 'Ratings, 0 to 4',
      head: ['Dimension', 'Rating', 'Why'],
      rows: assessment.ratings.map((one) => [
        one.label,
        one.rating === null ? '' : String(one.rating),
        [one.words, one.parts].filter(Boolean).join(' · '),
      ]),
    })
    paper.heading(3, 'What the recommendation rests on')
    paper.list(assessment.reasons)
  }
  if (packet.contacts.length > 0) {
    paper.heading(2, 'How to reach them')
    paper.table({
      caption: 'Contacts',
      head: ['Kind', 'Contact', 'Who'],
      rows: packet.contacts.map((one) => [
        one.kind,
        one.value,
        [one.name, one.relationship, one.label].filter(Boolean).join(', '),
      ]),
    })
  }
  if (gate !== null) {
    paper.heading(2, 'Every answer of the safety gate')
    for (const group of new Set(gate.answers.map((one) => one.group)))
      paper.table({
        caption: group,
        head: ['Question', 'Answer'],
        rows: gate.answers.filter((one) => one.group === group).map((one) => [one.question, one.answer]),
      })
  }
  writeBasis(packet, paper, when)
}

function writeBasis({ basis }: Packet, paper: Pages, when: (at: Date) => string): void {
  if (basis.kind === 'emergency') {
    paper.heading(2, 'Told in a medical emergency (42 CFR 2.51)')
    paper.facts([
      ['Told to', `${basis.recipient}, ${basis.affiliation}`],
      ['Told by', basis.discloser],
      ['When', when(basis.at)],
      ['The emergency', basis.nature],
    ])
    return
  }
  paper.heading(2, 'The consent this rests on')
  paper.facts(
    given([
      ['Signed by', `${basis.signedBy}, ${basis.signedOn}`],
      ['Covers', basis.what.join('; ')],
      ['For', basis.purposes.join('; ')],
      ['To', basis.recipients.join('; ')],
      ['Ends', basis.endsOn ?? (basis.endsWhen === '' ? 'When it is taken back' : basis.endsWhen)],
    ]),
  )
  paper.heading(3, 'Its words, as signed')
  paper.text(basis.copy)
}
