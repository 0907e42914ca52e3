import { Hono } from 'hono'
import type { Door } from '../../web/door.ts'
import { newClient } from './pages/new-client.tsx'
import { referral } from './pages/referral.tsx'
import { upload } from './pages/upload.tsx'

export const inquiries = new Hono<Door>().route('/', newClient).route('/', upload).route('/', referral)
