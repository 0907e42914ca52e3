// What an address is: its pattern, who may knock there, and how it is filled in.

type Keys<P extends string> = P extends `${string}:${infer Key}/${infer Rest}`
  ? Key | Keys<Rest>
  : P extends `${string}:${infer Key}`
    ? Key
    : never
type Params<P extends string> = [Keys<P>] extends [never]
  ? [query?: Query]
  : [params: Record<Keys<P>, string>, query?: Query]
type Query = Record<string, string | undefined>
/**
 * Who may knock: anyone, a visitor of the public pages, whoever holds a link that was made for them, signed-in staff,
 * another system with a token, the operator of the machine, a client on their own private page, a tablet that goes round,
 * or one that stands at a door.
 */
export type Audience = 'anyone' | 'visitor' | 'link' | 'staff' | 'system' | 'operator' | 'client' | 'tablet' | 'door'
export type Url<P extends string> = ((...args: Params<P>) => string) & {
  pattern: P
  audience: Audience
  methods: ('get' | 'post')[]
}

function url<P extends string>(audience: Audience, methods: 'get' | 'post' | 'get post', pattern: P): Url<P> {
  const fill = (...args: unknown[]): string => {
    const hasParams = pattern.includes(':')
    const params = (hasParams ? args[0] : {}) as Record<string, string> // `Params` above makes callers pass exactly these
    const query = (hasParams ? args[1] : args[0]) as Query | undefined
    const path = pattern.replace(/:(\w+)(?:\{[^}]*\})?/g, (_, key: string) => encodeURIComponent(params[key] ?? ''))
    const kept = Object.entries(query ?? {}).filter(
      (pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== '',
    )
    return kept.length === 0 ? path : `${path}?${new URLSearchParams(kept)}`
  }
  return Object.assign(fill, { pattern, audience, methods: methods.split(' ') as ('get' | 'post')[] })
}

/** Public pages stand under their language. Every further language is one more word here and one more catalog each. */
export const visitor = <P extends string>(methods: 'get' | 'post' | 'get post', path: P) =>
  // The pattern tells the router which languages there are; the type keeps to what callers fill in.
  url('visitor', methods, `/:lang{(?:en|es)}${path}` as `/:lang${P}`)
export const anyone = <P extends string>(methods: 'get' | 'post' | 'get post', pattern: P) =>
  url('anyone', methods, pattern)
export const link = <P extends string>(methods: 'get' | 'post' | 'get post', pattern: P) =>
  url('link', methods, pattern)
/** A client's own page, opened by a private link. */
export const mine = <P extends string>(methods: 'get' | 'post' | 'get post', path: P) =>
  url('client', methods, `/mine/:token${path}` as `/mine/:token${P}`)
/** What a tablet shows while it goes round the room of one meeting. */
export const tablet = <P extends string>(methods: 'get' | 'post' | 'get post', path: P) =>
  url('tablet', methods, `/round/:token${path}` as `/round/:token${P}`)
/** What a tablet shows that stands at the door of a site. */
export const door = <P extends string>(methods: 'get' | 'post' | 'get post', path: P) =>
  url('door', methods, `/door/:token${path}` as `/door/:token${P}`)
export const staff = <P extends string>(methods: 'get' | 'post' | 'get post', pattern: P) =>
  url('staff', methods, pattern)
export const system = <P extends string>(methods: 'get' | 'post' | 'get post', pattern: P) =>
  url('system', methods, pattern)
export const operator = <P extends string>(methods: 'get' | 'post' | 'get post', pattern: P) =>
  url('operator', methods, pattern)
