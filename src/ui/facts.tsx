import type { Child } from 'hono/jsx'

export type Fact =
  | { term: string; detail: Child /** Shown when there is no detail; 'Not recorded' otherwise. */; none?: string }
  | null
  | false
  | undefined

/** Terms and what they say: the face sheet. `across` sets them side by side. What is null is left out. */
export const Facts = ({ facts, across }: { facts: Fact[]; across?: boolean }) => (
  <dl class={across ? 'facts across' : 'facts'}>
    {facts.map(
      (fact) =>
        fact && (
          <div>
            <dt>{fact.term}</dt>
            <dd>{isBlank(fact.detail) ? <span class="muted">{fact.none ?? 'Not recorded'}</span> : fact.detail}</dd>
          </div>
        ),
    )}
  </dl>
)

const isBlank = (detail: Child): boolean => detail === null || detail === undefined || detail === false || detail === ''
