import { Hono } from 'hono'
import type { Door } from '../../web/door.ts'
import { clientAnswers } from './pages/client-answer.tsx'
import { diagnosisPages } from './pages/diagnoses.tsx'
import { dose } from './pages/dose.tsx'
import { drafts } from './pages/draft.tsx'
import { homeworkPages } from './pages/homework.tsx'
import { plan } from './pages/plan.tsx'
import { reviews } from './pages/review.tsx'
import { planRulePages } from './pages/rule-rows.tsx'
import { threads } from './pages/thread.tsx'
import { versionPages } from './pages/version.tsx'

/** The plan of care: goals, versions and their signatures, reviews, the golden thread, practice, and the prescribed week. */
export const plans = new Hono<Door>()
for (const part of [
  plan,
  dose,
  drafts,
  versionPages,
  clientAnswers,
  reviews,
  diagnosisPages,
  threads,
  homeworkPages,
  planRulePages,
])
  plans.route('/', part)
