// Treatment as three people live it, in a real browser: one goes from the plan to less care and on; one vanishes and is found; one
// needs more care tonight. After every step somebody of the clinic has a day for them.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { noBrowser } from '../browser.ts'
import { openTreatment, type Treatment } from './treatment/clinic.ts'
import { isCalledAfterwards, isPlanned, leavesWell, stepsDown } from './treatment/down.ts'
import { comesBack, isFound, isMissedAgain, isMissedOnce } from './treatment/found.ts'
import { answersAlarm, isDealtWith, isHandedOff, isWorriedAbout } from './treatment/tonight.ts'

describe('Treatment', { skip: noBrowser }, () => {
  let treatment: Treatment
  before(async () => {
    treatment = await openTreatment()
  })
  after(() => treatment?.close())

  const journey = (name: string, steps: [string, (treatment: Treatment) => Promise<void>][]) =>
    describe(name, () => {
      /** A step stands on those before it: where one did not succeed, the next would only tell of it again. */
      let lost = false
      for (const [step, deed] of steps)
        it(step, async (t) => {
          if (lost) return t.skip('a step before this one did not succeed')
          lost = true
          await deed(treatment)
          assert.deepEqual(treatment.complaints(), [])
          lost = false
        })
    })

  journey('One vanishes and is found', [
    ['is missed once, and called the same day', isMissedOnce],
    ['is missed again: a supervisor, and whom a consent allows', isMissedAgain],
    ['is found: what kept him away is somebody’s at once', isFound],
    ['comes back, and the week alone lies before him', comesBack],
  ])
  journey('One needs more care tonight', [
    ['is a worry that is said in ten seconds', isWorriedAbout],
    ['answers what alarms: above everything else on Today', answersAlarm],
    ['is handed off to where more care is', isHandedOff],
    ['is dealt with by somebody who may judge danger, and stays somebody’s', isDealtWith],
  ])
  journey('One goes from the plan to less care, and on', [
    ['has a plan that is signed', isPlanned],
    ['steps down in one act', stepsDown],
    ['leaves well: the next call has a day and an owner', leavesWell],
    ['is called two days after, and wants to stay in touch', isCalledAfterwards],
  ])
})
