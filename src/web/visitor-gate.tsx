import type { Context, MiddlewareHandler } from 'hono'
import { isLanguage, type Language } from '../ui/language.ts'
import { PlainPage } from '../ui/layout.tsx'
import { urls } from '../urls.ts'
import { networkOf } from '../basics/network.ts'
import { guardWords } from './guard-words.ts'
import { limits, take, type Bucket } from './pressure.ts'
import { isProof } from './proof.ts'
import { wholeBody } from './whole-body.ts'

type Gate = { now: () => Date; addressOf: (c: Context) => string }

/**
 * Before the visitors' door, and before the database: one address cannot send without end, a flood from many does not use
 * up the connections that staff need. Each copy of Stepwell counts its own; the hour's counts in the database are common.
 */
export function visitorGate({ now, addressOf }: Gate): MiddlewareHandler {
  const senders = new Map<string, Bucket>()
  const all: Bucket = { left: limits.burstAll, at: 0 }
  const proved: Bucket = { left: limits.burst, at: 0 }
  const turns = turnstile(limits.atOnce, limits.waiting)
  const passed = new WeakSet<Request>()

  return async (c, next) => {
    // '/en/groups' may match several patterns: who came through once is in.
    if (passed.has(c.req.raw)) return next()
    passed.add(c.req.raw)
    if (c.req.method === 'POST') {
      const at = now().getTime()
      const sender = networkOf(addressOf(c))
      const bucket = senders.get(sender) ?? { left: limits.burst, at }
      senders.delete(sender)
      senders.set(sender, bucket)
      if (senders.size > 20_000) senders.delete(senders.keys().next().value ?? '')
      if (!take(bucket, at, limits.burst, limits.perSecond)) return busy(c, 429)
      const arrival = await wholeBody(c, limits.bytes, limits.patience)
      if (arrival !== 'whole') return busy(c, arrival === 'too-long' ? 413 : 408)
      passed.add(c.req.raw)
      if (!take(all, at, limits.burstAll, limits.perSecondAll)) {
        // In a flood, whoever did the work goes first. The form stays read for the page behind.
        const { proof } = await c.req.parseBody({ all: true }).catch(() => ({ proof: undefined }))
        const isWorth = typeof proof === 'string' && (await isProof(proof))
        if (!isWorth || !take(proved, at, limits.burst, limits.perSecondAll)) return busy(c, 503)
      }
    }
    const leave = await turns.enter()
    if (leave === null) return busy(c, 503)
    try {
      return await next()
    } finally {
      leave()
    }
  }
}

/** Lets `most` in at once and `line` wait; who finds the line full is told so. */
export function turnstile(most: number, line: number) {
  let inside = 0
  const waiting: (() => void)[] = []
  const leave = () => {
    const nextOne = waiting.shift()
    if (nextOne === undefined) inside -= 1
    else nextOne()
  }
  return {
    async enter(): Promise<(() => void) | null> {
      if (inside < most) {
        inside += 1
        return leave
      }
      if (waiting.length >= line) return null
      await new Promise<void>((resolve) => waiting.push(resolve))
      return leave
    },
  }
}

// Drawn once for each language and answer: in a flood this is what is sent most.
const drawn = new Map<string, string>()

async function busy(c: Context, status: 408 | 413 | 429 | 503): Promise<Response> {
  const asked = c.req.path.split('/')[1] ?? ''
  const lang = isLanguage(asked) ? asked : 'en'
  const key = `${lang} ${status}`
  const page = drawn.get(key) ?? (await (await c.html(<BusyPage lang={lang} isTooLong={status === 413} />)).text())
  drawn.set(key, page)
  return c.body(page, status, {
    'content-type': 'text/html; charset=utf-8',
    ...(status === 413 ? {} : { 'retry-after': '60' }),
  })
}

function BusyPage({ lang, isTooLong }: { lang: Language; isTooLong: boolean }) {
  const say = guardWords(lang)
  return (
    <PlainPage
      title={say(isTooLong ? 'tooLong' : 'busy')}
      clinic="Stepwell"
      lang={lang}
      home={urls.publicHome({ lang })}
      words={{ skip: say('skip') }}
    >
      <p>{say(isTooLong ? 'tooLongWords' : 'busyWords')}</p>
      <p>{say('danger')}</p>
    </PlainPage>
  )
}
