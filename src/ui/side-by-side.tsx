import type { Child } from 'hono/jsx'
import { plainLetters } from '../basics/text.ts'
import { Shape } from './status.tsx'

export type Compared = { term: string; left: string | null; right: string | null }
export type SideBySideProps = { caption: string; left: Child; right: Child; rows: Compared[] }

/** Two people who may be one. Each row says in a word whether they agree. */
export const SideBySide = ({ caption, left, right, rows }: SideBySideProps) => (
  <div class="table side-by-side" role="region" aria-label={caption} tabindex={0}>
    <table>
      <caption>{caption}</caption>
      <thead>
        <tr>
          <td />
          <th scope="col">{left}</th>
          <th scope="col">{right}</th>
          <th scope="col">Agree?</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ term, left: one, right: other }) => {
          const agree = agreement(one, other)
          const look = agree === 'differs' ? 'differs' : 'same'
          return (
            <tr>
              <th scope="row">{term}</th>
              <td class={look} dir="auto">
                {one ?? '–'}
              </td>
              <td class={look} dir="auto">
                {other ?? '–'}
              </td>
              <td>
                {agree === 'same' && 'Same'}
                {agree === 'unknown' && <span class="muted">One is missing</span>}
                {agree === 'differs' && (
                  <span class="sig warning">
                    <Shape tone="warning" size={13} />
                    Differs
                  </span>
                )}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  </div>
)

const agreement = (one: string | null, other: string | null): 'same' | 'differs' | 'unknown' => {
  if (one === null || other === null) return one === other ? 'same' : 'unknown'
  return plainLetters(one) === plainLetters(other) ? 'same' : 'differs'
}
