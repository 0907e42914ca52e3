// Two hands on a keyboard, and nothing else. What the focus stands on is read as a screen reader hears it: by the role and the
// name that Chromium itself computes.
import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'

type Heard = { role: string; name: string; group: string; checked: boolean; said: string; isSeen: boolean }
type Called = string | RegExp

const fits = (said: string, called: Called): boolean =>
  typeof called === 'string' ? said === called : called.test(said)

/** Asked once a stop: a journey makes thousands. Of what ARIA has no role for, what Chromium calls it. */
const whatIsFocused = `(() => {
  const one = document.activeElement
  const group = one.closest('[role=radiogroup]')?.ariaLabel ?? one.closest('fieldset')?.querySelector('legend')?.textContent ?? ''
  const said = one instanceof HTMLSelectElement ? one.selectedOptions[0]?.textContent ?? '' : one.value ?? ''
  const own = one.localName === 'summary' ? 'DisclosureTriangle' : { date: 'Date', time: 'InputTime' }[one.type] ?? one.localName
  return {
    role: one.computedRole || own, name: one.computedName.trim(), group: group.trim(), checked: one.checked === true,
    said: String(said).trim(), isSeen: one.checkVisibility({ visibilityProperty: true }),
  }
})()`

/** More stops of the Tab key than any screen has. */
const mostStops = 400

export type Hands = ReturnType<typeof handsOn>

export function handsOn(page: Page) {
  const press = (key: string) => page.keyboard.press(key)

  /** Chromium keeps what it tells a screen reader: else it would read the whole page anew, twice, for every name that is asked. */
  let listening: Promise<unknown> | null = null
  const listen = async () => (await page.context().newCDPSession(page)).send('Accessibility.enable')

  /** What the focus stands on. Of a choice among several, also what is asked. */
  async function heard(): Promise<Heard> {
    await (listening ??= listen())
    return page.evaluate(whatIsFocused)
  }

  /** Tab, until the focus stands on what is meant. What cannot be reached so does not exist for these hands. */
  async function tabTo(what: string, isIt: (one: Heard) => boolean, key = 'Tab'): Promise<Heard> {
    const passed: string[] = []
    for (let stops = 0; stops <= mostStops; stops += 1) {
      const one = await heard()
      if (isIt(one)) {
        assert.ok(one.isSeen, `${what} takes the focus but cannot be seen`)
        return one
      }
      passed.push(`${one.role} ${one.name}`)
      await press(key)
    }
    throw new Error(`${mostStops} stops on ${page.url()} and no ${what}. Passed: ${[...new Set(passed)].join(', ')}`)
  }

  const reach = (name: Called, role?: string): Promise<Heard> =>
    tabTo(`${role ?? ''} ${name}`, (one) => fits(one.name, name) && (role === undefined || one.role === role))

  /** Enter, and the page that comes of it. */
  async function enter(): Promise<void> {
    const came = page.waitForEvent('domcontentloaded')
    await press('Enter')
    await came
    // Scripts are deferred: they have run by now, and custom elements may have taken the focus.
    await page.waitForLoadState('load')
  }

  const hands = {
    page,
    press,
    heard,
    reach,
    enter,
    /** Past the bar, as everyone does who works with keys. */
    async toMain(): Promise<void> {
      await reach('Skip to the main part', 'link')
      await press('Enter')
    },
    /** Goes where a link or a button leads. */
    async go(name: Called): Promise<void> {
      await tabTo(`way called ${name}`, (one) => fits(one.name, name) && /^(link|button)$/.test(one.role))
      await enter()
    },
    async type(name: Called, text: string): Promise<void> {
      await tabTo(`field ${name}`, (one) => fits(one.name, name) && /text|search|spin|date|combobox/i.test(one.role))
      await press('ControlOrMeta+a')
      await page.keyboard.insertText(text)
    },
    /** A day or a time, in the order in which this browser's fields ask for it. */
    async date(name: Called, day: string): Promise<void> {
      await tabTo(`day ${name}`, (one) => fits(one.name.replace(/ \(optional\)$/, ''), name) && one.role === 'Date')
      await page.keyboard.type(day.replace(/^(\d{4})-(\d\d)-(\d\d)$/, '$2$3$1'))
      assert.equal((await heard()).said, day)
    },
    async time(name: Called, time: string): Promise<void> {
      await tabTo(`time ${name}`, (one) => fits(one.name, name) && one.role === 'InputTime')
      const hour = Number(time.slice(0, 2))
      const twelve = String(hour % 12 === 0 ? 12 : hour % 12).padStart(2, '0')
      await page.keyboard.type(`${twelve}${time.slice(3)}${hour < 12 ? 'AM' : 'PM'}`)
      assert.equal((await heard()).said, time)
    },
    /** One of several: the arrows move within, Space takes the first. */
    async answer(group: Called, choice: Called): Promise<void> {
      const at = await tabTo(`question ${group}`, (one) => one.role === 'radio' && fits(one.group, group))
      let one = at
      for (let turns = 0; !fits(one.name, choice); turns += 1) {
        assert.ok(turns < 20, `${group} has no answer ${choice}`)
        await press('ArrowRight')
        one = await heard()
      }
      if (!one.checked) await press('Space')
      assert.ok((await heard()).checked, `${group}: ${choice} is not chosen`)
    },
    /** From a list that opens: arrows, until it shows what is meant. */
    async pick(name: Called, option: Called): Promise<void> {
      await tabTo(`list ${name}`, (at) => fits(at.name, name) && /combobox|listbox|popup/i.test(at.role))
      const offered: string[] = await page.evaluate(
        '[...document.activeElement.options].map((option) => option.textContent.trim())',
      )
      const wanted = offered.findIndex((one) => fits(one, option))
      assert.ok(wanted >= 0, `${name} offers no ${option}, but ${offered.join(', ')}`)
      for (let turns = 0; turns < offered.length; turns += 1) {
        const away = wanted - offered.indexOf((await heard()).said)
        if (away === 0) return
        await press(away > 0 ? 'ArrowDown' : 'ArrowUp')
      }
      throw new Error(`${name} does not come to ${option}`)
    },
    async tick(name: Called): Promise<void> {
      await reach(name, 'checkbox')
      await press('Space')
      assert.ok((await heard()).checked, `${name} is not ticked`)
    },
    /** Opens what is folded away. */
    async unfold(name: Called): Promise<void> {
      await reach(name, 'DisclosureTriangle')
      await press('Enter')
    },
    /** Goes through a list of questions up to the button below it: each gets its own answer, or the usual one. */
    async answerAll(until: Called, answers: Record<string, string>, usual: string): Promise<void> {
      for (let stops = 0; ; stops += 1) {
        assert.ok(stops < mostStops, `no ${until} below the questions`)
        const one = await heard()
        if (one.role === 'button' && fits(one.name, until)) return
        const own = answers[one.group] ?? answers[one.name]
        if (one.role === 'radio') await hands.answer(one.group, own ?? usual)
        else if (/text|spin/.test(one.role) && own !== undefined) await page.keyboard.insertText(own)
        await press('Tab')
      }
    },
    /** Finds a person as everyone does: the slash, the name, Enter. */
    async find(name: string): Promise<void> {
      await press('/')
      await hands.type('Find a person', name)
      await enter()
      await hands.toMain()
      await hands.go(new RegExp(name))
    },
    /** What a person with eyes finds on the page. */
    async sees(words: RegExp | string): Promise<void> {
      try {
        await page.getByText(words).locator('visible=true').first().waitFor({ timeout: 8000 })
      } catch {
        const alerts = await page.locator('[role=alert]').allInnerTexts()
        throw new Error(
          `${page.url()} does not say ${words}. It says: ${alerts.join(' ')} ${await page.locator('main').innerText()}`,
        )
      }
    },
    /** The heading, once it says this: marks reach it without a new page. */
    async says(words: RegExp): Promise<void> {
      await page.getByRole('heading', { level: 1, name: words }).waitFor({ timeout: 8000 })
    },
    /** To somebody's row of a roster, wherever their mark stands. */
    async onRow(name: string): Promise<void> {
      await tabTo(`marks of ${name}`, (one) => one.role === 'radio' && one.group === name)
    },
    /** One letter takes the last mark back. */
    async undo(): Promise<void> {
      const came = page.waitForEvent('load')
      await press('u')
      await came
    },
    heading: async () => (await page.getByRole('heading', { level: 1 }).first().innerText()).trim(),
    /** Signs in at the door that the page shows now. */
    async signIn(email: string, password: string): Promise<void> {
      await hands.type('Email', email)
      await hands.type('Password', password)
      await enter()
    },
    /** From any page: the account menu, and out. */
    async signOut(): Promise<void> {
      await reach(/^Your account/, 'button')
      await press('Enter')
      await hands.go('Sign out')
    },
  }
  return hands
}
