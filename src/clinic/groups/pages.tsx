import { Hono } from 'hono'
import type { Door } from '../../web/door.ts'
import { holds } from './pages/held.tsx'
import { learning } from './pages/learning.tsx'
import { newSeries } from './pages/new-series.tsx'
import { seats } from './pages/seats.tsx'
import { series } from './pages/series.tsx'

/** Seats in groups, and the groups themselves. The address of a new group stands before that of any one group. */
export const groups = new Hono<Door>()
  .route('/', newSeries)
  .route('/', series)
  .route('/', seats)
  .route('/', holds)
  .route('/', learning)
