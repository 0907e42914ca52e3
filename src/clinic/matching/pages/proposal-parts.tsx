import { plural } from '../../../basics/text.ts'
import { Sig } from '../../../ui/status.tsx'
import type { ProposalRow } from '../queries/proposals.ts'

/** What a question supposes, in words. */
export function ifsOf(one: ProposalRow, programs: readonly { id: string; name: string }[]): string[] {
  const { without, room, evening, programs: asked } = one.question
  const nameOf = (id: string) => programs.find((program) => program.id === id)?.name ?? 'a program'
  return [
    ...(asked.length === 0 ? [] : [`groups of ${asked.map(nameOf).join(' and ')} may move`]),
    ...(without === null ? [] : ['with one clinician less']),
    ...(room === null ? [] : [`with one room more, of ${room.seats}`]),
    ...(evening === null
      ? []
      : [`with ${plural(evening.evenings, 'evening', 'evenings')} more in ${nameOf(evening.programId)}`]),
  ]
}

export const StepSign = ({ one }: { one: ProposalRow }) => {
  if (one.step === 'done') return <Sig tone="good">Found</Sig>
  if (one.step === 'failed') return <Sig tone="danger">Ended without an answer</Sig>
  if (one.isStopping) return <Sig tone="calm">Stopping</Sig>
  return one.step === 'waiting' ? <Sig tone="calm">Waiting</Sig> : <Sig tone="info">Looking</Sig>
}
