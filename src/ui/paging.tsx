import { Paging } from './table.tsx'

/** Which part of a long list a page shows, and of how many. `from` and `to` count from one; both are 0 where there is nothing. */
export type Part = { page: number; pages: number; from: number; to: number; of: number }

/**
 * The part that the address asks for (`?page=`), of a list of `of` in pages of `size`. What is no page of it, as a word or a number
 * too large, is the nearest one: nobody is shown an empty page of a list that has some. Pages count from 1.
 */
export function partAsked(asked: string | undefined, of: number, size: number): Part {
  const pages = Math.max(1, Math.ceil(of / size))
  const page = Math.min(pages, Math.max(1, Math.trunc(Number(asked ?? 1)) || 1))
  const before = (page - 1) * size
  return { page, pages, from: of === 0 ? 0 : before + 1, to: Math.min(of, before + size), of }
}

/** The part of a list that is known whole. */
export const partOf = <Each,>(list: readonly Each[], { from, to }: Part): Each[] =>
  list.slice(Math.max(0, from - 1), to)

/** Where one is in the list, and the ways on; nothing where one page holds all of it. */
export const Pages = ({ part, href }: { part: Part; href: (page: string | undefined) => string }) =>
  part.pages === 1 ? null : (
    <Paging
      from={part.from}
      to={part.to}
      of={part.of}
      previous={part.page > 1 ? href(part.page === 2 ? undefined : String(part.page - 1)) : undefined}
      next={part.page < part.pages ? href(String(part.page + 1)) : undefined}
    />
  )
