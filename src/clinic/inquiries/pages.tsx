import { Hono } from 'hono'
import type { Door } from '../../web/door.ts'
import { duplicates } from './pages/duplicates.tsx'
import { figures } from './pages/figures.tsx'
import { heldBack } from './pages/held-back.tsx'
import { inquiry } from './pages/inquiry.tsx'
import { newClient } from './pages/new-client.tsx'
import { newInquiry } from './pages/new-inquiry.tsx'
import { referral } from './pages/referral.tsx'
import { referrers } from './pages/referrers.tsx'
import { upload } from './pages/upload.tsx'

export const inquiries = new Hono<Door>()
  .route('/', newClient)
  .route('/', duplicates)
  .route('/', upload)
  .route('/', referral)
  .route('/', newInquiry)
  .route('/', heldBack)
  .route('/', figures)
  .route('/', inquiry)
  .route('/', referrers)
