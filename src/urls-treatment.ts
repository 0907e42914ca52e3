import { mine, staff } from './urls-kinds.ts'

// Addresses of treatment: the plan in full, notes of every kind, medicine and monitoring, measures, and nobody lost.
// One block for each concept.
export const treatmentUrls = {
  // the plan of care: versions, signatures, reviews, the golden thread, what is practised
  planVersions: staff('post', '/episodes/:episode/plan/versions'),
  planDraft: staff('get post', '/plans/:plan/draft'),
  planDraftSaves: staff('post', '/plans/:plan/draft/saves'),
  planSignature: staff('get post', '/plans/:plan/signature'),
  planCosignature: staff('post', '/plans/:plan/cosignature'),
  planVersion: staff('get', '/plans/:plan'),
  planClientAnswer: staff('get post', '/plans/:plan/client'),
  planRequest: staff('post', '/plans/:plan/request'),
  planReview: staff('get post', '/plans/:plan/review'),
  reviewCosignature: staff('post', '/plan-reviews/:review/cosignature'),
  diagnoses: staff('get post', '/clients/:client/diagnoses'),
  diagnosisEnd: staff('post', '/diagnoses/:diagnosis/end'),
  planThread: staff('get', '/clients/:client/thread'),
  objective: staff('get', '/objectives/:objective'),
  threadBoard: staff('get', '/plans'),
  planRules: staff('get post', '/rules/plans'),
  planCredentials: staff('post', '/rules/plans/credentials'),
  homework: staff('get post', '/clients/:client/practice'),
  homeworkEnd: staff('post', '/practice/:homework/end'),
  homeworkDone: staff('post', '/practice/:homework/done'),
  homeworkSeen: staff('post', '/practice/:homework/seen'),
  minePlan: mine('get post', '/plan'),
  minePractice: mine('post', '/practice/:homework'),
} as const
