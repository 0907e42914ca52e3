// Offers drawing beside typing. The drawing travels as SVG path data in a hidden field; typing stays for keyboards.
class SignaturePad extends HTMLElement {
  connectedCallback(): void {
    const [how, pad, ink, typed, path, problem] = [
      this.querySelector<HTMLElement>('.how'),
      this.querySelector<SVGSVGElement>('.pad'),
      this.querySelector<SVGPathElement>('.ink'),
      this.querySelector<HTMLInputElement>('.type input'),
      this.querySelector<HTMLInputElement>('input[type=hidden]'),
      this.querySelector<HTMLElement>('.draw .error'),
    ]
    if (!how || !pad || !ink || !typed || !path || !problem) return
    how.hidden = false
    const say = (text: string): void => {
      problem.textContent = text
      problem.hidden = text === ''
    }
    const choose = (draw: boolean): void => {
      this.classList.toggle('drawing', draw)
      typed.required = !draw
      typed.disabled = draw
      path.disabled = !draw
      say('')
    }
    const set = (data: string): void => {
      ink.setAttribute('d', data)
      path.value = data
    }
    this.addEventListener('change', (event) => {
      if (event.target instanceof HTMLInputElement && event.target.type === 'radio')
        choose(event.target.value === 'draw')
    })
    this.addEventListener('click', (event) => {
      if (event.target instanceof Element && event.target.closest('[data-clear]')) set('')
    })
    this.closest('form')?.addEventListener('submit', (event) => {
      if (!this.classList.contains('drawing') || path.value !== '') return
      event.preventDefault()
      event.stopImmediatePropagation()
      say(this.dataset.missing ?? '')
      pad.scrollIntoView({ block: 'center' })
    })

    let last: [number, number] | null = null
    const place = (event: PointerEvent): [number, number] => {
      const box = pad.getBoundingClientRect()
      const on = (value: number, most: number) => Math.round(Math.min(Math.max(value, 0), 1) * most)
      return [on((event.clientX - box.left) / box.width, 600), on((event.clientY - box.top) / box.height, 160)]
    }
    pad.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return
      event.preventDefault()
      pad.setPointerCapture(event.pointerId)
      last = place(event)
      // A dot is a line to itself: otherwise it would not show.
      set(`${path.value}M${last[0]} ${last[1]}L${last[0]} ${last[1]}`)
      say('')
    })
    pad.addEventListener('pointermove', (event) => {
      if (last === null) return
      for (const part of event.getCoalescedEvents?.() ?? [event]) {
        const [x, y] = place(part)
        if (Math.abs(x - last[0]) + Math.abs(y - last[1]) < 3 || path.value.length > 55_000) continue
        last = [x, y]
        set(`${path.value}L${x} ${y}`)
      }
    })
    for (const end of ['pointerup', 'pointercancel']) pad.addEventListener(end, () => (last = null))

    const radio = how.querySelector<HTMLInputElement>('input[value=draw]')
    const draws = matchMedia('(pointer: coarse)').matches && typed.value === ''
    if (radio && draws) radio.checked = true
    choose(draws)
  }
}
customElements.define('signature-pad', SignaturePad)
