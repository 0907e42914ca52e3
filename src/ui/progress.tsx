import type { Child, PropsWithChildren } from 'hono/jsx'

export type ProgressProps = {
  label: string
  done: number
  /** Unknown as yet when left out. */
  total?: number
  /** 'claims', 'rows': what is counted. */
  unit?: string
  note?: Child
  /** Where a form may stop the work. */
  stopAction?: string
  stopLabel?: string
}

export const Progress = ({ label, done, total, unit = '', note, stopAction, stopLabel = 'Stop' }: ProgressProps) => {
  const counted =
    total === undefined
      ? `${done} ${unit} so far`.replace('  ', ' ')
      : `${done} of ${total} ${unit}, ${total - done} left`.replace(' ,', ',')
  return (
    <div class="progress">
      <div class="line-up spread">
        <b>{label}</b>
        <small>{counted}</small>
      </div>
      <progress aria-label={label} value={total === undefined ? undefined : done} max={total} />
      {(note || stopAction) && (
        <div class="line-up spread">
          <small>{note}</small>
          {stopAction && (
            <form method="post" action={stopAction}>
              <button class="button small" type="submit">
                {stopLabel}
              </button>
            </form>
          )}
        </div>
      )}
    </div>
  )
}

/** A part of the page that fetches itself anew every few seconds until it comes back without `every`. */
export const LivePart = ({ id, every, children }: PropsWithChildren<{ id: string; every?: number }>) => (
  <live-part id={id} data-every={every} aria-live="polite">
    {children}
    {every !== undefined && (
      <noscript>
        <a class="button small" href="">
          Look again
        </a>
      </noscript>
    )}
  </live-part>
)
