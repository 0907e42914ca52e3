import type { Context } from 'hono'
import { timeAt } from '../../../basics/dates.ts'
import { hoursAndMinutes } from '../../../basics/text.ts'
import { Card } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Table } from '../../../ui/table.tsx'
import { At } from '../../../ui/when.tsx'
import { workOf, type Door } from '../../../web/door.ts'
import { may } from '../../access/permissions.ts'
import { checkInStory, eventStory, markStory, settlementStory } from '../queries/evidence.ts'
import type { Witness } from '../queries/witnesses.ts'
import { readReason, reasonInWords } from '../reasons.ts'
import { markName } from './person-row.tsx'

const stands = {
  roster: 'The roster is right',
  video: 'The video is right',
  minutes: 'Neither',
  nothing: 'Nothing counts',
} as const

/** Everything that was written, as it was written: marks, events, check-ins, and who settled what. */
export async function EvidenceStory({ c, one }: { c: Context<Door>; one: Witness }) {
  const work = workOf(c)
  const pair = { meeting: one.meetingId, client: one.clientId }
  const settled = await settlementStory(work, pair)
  const marks = await markStory(work, pair)
  const events = await eventStory(work, pair)
  const checkIns = await checkInStory(work, one.meetingId, one.clientId)
  const seesPlace = may(work.by, 'attendance.mark')
  const { zone } = one
  return (
    <>
      {settled.length > 0 && (
        <Card title="Who settled it?" flush>
          <Table
            caption="Who settled it, the newest first"
            captionHidden
            columns={[
              { label: 'When' },
              { label: 'Who' },
              { label: 'What' },
              { label: 'Minutes', number: true },
              { label: 'Why' },
            ]}
          >
            {settled.map((row) => (
              <tr>
                <th scope="row">
                  <At at={row.at} zone={zone} />
                </th>
                <td dir="auto">{row.by}</td>
                <td>{stands[row.stands]}</td>
                <td class="number">{String(row.minutes)}</td>
                <td dir="auto">{row.because}</td>
              </tr>
            ))}
          </Table>
        </Card>
      )}
      <Card title="Marks on the roster" flush>
        {marks.length === 0 ? (
          <Empty title="Nobody has marked it" />
        ) : (
          <Table
            caption="Marks, the newest first"
            captionHidden
            columns={[
              { label: 'When' },
              { label: 'Who' },
              { label: 'Mark' },
              { label: 'Minutes', number: true },
              { label: 'Reason' },
            ]}
          >
            {marks.map((row) => {
              const reason = readReason(row.reason)
              return (
                <tr>
                  <th scope="row">
                    <At at={row.at} zone={zone} />
                  </th>
                  <td dir="auto">{row.by}</td>
                  <td>
                    {row.kind === 'cleared' ? 'Taken back' : markName(row.kind)}
                    {row.isTakenBack && ' (taken back later)'}
                  </td>
                  <td class="number">{String(row.minutes)}</td>
                  <td dir="auto">{[reasonInWords(reason), reason.lateChange].filter(Boolean).join('. ')}</td>
                </tr>
              )
            })}
          </Table>
        )}
      </Card>
      <Card
        title="Video events"
        hint={
          events.length === 0
            ? undefined
            : one.video.isUncertain
              ? `${hoursAndMinutes(one.video.sureMinutes)} are sure; the rest leans on a joining or leaving that is missing.`
              : 'Every joining has its leaving.'
        }
        flush
      >
        {events.length === 0 ? (
          <Empty title={one.hasEvents ? 'Never joined this meeting' : 'No video events of this meeting'} />
        ) : (
          <Table
            caption="Video events, in the order of time"
            captionHidden
            columns={[
              { label: 'When' },
              { label: 'Event' },
              { label: 'Device' },
              { label: 'Id' },
              { label: 'Brought by' },
            ]}
          >
            {events.map((row) => (
              <tr>
                <th scope="row">{timeAt(row.at, zone)}</th>
                <td>{row.what === 'joined' ? 'Joined' : 'Left'}</td>
                <td>{`Device ${row.device}`}</td>
                <td>
                  <code>{row.id}</code>
                </td>
                <td dir="auto">
                  {`${row.file}, ${row.by}, `}
                  <At at={row.importedAt} zone={zone} />
                </td>
              </tr>
            ))}
          </Table>
        )}
      </Card>
      <Card title="Check-ins" flush>
        {checkIns.length === 0 ? (
          <Empty title="Nobody checked in" />
        ) : (
          <Table
            caption="Check-ins, the newest first"
            captionHidden
            columns={[
              { label: 'When' },
              { label: 'Who' },
              { label: 'Place' },
              ...(seesPlace ? [{ label: 'Where' }, { label: 'To call today' }] : []),
            ]}
          >
            {checkIns.map((row) => (
              <tr>
                <th scope="row">
                  <At at={row.at} zone={zone} />
                </th>
                <td dir="auto">
                  {row.by !== null ? `Told ${row.by}` : row.isAtDoor ? 'Themself, at the door' : 'Themself'}
                </td>
                <td>{row.place === 'video' ? 'By video' : 'On site'}</td>
                {seesPlace && (
                  <>
                    <td dir="auto">{row.whereNow ?? ''}</td>
                    <td dir="auto">
                      {row.contactName === null ? '' : `${row.contactName}, ${row.contactPhone ?? ''}`}
                    </td>
                  </>
                )}
              </tr>
            ))}
          </Table>
        )}
      </Card>
    </>
  )
}
