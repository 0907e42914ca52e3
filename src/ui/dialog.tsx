import type { Child, PropsWithChildren } from 'hono/jsx'

export type DialogProps = { id: string; title: string; hint?: Child; closeLabel?: string }

/** Opened by <DialogLink>. Without script the link leads to the dialog's anchor, which shows it just the same. */
export const Dialog = ({ id, title, hint, closeLabel = 'Close', children }: PropsWithChildren<DialogProps>) => (
  <dialog class="dialog" id={id} aria-labelledby={`${id}-title`}>
    <header>
      <div>
        <h2 id={`${id}-title`}>{title}</h2>
        {hint && <small>{hint}</small>}
      </div>
      <a class="button quiet small" href="#main" data-close>
        {closeLabel}
      </a>
    </header>
    <div class="body">{children}</div>
  </dialog>
)

export type DialogLinkProps = {
  to: string
  kind?: 'main' | 'plain' | 'danger' | 'quiet'
  small?: boolean
  label?: string
}

export const DialogLink = ({ to, kind = 'plain', small, label, children }: PropsWithChildren<DialogLinkProps>) => (
  <a
    class={['button', kind === 'plain' ? '' : kind, small ? 'small' : ''].filter(Boolean).join(' ')}
    href={`#${to}`}
    aria-label={label}
    data-dialog={to}
  >
    {children}
  </a>
)

/** Goes beside the main button of a dialog's form. */
export const DialogCancel = ({ children = 'Cancel' }: PropsWithChildren) => (
  <a class="button" href="#main" data-close>
    {children}
  </a>
)
