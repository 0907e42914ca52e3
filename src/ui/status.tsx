import type { Child, PropsWithChildren } from 'hono/jsx'

export type Tone = 'info' | 'good' | 'warning' | 'danger'

const shapes: Record<Tone, Child> = {
  info: (
    <>
      <circle cx="8" cy="8" r="6.25" fill="none" stroke="currentColor" stroke-width="1.75" />
      <path d="M8 7.25v4M8 4.75v.01" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" />
    </>
  ),
  good: (
    <path
      d="M3 8.5l3.25 3.25L13 4.75"
      fill="none"
      stroke="currentColor"
      stroke-width="2.25"
      stroke-linecap="round"
      stroke-linejoin="round"
    />
  ),
  warning: (
    <>
      <path d="M8 2l6.5 11.75h-13z" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linejoin="round" />
      <path d="M8 6.5v3M8 11.5v.01" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" />
    </>
  ),
  danger: (
    <path
      fill="currentColor"
      fill-rule="evenodd"
      d="M5.2 1.5h5.6l3.7 3.7v5.6l-3.7 3.7H5.2l-3.7-3.7V5.2zM7.1 4.2v4.6h1.8V4.2zm0 5.9v1.8h1.8v-1.8z"
    />
  ),
}

export const Shape = ({ tone, size = 16 }: { tone: Tone; size?: number }) => (
  <svg width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
    {shapes[tone]}
  </svg>
)

/** A signal: word, shape and colour. `calm` says a state that asks nothing of anyone, without a shape. */
export const Sig = ({ tone, children }: PropsWithChildren<{ tone: Tone | 'calm' }>) => (
  <span class={`sig ${tone}`}>
    {tone !== 'calm' && <Shape tone={tone} size={13} />}
    <span>{children}</span>
  </span>
)

export type NoticeProps = { tone: Tone; title?: string; aside?: Child; alert?: boolean; id?: string }

/** A notice within the page. `alert` for what must be read out at once. */
export const Notice = ({ tone, title, aside, alert, id, children }: PropsWithChildren<NoticeProps>) => (
  <div class={`notice ${tone}`} role={alert ? 'alert' : undefined} id={id}>
    <Shape tone={tone} size={18} />
    <div class="prose">
      {title && <b>{title}</b>}
      <div>{children}</div>
    </div>
    {aside && <div class="apart">{aside}</div>}
  </div>
)
