import type { Work } from '../../../db/work.ts'
import { write } from '../../../ui/language.ts'
import { makePdf } from '../../../ui/pdf/document.ts'
import { estimateTotal, partyTotal, type EstimateContents } from '../estimate.ts'
import { dollars } from '../money.ts'

const day = (text: string): string => write.date('en', text)
const tax = (number: string): string => `${number.slice(0, 2)}-${number.slice(2)}`

/** The estimate as the person reads it: what the law asks for, in its order, in plain words. */
export const estimatePaper = (
  work: { clinic: Pick<Work['clinic'], 'name'>; at: Date },
  contents: EstimateContents,
  version: number,
): Promise<Uint8Array> =>
  makePdf(
    {
      title: 'Good-faith estimate',
      lang: 'en',
      clinic: work.clinic.name,
      foot: `Good-faith estimate, version ${version}, ${day(contents.madeOn)}`,
      at: work.at,
    },
    (paper) => {
      const { client, primary, period } = contents
      paper.facts([
        ['For', client.name],
        ['Born', day(client.birthDate)],
        ['Client number', client.number],
        ['Date of this estimate', day(contents.madeOn)],
      ])
      paper.heading(2, 'What it is for')
      paper.text(primary.words)
      paper.facts([
        ['First day', primary.firstOn === null ? 'Not scheduled yet' : day(primary.firstOn)],
        ['How often', period.often],
        ['Covers', `${day(period.from)} to ${day(period.to)}`],
        ['Diagnosis', contents.diagnoses.join(', ')],
      ])
      if (contents.discount !== null)
        paper.text(
          `What ${contents.parties[0]?.name ?? 'we'} is expected to charge you is ${contents.discount.percent} % of the fee (${contents.discount.why}).`,
        )
      paper.heading(2, `Expected total: ${dollars(estimateTotal(contents))}`)
      for (const party of contents.parties) {
        paper.heading(3, `${party.kind === 'facility' ? 'Facility' : 'Provider'}: ${party.name}`)
        paper.facts([
          ['NPI', party.npi],
          ['Tax number', tax(party.taxNumber)],
          ['Where', party.address.includes(party.state) ? party.address : `${party.address}, ${party.state}`],
        ])
        paper.table({
          caption: `What ${party.name} expects to charge`,
          head: ['Service', 'Code', 'Diagnosis', 'Each', 'How many', 'Expected charge'],
          rows: [
            ...party.lines.map((line) => [
              line.label,
              line.code,
              line.diagnosis,
              `${dollars(line.charge)} ${line.unit}`,
              String(line.count),
              dollars(line.charge * line.count),
            ]),
            [`Total of ${party.name}`, '', '', '', '', dollars(partyTotal(party))],
          ],
          numbers: [3, 4, 5],
          headColumn: true,
        })
      }
      paper.heading(2, 'To be scheduled separately')
      // Directly above the list, as 45 CFR 149.610(c)(1)(vii) asks: that these come apart, and how to get their estimate.
      paper.text(
        `What stands here is not part of this estimate. You receive a separate good-faith estimate for it when it is scheduled, or when you ask: ${contents.phone === '' ? 'ask at the front desk' : `call ${contents.phone} or ask at the front desk`}.`,
      )
      paper.list(contents.separately)
      paper.heading(2, 'Please know')
      paper.list(contents.disclaimers)
      paper.text(
        contents.phone === ''
          ? 'Keep this paper: you may need it to compare it with a bill.'
          : `Questions: ${contents.phone}. Keep this paper: you may need it to compare it with a bill.`,
      )
    },
  )
