import type { Context } from 'hono'
import type { PropsWithChildren } from 'hono/jsx'
import { timeAt } from '../../../basics/dates.ts'
import { nameOfLanguage, isLanguage } from '../../../ui/language.ts'
import { Tabs } from '../../../ui/tabs.tsx'
import { urls } from '../../../urls.ts'
import { workOf, type Door } from '../../../web/door.ts'
import { may } from '../../access/permissions.ts'
import { StaffPage } from '../../access/staff-page.tsx'
import type { Outcome } from '../tries.ts'
import { zoneMark } from '../zones.ts'

type Props = {
  c: Context<Door>
  title: string
  answer?: string
  tab: 'Calls' | 'Messages' | 'Hours and time away' | 'Desk and rules'
  over?: string
  bare?: boolean
}

/** The admissions desk's telephone: calls, messages, hours. */
export function DeskPage({ c, tab, children, ...props }: PropsWithChildren<Props>) {
  const { by } = workOf(c)
  const tabs = [
    { label: 'Calls', href: urls.calls() },
    { label: 'Messages', href: urls.messages() },
    { label: 'Hours and time away', href: urls.callHours() },
    ...(may(by, 'call-desk.set') ? [{ label: 'Desk and rules', href: urls.callDesk() }] : []),
  ]
  return (
    <StaffPage c={c} current="Admissions" {...props}>
      <Tabs label="Calls and messages" tabs={tabs} current={tab} />
      {children}
    </StaffPage>
  )
}

export const outcomeSaid: Record<Outcome, string> = {
  reached: 'Reached',
  'no-answer': 'No answer',
  'wrong-number': 'Wrong number',
  moved: 'Moved',
  'cancelled-by-us': 'Cancelled by us',
}
export const forWhomSaid: Record<string, string> = {
  self: 'For themselves',
  'loved-one': 'For someone they love',
  'someone-i-treat': 'For someone they treat',
}
export const languageSaid = (code: string): string => (isLanguage(code) ? nameOfLanguage[code] : code)

/** Their own time, where their clock shows another than ours. */
export const theirTime = (at: Date, zone: string, clinicZone: string): string =>
  timeAt(at, zone) === timeAt(at, clinicZone) ? '' : `${timeAt(at, zone)} ${zoneMark('en', zone, at)} for them`
