import { Hono } from 'hono'
import type { SigningDoor } from '../../web/signing-door.ts'
import { entrance } from './portal/entrance.tsx'
import { paperPages } from './portal/papers.tsx'

export { noSuchLink } from './portal/frame.tsx'

/** What whoever holds a link sees: the way in, and one paper at a time. */
export function signingPages({ secureCookies }: { secureCookies: boolean }): Hono<SigningDoor> {
  const face = new Hono<SigningDoor>()
  face.route('/', entrance(secureCookies))
  face.route('/', paperPages)
  return face
}
