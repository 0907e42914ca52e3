// Moving through care in the simulated year: steps up and down and taken back, discharges taken back and by the book, silence, and days
// on which the house is closed.
import { addDays, type Day } from '../src/basics/dates.ts'
import { discharge } from '../src/clinic/aftercare/actions.ts'
import { followLevelsEverywhere } from '../src/clinic/aftercare/actions/follow-levels.ts'
import { answerNotice, giveNotice, putSilenceOff } from '../src/clinic/aftercare/actions/leave-by-the-book.ts'
import { undoStep } from '../src/clinic/aftercare/actions/step-undo.ts'
import { decideStep } from '../src/clinic/aftercare/actions/steps.ts'
import { undoDischarge } from '../src/clinic/aftercare/actions/undo-discharge.ts'
import { silentStays } from '../src/clinic/aftercare/queries/silence.ts'
import type { StepKind } from '../src/clinic/aftercare/steps.ts'
import { closeDays, openDays } from '../src/clinic/groups/actions/closed.ts'
import { openSeries } from '../src/clinic/groups/actions/series.ts'
import { addProgram } from '../src/clinic/programs/actions.ts'
import { castId } from './cast.ts'
import type { Year } from './simulated-year-clinic.ts'
import { inCare } from './simulated-year-events.ts'
import { seriesId } from './world.ts'

type Place = { program: string; series: string }
/** Where one moves to from the day program: fewer hours, or more. */
export type Levels = { below: Place; above: Place }

/** Two more programs, each with a group, opened by the director. */
export async function openLevels(year: Year): Promise<Levels> {
  const open = async (name: string, levelOfCare: string, weekday: number): Promise<Place> => {
    const program = await year.act('program opened', 'dana', [], (work) =>
      addProgram(work, {
        siteId: castId('main-street'),
        name,
        kind: 'substance-use',
        track: 'evening',
        levelOfCare,
        ageGroup: 'adult',
      }),
    )
    const series = await year.act('group opened', 'dana', [], (work) =>
      openSeries(work, {
        name: `${name}, group`,
        programId: program?.id ?? '',
        roomId: castId('birch'),
        kind: 'process',
        topic: '',
        affinity: '',
        isOpen: true,
        counts: true,
        weekday,
        starts: '19:30',
        minutes: 60,
        seats: 10,
        least: 1,
        from: year.first,
        to: null,
        leadId: castId('hana'),
        coLeadId: null,
      }),
    )
    if (program === null || series === null) throw new Error(`${name} was not opened.`)
    return { program: program.id, series: series.id }
  }
  return { below: await open('Outpatient', '1.5', 2), above: await open('Partial hospital', '2.5', 4) }
}

/** Steps whose day has come, each morning, by the clock. */
export const morning = (year: Year) => followLevelsEverywhere(year.pool, year.at())

/** Somebody's level is decided on; some decisions are taken back on the same day. */
export async function moves(year: Year, { below, above }: Levels): Promise<void> {
  const { dice } = year
  const one = dice.one(await inCare(year))
  if (one === undefined || !dice.chance(0.35)) return
  const [stay] = await year.read<{ program: string; last: string | null; seats: string[] }>(
    `select e.program_id as program, coalesce((select array_agg(s.id) from seat s where s.episode_id = e.id and not isempty(s.during) and upper_inf(s.during)), '{}') as seats,
       (select d.id from step_decision d where d.episode_id = e.id and not exists (select from step_undo u where u.decision_id = d.id) order by d.decided_at desc, d.id desc limit 1) as last
     from episode e where e.id = $1`,
    [one.episode],
  )
  if (stay === undefined) return
  const day: Place = { program: castId('day'), series: seriesId('process-a', 1) }
  const inDay = stay.program === day.program
  const kind: StepKind = dice.chance(0.25)
    ? (dice.one(['stay', 'leave', 'elsewhere'] as const) ?? 'stay')
    : stay.program === above.program || (inDay && dice.chance(0.7))
      ? 'step-down'
      : 'step-up'
  const to = kind === 'step-down' ? (inDay ? below : day) : kind === 'step-up' ? (inDay ? above : day) : null
  const isLookedAt = kind === 'stay' || dice.chance(0.4)
  const decided = await year.act(`step: ${kind}`, 'dana', [one.client], (work) =>
    decideStep(work, one.episode, {
      kind,
      toProgramId: to?.program ?? null,
      fromDay: addDays(year.today(), dice.upTo(7)),
      reasons: 'What they need by day has changed since the last look.',
      tookPart: 'Therapist and client',
      clientView: 'agrees',
      clientWords: '',
      lookAgainOn: isLookedAt ? addDays(year.today(), 7 + dice.upTo(20)) : null,
      afterId: stay.last,
      give: to === null ? [] : stay.seats,
      take: to === null || dice.chance(0.3) ? [] : [to.series],
      dose: null,
      dissent: null,
    }),
  )
  if (decided !== null && dice.chance(0.3))
    await year.act('step taken back', 'dana', [one.client], (work) =>
      undoStep(work, decided.id, 'It was about somebody else.'),
    )
}

/** Some discharges of this day were a mistake. */
export async function mistakes(year: Year): Promise<void> {
  const fresh = await year.read<{ episode: string; client: string }>(
    `select d.episode_id as episode, e.client_id as client from discharge d join episode e on e.id = d.episode_id and not isempty(e.during)
     where d.clinic_id = $1 and d.discharged_at > $2::timestamptz - interval '20 hours' and d.reason <> 'died' order by e.client_id`,
    [year.clinic, year.at()],
  )
  for (const { episode, client } of fresh)
    if (year.dice.chance(0.15))
      await year.act('discharge taken back', 'dana', [client], (work) =>
        undoDischarge(work, episode, 'It was about somebody else.'),
      )
}

/** The clinic ends a stay itself: notice, the director's review, an appeal now and then, and the last day that was named. */
export async function byTheBook(year: Year): Promise<void> {
  const { dice } = year
  const one = dice.chance(0.04) ? dice.one(await inCare(year)) : undefined
  if (one !== undefined) {
    const appealBy = addDays(year.today(), 10)
    const notice = await year.act('notice given', 'ines', [one.client], (work) =>
      giveNotice(work, one.episode, {
        givenOn: year.today(),
        endsOn: appealBy,
        appealBy,
        reasons: 'Brought substances into the group a second time.',
        offered: 'A place at the clinic across the river.',
        danger: '',
        howGiven: 'in-person',
      }),
    )
    if (notice !== null)
      await year.act('notice reviewed', 'dana', [one.client], (work) =>
        answerNotice(work, notice.id, { what: dice.chance(0.8) ? 'reviewed' : 'taken-back', words: 'Weighed it.' }),
      )
  }
  const over = await year.read<{ episode: string; client: string }>(
    `select n.episode_id as episode, n.client_id as client from discharge_notice n join episode e on e.id = n.episode_id and upper_inf(e.during)
     where n.clinic_id = $1 and n.ends_on < $2 and n.given_on > $2::date - 30 order by n.client_id`,
    [year.clinic, year.today()],
  )
  for (const { episode, client } of over)
    await year.act('left: terminated', 'dana', [client], (work) =>
      discharge(work, episode, {
        onDay: year.today(),
        reason: 'terminated',
        words: 'As the notice said, and what was offered instead.',
        sawOpenItems: true,
      }),
    )
}

/** Whoever was not heard of for long: they are discharged as of that day, or somebody says why they stay. */
export async function silences(year: Year): Promise<void> {
  const { dice } = year
  let silent: { episodeId: string; clientId: string; lastContact: Day }[] = []
  await year.inside(async (work) => {
    silent = (await silentStays(work, year.today(), 50)).list
  })
  for (const { episodeId, clientId, lastContact } of silent) {
    if (dice.chance(0.4)) continue
    if (dice.chance(0.5))
      await year.act('silence put off', 'noor', [clientId], (work) =>
        putSilenceOff(work, episodeId, {
          words: 'Their mother says they are well.',
          lookAgainOn: addDays(year.today(), 3 + dice.upTo(10)),
        }),
      )
    else
      await year.act('left: dropped-out', 'dana', [clientId], (work) =>
        discharge(work, episodeId, {
          onDay: lastContact,
          reason: 'dropped-out',
          words: 'Nobody has heard from them since.',
          sawOpenItems: true,
        }),
      )
  }
}

/** Holidays and broken heating: the house is closed for some days, and now and then opened again. */
export async function closings(year: Year, week: number): Promise<void> {
  const { dice } = year
  const everybody = async () => (await inCare(year)).map(({ client }) => client)
  if (week === 4 || week === 30 || dice.chance(0.08)) {
    const from = addDays(year.today(), dice.upTo(9))
    const long = week === 4 || week === 30
    const closed = await year.act('closed', 'dana', await everybody(), (work) =>
      closeDays(work, {
        siteId: null,
        seriesId: null,
        from,
        to: addDays(from, long ? 16 : dice.upTo(3)),
        because: long ? 'Holidays' : 'No heating',
      }),
    )
    if (closed !== null && !long && dice.chance(0.3))
      await year.act('opened again', 'dana', await everybody(), (work) => openDays(work, closed.id))
  }
}
