// What happens in the simulated year after a stay, and to the people who work there.
import { addDays } from '../src/basics/dates.ts'
import { giveRole } from '../src/clinic/staff/actions/people.ts'
import { noteAlumni, noteFollowUp } from '../src/clinic/aftercare/actions/follow-ups.ts'
import { everyoneToCall, goneByIds } from '../src/clinic/aftercare/queries/follow-ups.ts'
import { addTimeAway, endTimeAway } from '../src/clinic/calls/actions/hours.ts'
import { changeTherapist } from '../src/clinic/episodes/actions.ts'
import { linkInquiry } from '../src/clinic/inquiries/actions/own.ts'
import { openInquiry } from '../src/clinic/inquiries/actions/open.ts'
import { arrangeCover } from '../src/clinic/visits/actions/cover.ts'
import { castId } from './cast.ts'
import type { Year } from './simulated-year-clinic.ts'
import { therapists, inCare } from './simulated-year-events.ts'

/** Calls after leaving: reached or not, well or not, or wants to come back. */
export async function afterLeaving(year: Year): Promise<void> {
  const { dice } = year
  let due: { episodeId: string; clientId: string; dayAfter: number; name: string }[] = []
  await year.inside(async (work) => {
    const today = year.today()
    const called = (await everyoneToCall(work, today)).filter(({ next }) => next.on <= today)
    const ids = called
      .toSorted((a, b) =>
        a.lastDay === b.lastDay ? (a.episodeId < b.episodeId ? -1 : 1) : a.lastDay > b.lastDay ? -1 : 1,
      )
      .map(({ episodeId }) => episodeId)
    due = (await goneByIds(work, ids, today)).flatMap(({ episodeId, clientId, name, next }) =>
      next.state === 'due' ? [{ episodeId, clientId, name, dayAfter: next.dayAfter }] : [],
    )
  })
  for (const { episodeId, clientId, dayAfter, name } of due) {
    if (dice.chance(0.35)) continue
    const outcome =
      dice.one([
        'not-reached',
        'not-reached',
        'well',
        'well',
        'struggling',
        'wants-back',
        dice.chance(0.2) ? 'declines' : 'well',
        dice.chance(0.02) ? 'died' : 'well',
      ] as const) ?? 'well'
    await year.act(`follow-up: ${outcome}`, 'noor', [clientId], (work) =>
      noteFollowUp(work, episodeId, { dayAfter, how: 'phone', outcome, words: 'They said so.' }),
    )
    if (outcome === 'well' && dice.chance(0.2))
      await year.act('alumni', 'noor', [clientId], (work) => noteAlumni(work, clientId, { wants: true, how: 'Text' }))
    if (outcome !== 'wants-back') continue
    // A return without a new intake: the desk opens an inquiry for the same record.
    const back = await year.act('came back to the door', 'noor', [], (work) =>
      openInquiry(work, {
        channel: 'telephone',
        language: 'en',
        forWhom: 'self',
        name,
        phone: `+1518555${String(1000 + dice.upTo(9000))}`,
        email: '',
        mayLeaveMessage: true,
      }),
    )
    if (back === null) continue
    await year.act('known at the door', 'noor', [clientId], (work) => linkInquiry(work, back.id, clientId))
  }
}

/** People of the staff are sick, away and back; one leaves, clients are handed over later, and one returns. */
export async function team(year: Year, week: number): Promise<void> {
  const { dice } = year
  const everybody = (await inCare(year)).map(({ client }) => client)
  if (dice.chance(0.25)) {
    const key = dice.one([...therapists, 'priya']) ?? 'lee'
    await year.act('staff sick', 'dana', everybody, (work) =>
      arrangeCover(work, {
        staffId: castId(key),
        from: year.today(),
        to: addDays(year.today(), dice.upTo(9)),
        because: 'Sick',
        away: true,
        meetings: [],
        visits: [],
      }),
    )
  }
  if (dice.chance(0.12)) {
    const key = dice.one(['dana', 'noor', 'theo'] as const) ?? 'theo'
    await year.act('desk away', 'dana', everybody, (work) =>
      addTimeAway(work, {
        staffId: castId(key),
        firstDay: year.today(),
        lastDay: addDays(year.today(), 1 + dice.upTo(8)),
      }),
    )
  }
  if (dice.chance(0.1)) {
    const [away] = await year.read<{ id: string }>(
      'select a.id from time_away a where a.clinic_id = $1 and a.staff_id = any ($3::uuid[]) and a.during @> $2::timestamptz and not exists (select from time_away_end e where e.away_id = a.id) order by a.id limit 1',
      [year.clinic, year.at(), ['dana', 'noor', 'theo'].map(castId)],
    )
    if (away !== undefined)
      await year.act('back early', 'dana', everybody, (work) =>
        endTimeAway(work, away.id).then((refused) => refused ?? {}),
      )
  }
  if (week === 12)
    await year.act('therapist left', 'ada', everybody, (work) =>
      giveRole(work, castId('lee'), 'none', 'Moved away').then((refused) => refused ?? {}),
    )
  if (week === 13 || week === 14)
    for (const stay of (await inCare(year)).filter(({ therapist }) => therapist === castId('lee')).slice(0, 5))
      await year.act('handed over', 'dana', [stay.client], (work) =>
        changeTherapist(work, stay.episode, { therapist: castId('hana'), because: 'Lee has left us for good.' }).then(
          (refused) => refused ?? {},
        ),
      )
  if (week === 26)
    await year.act('therapist returned', 'ada', everybody, (work) =>
      giveRole(work, castId('lee'), 'therapist', 'Is back').then((refused) => refused ?? {}),
    )
  if (week === 38)
    await year.act('director left', 'ada', everybody, (work) =>
      giveRole(work, castId('marcus'), 'none', 'New post').then((refused) => refused ?? {}),
    )
}
