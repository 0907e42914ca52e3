// One week of a clinic, with the keyboard at the desk and a thumb on the telephone: composed, filled, covered, moved, mended.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { noBrowser } from '../browser.ts'
import { openWeek, type Week } from './week/clinic.ts'
import { nextInLineSeesNothing, oneLeaves, takesItWithOneTap, twoWait } from './week/last-seat.ts'
import { isDragged, isSaved, isTakenUpByKeyboard, keepsItsWallTime } from './week/move.ts'
import { acceptsOne, readsWholeWeeks, saysWhatBindsHer } from './week/nurse.ts'
import {
  areOfferedSeats,
  oneLetsItLapse,
  oneTakesItOnTheirPage,
  oneTellsStaff,
  threeAreMissed,
} from './week/short-weeks.ts'
import { isCovered } from './week/sick.ts'

describe('The week', { skip: noBrowser }, () => {
  let week: Week
  before(async () => {
    week = await openWeek()
  })
  after(() => week?.close())

  /** A step stands on those before it: where one did not succeed, the next would only tell of it again. */
  let lost = false
  const step = (name: string, deed: (week: Week) => Promise<void>) =>
    it(name, async (t) => {
      if (lost) return t.skip('a step before this one did not succeed')
      lost = true
      await deed(week)
      assert.deepEqual(week.complaints(), [])
      lost = false
    })

  step('notes what binds a nurse with two children, and what she wishes', saysWhatBindsHer)
  step('proposes whole evening weeks to her, and says why not the Tuesday group', readsWholeWeeks)
  step('gives her the week that she takes: her first session stands in it', acceptsOne)

  step('puts two on the list of a group that is full', twoWait)
  step('offers the seat of somebody who leaves to whoever waits first', oneLeaves)
  step('lets her take it on her own telephone, in Spanish, with one tap', takesItWithOneTap)
  step('shows the next in line nothing of it', nextInLineSeesNothing)

  step('covers a therapist who is sick: one save, and whoever comes reads who leads', isCovered)

  step('marks three who did not attend', threeAreMissed)
  step('sees whose week falls short and would not be paid, and offers each a seat', areOfferedSeats)
  step('mends one week on the client’s own page', oneTakesItOnTheirPage)
  step('mends another by staff', oneTellsStaff)
  step('lets the third lapse; the week pages say the hours, and what would be paid', oneLetsItLapse)

  step('drags a group over the board with a mouse: what it would do comes before the drop', isDragged)
  step('takes a full group up by keyboard, to another day and hour', isTakenUpByKeyboard)
  step('saves the move for a day beyond the clock change, with everyone in it', isSaved)
  step('keeps the wall time on both sides of the clock change, and the past as it was', keepsItsWallTime)
})
