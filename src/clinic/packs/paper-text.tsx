import type { FilledDocument } from '../consents/documents.ts'

/** A paper as it is read: real headings and lists, so that a screen reader finds its way. */
export function PaperText({ filled, level = 2 }: { filled: Pick<FilledDocument, 'paragraphs'>; level?: 2 | 3 }) {
  const Heading = level === 2 ? 'h2' : 'h3'
  const blocks: { items: string[]; one: { kind: string; text: string } | null }[] = []
  for (const one of filled.paragraphs) {
    const last = blocks.at(-1)
    if (one.kind !== 'item') blocks.push({ items: [], one })
    else if (last !== undefined && last.one === null) last.items.push(one.text)
    else blocks.push({ items: [one.text], one: null })
  }
  return (
    <>
      {blocks.map(({ items, one }) =>
        one === null ? (
          <ul>
            {items.map((text) => (
              <li>{text}</li>
            ))}
          </ul>
        ) : one.kind === 'heading' ? (
          <Heading>{one.text}</Heading>
        ) : (
          <p>{one.text}</p>
        ),
      )}
    </>
  )
}
