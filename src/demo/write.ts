import type pg from 'pg'
import { type Row, type Sheaf, type Table, tables } from './rows.ts'

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

type ColumnTypes = Map<string, Map<string, string>>

/** Writes rows of one clinic as the owner of the database; policies, foreign keys and exclusions stay in force. */
export type Writer = {
  /** Everything written from here on belongs to this clinic. */
  enter: (clinicId: string) => Promise<void>
  write: (sheaf: Sheaf, onPart?: (share: number) => void) => Promise<void>
}

const most = 5000

export async function writerOn(owner: pg.Client): Promise<Writer> {
  const types = await columnTypes(owner)
  const written = new Map<Table, { rows: number; known: number }>()
  let clinic = ''
  return {
    async enter(clinicId) {
      clinic = clinicId
      await owner.query("select set_config('app.clinic', $1, true)", [clinicId])
    },
    async write(sheaf, onPart = () => {}) {
      const all = sheaf.count()
      let done = 0
      for (const table of tables) {
        const rows = sheaf.of(table)
        for (let n = 0; n < rows.length; n += most) await insert(table, rows.slice(n, n + most))
        await count(table, rows.length)
        done += rows.length
        if (rows.length > 0) onPart(done / all)
      }
      // What is asked at the end of a transaction is asked here, while row-level security knows the clinic.
      await owner.query('set constraints all immediate')
      await owner.query('set constraints all deferred')
    },
  }

  /**
   * PostgreSQL plans the check of a foreign key once. Planned while a table is empty, it walks the whole clinic for each
   * row; so the planner hears of a table when it has rows, and again when it has grown four times.
   */
  async function count(table: Table, more: number): Promise<void> {
    const so = written.get(table) ?? { rows: 0, known: 50 }
    so.rows += more
    written.set(table, so)
    if (so.rows < 4 * so.known) return
    await owner.query(`analyze ${snake(table)}`)
    so.known = so.rows
  }

  /** Many rows in one statement. COPY would be quicker still, but it is refused where row-level security is in force. */
  async function insert<T extends Table>(table: T, rows: Row<T>[]): Promise<void> {
    const [first] = rows
    if (first === undefined) return
    const columns = Object.keys(first)
    const odd = rows.find((row) => Object.keys(row).length !== columns.length)
    if (odd) throw new Error(`Rows of ${table} differ in their columns: ${Object.keys(odd).join()}`)
    const known = types.get(snake(table))
    const shape = columns.map((column) => `"${column}" ${known?.get(snake(column)) ?? 'no such column'}`)
    const own = table === 'clinic' ? [] : ['clinic_id']
    await owner.query(
      `insert into ${snake(table)} (${[...own, ...columns.map(snake)].join(', ')})
       select ${[...own.map(() => '$2::uuid'), ...columns.map((column) => `x."${column}"`)].join(', ')}
       from json_to_recordset($1::json) as x(${shape.join(', ')})`,
      table === 'clinic' ? [JSON.stringify(rows)] : [JSON.stringify(rows), clinic],
    )
  }
}

async function columnTypes(owner: pg.Client): Promise<ColumnTypes> {
  const { rows } = await owner.query<{ table: string; column: string; type: string }>(
    `select c.relname as table, a.attname as column, format_type(a.atttypid, a.atttypmod) as type
     from pg_attribute a join pg_class c on c.oid = a.attrelid
     where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped`,
  )
  const types: ColumnTypes = new Map()
  for (const { table, column, type } of rows) {
    const known = types.get(table) ?? new Map<string, string>()
    types.set(table, known.set(column, type))
  }
  return types
}

/**
 * The boards follow every row as it comes; for a hundred thousand rows at once they rest, and are made at the end. So do
 * the questions who does not sit with whom and which chair is held, asked for every seat: nobody has said anything of the kind yet.
 */
export async function restBoards(owner: pg.Client): Promise<() => Promise<void>> {
  const { rows } = await owner.query<{ table: string; trigger: string }>(
    `select c.relname as table, t.tgname as trigger from pg_trigger t join pg_class c on c.oid = t.tgrelid
     where (t.tgname like 'boards_follow%' or t.tgname in ('room_has_the_last_word', 'seat_needs_an_unheld_chair')) and not t.tgisinternal and c.relnamespace = current_schema()::regnamespace
     order by 1, 2`,
  )
  const all = async (word: 'disable' | 'enable') => {
    for (const { table, trigger } of rows) {
      await owner.query(
        `alter table ${owner.escapeIdentifier(table)} ${word} trigger ${owner.escapeIdentifier(trigger)}`,
      )
    }
  }
  await all('disable')
  return () => all('enable')
}
