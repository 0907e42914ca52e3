import { Notice } from '../../ui/status.tsx'
import { shortDay } from '../../ui/when.tsx'
import { urls } from '../../urls.ts'
import { instrumentOf } from '../instruments/catalog.ts'
import type { SafetyAlarm } from './queries/alarms.ts'

type AlarmsProps = {
  alarms: readonly SafetyAlarm[]
  /** How many there are in all, where these are only the most pressing ones. */
  of?: number
}

/** Answers that alarmed and that nobody has dealt with: above everything else. */
export const Alarms = ({ alarms, of = alarms.length }: AlarmsProps) =>
  alarms.length === 0 ? null : (
    <Notice
      tone="danger"
      title={of === 1 ? 'Somebody is to be seen before they leave' : `${of} people are to be seen before they leave`}
      alert
    >
      <ul>
        {alarms.map((one) => (
          <li>
            <a href={urls.safetyAlarm({ alarm: one.id })}>{one.name}</a>:{' '}
            {instrumentOf(one.instrument)?.title ?? one.instrument}, {shortDay(one.takenOn)}
            {one.isImminent && ' (imminent)'}. {one.owner === null ? 'The director’s.' : `${one.owner}’s.`}
          </li>
        ))}
        {of > alarms.length && (
          <li>
            <a href={urls.measuresDue()}>{`${of - alarms.length} more`}</a>
          </li>
        )}
      </ul>
    </Notice>
  )
