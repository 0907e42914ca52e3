import { addDays, dayAt } from '../../../basics/dates.ts'
import { plural } from '../../../basics/text.ts'
import type { Work } from '../../../db/work.ts'
import { Card } from '../../../ui/card.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { shortDay } from '../../../ui/when.tsx'
import { daysSince } from '../meetings.ts'
import { keptForThemself, meetingLogOf } from '../queries/meetings.ts'

const sponsorWords = { yes: 'Yes', no: 'No', 'not-said': 'Would rather not say' } as const

/** What a client shows of what they keep for themself: meetings they went to, a sponsor, the days they count. */
export async function ShownCard({ work, client, name }: { work: Work; client: string; name: string }) {
  const kept = await keptForThemself(work, client)
  if (!kept.sharesMeetings && !kept.sharesDays)
    return (
      <Card title="Meetings, sponsor, days">
        <p class="muted">
          {name} keeps these for themself. They choose on their own page what to show; nobody here can look.
        </p>
      </Card>
    )
  const today = dayAt(work.at, work.clinic.timeZone)
  const log = kept.sharesMeetings ? await meetingLogOf(work, client, addDays(today, -90)) : []
  const lately = log.filter(({ onDay }) => onDay > addDays(today, -30)).length
  const last = log[0]
  return (
    <Card
      title="Meetings, sponsor, days"
      hint={`Shown by ${name}, and until they choose otherwise. It counts for no hours.`}
    >
      <Facts
        facts={[
          kept.sharesMeetings && { term: 'Last 30 days', detail: plural(lately, 'meeting', 'meetings') },
          kept.sharesMeetings && {
            term: 'Last',
            detail: last === undefined ? null : shortDay(last.onDay),
            none: 'None',
          },
          kept.sharesMeetings && {
            term: 'Sponsor',
            detail:
              kept.sponsor === null
                ? null
                : `${sponsorWords[kept.sponsor.has]}${kept.sponsor.firstName === '' ? '' : `, ${kept.sponsor.firstName}`}`,
            none: 'Not said',
          },
          kept.sharesDays && {
            term: 'Counts',
            detail:
              kept.since === null
                ? null
                : `${plural(daysSince(kept.since, today), 'day', 'days')}, since ${shortDay(kept.since)}`,
            none: 'No days',
          },
        ]}
      />
    </Card>
  )
}
