import { startsKey } from '../../ui/keys.ts'

type Place = { weekday: number; starts: string }

// A meeting is dragged to another day, or moved by the arrows; what that would do is asked from the server and said before
// anything is dropped. The drop leads to the page that asks once more and saves: nothing is changed here.
class BoardMove extends HTMLElement {
  #taken: HTMLElement | null = null
  #place: Place = { weekday: 1, starts: '' }
  #home: Node[] = []
  #timer = 0
  #asked = new Map<string, string>()

  connectedCallback(): void {
    this.#home = [...(this.#ahead?.childNodes ?? [])]
    this.addEventListener('dragstart', (event) => {
      const meeting = meetingOf(event.target)
      if (meeting === null || meeting.getAttribute('draggable') !== 'true') return
      event.dataTransfer?.setData('text/plain', meeting.dataset.name ?? '')
      this.#take(meeting)
    })
    this.addEventListener('dragover', (event) => {
      const day = dayOf(event.target)
      if (this.#taken === null || day === null) return
      event.preventDefault()
      this.#goTo({ weekday: day, starts: this.#place.starts })
    })
    this.addEventListener('drop', (event) => {
      if (this.#taken === null || dayOf(event.target) === null) return
      event.preventDefault()
      this.#goOn()
    })
    this.addEventListener('dragend', () => this.#leave())
    this.addEventListener('click', (event) => {
      const move = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a.move') : null
      // With a mouse the link leads to the page itself; a key press takes the meeting up.
      if (move === null || event.detail !== 0) return
      const meeting = meetingOf(move)
      if (meeting === null) return
      event.preventDefault()
      if (meeting === this.#taken) this.#goOn()
      else this.#take(meeting)
    })
    this.addEventListener('keydown', (event) => this.#key(event))
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer)
  }

  get #ahead(): HTMLElement | null {
    return this.querySelector<HTMLElement>('.board-ahead')
  }

  #key(event: KeyboardEvent): void {
    if (this.#taken === null || !startsKey(event)) return
    if (event.key === 'Escape') {
      event.preventDefault()
      return this.#leave()
    }
    const { weekday, starts } = this.#place
    const next: Record<string, Place> = {
      ArrowLeft: { weekday: Math.max(1, weekday - 1), starts },
      ArrowRight: { weekday: Math.min(7, weekday + 1), starts },
      ArrowUp: { weekday, starts: later(starts, -15) },
      ArrowDown: { weekday, starts: later(starts, 15) },
    }
    const place = next[event.key]
    if (place === undefined) return
    event.preventDefault()
    this.#goTo(place)
  }

  #take(meeting: HTMLElement): void {
    this.#leave()
    this.#taken = meeting
    meeting.classList.add('is-taken')
    this.classList.add('is-moving')
    this.#place = { weekday: Number(meeting.dataset.weekday), starts: meeting.dataset.starts ?? '' }
    this.#say(`${meeting.dataset.name ?? 'The group'} is taken up. Choose a day and an hour.`)
  }

  #goTo(place: Place): void {
    if (place.weekday === this.#place.weekday && place.starts === this.#place.starts) return
    this.#place = place
    const row = this.#taken?.closest('tr')
    for (const cell of this.querySelectorAll('td.is-target')) cell.classList.remove('is-target')
    row?.querySelector(`td[data-weekday="${place.weekday}"]`)?.classList.add('is-target')
    clearTimeout(this.#timer)
    this.#timer = window.setTimeout(() => void this.#ask(), 200)
  }

  /** The words of an address are kept: a drag passes over the same day many times. */
  async #ask(): Promise<void> {
    const taken = this.#taken
    if (taken === null) return
    const { weekday, starts } = this.#place
    const query = new URLSearchParams({
      weekday: String(weekday),
      starts,
      room: taken.dataset.room ?? '',
      from: this.dataset.from ?? '',
    })
    const address = `/groups/${taken.dataset.series ?? ''}/consequences?${query}`
    let part = this.#asked.get(address)
    if (part === undefined) {
      try {
        const answer = await fetch(address, { headers: { accept: 'text/html' } })
        if (!answer.ok) throw new Error(String(answer.status))
        part = await answer.text()
        this.#asked.set(address, part)
      } catch {
        return this.#say(
          'What this would do could not be asked. Go on: the next page says it before anything is saved.',
        )
      }
    }
    if (taken !== this.#taken || weekday !== this.#place.weekday || starts !== this.#place.starts) return
    const page = new DOMParser().parseFromString(part, 'text/html')
    this.#ahead?.replaceChildren(...page.body.childNodes)
  }

  #goOn(): void {
    const link = this.#taken?.querySelector<HTMLAnchorElement>('a.move')
    if (link === null || link === undefined || this.#taken === null) return
    const address = new URL(link.href)
    const { weekday, starts } = this.#place
    address.search = new URLSearchParams({
      weekday: String(weekday),
      starts,
      from: this.dataset.from ?? '',
      minutes: this.#taken.dataset.minutes ?? '',
      roomId: this.#taken.dataset.room ?? '',
    }).toString()
    location.assign(address)
  }

  #leave(): void {
    clearTimeout(this.#timer)
    this.#taken?.classList.remove('is-taken')
    this.classList.remove('is-moving')
    for (const cell of this.querySelectorAll('td.is-target')) cell.classList.remove('is-target')
    if (this.#taken !== null) this.#ahead?.replaceChildren(...this.#home)
    this.#taken = null
  }

  #say(words: string): void {
    const line = document.createElement('p')
    line.textContent = words
    this.#ahead?.replaceChildren(line)
  }
}

const meetingOf = (target: EventTarget | null): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>('.meeting') : null

const dayOf = (target: EventTarget | null): number | null => {
  const cell = target instanceof Element ? target.closest<HTMLElement>('td[data-weekday]') : null
  return cell === null ? null : Number(cell.dataset.weekday)
}

/** 'HH:MM' so many minutes later, kept between 06:00 and 22:00. */
function later(time: string, minutes: number): string {
  const at = Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5)) + minutes
  const kept = Math.min(22 * 60, Math.max(6 * 60, at))
  return `${String(Math.floor(kept / 60)).padStart(2, '0')}:${String(kept % 60).padStart(2, '0')}`
}

customElements.define('board-move', BoardMove)
