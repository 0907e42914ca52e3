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

function driverOf(client: pg.ClientBase): Driver {
  // One connection answers one query at a time: questions asked side by side stand in line.
  let line: Promise<unknown> = Promise.resolve()
  const connection: DatabaseConnection = {
    async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
      const ask = () => client.query(query.sql, [...query.parameters])
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
