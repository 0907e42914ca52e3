import { hoursAndMinutes, plural } from '../../../basics/text.ts'
import { Sig } from '../../../ui/status.tsx'
import { Table } from '../../../ui/table.tsx'
import { type PayTerms, payClassWords, payUnitWords } from '../payer-terms.ts'
import { publishedRule } from '../published-rules.ts'

const list = (kinds: PayTerms['counts']) => kinds.map((kind) => payClassWords[kind].toLowerCase()).join(', ') || 'none'
const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const partialWords = {
  prorate: 'Its share is paid',
  downcode: 'Single services under codes of their own',
  'no-bill': 'Nothing is paid',
}
const underWords = { bill: 'Paid all the same', alert: 'Paid, and flagged', deny: 'Nothing is paid' }
const videoWords = { none: 'Not paid', video: 'Paid with picture', audio: 'Paid with picture or sound alone' }

type Line = { about: string; says: string; terms: (keyof PayTerms)[] }

const linesOf = (terms: PayTerms): Line[] => [
  {
    about: 'What one unit is',
    says: `${payUnitWords[terms.unit]}${terms.code === '' ? '' : `, ${terms.code}`}, at most ${terms.maxUnitsPerDay} a day`,
    terms: ['unit', 'code', 'maxUnitsPerDay'],
  },
  {
    about: 'What a day must hold',
    says: [
      terms.minutesPerDay === null ? 'any attendance' : hoursAndMinutes(terms.minutesPerDay),
      terms.servicesPerDay > 1 ? plural(terms.servicesPerDay, 'service', 'services') : '',
      terms.primary.length > 0 ? `one of ${list(terms.primary)}` : '',
    ]
      .filter(Boolean)
      .join(', '),
    terms: ['minutesPerDay', ...(terms.servicesPerDay > 1 ? (['servicesPerDay', 'primary'] as const) : [])],
  },
  { about: 'What counts', says: list(terms.counts), terms: ['counts'] },
  { about: 'Billed apart', says: list(terms.separate), terms: ['separate'] },
  {
    about: 'What a week must hold',
    says:
      [
        terms.minutesPerWeek > 0 ? hoursAndMinutes(terms.minutesPerWeek) : '',
        terms.daysPerWeek > 0 ? plural(terms.daysPerWeek, 'day', 'days') : '',
        terms.servicesPerWeek > 0 ? plural(terms.servicesPerWeek, 'service', 'services') : '',
        terms.mostMinutesPerWeek === null ? '' : `at most ${hoursAndMinutes(terms.mostMinutesPerWeek)}`,
      ]
        .filter(Boolean)
        .join(', ') || 'nothing',
    terms: [
      ...(terms.minutesPerWeek > 0 ? (['minutesPerWeek'] as const) : []),
      ...(terms.daysPerWeek > 0 ? (['daysPerWeek'] as const) : []),
      ...(terms.servicesPerWeek > 0 ? (['servicesPerWeek'] as const) : []),
      ...(terms.mostMinutesPerWeek === null ? [] : (['mostMinutesPerWeek'] as const)),
    ],
  },
  { about: 'A week under that', says: underWords[terms.underWeek], terms: ['underWeek'] },
  { about: 'A day under that', says: partialWords[terms.partial], terms: ['partial'] },
  {
    about: 'Most days a week',
    says: terms.maxDaysPerWeek === null ? 'Not limited' : plural(terms.maxDaysPerWeek, 'day', 'days'),
    terms: ['maxDaysPerWeek'],
  },
  {
    about: 'Size of a group',
    says: `${terms.minGroup} and more${terms.groupCap === null ? '' : `, at most ${terms.groupCap}`}`,
    terms: ['minGroup', 'groupCap'],
  },
  { about: 'By video', says: videoWords[terms.telehealth], terms: ['telehealth'] },
  { about: 'The week begins on', says: weekdays[terms.weekStart - 1] ?? '', terms: ['weekStart'] },
  {
    about: 'Before a claim',
    says:
      [terms.needsLicence ? 'a licensed leader' : '', terms.needsSignedNote ? 'a signed note' : '']
        .filter(Boolean)
        .join(', ') || 'nothing',
    terms: ['needsLicence', 'needsSignedNote'],
  },
]

/** What a payer pays for, term by term; of a published rule also which terms its source states itself. */
export const TermsTable = ({ terms, published, caption }: { terms: PayTerms; published: string; caption: string }) => {
  const stated = publishedRule(published)?.stated
  return (
    <Table
      caption={caption}
      captionHidden
      columns={[{ label: 'Term' }, { label: 'What it says' }, ...(stated === undefined ? [] : [{ label: 'How sure' }])]}
    >
      {linesOf(terms).map((line) => (
        <tr>
          <th scope="row">{line.about}</th>
          <td>{line.says}</td>
          {stated !== undefined && (
            <td>
              {line.terms.length > 0 && line.terms.every((term) => stated.includes(term)) ? (
                <Sig tone="good">Stands in the source</Sig>
              ) : (
                <Sig tone="warning">Default: your compliance officer confirms</Sig>
              )}
            </td>
          )}
        </tr>
      ))}
    </Table>
  )
}
