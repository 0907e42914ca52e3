// A report as a reader finds it: its tables, a row as words.
import { catalog } from '../src/clinic/reports/catalog.ts'

/** The tables of a page: by the title of each, its rows as words. */
export function tablesIn(html: string): Record<string, string[][]> {
  const plain = (text: string) =>
    text
      .replace(/<small[\s\S]*?<\/small>/g, '')
      .replace(/<[^>]+>/g, '')
      .replaceAll('&#39;', "'")
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&')
      .trim()
  return Object.fromEntries(
    [...html.matchAll(/<caption[^>]*>([^<]*)<\/caption>([\s\S]*?)<\/table>/g)].map(([, title = '', body = '']) => [
      // 'Census: How many are in care?'
      catalog.reduce((words, report) => words.replace(`${report.title}: `, ''), plain(title)),
      [...(body.split('<tbody>')[1] ?? '').matchAll(/<tr>([\s\S]*?)<\/tr>/g)].map(([, row = '']) =>
        [...row.matchAll(/<t[hd][^>]*>([\s\S]*?)<\/t[hd]>/g)].map(([, cell = '']) => plain(cell)),
      ),
    ]),
  )
}
export const rowOf = (tables: Record<string, string[][]>, title: string, head: string): string[] =>
  tables[title]?.find(([first]) => first === head)?.slice(1) ?? [
    `no row ${head} in ${title}: ${Object.keys(tables).join(', ')}`,
  ]
