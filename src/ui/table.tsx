import type { Child, PropsWithChildren } from 'hono/jsx'

export type Column = {
  label: string
  number?: boolean
  /** Hidden from sight, still said: for a column of buttons. */
  quiet?: boolean
  sort?: { href: string; is?: 'ascending' | 'descending' }
}

export type TableProps = {
  /** Says what the table answers; read out when the table is entered. */
  caption: string
  /** Hide the caption where a heading right above says the same. */
  captionHidden?: boolean
  columns: Column[]
  foot?: Child
  id?: string
}

/** Rows are children: <tr> with <th scope="row"> first. On a narrow screen the table scrolls inside itself. */
export const Table = ({ caption, captionHidden, columns, foot, id, children }: PropsWithChildren<TableProps>) => (
  <div class="table" role="region" aria-label={caption} tabindex={0} id={id}>
    <table>
      <caption class={captionHidden ? 'hidden-text' : undefined}>{caption}</caption>
      <thead>
        <tr>
          {columns.map(({ label, number, quiet, sort }) => (
            <th scope="col" class={number ? 'number' : undefined} aria-sort={sort?.is}>
              {quiet ? <span class="hidden-text">{label}</span> : sort ? <a href={sort.href}>{label}</a> : label}
              {sort?.is && <span aria-hidden="true">{sort.is === 'ascending' ? ' ↑' : ' ↓'}</span>}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
      {foot && <tfoot>{foot}</tfoot>}
    </table>
  </div>
)

export type PagingProps = { from: number; to: number; of: number; previous?: string; next?: string }

export const Paging = ({ from, to, of, previous, next }: PagingProps) => (
  <nav class="line-up spread" aria-label="Pages">
    <small>{of === 0 ? 'None' : `${from} to ${to} of ${of}`}</small>
    <span class="line-up">
      {previous && (
        <a class="button small" href={previous} rel="prev">
          Earlier in the list
        </a>
      )}
      {next && (
        <a class="button small" href={next} rel="next">
          Later in the list
        </a>
      )}
    </span>
  </nav>
)
