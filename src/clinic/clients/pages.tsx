import { Hono } from 'hono'
import type { Door } from '../../web/door.ts'
import { availability } from './pages/availability.tsx'
import { contacts } from './pages/contacts.tsx'
import { face } from './pages/face.tsx'
import { identity } from './pages/identity.tsx'
import { list } from './pages/list.tsx'
import { ownPagePolicyPages } from './pages/own-page-policy.tsx'
import { ownPages } from './pages/own-page.tsx'
import { switchPages } from './pages/switches.tsx'
import { toTellPages } from './pages/to-tell.tsx'

export const clients = (house: { baseUrl: string }): Hono<Door> =>
  new Hono<Door>()
    .route('/', list)
    .route('/', face)
    .route('/', identity)
    .route('/', contacts)
    .route('/', availability)
    .route('/', ownPages(house))
    .route('/', ownPagePolicyPages)
    .route('/', toTellPages)
    .route('/', switchPages)
