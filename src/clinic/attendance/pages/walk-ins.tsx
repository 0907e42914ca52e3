import type { Refusal } from '../../../basics/refusal.ts'
import { Card, Row, Rows } from '../../../ui/card.tsx'
import { Button } from '../../../ui/form.tsx'
import { PersonLine } from '../../../ui/person.tsx'
import { RefusalAlert } from '../../../ui/refusal.tsx'
import { urls } from '../../../urls.ts'
import { sessionMinutes } from '../minutes.ts'
import type { Session } from '../queries.ts'
import { mostOffered, type Offered } from '../queries/walk-ins.ts'

type WalkInsProps = {
  session: Session
  /** What was searched; undefined: nobody searched yet. */
  find: string | undefined
  offered: Offered[]
  onRoster: ReadonlySet<string>
  refusal?: Refusal
}

/** Someone is at the door who has no seat: find them, add them. */
export const WalkIns = ({ session, find, offered, onRoster, refusal }: WalkInsProps) => (
  <Card title="Someone else came?" id="walk-in" hint="Add a client who has no seat in this group today.">
    <RefusalAlert refusal={refusal} />
    <form class="line-up" method="get" action={`${urls.roster({ session: session.id })}#walk-in`}>
      <input
        class="input medium"
        type="search"
        name="find"
        value={find}
        aria-label="Name or number of a client in care"
        placeholder="Name or number"
        required
        autocomplete="off"
        maxlength={100}
        dir="auto"
      />
      <Button>Find</Button>
    </form>
    {find !== undefined && offered.length === 0 && (
      <p class="muted">Nobody in care today has this name or number. Try a part of the name.</p>
    )}
    {offered.length > 0 && (
      <div class="walk-in-found">
        <Rows label="People found">
          {offered.slice(0, mostOffered).map((one) => (
            <Row
              end={
                onRoster.has(one.id) ? (
                  <span class="muted">On this roster</span>
                ) : (
                  <form class="line-up" method="post" action={urls.walkIns({ session: session.id })}>
                    <input type="hidden" name="client" value={one.id} />
                    <input type="hidden" name="find" value={find ?? ''} />
                    <label class="walk-in-minutes">
                      Minutes late
                      <input
                        class="input"
                        type="number"
                        name="minutesLate"
                        min="0"
                        max={sessionMinutes(session) - 1}
                        placeholder="0"
                        aria-label={`Minutes late, ${one.name}`}
                      />
                    </label>
                    <Button label={`Add ${one.name} as a walk-in`}>Add</Button>
                  </form>
                )
              }
            >
              <PersonLine
                name={one.name}
                pronouns={one.pronouns}
                dayOfStay={one.dayOfStay}
                meta={`No. ${one.number}`}
              />
            </Row>
          ))}
        </Rows>
      </div>
    )}
    {offered.length > mostOffered && <p class="muted">More people have this name. Type more of it.</p>}
  </Card>
)
