import { getDocumentProxy } from 'unpdf'

export type Tag = { role: string; alt?: string; lang?: string; children: Tag[] }
export type ReadPdf = {
  /** Page by page, and all of it. */
  pages: string[]
  text: string
  lang: string
  title: string
  marked: boolean
  /** The structure tree of all pages, as a screen reader walks it. */
  tree: Tag[]
  /** Every role that occurs, in order of appearance. */
  tags: string[]
  /** The words of each element of a role, in order: `wordsIn('TH')`. */
  wordsIn: (role: string) => string[]
}

type Node = { role?: string; alt?: string; lang?: string; children?: Node[]; type?: string; id?: string }

/** Reads a PDF back with another program than the one that wrote it (pdf.js, through unpdf). */
export async function readPdf(bytes: Uint8Array): Promise<ReadPdf> {
  const pdf = await getDocumentProxy(new Uint8Array(bytes))
  const [meta, mark] = [await pdf.getMetadata(), await pdf.getMarkInfo()]
  const info = meta.info as { Title?: string; Language?: string } // pdf.js types it as an object
  const pages: string[] = []
  const tree: Tag[] = []
  const said: { role: string; words: string }[] = []
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await pdf.getPage(number)
    const words = new Map<string, string>()
    const open: string[] = []
    let text = ''
    for (const item of (await page.getTextContent({ includeMarkedContent: true })).items) {
      if ('str' in item) {
        const piece = item.str + (item.hasEOL ? '\n' : '')
        text += piece
        for (const id of open) words.set(id, (words.get(id) ?? '') + piece)
      } else if (item.type === 'endMarkedContent') open.pop()
      else open.push((item as { id?: string }).id ?? '') // artifacts have no id
    }
    pages.push(text)
    const root = (await page.getStructTree()) as Node | null
    for (const child of root?.children ?? []) tree.push(tagOf(child, words, said))
    page.cleanup()
  }
  const tags: string[] = []
  const walk = (tag: Tag): void => {
    if (!tags.includes(tag.role)) tags.push(tag.role)
    tag.children.forEach(walk)
  }
  tree.forEach(walk)
  return {
    pages,
    text: pages.join('\n'),
    lang: info.Language ?? '',
    title: info.Title ?? '',
    marked: mark?.Marked === true,
    tree,
    tags,
    wordsIn: (role) => said.filter((one) => one.role === role).map((one) => one.words.trim()),
  }
}

function tagOf(node: Node, words: Map<string, string>, said: { role: string; words: string }[]): Tag {
  const own = (node.children ?? [])
    .filter((child) => child.type === 'content')
    .map((child) => words.get(child.id ?? '') ?? '')
  if (own.length > 0) said.push({ role: node.role ?? '', words: own.join(' ') })
  return {
    role: node.role ?? '',
    ...(node.alt === undefined ? {} : { alt: node.alt }),
    ...(node.lang === undefined ? {} : { lang: node.lang }),
    children: (node.children ?? [])
      .filter((child) => child.role !== undefined)
      .map((child) => tagOf(child, words, said)),
  }
}
