export const specialties = ['substance-use', 'dbt', 'ptsd', 'eating', 'adolescent'] as const
export type Specialty = (typeof specialties)[number]
export const topics = ['relapse-prevention', 'emotion-skills', 'mindfulness'] as const
export const states = ['OH', 'PA', 'MI', 'IN'] as const
