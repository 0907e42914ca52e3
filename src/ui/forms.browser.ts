// Two small mercies for every form: a second press of a button does not send twice, and a page with unsaved words asks
// before it is left where the form says data-guard. Drafts that save themselves need no guard.
const before = new Map<HTMLFormElement, string>()
const textOf = (form: HTMLFormElement): string =>
  JSON.stringify([...new FormData(form)].filter(([, value]) => typeof value === 'string'))

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-guard]')) before.set(form, textOf(form))

document.addEventListener('submit', (event) => {
  const form = event.target
  if (!(form instanceof HTMLFormElement) || event.defaultPrevented || form.method !== 'post') return
  if (form.ariaBusy === 'true') return event.preventDefault()
  form.ariaBusy = 'true'
  before.delete(form)
  // A download leaves the page in place: the form must work again.
  setTimeout(() => (form.ariaBusy = null), 8000)
})

addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[aria-busy]')) form.ariaBusy = null
})

addEventListener('beforeunload', (event) => {
  for (const [form, text] of before) if (form.isConnected && textOf(form) !== text) event.preventDefault()
})
