import { isSameVisit, primaryOf, visitKinds, type VisitKind } from './cost.ts'
import { waysTo } from './fit.ts'
import type { Ask } from './group-choices.ts'
import type { ClientWeek, Seeker } from './instance.ts'
import { matchWeeks, weighed, type Proposal } from './match.ts'
import { insteadOf, type SeriesReason } from './reasons.ts'

/** What somebody wants to be otherwise: to leave a group (perhaps for one they name), or to see another therapist or prescriber. */
export type Wish = { what: 'series'; leave: string; join?: string } | { what: 'clinician'; leave: string; see?: string }

export type SwitchOption = {
  proposal: Proposal
  /** Against today's week: what goes, what comes, which visits move, and every cost that differs. */
  change: NonNullable<SeriesReason['instead']>
  stays: { series: string[]; visits: VisitKind[]; therapist: boolean }
}

/**
 * Weeks in which the wish is met and as much as can be stays the same, best first: leaving what stands costs points, so that
 * what need not change does not. Nobody else is touched: only free seats and free hours are looked at. What is pinned stays,
 * except what the wish itself is about. Empty for somebody without a week today, and where the wish cannot be met.
 */
export function switchOptions(ask: Ask, wish: Wish, howMany = 5): SwitchOption[] {
  const { now } = ask.client
  if (now === null) return []
  const today = weighed(ask, now)
  const client: Seeker = { ...ask.client, pinned: ask.client.pinned.filter((id) => id !== wish.leave) }
  const proposals =
    wish.what === 'series' ? otherGroups(ask, client, wish) : otherClinicians(ask, client, wish, howMany)
  return proposals
    .filter((one) => meets(one.week, now, wish))
    .slice(0, howMany)
    .map((proposal) => ({ proposal, change: insteadOf(today, proposal), stays: staying(now, proposal.week) }))

  function otherGroups(from: Ask, who: Seeker, { leave, join }: Extract<Wish, { what: 'series' }>): Proposal[] {
    return matchWeeks(
      {
        ...from,
        client: who,
        mustNot: [...(from.mustNot ?? []), leave],
        mustHave: [...(from.mustHave ?? []), ...(join === undefined ? [] : [join])],
      },
      howMany,
    )
  }
}

/** One week for each clinician whom they could see instead: the same groups with another therapist are different weeks here. */
function otherClinicians(
  ask: Ask,
  client: Seeker,
  { leave, see }: Extract<Wish, { what: 'clinician' }>,
  howMany: number,
): Proposal[] {
  const notWith = [...(ask.notWith ?? []), leave]
  const part = ask.ground.lookup.clinicians.get(leave)?.part
  if (part === 'prescriber') {
    const others = ask.ground.prescribers.map(({ clinician }) => clinician.id)
    return sorted(
      candidates(others).flatMap((id) =>
        matchWeeks({ ...ask, client, notWith: [...notWith, ...others.filter((one) => one !== id)] }, 1),
      ),
    ).slice(0, howMany)
  }
  const therapists = ask.ground.therapists.map(({ clinician }) => clinician)
  const possible = therapists.filter((one) => {
    const ways = waysTo(client, one)
    return ways.onSite || ways.byVideo
  })
  return sorted(
    candidates(possible.map((one) => one.id)).flatMap((onlyWith) =>
      matchWeeks({ ...ask, client, notWith, onlyWith }, 1),
    ),
  ).slice(0, howMany)

  function candidates(ids: readonly string[]): string[] {
    return ids.filter((id) => id !== leave && (see === undefined || id === see))
  }
}

/** A wish is met when what they leave is gone and, where something stood, something stands again. */
function meets(week: ClientWeek, now: ClientWeek, wish: Wish): boolean {
  if (wish.what === 'series')
    return !week.series.includes(wish.leave) && (wish.join === undefined || week.series.includes(wish.join))
  return visitKinds.every((kind) => {
    const before = now[kind]
    if (before === null || before.clinician !== wish.leave) return true
    const after = week[kind]
    return after !== null && after.clinician !== wish.leave
  })
}

const staying = (now: ClientWeek, then: ClientWeek): SwitchOption['stays'] => ({
  series: now.series.filter((id) => then.series.includes(id)),
  visits: visitKinds.filter((kind) => {
    const before = now[kind]
    return before !== null && isSameVisit(before, then[kind])
  }),
  therapist: primaryOf(now) !== null && primaryOf(now) === primaryOf(then),
})

const sorted = (list: readonly Proposal[]): Proposal[] =>
  list.toSorted((one, other) => one.cost + one.priced - other.cost - other.priced)
