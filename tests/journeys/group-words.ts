/** What the therapist writes about Nadia. */
export const herWords = 'Spoke for the first time, about the ferry at six and who drives her there.'
/** What is written about each of the others; no two alike, and nobody named. */
export const others = [
  'Told us about a night without sleep and how it ended without pills.',
  'Asked how others tell their families, and wrote two answers down.',
  'Brought breakfast for the first time, and read a poem aloud.',
  'Quiet at first; later described the walk home past the old bar.',
  'Worked out what to do with the pay before Friday comes.',
  'Came from the yard, said why, and stayed with the topic.',
  'Wanted a number to call in the evening, and got three of them.',
  'Found a meeting nearby and means to go there on Thursday.',
  'Listened closely and answered when asked about the pain.',
  'Read the letter that is not sent yet, and cried a little.',
  'Passed the school on the way and said how that was.',
  'Named the hour of the day that is hardest, and a plan for it.',
  'Thanked the room for the calls, and promised to make one.',
]
