import { reasonIn } from './answer.ts'

// Nothing typed is ever lost: the form's fields go to the server while they are typed, and once more when the page is left.
// What could not be sent stays in the form, in memory: never in the browser's storage, which outlives the person at the desk.
const pause = 1200

class AutoSave extends HTMLElement {
  #timer = 0
  #sent = ''
  #sending = false
  #submitted = false

  connectedCallback(): void {
    const form = this.querySelector('form')
    if (form === null) return
    this.#sent = textOf(form)
    for (const kind of ['input', 'change']) form.addEventListener(kind, () => this.#soon(pause))
    form.addEventListener('submit', (event) => {
      this.#submitted = !event.defaultPrevented
    })
    addEventListener('online', () => this.#soon(0))
    addEventListener('pageshow', () => (this.#submitted = false))
    addEventListener('pagehide', () => this.#leave(form))
    addEventListener('beforeunload', (event) => {
      if (this.#state === 'offline' && !this.#submitted && textOf(form) !== this.#sent) event.preventDefault()
    })
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer)
  }

  get #state(): string {
    return this.querySelector<HTMLElement>('.saved')?.dataset.state ?? ''
  }

  #soon(after: number): void {
    clearTimeout(this.#timer)
    this.#timer = window.setTimeout(() => void this.#save(), after)
  }

  async #save(): Promise<void> {
    const form = this.querySelector('form')
    if (form === null || this.#submitted) return
    if (this.#sending) return this.#soon(300)
    const text = textOf(form)
    if (text === this.#sent) return
    this.#sending = true
    this.#say('saving')
    try {
      const answer = await fetch(this.dataset.draftUrl ?? '', { method: 'POST', body: fieldsOf(form) })
      // Someone whose session has ended is led to the sign-in page, which answers well: that is not a saved draft.
      const refusal = answer.ok && !new URL(answer.url).pathname.startsWith('/sign-in') ? null : await refusalIn(answer)
      if (refusal !== null) {
        this.#say('refused', refusal)
        if (answer.status >= 500) this.#soon(15_000)
        return
      }
      this.#sent = text
      this.#say('saved')
    } catch {
      this.#say('offline')
      this.#soon(5000)
    } finally {
      this.#sending = false
    }
  }

  #leave(form: HTMLFormElement): void {
    if (this.#submitted || textOf(form) === this.#sent) return
    this.#sent = textOf(form)
    fetch(this.dataset.draftUrl ?? '', { method: 'POST', body: fieldsOf(form), keepalive: true }).catch(() => {})
  }

  #say(state: 'saving' | 'saved' | 'offline' | 'refused', more = ''): void {
    const output = this.querySelector<HTMLElement>('.saved')
    if (output === null) return
    const time = new Intl.DateTimeFormat(document.documentElement.lang || 'en', {
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }).format()
    output.dataset.state = state
    output.textContent = `${(this.dataset[state] ?? '').replace('{time}', time)} ${more}`.trim()
  }
}

/** Files are sent with the form itself, not with drafts; a password never is a draft. */
function fieldsOf(form: HTMLFormElement): FormData {
  const fields = new FormData(form)
  for (const input of form.querySelectorAll<HTMLInputElement>('input[type=password], input[type=file]'))
    fields.delete(input.name)
  return fields
}

const textOf = (form: HTMLFormElement): string => JSON.stringify([...fieldsOf(form)])

async function refusalIn(answer: Response): Promise<string> {
  if (answer.ok) return 'Sign in again in another tab: your words stay here.'
  return reasonIn(new DOMParser().parseFromString(await answer.text(), 'text/html'))
}

customElements.define('auto-save', AutoSave)
