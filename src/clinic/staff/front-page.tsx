import type { Context } from 'hono'
import type { Child, PropsWithChildren } from 'hono/jsx'
import { PublicPage, type PublicPageProps } from '../../ui/public-page.tsx'
import type { Language } from '../../ui/language.ts'
import { visitOf, type VisitorDoor } from '../../web/visitor-door.ts'
import { blocksOf, type Piece } from './front-markup.ts'
import type { FrontPage, Section } from './front-rules.ts'
import { frontText } from './queries/front.ts'
import { commonWords } from './texts/common-words.ts'

/** What a page of the public front reads before it draws itself: its words as reviewed, by part. */
export async function frontFor(c: Context<VisitorDoor>, page: FrontPage) {
  const { work, front } = visitOf(c)
  const { sections, reviewed } = await frontText(work, page, front.lang)
  const part = (key: string): Section => sections.find((one) => one.key === key) ?? { key, heading: '', words: '' }
  return { work, front, lang: front.lang, sections, part, reviewed }
}
export type FrontRead = Awaited<ReturnType<typeof frontFor>>

type FrameProps = Pick<
  PublicPageProps,
  'there' | 'current' | 'over' | 'actions' | 'drawing' | 'width' | 'quiet' | 'bare'
> & {
  read: FrontRead
  /** Where the page has a matter of its own: the name of a group. */
  title?: string
  intro?: string
  /** A page with a private link in its address is not to be found. */
  unlisted?: boolean
  children?: Child
}

/** A public page whose heading, first words and reviewer come from the clinic's texts. */
export function FrontFrame({ read, title, intro, unlisted, children, ...props }: PropsWithChildren<FrameProps>) {
  const welcome = read.part('welcome')
  const lead = intro ?? welcome.words
  return (
    <PublicPage
      {...props}
      front={read.front}
      clinic={read.work.clinic.name}
      title={title ?? welcome.heading}
      intro={lead === '' ? undefined : lead}
      reviewed={read.reviewed}
      description={unlisted ? undefined : welcome.words.slice(0, 300)}
    >
      {children}
    </PublicPage>
  )
}

/** One part of a page, or nothing when the clinic left it out. */
export const Part = ({ section, tone, children }: PropsWithChildren<{ section: Section; tone?: 'danger' | 'calm' }>) =>
  section.words === '' && section.heading === '' ? null : (
    <section class={tone ? `part ${tone}` : 'part'}>
      {section.heading !== '' && <h2>{section.heading}</h2>}
      <Markup words={section.words} />
      {children}
    </section>
  )

export const Markup = ({ words }: { words: string }) => (
  <div class="prose">
    {blocksOf(words).map((block) =>
      block.kind === 'list' ? (
        <ul>
          {block.items.map((item) => (
            <li>
              <Pieces pieces={item} />
            </li>
          ))}
        </ul>
      ) : block.kind === 'subheading' ? (
        <h3>
          <Pieces pieces={block.pieces} />
        </h3>
      ) : (
        <p>
          <Pieces pieces={block.pieces} />
        </p>
      ),
    )}
  </div>
)

const Pieces = ({ pieces }: { pieces: Piece[] }) => (
  <>
    {pieces.map(({ bold, text, phone }) =>
      phone !== undefined ? (
        <a class="front-tel" href={`tel:${phone}`}>
          {text}
        </a>
      ) : bold ? (
        <b>{text}</b>
      ) : (
        text
      ),
    )}
  </>
)

/**
 * A name that the clinic gave, in the visitor's language: the clinic's own word for it, else one that Stepwell knows, else as
 * it was given, marked as English so that it is read out as such.
 */
export function sayer(lang: Language, own: ReadonlyMap<string, string>) {
  return (said: string): { text: string; lang?: 'en' } => {
    if (lang === 'en') return { text: said }
    const known = own.get(said) || commonWords[said.toLowerCase()]
    return known === undefined ? { text: said, lang: 'en' } : { text: known }
  }
}
export type Sayer = ReturnType<typeof sayer>

export const Said = ({ say, children }: { say: Sayer; children: string }) => {
  const { text, lang } = say(children)
  return lang === undefined ? <>{text}</> : <span lang={lang}>{text}</span>
}
