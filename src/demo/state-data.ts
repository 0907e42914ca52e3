import type pg from 'pg'
import { fieldsAt, type Moment } from '../clinic/reports/state-fields.ts'
import { demoId } from './ids.ts'

type Row = {
  id: string
  client_id: string
  admitted_by: string
  admitted_at: Date
  discharged_by: string | null
  discharged_at: Date | null
}

/** A number from 0 that follows from a stay and a word. */
const from = (id: string, word: string): number =>
  Array.from(`${id}${word}`).reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973, 7)

/** What was asked for the state: most of it of most people, as it is; some were not asked, some did not want to say. */
function answersOf(id: string, moment: Moment): Record<string, string> {
  return Object.fromEntries(
    fieldsAt(moment).flatMap(({ file, codes }) => {
      const place = from(id, file)
      if (place % 11 === 0 || (file.endsWith('3') && place % 3 > 0)) return []
      return [[file, codes[place % codes.length]?.code ?? '']]
    }),
  )
}

/** The state data set of the stays of the last four months in substance-use programs. */
export async function addStateData(owner: pg.Client, clinic: string, now: Date): Promise<void> {
  const { rows } = await owner.query<Row>(
    `select e.id, e.client_id, e.admitted_by, e.admitted_at, d.discharged_by, d.discharged_at
     from episode e
     join program p on p.clinic_id = e.clinic_id and p.id = e.program_id and p.kind = 'substance-use'
     left join discharge d on d.clinic_id = e.clinic_id and d.episode_id = e.id
     where e.clinic_id = $1 and not isempty(e.during) and (upper_inf(e.during) or upper(e.during) > $2::date - 120)`,
    [clinic, now],
  )
  const data = rows.flatMap((row) => {
    const at = (moment: Moment, by: string | null, when: Date | null) =>
      by === null || when === null || from(row.id, moment) % 6 === 0
        ? []
        : [
            {
              id: demoId(when, row.id, moment),
              episode_id: row.id,
              client_id: row.client_id,
              moment,
              answers: answersOf(row.id, moment),
              recorded_by: by,
              recorded_at: when,
            },
          ]
    return [
      ...at('admission', row.admitted_by, row.admitted_at),
      ...at('discharge', row.discharged_by, row.discharged_at),
    ]
  })
  await owner.query(
    `insert into state_data (clinic_id, id, episode_id, client_id, moment, answers, recorded_by, recorded_at)
     select $1, x.id, x.episode_id, x.client_id, x.moment, x.answers, x.recorded_by, x.recorded_at
     from jsonb_to_recordset($2::jsonb) as x(id uuid, episode_id uuid, client_id uuid, moment text, answers jsonb, recorded_by uuid, recorded_at timestamptz)`,
    [clinic, JSON.stringify(data)],
  )
}
