import { type RawBuilder, sql } from 'kysely'

/**
 * A condition that stands only when its value was given. Never "$1 is null or …": a plan is kept for each wording, made for
 * whatever value may come, and would read the whole table for the value that never comes.
 */
export const given = <Value>(
  value: Value | null | undefined,
  condition: (value: Value) => RawBuilder<unknown>,
): RawBuilder<unknown> => (value === null || value === undefined ? sql`` : condition(value))
