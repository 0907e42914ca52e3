import { Hono } from 'hono'
import { sha256 } from '../../../basics/ids.ts'
import { isRefusal } from '../../../basics/refusal.ts'
import { Card } from '../../../ui/card.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Button } from '../../../ui/form.tsx'
import { nameOfLanguage } from '../../../ui/language.ts'
import { Signed } from '../../../ui/signature.tsx'
import { Notice, Sig } from '../../../ui/status.tsx'
import { At } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { showing, workOf, type Door } from '../../../web/door.ts'
import { forbidden, notFound } from '../../../web/errors.tsx'
import { mayNot } from '../../access/permissions.ts'
import { ClientFrame } from '../../clients/frame.tsx'
import { clientById } from '../../clients/queries.ts'
import { mayTouchKind } from '../../files/rules.ts'
import { contentOf } from '../../files/queries.ts'
import { paragraphsOf } from '../filling.ts'
import { isPaperKind, papers } from '../paper.ts'
import { PaperText } from '../paper-text.tsx'
import { signedPaperById } from '../queries/signings.ts'

/** One signed paper, as it was read, and whether text, hash and file still agree. */
export const signedPages = new Hono<Door>()

const capacityName: Record<string, string> = {
  client: 'The client',
  guardian: 'Parent or guardian',
  representative: 'Representative',
}

signedPages.get(urls.signedPaper.pattern, async (c) => {
  const work = workOf(c)
  const denied = mayNot(work.by, 'paper.see')
  if (denied) return forbidden(c, denied.because)
  const paper = await signedPaperById(work, c.req.param('paper'))
  const client = paper && (await clientById(work, paper.clientId))
  if (paper === undefined || client === undefined) return notFound(c)
  showing(c, 'a signed paper', [client.id])
  const zone = work.clinic.timeZone
  const content = await contentOf(work, paper.fileId)
  const isTextWhole = sha256(paper.textShown) === paper.textHash
  const isFileWhole = !isRefusal(content) && sha256(content) === paper.fileHash
  const isWhole = isTextWhole && isFileWhole
  const mayOpen = work.by.kind === 'staff' && mayTouchKind(work.by.role, 'signed')
  // Whoever bills reads what concerns money and sharing; what somebody agreed to be treated for is not theirs.
  if (!mayOpen && !['financial', 'tpo'].includes(paper.kind))
    return forbidden(c, 'What this paper says is for those who treat. Ask the clinical director.')
  return c.html(
    <ClientFrame
      c={c}
      client={client}
      tab="papers"
      title={isPaperKind(paper.kind) ? papers[paper.kind].name : paper.title}
      signals={isWhole ? <Sig tone="good">As it was signed</Sig> : <Sig tone="danger">Not as it was signed</Sig>}
      actions={mayOpen && <Button href={urls.file({ file: paper.fileId })}>Download the PDF</Button>}
    >
      {!isWhole && (
        <Notice tone="danger" title="This paper is not as it was signed" alert>
          {isTextWhole ? 'The text is whole. ' : 'The text does not match its hash. '}
          {isRefusal(content)
            ? `The file cannot be read: ${content.because}`
            : isFileWhole
              ? 'The file is whole.'
              : 'The file does not match its hash.'}{' '}
          Tell whoever runs Stepwell: a backup may hold it whole.
        </Notice>
      )}
      <Card title="As it was read and signed">
        <div lang={paper.language}>
          <div class="prose paper-text">
            <h2>{paper.title}</h2>
            <PaperText filled={{ paragraphs: paragraphsOf(paper.textShown) }} level={3} />
          </div>
        </div>
        <Signed
          signature={{
            typed: paper.method === 'typed' ? paper.signature : '',
            path: paper.method === 'drawn' ? paper.signature : null,
          }}
          by={paper.signerName}
          when={<At at={paper.signedAt} zone={zone} />}
        />
      </Card>
      <Card title="How it came about">
        <Facts
          facts={[
            { term: 'Signed as', detail: capacityName[paper.capacity] },
            paper.authority !== '' && { term: 'By what right', detail: paper.authority },
            {
              term: 'When',
              detail: (
                <>
                  <At at={paper.signedAt} zone={zone} /> ({zone}), {paper.signedAt.toISOString()}
                </>
              ),
            },
            { term: 'Kind of signature', detail: paper.method === 'drawn' ? 'Drawn by hand' : 'Typed name' },
            {
              term: 'Where',
              detail:
                paper.manner === 'tablet'
                  ? 'On a device of the clinic'
                  : 'On their own device, by a link, with date of birth and code',
            },
            { term: 'Network address', detail: paper.address },
            { term: 'Device', detail: paper.userAgent },
            { term: 'Language', detail: nameOfLanguage[paper.language === 'es' ? 'es' : 'en'] },
            { term: 'Document', detail: `${paper.documentId}, version ${paper.documentVersion}` },
            { term: 'Laid out by', detail: `${paper.preparerGivenName} ${paper.preparerFamilyName}` },
            paper.consentId !== null && {
              term: 'Consent',
              detail: <a href={urls.consent({ consent: paper.consentId })}>See the consent, or take it back</a>,
            },
            { term: 'Given out', detail: <a href={urls.signing({ signing: paper.signingId })}>With these papers</a> },
          ]}
        />
      </Card>
      <Card title={isWhole ? 'Text, hash and file agree' : 'Text, hash and file do not agree'}>
        <Facts
          facts={[
            { term: 'Hash of the text', detail: <code class="long-code">{paper.textHash}</code> },
            {
              term: 'Checked now',
              detail: isTextWhole ? 'The text is what was signed' : 'THE TEXT IS NOT WHAT WAS SIGNED',
            },
            { term: 'Hash of the PDF', detail: <code class="long-code">{paper.fileHash}</code> },
            {
              term: 'Checked now',
              detail: isRefusal(content)
                ? content.because
                : isFileWhole
                  ? 'The file is what was made when it was signed'
                  : 'THE FILE IS NOT WHAT WAS MADE',
            },
          ]}
        />
        <details>
          <summary>The very text whose hash this is</summary>
          <pre class="as-signed" lang={paper.language}>
            {paper.textShown}
          </pre>
        </details>
      </Card>
    </ClientFrame>,
  )
})
