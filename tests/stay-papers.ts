import { randomUUID } from 'node:crypto'
import { addDays, dayAt } from '../src/basics/dates.ts'
import { castId, riverbend } from './cast.ts'
import type { TestDatabase } from './database.ts'
import type { Deeds, DeedTools } from './stay-deeds.ts'

const clinic = riverbend.id
const dana = castId('dana')
const today = dayAt(new Date(), riverbend.timeZone)
const text = 'a'.repeat(64)

/** Decisions, plans, leaving, and what is taken back of them. */
export function deedsOnPaper(
  db: TestDatabase,
  { ask, put, open, versions, refusedBy, pick, chance, later }: DeedTools,
): Deeds {
  return {
    decide: async () => {
      const stay = pick(await open())
      const [last] = await ask(
        'select id from step_decision where episode_id = $1 order by decided_at desc, id desc limit 1',
        [stay.id],
      )
      const [id, task] = [randomUUID(), randomUUID()]
      await put('step_decision', {
        id,
        episode_id: stay.id,
        client_id: stay.client_id,
        after_id: last?.id ?? null,
        kind: 'stay',
        from_level: '2.1',
        to_level: '2.1',
        from_day: today,
        payer_level: '',
        reasons: 'x',
        took_part: 'x',
        client_view: 'agrees',
        client_words: '',
        evidence: [],
        did: {},
        look_again_on: pick([null, addDays(today, chance(30))]),
        decided_by: dana,
        name_and_credential: 'Dana',
        decided_at: later(),
      })
      await put('step_task', {
        id: task,
        decision_id: id,
        kind: 'plan',
        what: 'x',
        due_on: addDays(today, chance(9) - 4),
        owner_id: castId(pick(['lee', 'dana'])),
        opened_at: later(),
      })
      if (chance(3) === 0)
        await put('step_task_end', {
          id: randomUUID(),
          task_id: task,
          outcome: 'done',
          words: '',
          ended_by: dana,
          ended_at: later(),
        })
    },
    takeBack: async () => {
      const decisions = await ask(
        'select id from step_decision d where clinic_id = $1 and not exists (select from step_undo u where u.decision_id = d.id) order by id',
        [clinic],
      )
      if (decisions.length > 0)
        await put('step_undo', {
          id: randomUUID(),
          decision_id: pick(decisions).id,
          because: 'x',
          could_not: [],
          undone_by: dana,
          undone_at: later(),
        })
    },
    plan: async () => {
      const stay = pick(await open())
      const [{ n }] = (await ask('select count(*)::int + 1 as n from plan_version where episode_id = $1', [
        stay.id,
      ])) as [{ n: number }]
      const version = randomUUID()
      await put('plan_version', {
        id: version,
        client_id: stay.client_id,
        episode_id: stay.id,
        number: n,
        kind: 'first',
        begun_by: dana,
        begun_at: later(),
      })
      if (chance(4) === 0) return
      await put('plan_signed', {
        id: randomUUID(),
        version_id: version,
        client_id: stay.client_id,
        episode_id: stay.id,
        number: n,
        body: {},
        content_hash: text,
        for_client: {},
        client_hash: text,
        from_day: addDays(today, -chance(30)),
        review_on: addDays(today, chance(40)),
        expected_weeks: pick([null, 8, 13]),
        signed_at: later(),
      })
      await put('plan_signature', {
        id: randomUUID(),
        version_id: version,
        part: 'author',
        signed_by: dana,
        name_and_credential: 'Dana',
        needs_cosign: chance(2) === 0,
        content_hash: text,
        signed_at: later(),
      })
    },
    review: async () => {
      const signed = await versions()
      if (signed.length === 0) return
      const { version_id, client_id, episode_id } = pick(signed)
      await put('plan_review', {
        id: randomUUID(),
        version_id,
        client_id,
        episode_id,
        words: 'x',
        next_on: addDays(today, chance(40)),
        reviewed_by: dana,
        name_and_credential: 'Dana',
        needs_cosign: false,
        reviewed_at: later(),
      })
    },
    cosign: async () => {
      const signed = await versions()
      if (signed.length > 0)
        await put('plan_signature', {
          id: randomUUID(),
          version_id: pick(signed).version_id,
          part: 'co-signer',
          signed_by: dana,
          name_and_credential: 'Dana',
          needs_cosign: false,
          content_hash: text,
          signed_at: later(),
        }).catch(refusedBy('plan_signature_once', '23505'))
    },
    clientAnswers: async () => {
      const signed = await versions()
      if (signed.length === 0) return
      const { version_id, client_id } = pick(signed)
      await put('plan_client_answer', {
        id: randomUUID(),
        version_id,
        client_id,
        answer: 'declined',
        signer_name: '',
        capacity: 'client',
        authority: '',
        signature: '',
        because: 'no',
        text_hash: text,
        beside: dana,
        answered_at: later(),
      })
    },
    therapist: async () => {
      const stay = pick(
        await ask('select id from episode where clinic_id = $1 and not isempty(during) order by id', [clinic]),
      )
      await put('primary_therapist', {
        id: randomUUID(),
        episode_id: stay.id,
        staff_id: castId(pick(['lee', 'dana', 'priya'])),
        from_day: today,
        because: '',
        assigned_by: dana,
        assigned_at: later(),
      })
    },
    move: async () => {
      const programs = await ask('select id from program where clinic_id = $1 order by id', [clinic])
      await db.owner.query('update episode set program_id = $2, level_of_care = $3 where id = $1', [
        pick(await open()).id,
        pick(programs).id,
        pick(['2.1', '1.5', '2.5']),
      ])
    },
    discharge: async () => {
      const stays = await open()
      if (stays.length < 6) return
      const stay = pick(stays)
      const day = addDays(today, -chance(3))
      if (day <= stay.first) return
      await db.owner.query('update episode set during = daterange(lower(during), $2) where id = $1', [stay.id, day])
      await put('discharge', {
        id: randomUUID(),
        episode_id: stay.id,
        on_day: addDays(day, -1),
        reason: 'completed',
        kind: '',
        words: '',
        discharged_by: dana,
        discharged_at: later(),
      })
    },
    undoDischarge: async () => {
      const left = await ask(
        'select d.*, d.on_day::text as day from discharge d join episode e on e.id = d.episode_id where d.clinic_id = $1 and not isempty(e.during) and not exists (select from episode x where x.client_id = e.client_id and lower(x.during) > lower(e.during)) order by d.id',
        [clinic],
      )
      if (left.length === 0) return
      const { id, episode_id, day } = pick(left)
      await db.owner.query('delete from discharge where id = $1', [id])
      await put('discharge_undone', {
        id,
        episode_id,
        on_day: day,
        reason: 'completed',
        kind: '',
        words: '',
        discharged_by: dana,
        discharged_at: later(),
        because: 'x',
        could_not: [],
        undone_by: dana,
        undone_at: later(),
      })
      await db.owner.query('update episode set during = daterange(lower(during), null) where id = $1', [episode_id])
    },
    summary: async () => {
      const owed = await ask(
        'select * from discharge d where clinic_id = $1 and not exists (select from discharge_summary x where x.discharge_id = d.id) order by id',
        [clinic],
      )
      if (owed.length === 0) return
      const one = pick(owed)

      await put('discharge_summary', {
        id: randomUUID(),
        episode_id: one.episode_id,
        discharge_id: one.id,
        body: {},
        signed_by: dana,
        name_and_credential: 'Dana',
        signed_at: later(),
      })
    },
    alarm: async () => {
      const [id, { client_id }] = [randomUUID(), pick(await open())]
      await put('measure', {
        id,
        client_id,
        instrument: 'phq-9',
        answers: [0, 0, 0, 0, 0, 0, 0, 0, 3],
        score: 3,
        score_status: 'complete',
        taken_on: today,
        mode: 'self',
        recorded_by: dana,
        recorded_at: later(),
      })
      await put('safety_alarm', {
        id: randomUUID(),
        client_id,
        measure_id: id,
        is_imminent: chance(2) === 0,
        reasons: ['x'],
        raised_at: later(),
      })
    },
    alarmAnswered: async () => {
      const alarms = await ask(
        'select id from safety_alarm a where clinic_id = $1 and not exists (select from safety_alarm_answer w where w.alarm_id = a.id) order by id',
        [clinic],
      )
      if (alarms.length < 3) return
      await put('safety_alarm_answer', {
        id: randomUUID(),
        alarm_id: pick(alarms).id,
        how: 'talked',
        words: 'x',
        answered_by: dana,
        answered_at: later(),
      })
    },
  }
}
