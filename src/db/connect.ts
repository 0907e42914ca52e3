import { CamelCasePlugin, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely'
import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from 'kysely'
import pg from 'pg'
import type { DB } from './tables.ts'

// A SQL date is a calendar day and travels as text: the driver's default turns it into local midnight, another day elsewhere.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text)
pg.types.setTypeParser(pg.types.builtins.TIME, (text) => text.slice(0, 5))
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => Number(text))
pg.types.setTypeParser(pg.types.builtins.NUMERIC, (text) => Number(text))

export type Db = Kysely<DB>
export type Pool = pg.Pool

/** Connections of the application's own login, which owns nothing and sees nothing until somebody is named. */
export function connect(appUrl: string, most = 10): Pool {
  const pool = new pg.Pool({
    connectionString: appUrl,
    max: most,
    application_name: 'stepwell',
    statement_timeout: 120_000,
    idle_in_transaction_session_timeout: 120_000,
  })
  // An idle connection may be cut by the server (restart, restore): the pool opens another when one is needed.
  pool.on('error', () => {})
  // One that is held when it is cut fails its own request. Unheard, the same event would end the whole process.
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

/** Kysely on one held connection: the transaction around it is the door's. */
export function kyselyOn(client: pg.ClientBase): Db {
  return new Kysely<DB>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => driverOf(client),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
    plugins: [camelCase],
  })
}

const camelCase = new CamelCasePlugin({ maintainNestedObjectKeys: true })

// A board's one question takes PostgreSQL longer to plan than to answer, so what is asked again keeps its plan on each
// connection. What is asked with ever new wording (an insert of many rows) never gets there, and the number of plans kept
// is bounded: each connection holds its own.
const timesAsked = new Map<string, number>()
const [mostWordings, mostNames, askedOften] = [2000, 250, 3]
const names = new Map<string, string>()

/** The name under which a connection keeps the plan of this wording; undefined while it is not worth keeping. */
export function nameFor(wording: string): string | undefined {
  const known = names.get(wording)
  if (known !== undefined) return known
  if (names.size >= mostNames || !/^\s*(select|with|insert|update|delete)\b/i.test(wording)) return undefined
  const times = (timesAsked.get(wording) ?? 0) + 1
  if (times < askedOften) {
    if (timesAsked.size >= mostWordings) timesAsked.clear()
    timesAsked.set(wording, times)
    return undefined
  }
  timesAsked.delete(wording)
  const name = `q${names.size + 1}`
  names.set(wording, name)
  return name
}

function driverOf(client: pg.ClientBase): Driver {
  // One connection answers one query at a time: questions asked side by side stand in line.
  let line: Promise<unknown> = Promise.resolve()
  const connection: DatabaseConnection = {
    async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
      const name = nameFor(query.sql)
      const ask = () => client.query({ name, text: query.sql, values: [...query.parameters] })
      const mine = line.then(ask, ask)
      line = mine
      const result = await mine
      const rows = result.rows as R[] // the driver cannot know the shape; Kysely's types state it
      return { rows, numAffectedRows: BigInt(result.rowCount ?? 0) }
    },
    streamQuery() {
      throw new Error('Streams are not used here.')
    },
  }
  const never = async () => {
    throw new Error('The door begins and ends transactions.')
  }
  return {
    init: async () => {},
    acquireConnection: async () => connection,
    beginTransaction: never,
    commitTransaction: never,
    rollbackTransaction: never,
    releaseConnection: async () => {},
    destroy: async () => {},
  }
}
