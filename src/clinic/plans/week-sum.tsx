import type { Floor } from '../programs/dose.ts'
import type { Mix } from '../programs/library.ts'
import { hoursAndMinutes } from '../../basics/text.ts'
import { Notice } from '../../ui/status.tsx'
import { Table } from '../../ui/table.tsx'
import { minutesOfDose, type Dose } from './rules.ts'
import { hoursOnDays, reachOf, type WeekTotal } from './scheduled.ts'

const services: [Mix, string, keyof Dose][] = [
  ['group', 'Group', 'groupMinutes'],
  ['individual', 'Individual', 'individualMinutes'],
  ['family', 'Family', 'familyMinutes'],
  ['medication', 'Medication management', 'medicationMinutes'],
]
const orNone = (minutes: number) => (minutes === 0 ? '0' : hoursAndMinutes(minutes))

type WeekSumProps = { dose: Dose | null; total: WeekTotal; floor: Floor | null }

/** Whether the scheduled week reaches the floor: the sentence that a plan, and every choice of a seat, is read by. */
export function Reach({ total, floor }: Omit<WeekSumProps, 'dose'>) {
  const reach = reachOf(total, floor)
  return <Notice tone={reach.reaches ? 'good' : 'warning'}>{`Scheduled ${lowerFirst(reach.sentence)}`}</Notice>
}

const lowerFirst = (words: string) => `${words.slice(0, 1).toLowerCase()}${words.slice(1)}`

/** Prescribed beside scheduled, service by service, and the floor below. */
export const WeekSum = ({ dose, total, floor }: WeekSumProps) => (
  <Table
    caption="Prescribed and scheduled, each week"
    captionHidden
    columns={[{ label: 'Service' }, { label: 'Prescribed', number: true }, { label: 'Scheduled', number: true }]}
    foot={
      <>
        <tr>
          <th scope="row">Together</th>
          <td class="number">{dose === null ? '' : orNone(minutesOfDose(dose))}</td>
          <td class="number">{orNone(total.minutes)}</td>
        </tr>
        <tr>
          <th scope="row">Days</th>
          <td class="number">{dose?.days ?? ''}</td>
          <td class="number">{total.days}</td>
        </tr>
        {floor !== null && (
          <tr>
            <th scope="row">Floor</th>
            <td class="number" colspan={2}>
              {hoursOnDays(floor.minutesPerWeek, floor.daysPerWeek)}
            </td>
          </tr>
        )}
      </>
    }
  >
    {services.map(([mix, label, key]) => (
      <tr>
        <th scope="row">{label}</th>
        <td class="number">{dose === null ? '' : orNone(dose[key])}</td>
        <td class="number">{orNone(total.byMix[mix])}</td>
      </tr>
    ))}
    {total.apartMinutes > 0 && (
      <tr>
        <th scope="row">Outside the hours</th>
        <td class="number">0</td>
        <td class="number">{orNone(total.apartMinutes)}</td>
      </tr>
    )}
  </Table>
)
