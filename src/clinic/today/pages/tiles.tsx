import type { Work } from '../../../db/work.ts'
import { Tile, Tiles } from '../../../ui/card.tsx'
import { weekDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { may } from '../../access/permissions.ts'
import type { Today } from '../queries.ts'

const total = (rows: { n: number }[]): number => rows.reduce((sum, row) => sum + row.n, 0)
export function TodayTiles({ facts, work }: { facts: Today; work: Work }) {
  const all = total(facts.census)
  const programs = [...Map.groupBy(facts.census, (row) => row.program)].map(
    ([program, list]) => `${program} ${total(list)}`,
  )
  const levels = [...Map.groupBy(facts.census, (row) => row.level)]
    .map(([level, list]) => ({ level, n: total(list) }))
    .sort((a, b) => b.n - a.n)
  const [most, ...others] = levels
  return (
    <Tiles label="Census">
      <Tile
        name="In program"
        value={all}
        href={may(work.by, 'client.see') ? urls.clients() : undefined}
        note={programs.join(' · ') || 'Nobody is admitted yet'}
      />
      {most !== undefined && (
        <Tile
          name={`At level of care ${most.level}`}
          value={most.n}
          note={others.length === 0 ? 'Everyone' : others.map(({ level, n }) => `Level ${level}: ${n}`).join(' · ')}
        />
      )}
      <Tile
        name="On course for their hours"
        value={`${Math.max(0, all - facts.shortCount)} of ${all}`}
        href={may(work.by, 'week.see') ? urls.week() : undefined}
        note={facts.shortCount === 0 ? 'Nobody is short this week' : `${facts.shortCount} short this week`}
        tone={facts.shortCount > 0 ? 'warning' : undefined}
      />
      {may(work.by, 'note.read') && (
        <Tile
          name="Notes to sign"
          value={facts.notesDueCount}
          href={may(work.by, 'note.write') ? urls.notes() : undefined}
          note={facts.notesDue[0] === undefined ? 'All signed' : `Oldest from ${weekDay(facts.notesDue[0].heldOn)}`}
        />
      )}
    </Tiles>
  )
}
