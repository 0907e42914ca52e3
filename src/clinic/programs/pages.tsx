import { Hono } from 'hono'
import type { Door } from '../../web/door.ts'
import { credentialTable } from './pages/credential-rules.tsx'
import { datedRules } from './pages/dated.tsx'
import { offers } from './pages/offers.tsx'
import { services } from './pages/service-library.tsx'

/** What the clinic offers, and the rules with dates. */
export const programs = new Hono<Door>()
  .route('/', offers)
  .route('/', datedRules)
  .route('/', credentialTable)
  .route('/', services)
