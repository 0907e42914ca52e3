import { Card } from '../../../ui/card.tsx'
import { Button } from '../../../ui/form.tsx'
import { urls } from '../../../urls.ts'
import type { Help } from '../help.ts'

/** Where the help that somebody needs can be given at once. */
const places: Record<Exclude<Help['leads'], null>, { label: string; href: (clientId: string) => string }[]> = {
  'make-up': [
    { label: 'Offer a make-up seat', href: (client) => urls.chartWeek({ client }) },
    { label: 'Their week, and other hours', href: (client) => urls.clientWishes({ client }) },
  ],
  video: [
    { label: 'Offer a make-up seat by video', href: (client) => urls.chartWeek({ client }) },
    { label: 'Their wishes: video or on site', href: (client) => urls.clientWishes({ client }) },
  ],
  prescriber: [
    { label: 'Book a visit with the prescriber in their week', href: (client) => urls.chartWeek({ client }) },
  ],
  transfer: [{ label: 'Their week and groups', href: (client) => urls.chartWeek({ client }) }],
  contacts: [{ label: 'Whom to call', href: (client) => urls.outreach({ client }) }],
  gate: [{ label: 'Ask the safety questions', href: (client) => urls.safetyScreen({ client }) }],
}

export const HelpLinks = ({ help, clientId }: { help: Help; clientId: string }) => (
  <Card title={help.step}>
    <div class="line-up">
      {help.leads !== null &&
        places[help.leads].map(({ label, href }, at) => (
          <Button kind={at === 0 ? 'main' : undefined} href={href(clientId)}>
            {label}
          </Button>
        ))}
      <Button href={urls.outreach({ client: clientId })}>Record a contact</Button>
    </div>
  </Card>
)
