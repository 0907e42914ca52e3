import { Hono } from 'hono'
import type { VisitorDoor } from '../../web/visitor-door.ts'
import { booking } from './public/book.tsx'
import { callBack } from './public/call-back.tsx'
import { messages } from './public/message.tsx'
import { mine } from './public/mine.tsx'

/** What a visitor may do about a call: book one, change it, be called back, write instead. */
export const publicCalls = new Hono<VisitorDoor>()
for (const part of [booking, mine, callBack, messages]) publicCalls.route('/', part)
