import type { Refusal } from '../basics/refusal.ts'
import { Notice } from './status.tsx'

/** Shows why a rule said no. Nothing when there is no refusal, so that pages can pass theirs as it is. */
export const RefusalAlert = ({ refusal, title }: { refusal: Refusal | undefined | null; title?: string }) =>
  refusal ? (
    <Notice tone="danger" title={title} alert>
      <span data-refused={refusal.refused}>{refusal.because}</span>
      {refusal.details !== undefined && refusal.details.length > 0 && (
        <ul>
          {refusal.details.map((detail) => (
            <li>{detail}</li>
          ))}
        </ul>
      )}
    </Notice>
  ) : null
