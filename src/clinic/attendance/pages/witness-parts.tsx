import { timeAt } from '../../../basics/dates.ts'
import { hoursAndMinutes } from '../../../basics/text.ts'
import { Sig } from '../../../ui/status.tsx'
import { Table } from '../../../ui/table.tsx'
import { wasThere } from '../minutes.ts'
import type { Witness } from '../queries/witnesses.ts'
import { evidenceOf, meetingTitle } from '../witness-card.tsx'
import { markName } from './person-row.tsx'

/** 'Here, 1 h 20', and who said so. */
export const RosterSays = ({ one: { mark, zone } }: { one: Witness }) =>
  mark === null ? (
    <>Not marked</>
  ) : (
    <>
      <b>{`${markName(mark.kind)}${wasThere(mark.kind) ? `, ${hoursAndMinutes(mark.minutes)}` : ''}`}</b>
      <br />
      <small class="muted">{`${mark.by}, ${timeAt(mark.at, zone)}`}</small>
    </>
  )

/** '1 h 02', from when to when, and whether that is sure. */
export const VideoSays = ({ one: { video, facts, hasEvents, zone } }: { one: Witness }) =>
  facts.events.length === 0 ? (
    <>{hasEvents ? 'Never joined' : 'Nothing has come'}</>
  ) : (
    <>
      <b>{video.minutes === 0 ? 'Not during the meeting' : hoursAndMinutes(video.minutes)}</b>
      {video.isUncertain && ', not sure'}
      <br />
      <small class="muted">
        {video.stretches
          .slice(0, 4)
          .map(({ from, to }) => `${timeAt(from, zone)} to ${timeAt(to, zone)}`)
          .join(', ')}
        {video.stretches.length > 4 && ' and later'}
      </small>
    </>
  )

const placeWords = { 'on-site': 'on site', video: 'by video' } as const

export const CheckInSays = ({ one: { checkIn, zone } }: { one: Pick<Witness, 'checkIn' | 'zone'> }) =>
  checkIn === null ? (
    <>None</>
  ) : (
    <>
      <b>{`${timeAt(checkIn.at, zone)}, ${placeWords[checkIn.place]}`}</b>
      <br />
      <small class="muted">
        {checkIn.isOwn ? 'Themself, on their own page or at the door' : `Written down by ${checkIn.by ?? 'staff'}`}
      </small>
    </>
  )

/** What each of the three says, side by side, with what differs and the way to settle it. */
export const WitnessTable = ({ people, caption }: { people: readonly Witness[]; caption: string }) => (
  <Table
    caption={caption}
    captionHidden
    columns={[
      { label: 'Who' },
      // Beside the name: further on, a telephone shows it only to whoever scrolls.
      { label: 'To do', quiet: true },
      { label: 'Roster' },
      { label: 'Video' },
      { label: 'Own check-in' },
      { label: 'What differs' },
    ]}
  >
    {people.map((one) => (
      <tr>
        <th scope="row" dir="auto">
          <a href={evidenceOf(one)}>{one.name}</a>
        </th>
        <td>
          <a
            class="button small"
            href={evidenceOf(one)}
            aria-label={`${one.standing === 'differ' ? 'Settle' : 'Evidence'}: ${one.name}, ${meetingTitle(one)}`}
          >
            {one.standing === 'differ' ? 'Settle' : 'Evidence'}
          </a>
        </td>
        <td>
          <RosterSays one={one} />
        </td>
        <td>
          <VideoSays one={one} />
        </td>
        <td>
          <CheckInSays one={one} />
        </td>
        <td>
          {one.standing === 'settled' && one.settled !== null ? (
            <>
              <Sig tone="good">{`${hoursAndMinutes(one.settled.minutes)} count`}</Sig>
              <br />
              <small dir="auto">{`${one.settled.by}: ${one.settled.because}`}</small>
            </>
          ) : (
            one.differences.map(({ words }) => <Sig tone="warning">{words}</Sig>)
          )}
        </td>
      </tr>
    ))}
  </Table>
)
