import { describe } from 'node:test'
import { besides } from '../../../tests/papers/besides.ts'
import { papersDesk } from '../../../tests/papers/desk.ts'
import { entering } from '../../../tests/papers/entering.ts'
import { refuses } from '../../../tests/papers/refuses.ts'
import { signed } from '../../../tests/papers/signed.ts'

describe('Papers by a link', () => {
  const desk = papersDesk()
  for (const part of [entering, signed, refuses, besides]) part(desk)
})
