// The anchor of a dialog already shows it. With script it becomes modal: focus stays inside and Escape closes it.
const openable = (id: string): HTMLDialogElement | null => {
  const found = document.getElementById(id)
  return found instanceof HTMLDialogElement ? found : null
}

const open = (dialog: HTMLDialogElement): void => {
  if (!dialog.open) dialog.showModal()
}

document.addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-dialog], [data-close]') : null
  if (link === null) return
  const dialog = link.dataset.dialog === undefined ? link.closest('dialog') : openable(link.dataset.dialog)
  if (dialog === null) return
  event.preventDefault()
  if (link.dataset.dialog === undefined) dialog.close()
  else open(dialog)
})

// Links that act as buttons answer to the space bar as buttons do.
document.addEventListener('keydown', (event) => {
  if (
    event.key !== ' ' ||
    !(event.target instanceof HTMLAnchorElement) ||
    !event.target.matches('[data-dialog], [data-close]')
  )
    return
  event.preventDefault()
  event.target.click()
})

for (const link of document.querySelectorAll('[data-dialog], [data-close]')) link.setAttribute('role', 'button')

const asked = openable(location.hash.slice(1))
if (asked !== null) {
  history.replaceState(history.state, '', location.pathname + location.search)
  open(asked)
}
