import type { Child, PropsWithChildren } from 'hono/jsx'

/** Nothing here yet: says so, and what the next step is. */
export const Empty = ({ title, next, children }: PropsWithChildren<{ title: string; next?: Child }>) => (
  <div class="empty">
    <svg width="72" height="40" viewBox="0 0 72 40" aria-hidden="true" focusable="false">
      <path d="M2 4h10v8h8v8h8v8M70 4H60v8h-8v8h-8v8" />
      <path class="pool" d="M28 31c3-2 5-2 8 0s5 2 8 0M28 36.500c3-2 5-2 8 0s5 2 8 0" />
    </svg>
    <b>{title}</b>
    {children && <p>{children}</p>}
    {next && <div class="actions">{next}</div>}
  </div>
)
