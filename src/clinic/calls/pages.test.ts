import { describe } from 'node:test'
import { booking } from '../../../tests/calls/booking.ts'
import { callsDesk } from '../../../tests/calls/desk.ts'
import { deskWork } from '../../../tests/calls/desk-work.ts'
import { hours } from '../../../tests/calls/hours.ts'
import { privateLink } from '../../../tests/calls/private-link.ts'
import { writing } from '../../../tests/calls/writing.ts'

describe('Calls and messages', () => {
  const desk = callsDesk()
  for (const part of [hours, booking, privateLink, writing, deskWork]) part(desk)
})
