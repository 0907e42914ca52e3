import type { Child, PropsWithChildren } from 'hono/jsx'
import type { Tone } from './status.tsx'

export type CardProps = {
  /** Headings say what the card answers. */
  title?: string
  id?: string
  /** Beside the title: a link, a count, a button. */
  action?: Child
  /** Below the title. */
  hint?: Child
  footer?: Child
  tone?: Tone
  /** Rows and tables reach the card's edges; everything else stands in a padded body. */
  flush?: boolean
  level?: 2 | 3
}

export function Card({
  title,
  id,
  action,
  hint,
  footer,
  tone,
  flush,
  level = 2,
  children,
}: PropsWithChildren<CardProps>) {
  const Heading = level === 2 ? 'h2' : 'h3'
  const headingId = title ? `${id ?? slug(title)}-title` : undefined
  return (
    <section class={tone ? `card ${tone}` : 'card'} id={id} aria-labelledby={headingId}>
      {(title || action) && (
        <header>
          <div>
            {title && <Heading id={headingId}>{title}</Heading>}
            {hint && <small>{hint}</small>}
          </div>
          {action && <div class="line-up">{action}</div>}
        </header>
      )}
      {flush ? children : <div class="body">{children}</div>}
      {footer && <footer>{footer}</footer>}
    </section>
  )
}

export const Tiles = ({ label, children }: PropsWithChildren<{ label: string }>) => (
  <section class="tiles" aria-label={label}>
    {children}
  </section>
)

export type TileProps = { name: string; value: Child; note?: Child; href?: string; tone?: Tone }

export const Tile = ({ name, value, note, href, tone }: TileProps) => (
  <div class={tone ? `card tile ${tone}` : 'card tile'}>
    {href ? (
      <a class="name card-link" href={href}>
        {name}
      </a>
    ) : (
      <span class="name">{name}</span>
    )}
    <b class="value">{value}</b>
    {note && <span class="note">{note}</span>}
  </div>
)

/** A list inside a flush card; each row is a <Row>. */
export const Rows = ({ label, children }: PropsWithChildren<{ label?: string }>) => (
  <ul class="rows" aria-label={label}>
    {children}
  </ul>
)

export type RowProps = { id?: string; lead?: Child; title?: Child; note?: Child; end?: Child }

/** Lead (a time, initials), the matter (title, note or children), and what stands at the end (a signal, a button). */
export const Row = ({ id, lead, title, note, end, children }: PropsWithChildren<RowProps>) => (
  <li id={id} class={lead === undefined ? 'no-lead' : undefined}>
    {lead !== undefined && <div class="lead">{lead}</div>}
    <div class="matter">
      {title && <h3>{title}</h3>}
      {note && <small>{note}</small>}
      {children}
    </div>
    {end && <div class="end">{end}</div>}
  </li>
)

const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, 48)
