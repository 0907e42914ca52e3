import { Select, TextArea, TextField } from '../../ui/form.tsx'
import { urls } from '../../urls.ts'

/** The one whose record is open: a concern that is raised here is about them. */
export type About = { id: string; name: string }

/** In the bar of every page: a worry is said in ten seconds, before it is forgotten. Works without script. */
export const RaiseConcern = ({ about }: { about?: About }) => (
  <>
    <button class="bar-button" type="button" popovertarget="raise-concern" aria-label="Raise a concern">
      <span class="raise-words">Raise a concern</span>
      <span class="raise-short">Concern</span>
    </button>
    <div class="drop raise-drop" id="raise-concern" popover="auto" role="dialog" aria-label="Raise a concern">
      <form class="form" method="post" action={urls.newConcern()}>
        {about === undefined ? (
          <TextField
            name="about"
            id="raise-about"
            label="About whom"
            hint="Name or number, or what you know"
            maxlength={200}
            anyDirection
            autocomplete="off"
          />
        ) : (
          <>
            <input type="hidden" name="client" value={about.id} />
            <p>
              About <b dir="auto">{about.name}</b>
            </p>
          </>
        )}
        <TextArea name="words" id="raise-words" label="What worries you" rows={2} maxlength={500} />
        <Select
          name="urgency"
          id="raise-urgency"
          label="How urgent"
          choose={false}
          options={[
            { value: 'today', label: 'Today' },
            { value: 'soon', label: 'Within three days' },
            { value: 'mention', label: 'For the next huddle' },
            { value: 'danger', label: 'Danger now: open the safety questions' },
          ]}
        />
        <button class="button main" type="submit">
          Raise it
        </button>
      </form>
    </div>
  </>
)
