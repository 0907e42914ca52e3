import { raw } from 'hono/html'
import type { Child, PropsWithChildren } from 'hono/jsx'
import { urls } from '../urls.ts'
import { assetHrefs } from './assets.ts'
import { Notice, type Tone } from './status.tsx'
import { Initials } from './person.tsx'

export type NavItem = { label: string; href: string; current?: boolean; count?: number }
export type Flash = {
  tone: Tone
  text: string
  undo?: { action: string; label?: string; fields?: Record<string, string> }
}
/** Words that layouts bring themselves. Public and portal faces pass theirs from the message catalog. */
export type LayoutWords = typeof englishWords

const englishWords = {
  skip: 'Skip to the main part',
  menu: 'Menu',
  mainNav: 'Main',
  find: 'Find a person',
  account: 'Your account',
  signOut: 'Sign out',
  signOutEverywhere: 'Sign out on every device',
  hide: 'Leave this page',
}

type DocumentProps = {
  title: string
  clinic: string
  lang?: string
  direction?: 'ltr' | 'rtl'
  body?: string
  /** One sentence for search engines; without it a page asks not to be found. */
  description?: string
}

function Document({
  title,
  clinic,
  lang = 'en',
  direction,
  body,
  description,
  children,
}: PropsWithChildren<DocumentProps>) {
  return (
    <>
      {raw('<!doctype html>')}
      <html lang={lang} dir={direction}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          {/* Not 'no-referrer': older telephones then name no origin with a form, and it would be refused. */}
          <meta name="referrer" content="same-origin" />
          {description === undefined ? (
            <meta name="robots" content="noindex" />
          ) : (
            <meta name="description" content={description} />
          )}
          <title>{title === clinic ? title : `${title} · ${clinic}`}</title>
          {assetHrefs.icon !== '' && <link rel="icon" type="image/svg+xml" href={assetHrefs.icon} />}
          {assetHrefs.css !== '' && <link rel="stylesheet" href={assetHrefs.css} />}
          {assetHrefs.js !== '' && <script src={assetHrefs.js} defer />}
        </head>
        <body class={body}>{children}</body>
      </html>
    </>
  )
}

/** Three steps down to water. */
export const BrandMark = ({ size = 26 }: { size?: number }) => (
  <svg width={size} height={size} viewBox="0 0 26 26" aria-hidden="true" focusable="false">
    <path class="stone" d="M1 3h24v4H1zM4 9h18v4H4zM7 15h12v4H7z" />
    <path class="pool" d="M10 21h6v4h-6z" />
  </svg>
)

export type HeadProps = {
  /** What the screen answers, in one sentence; the title stands in when there is none. */
  answer?: string
  title: string
  /** Small line above: the day, the place, who leads. */
  over?: Child
  /** One line below. */
  intro?: Child
  crumbs?: { label: string; href: string }[]
  actions?: Child
}

export const Head = ({ answer, title, over, intro, crumbs, actions }: HeadProps) => (
  <div class="head">
    <div>
      {(crumbs || over) && (
        <small class="over">
          {crumbs?.map(({ label, href }) => (
            <span class="crumb">
              <a href={href}>{label}</a>
            </span>
          ))}
          {over && <span>{over}</span>}
        </small>
      )}
      <h1 data-live="answer">{answer ?? title}</h1>
      {intro && <p>{intro}</p>}
    </div>
    {actions && <div class="actions">{actions}</div>}
  </div>
)

export type PageProps = HeadProps & {
  clinic: string
  who: { name: string; role: string }
  nav: NavItem[]
  /** Label of the current item in `nav`, unless the items say it themselves. */
  current?: string
  /** More links in the account menu, such as the password page. */
  account?: { label: string; href: string }[]
  /** What was searched, so that it stays in the field. */
  q?: string
  flash?: Flash | Flash[]
  /** In the bar, before the account: what can be done from every page. */
  barExtra?: Child
  /** Leave out the heading when the page brings its own <h1>, as a chart does. */
  bare?: boolean
  width?: 'narrow'
  lang?: string
}

/** The staff layout. */
export function Page(props: PropsWithChildren<PageProps>) {
  const {
    title,
    clinic,
    who,
    nav,
    current,
    account = [],
    q,
    flash,
    barExtra,
    bare,
    width,
    lang,
    children,
    ...head
  } = props
  const words = englishWords
  return (
    <Document title={head.answer ?? title} clinic={clinic} lang={lang}>
      <a class="skip" href="#main">
        {words.skip}
      </a>
      <header class="bar has-nav">
        <Brand clinic={clinic} href={urls.today()} />
        <button class="bar-button menu-button" type="button" popovertarget="main-nav">
          {words.menu}
        </button>
        <NavList items={nav} current={current} label={words.mainNav} popover />
        <person-search class="find">
          <form action={urls.clients()} method="get" role="search">
            <input
              type="search"
              name="q"
              value={q}
              placeholder={words.find}
              aria-label={words.find}
              aria-keyshortcuts="/"
              autocomplete="off"
            />
            <kbd aria-hidden="true">/</kbd>
          </form>
        </person-search>
        {barExtra}
        <button class="bar-button" type="button" popovertarget="account-menu">
          <Initials name={who.name} />
          <span class="hidden-text">{`${words.account}: ${who.name}`}</span>
        </button>
        <div class="drop" id="account-menu" popover="auto">
          <div class="drop-head">
            <b dir="auto">{who.name}</b>
            <small>{who.role}</small>
          </div>
          {account.map(({ label, href }) => (
            <a href={href}>{label}</a>
          ))}
          <form method="post" action={urls.signOut()}>
            <button type="submit">{words.signOut}</button>
          </form>
          <form method="post" action={urls.signOutEverywhere()}>
            <button type="submit">{words.signOutEverywhere}</button>
          </form>
        </div>
      </header>
      <main id="main" tabindex={-1} class={width}>
        <Flashes flash={flash} />
        {!bare && <Head title={title} {...head} />}
        {children}
      </main>
    </Document>
  )
}

export type PlainPageProps = Omit<HeadProps, 'crumbs'> & {
  clinic: string
  /** Where the brand leads; '/' when left out. */
  home?: string
  nav?: NavItem[]
  current?: string
  flash?: Flash | Flash[]
  bare?: boolean
  /** A quick way out to an unsuspicious page, for clients on shared phones. */
  hideHref?: string
  /** The drawing of steps above the foot: for sign-in, setup and front pages. */
  drawing?: boolean
  width?: 'wide'
  foot?: Child
  lang?: string
  direction?: 'ltr' | 'rtl'
  words?: Partial<LayoutWords>
  description?: string
  /** What stands at the end of the bar: the other language, the quick way out. */
  barEnd?: Child
}

/** The spacious layout: sign-in, setup, errors, public and portal pages. One decision a page. */
export function PlainPage(props: PropsWithChildren<PlainPageProps>) {
  const {
    title,
    clinic,
    home = urls.home(),
    nav,
    current,
    flash,
    bare,
    hideHref,
    drawing,
    width,
    foot,
    lang,
    direction,
    description,
    barEnd,
    children,
    ...head
  } = props
  const words = { ...englishWords, ...props.words }
  return (
    <Document {...{ title, clinic, lang, direction, description }} body="spacious">
      <a class="skip" href="#main">
        {words.skip}
      </a>
      <header class={nav ? 'bar has-nav' : 'bar'}>
        <Brand clinic={clinic} href={home} />
        {nav && (
          <button class="bar-button menu-button" type="button" popovertarget="main-nav">
            {words.menu}
          </button>
        )}
        {nav && <NavList items={nav} current={current} label={words.mainNav} popover />}
        {hideHref && (
          <a class="button" href={hideHref} rel="noreferrer">
            {words.hide}
          </a>
        )}
        {barEnd && <div class="bar-end">{barEnd}</div>}
      </header>
      <main id="main" tabindex={-1} class={width}>
        <Flashes flash={flash} />
        {!bare && (
          <Head title={title} answer={head.answer} over={head.over} intro={head.intro} actions={head.actions} />
        )}
        {children}
      </main>
      {(foot || drawing) && (
        <div>
          {drawing && <StepsDrawing />}
          {foot && (
            <footer class="foot">
              <div>{foot}</div>
            </footer>
          )}
        </div>
      )}
    </Document>
  )
}

const Brand = ({ clinic, href }: { clinic: string; href: string }) => (
  <a class="brand" href={href}>
    <BrandMark />
    <span dir="auto">{clinic}</span>
  </a>
)

const NavList = ({
  items,
  current,
  label,
  popover,
}: {
  items: NavItem[]
  current?: string
  label: string
  popover?: boolean
}) => (
  <nav id="main-nav" aria-label={label} popover={popover ? 'auto' : undefined}>
    <ul>
      {items.map((item) => (
        <li>
          <a href={item.href} aria-current={(item.current ?? item.label === current) ? 'page' : undefined}>
            {item.label}
            {item.count !== undefined && item.count > 0 && <span class="count">{item.count}</span>}
          </a>
        </li>
      ))}
    </ul>
  </nav>
)

/** Says what has just happened, and takes it back where that is possible. */
const Flashes = ({ flash = [] }: { flash?: Flash | Flash[] }) => (
  <div class="flashes" role="status" data-live="flashes">
    {[flash].flat().map(({ tone, text, undo }) => (
      <Notice
        tone={tone}
        aside={
          undo && (
            <form method="post" action={undo.action}>
              {Object.entries(undo.fields ?? {}).map(([name, value]) => (
                <input type="hidden" name={name} value={value} />
              ))}
              <button class="button small" type="submit">
                {undo.label ?? 'Undo'}
              </button>
            </form>
          )
        }
      >
        {text}
      </Notice>
    ))}
  </div>
)

/** A stepwell, cut through: courses of stone from both sides, and the water they lead to. */
function StepsDrawing() {
  const side = (courses: number, left: number, top: number, tread: number) =>
    Array.from({ length: courses }, (_, course) => `${course === 0 ? `M${left} ${top}` : ''}h${tread}v14`).join('')
  const halves = ['', 'translate(1600 0) scale(-1 1)']
  return (
    <svg
      class="steps-drawing"
      viewBox="0 0 1600 150"
      preserveAspectRatio="xMidYMax slice"
      aria-hidden="true"
      focusable="false"
    >
      <path class="pool" d="M700 122H900V150H700z" />
      {halves.map((transform) => (
        <g transform={transform || undefined}>
          <path class="stone" d={`${side(8, 0, 20, 87.5)}V150H0z`} />
          <path class="edge" d={side(8, 0, 20, 87.5)} />
          {[1, 2, 3].map((course) => (
            <path
              class="edge"
              d={side(8 - course, 0, 20 + course * 28, 87.5 - course * 18)}
              opacity={0.55 - course * 0.13}
            />
          ))}
        </g>
      ))}
      <path class="wave" d="M708 122H892M730 131H870M756 140H844" />
    </svg>
  )
}
