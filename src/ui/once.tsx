import bwipjs from 'bwip-js/node'
import type { PropsWithChildren } from 'hono/jsx'
import { raw } from 'hono/html'
import { Notice } from './status.tsx'

type OnceProps = { title: string; address: string; caption: string }

/** An address that is shown this once: to scan, to copy, and what to say with it. */
export const OnceShown = ({ title, address, caption, children }: PropsWithChildren<OnceProps>) => (
  <Notice tone="warning" title={title} alert>
    <div class="fresh-link">
      <figure class="qr">
        {raw(qrOf(address))}
        <figcaption>{caption}</figcaption>
      </figure>
      <div>
        <label class="label" for="address">
          Address
        </label>
        <textarea class="input" id="address" rows={3} readonly>
          {address}
        </textarea>
        {children}
      </div>
    </div>
  </Notice>
)

/** A QR code as SVG in the ink of the page, on white so that every phone reads it, named for a screen reader. */
function qrOf(text: string): string {
  const svg = bwipjs.toSVG({ bcid: 'qrcode', text, scale: 3, padding: 4, backgroundcolor: 'ffffff' })
  return svg.replace('<svg ', '<svg role="img" aria-label="QR code of the address beside it" ')
}
