// Addresses of treatment: the plan in full, notes of every kind, medicine and monitoring, measures, and nobody lost.
// One block for each concept.
export const treatmentUrls = {} as const
