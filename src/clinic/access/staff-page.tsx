import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { Child, PropsWithChildren } from 'hono/jsx'
import type { Work } from '../../db/work.ts'
import { Page, type Flash, type NavItem, type PageProps } from '../../ui/layout.tsx'
import { urls } from '../../urls.ts'
import type { Door } from '../../web/door.ts'
import { may, roleName } from './permissions.ts'
import { type About, RaiseConcern } from './raise-concern.tsx'

export type StaffPageProps = Pick<
  PageProps,
  'title' | 'answer' | 'over' | 'intro' | 'crumbs' | 'actions' | 'q' | 'bare' | 'width'
> & {
  c: Context<Door>
  /** The label of the part of the house that this screen stands in. */
  current:
    | 'Today'
    | 'Week'
    | 'Groups'
    | 'Clients'
    | 'Admissions'
    | 'Concerns'
    | 'Medicine'
    | 'Notes'
    | 'Reports'
    | 'Settings'
  /** Whose record this is. */
  about?: About
  children?: Child
}

/** Every staff screen: the frame with what this person may go to, and what has just been done. */
export function StaffPage({ c, about, children, ...props }: PropsWithChildren<StaffPageProps>) {
  const work = c.get('work')
  const by = work.by
  return (
    <Page
      {...props}
      clinic={work.clinic.name}
      who={{ name: by.name, role: by.kind === 'staff' ? roleName[by.role] : '' }}
      nav={navFor(work)}
      account={[{ label: 'Change your password', href: urls.password() }]}
      flash={whatWasSaid(c)}
      barExtra={may(by, 'concern.raise') ? <RaiseConcern about={about} /> : undefined}
    >
      {children}
    </Page>
  )
}

function navFor({ by }: Work): NavItem[] {
  const items: [boolean, string, string][] = [
    [may(by, 'today.see'), 'Today', urls.today()],
    [may(by, 'week.see'), 'Week', urls.week()],
    [may(by, 'series.see'), 'Groups', urls.groups()],
    [may(by, 'client.see'), 'Clients', urls.clients()],
    [may(by, 'referral.see'), 'Admissions', urls.admissions()],
    [may(by, 'outreach.do'), 'Concerns', urls.concerns()],
    [may(by, 'medicine.see'), 'Medicine', urls.medicineBoard()],
    [may(by, 'visit-note.write'), 'Notes', urls.notes()],
    [may(by, 'report.count'), 'Reports', urls.reports()],
    [may(by, 'staff.manage') || may(by, 'rules.change') || may(by, 'fee.change'), 'Settings', urls.settings()],
  ]
  return items.filter(([allowed]) => allowed).map(([, label, href]) => ({ label, href }))
}

/**
 * Says on the next screen what was done, with a way to take it back. It travels in a cookie for one minute:
 * ids and plain sentences only, never a client's name.
 */
export function said(c: Context<Door>, flash: Flash): void {
  setCookie(c, 'said', JSON.stringify(flash), { path: '/', httpOnly: true, sameSite: 'Lax', maxAge: 60 })
}

function whatWasSaid(c: Context<Door>): Flash[] {
  const text = getCookie(c, 'said')
  if (text === undefined) return []
  deleteCookie(c, 'said', { path: '/' })
  try {
    const flash: unknown = JSON.parse(text)
    return isFlash(flash) ? [flash] : []
  } catch {
    return []
  }
}

const isFlash = (value: unknown): value is Flash =>
  typeof value === 'object' &&
  value !== null &&
  'tone' in value &&
  'text' in value &&
  typeof value.text === 'string' &&
  ['info', 'good', 'warning', 'danger'].includes(String(value.tone)) &&
  (!('undo' in value) || isUndo(value.undo))

// The form's address is one of ours or none: a planted cookie must not send a person's click elsewhere.
const isUndo = (value: unknown): boolean =>
  value === undefined ||
  (typeof value === 'object' &&
    value !== null &&
    'action' in value &&
    typeof value.action === 'string' &&
    /^\/[a-z]/.test(value.action) &&
    (!('label' in value) || typeof value.label === 'string') &&
    (!('fields' in value) || isFields(value.fields)))

const isFields = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.values(value).every((one) => typeof one === 'string')
