// A made-up list of meetings in the meeting-guide format, as an area would publish it: places and names are invented.

const meeting = (
  slug: string,
  name: string,
  day: number | number[],
  time: string,
  more: Record<string, unknown> = {},
): Record<string, unknown> => ({
  slug,
  name,
  day,
  time,
  types: ['O'],
  city: 'Riverbend',
  state: 'NY',
  postal_code: '12110',
  ...more,
})
const street = (address: string, location: string) => ({ address, location })
const online = (number: string) => ({ conference_url: `https://meet.example.org/j/${number}`, city: 'Riverbend' })

const rows: unknown[] = [
  meeting('early-birds', 'Early birds', [1, 2, 3, 4, 5], '06:30', {
    end_time: '07:15',
    ...street('14 Dock Street', 'Harbor church hall'),
  }),
  meeting('noon-hour', 'Noon hour', [1, 3, 5], '12:00', {
    end_time: '13:00',
    types: ['O', 'X'],
    ...street('220 Main Street', 'Library annex'),
  }),
  meeting('women-by-the-falls', 'Women by the falls', 2, '18:30', {
    end_time: '19:30',
    types: ['C', 'W'],
    ...street('3 Falls Road', 'Community house'),
  }),
  meeting('mens-monday', 'Monday men', 1, '19:00', {
    end_time: '20:00',
    types: ['C', 'M'],
    ...street('41 Pine Street', 'Union hall'),
  }),
  meeting('luz-de-rio', 'Luz del río', [2, 4, 6], '19:00', {
    end_time: '20:30',
    types: ['O', 'S'],
    ...street('88 Bridge Street', 'Casa del pueblo'),
  }),
  meeting('en-linea', 'Grupo en línea', 0, '17:00', { end_time: '18:00', types: ['O', 'S'], ...online('4411') }),
  meeting('young-and-here', 'Young and here', 5, '18:00', {
    types: ['O', 'Y', 'LGBTQ'],
    ...street('9 College Avenue', 'Student center'),
  }),
  meeting('beginners', 'First steps for beginners', [0, 3], '17:30', {
    end_time: '18:30',
    types: ['O', 'BE'],
    ...street('220 Main Street', 'Library annex'),
  }),
  meeting('secular-sunday', 'Sunday without prayers', 0, '10:00', {
    end_time: '11:15',
    types: ['O', 'A'],
    ...street('55 Mill Street', 'Mill loft'),
  }),
  meeting('late-light', 'Late light', [5, 6], '22:00', { end_time: '23:00', types: ['O'], ...online('9077') }),
  meeting('phone-table', 'The telephone table', [1, 2, 3, 4, 5, 6, 0], '20:00', {
    conference_phone: '+15185550190',
    city: 'Riverbend',
  }),
  meeting('seniors-tea', 'Tea at three', 4, '15:00', {
    end_time: '16:00',
    types: ['O', 'SEN', 'X'],
    ...street('7 Orchard Lane', 'Orchard house'),
  }),
  meeting('with-children', 'Bring the children', 6, '10:30', {
    types: ['O', 'CF', 'BA'],
    ...street('14 Dock Street', 'Harbor church hall'),
  }),
  meeting('both-ways', 'Both troubles', 3, '19:30', {
    types: ['O', 'DD'],
    ...street('3 Falls Road', 'Community house'),
    ...online('2280'),
  }),
  meeting('walk', 'Walk and talk', 6, '08:00', { types: ['O', 'OUT'], ...street('1 River Path', 'At the boathouse') }),
  meeting('signed', 'Signed meeting', 1, '18:00', {
    types: ['O', 'ASL'],
    ...street('9 College Avenue', 'Student center'),
  }),
  meeting('closed-hall', 'Thursday at the old hall', 4, '19:00', {
    types: ['O', 'TC'],
    ...street('70 Station Road', 'Old hall'),
  }),
  { slug: 'odd-row', name: 'Sunrise', day: 'every day', time: '6 am' },
]

export const areaList = JSON.stringify(rows)
