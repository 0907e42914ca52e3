import type { Work } from '../../../db/work.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Sig } from '../../../ui/status.tsx'
import { weekDay } from '../../../ui/when.tsx'
import { urls } from '../../../urls.ts'
import { may } from '../../access/permissions.ts'
import type { Today } from '../queries.ts'
import { more } from './row-words.tsx'

export const NotesDue = ({ facts, work }: { facts: Today; work: Work }) => (
  <Card
    title="Notes to sign"
    action={may(work.by, 'note.write') ? more(facts.notesDueCount, facts.notesDue.length, urls.notes()) : undefined}
    flush={facts.notesDue.length > 0}
  >
    {facts.notesDue.length === 0 ? (
      <Empty title="Every note is signed" />
    ) : (
      <Rows label="Notes to sign">
        {facts.notesDue.map((note) => {
          const hours = Math.floor((work.at.getTime() - new Date(note.since).getTime()) / 3_600_000)
          return (
            <Row
              title={<a href={urls.note({ session: note.sessionId })}>{note.name}</a>}
              note={`${weekDay(note.heldOn)} · ${note.leaders}`}
              end={
                <Sig tone={hours >= 24 ? 'danger' : 'warning'}>
                  {hours >= 48 ? `${Math.floor(hours / 24)} days` : hours >= 1 ? `${hours} h` : 'Just ended'}
                </Sig>
              }
            />
          )
        })}
      </Rows>
    )}
  </Card>
)
