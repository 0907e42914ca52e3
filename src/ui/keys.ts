/** Whether this person uses single keys; a cookie remembers it for the workstation. It says nothing about anyone. */
export const keysAreOn = (): boolean => !/(?:^|; )keys=off/.test(document.cookie)

/** A single key that is not meant for a field. */
export function startsKey(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !keysAreOn())
    return false
  if (document.querySelector('dialog:modal') !== null) return false
  const at = event.target
  if (!(at instanceof HTMLElement)) return true
  if (at.isContentEditable || at instanceof HTMLTextAreaElement || at instanceof HTMLSelectElement) return false
  return !(at instanceof HTMLInputElement) || ['radio', 'checkbox', 'button', 'submit'].includes(at.type)
}
