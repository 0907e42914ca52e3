import { describe } from 'node:test'
import { noteDesk } from '../../../tests/notes/desk.ts'
import { reading } from '../../../tests/notes/reading.ts'
import { writing } from '../../../tests/notes/writing.ts'

describe('The group note', () => {
  const desk = noteDesk()
  for (const part of [writing, reading]) part(desk)
})
