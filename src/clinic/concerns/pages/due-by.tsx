import { addDays, dayAt, timeAt } from '../../../basics/dates.ts'
import { weekDay } from '../../../ui/when.tsx'

/** By when a step is done: a day that ends at midnight is called by its own name, not by the next one's first minute. */
export function DueBy({ at, zone }: { at: Date; zone: string }) {
  const [day, time] = [dayAt(at, zone), timeAt(at, zone)]
  return (
    <time datetime={at.toISOString()}>
      {time === '00:00' ? `by the end of ${weekDay(addDays(day, -1))}` : `by ${weekDay(day)}, ${time}`}
    </time>
  )
}
