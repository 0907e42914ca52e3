// Somebody's way through the front door: from a phone at night, in Spanish, to the first day of care; beside it a second
// person who is in danger, goes to detox and comes back.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { noBrowser } from '../browser.ts'
import { hasItsFees, hearsWhatItCosts, isAdmitted, isAssessed, signsOnHerPhone } from './front-door/admission.ts'
import { comesBack, findsADanger, handsHimOff, isTakenOver, sendsThePacket } from './front-door/detox.ts'
import { openFrontDoor, type FrontDoor } from './front-door/door.ts'
import { knowsHerAgain, worksHerInquiry } from './front-door/inquiry.ts'
import { knowsWhatMayBeSaid, neitherYesNorNo, saysWhatHerMotherMayKnow } from './front-door/mother.ts'
import {
  asksWhetherThisIsForHer,
  booksHerCall,
  comesWithoutScript,
  holdsASeat,
  leavesNoTrace,
  opensTheTelephone,
} from './front-door/night.ts'

describe('The front door', { skip: noBrowser }, () => {
  let door: FrontDoor
  before(async () => {
    door = await openFrontDoor()
  })
  after(() => door?.close())

  /** A step stands on those before it: where one did not succeed, the next would only tell of it again. */
  let lost = false
  const step = (name: string, deed: (door: FrontDoor) => Promise<void>) =>
    it(name, async (t) => {
      if (lost) return t.skip('a step before this one did not succeed')
      lost = true
      await deed(door)
      assert.deepEqual(door.complaints(), [])
      lost = false
    })

  step('opens the telephone: a coordinator says when calls can be booked', opensTheTelephone)
  step('asks at night whether this is for her: a question a page, an answer with its reasons', asksWhetherThisIsForHer)
  step('books a free call in her own clock, and saves it to her calendar', booksHerCall)
  step('holds a seat for a day in a group of the evening', holdsASeat)
  step('leaves nothing on the phone, and leads away at once', leavesNoTrace)
  step('serves a second visitor without script: danger leads out, a call is booked all the same', comesWithoutScript)
  step('works her inquiry in the morning: the booked call, her record, a gate without a stop', worksHerInquiry)
  step('knows her again behind a second inquiry', knowsHerAgain)
  step('finds a danger in the second person: the gate stops', findsADanger)
  step('hands him off to detox by name, and sends nothing without his consent', handsHimOff)
  step('sends the packet with his consent, and writes the telling down', sendsThePacket)
  step('keeps him on the board while other care has him', isTakenOver)

  step('weighs six dimensions for her, and a clinician decides', isAssessed)
  step('has fees with their source', hasItsFees)
  step('tells her what it costs: a good-faith estimate on paper', hearsWhatItCosts)
  step('has the pack signed on her own phone, behind her date of birth and a code', signsOnHerPhone)
  step('admits her, and neither inquiry stays open', isAdmitted)

  step('takes him back: the gate comes first again', comesBack)
  step('says neither yes nor no when her mother telephones', neitherYesNorNo)
  step('lets her say what her mother may know, in her language', saysWhatHerMotherMayKnow)
  step('knows what may be said when her mother telephones again, and writes the telling down', knowsWhatMayBeSaid)
})
