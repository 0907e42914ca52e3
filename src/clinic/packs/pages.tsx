import { Hono } from 'hono'
import type { Door } from '../../web/door.ts'
import { clientPapers } from './pages/client-papers.tsx'
import { givingOut } from './pages/giving-out.tsx'
import { packPages } from './pages/packs.tsx'
import { signedPages } from './pages/signed.tsx'
import { wordingPages } from './pages/wordings.tsx'

/** Papers as staff see them: packs and their wordings, a client's papers, links and the tablet, what was signed. */
export function packs(house: { baseUrl: string; secureCookies: boolean }): Hono<Door> {
  const face = new Hono<Door>()
  for (const one of [clientPapers, givingOut(house), packPages, signedPages, wordingPages]) face.route('/', one)
  return face
}
