export type Mark = { start: number; end: number; why?: string }

/** Text with some ranges marked. Ranges count UTF-16 units, may come in any order and overlap; what lies outside is dropped. */
export function MarkedText({ text, marks }: { text: string; marks: Mark[] }) {
  const edges = [
    ...new Set([0, text.length, ...marks.flatMap(({ start, end }) => [within(start, text), within(end, text)])]),
  ].sort((a, b) => a - b)
  return (
    <span dir="auto">
      {edges.slice(0, -1).map((from, place) => {
        const to = edges[place + 1] ?? text.length
        const over = marks.filter(({ start, end }) => start <= from && end >= to && end > start)
        const piece = text.slice(from, to)
        if (over.length === 0) return piece
        const why = over.flatMap((mark) => mark.why ?? []).join('; ')
        return (
          <mark title={why || undefined}>
            {piece}
            {why && <span class="hidden-text"> ({why})</span>}
          </mark>
        )
      })}
    </span>
  )
}

const within = (place: number, text: string): number => Math.max(0, Math.min(Math.trunc(place), text.length))
