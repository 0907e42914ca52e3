// Typing a note beside somebody else: after a pause the desk asks, in one line, whether anyone else has typed here too. It
// asks only while somebody types or comes back, so that an idle page stays idle. Keys lead from person to person.
class NoteDesk extends HTMLElement {
  #timer = 0

  connectedCallback(): void {
    this.addEventListener('input', () => {
      clearTimeout(this.#timer)
      this.#timer = window.setTimeout(() => void this.#look(), 4000)
    })
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden && this.isConnected) void this.#look()
    })
    this.addEventListener('keydown', (event) => this.#key(event))
    // At a desk the first empty field is where one begins; on a tablet it would only open the keyboard.
    if (document.activeElement === document.body && matchMedia('(pointer: fine)').matches)
      [...this.querySelectorAll('textarea')].find((field) => field.value === '')?.focus({ preventScroll: true })
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer)
  }

  #key(event: KeyboardEvent): void {
    if (event.isComposing) return
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      // To the button, not through it: a signature is pressed on its own.
      event.preventDefault()
      document.getElementById('sign-note')?.focus()
      return
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined || !event.altKey || event.ctrlKey || event.metaKey) return
    const fields = [...this.querySelectorAll<HTMLTextAreaElement>('textarea')]
    const at = fields.findIndex((field) => field === document.activeElement)
    const next = fields[at + step]
    if (next === undefined) return
    event.preventDefault()
    next.focus()
    next.scrollIntoView({ block: 'nearest' })
  }

  async #look(): Promise<void> {
    const place = this.querySelector('.note-beside')
    if (place === null || place.childElementCount > 0) return
    try {
      const answer = await fetch(this.dataset.besideUrl ?? '', { headers: { accept: 'text/html' } })
      if (answer.status !== 200 || new URL(answer.url).pathname.startsWith('/sign-in')) return
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
      place.replaceChildren(...page.body.childNodes)
    } catch {
      // No connection: the draft itself says so.
    }
  }
}
customElements.define('note-desk', NoteDesk)
