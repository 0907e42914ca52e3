import { mayTell, recordTelling } from './clinic/consents/actions.ts'
import type { OutsideSystem, Work } from './db/work.ts'
import type { Telling } from './fhir/server.ts'

/** How other systems are told: as the recipient and for the purpose that the clinic named when it let them in. */
export const tellingBy: Telling = {
  async mayTell(work, clients) {
    const system = systemOf(work)
    if (system === null) return new Map()
    const recipient = { kind: system.recipientClass, name: system.name }
    return mayTell(work, { what: 'record', purpose: system.purpose, recipient, clients })
  },
  async recordTelling(work, told, what) {
    const system = systemOf(work)
    if (system !== null) await recordTelling(work, told, { purpose: system.purpose, recipient: system.name, what })
  },
}

const systemOf = ({ by }: Work): OutsideSystem | null => (by.kind === 'system' ? by : null)
