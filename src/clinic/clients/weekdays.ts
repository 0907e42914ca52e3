/** 1 Monday to 7 Sunday (ISO 8601). */
export const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'].map(
  (name, place) => ({ weekday: place + 1, name }),
)
