import { type Refusal, refuse } from '../../basics/refusal.ts'
import { plural } from '../../basics/text.ts'

/** Where else the schedule has this person at that time, and what was marked there. */
export type Elsewhere = { name: string; from: string; to: string; mark: string | null }

export type WalkIn = {
  name: string
  isOnRoster: boolean
  /** In care on that day. */
  isActive: boolean
  elsewhere: readonly Elsewhere[]
}

/** `expected`: seats not marked absent or excused, and walk-ins, whole numbers; `chairs`: what the series may hold. */
export type RoomFill = { name: string; expected: number; chairs: number }

/**
 * Whether someone without a seat may join this session now, or the sentence why not. Somebody who is marked absent or
 * excused elsewhere is free. The cap counts everyone who may still come through the door: a chair of someone not marked
 * yet is taken. Source: clinical.md §0 fact 9, §7.1 (caps).
 */
export function mayWalkIn(room: RoomFill, client: WalkIn): Refusal | null {
  if (client.isOnRoster) return refuse('on-roster', `${client.name} is on this roster already.`)
  if (!client.isActive) {
    return refuse('not-in-care', `${client.name} is not in care on this day. Admit ${client.name} first.`)
  }
  const clash = client.elsewhere.find(({ mark }) => mark !== 'absent' && mark !== 'excused')
  if (clash !== undefined) {
    const there = `${clash.name}, ${clash.from} to ${clash.to}`
    return clash.mark === null
      ? refuse(
          'expected-elsewhere',
          `${client.name} is expected in ${there}. Mark ${client.name} absent or excused there first.`,
        )
      : refuse('is-elsewhere', `${client.name} is marked as there in ${there}. Take that mark back first.`)
  }
  if (room.expected >= room.chairs) {
    return refuse(
      'room-full',
      `${room.name} is full: ${plural(room.chairs, 'chair', 'chairs')}, and ${room.expected} may be in the room. Mark whoever is not coming, or choose another group.`,
    )
  }
  return null
}

export type Meeting = {
  name: string
  cancelled: boolean
  noteSignedAt: Date | null
  /** How many are marked as there, late or left early. */
  there: number
}

/** Whether a meeting may be called off. What people were there for did happen: their marks are taken back first. */
export function mayCancel(meeting: Meeting): Refusal | null {
  if (meeting.cancelled) return refuse('cancelled', `${meeting.name} is cancelled already.`)
  if (meeting.noteSignedAt !== null) {
    return refuse('note-signed', `The note for ${meeting.name} is signed: it took place and cannot be cancelled.`)
  }
  if (meeting.there > 0) {
    return refuse(
      'people-there',
      `${plural(meeting.there, 'person is', 'people are')} marked as there in ${meeting.name}. Take those marks back first.`,
    )
  }
  return null
}
