import type { ComponentChildren, VNode } from 'preact';
import type { Alert } from '../../../../alerts/alert.ts';
import { Card } from '../../kit/controls.tsx';
import { Field } from '../../kit/filters.tsx';
import { Moment } from '../../kit/moment.tsx';
import type { View } from '../../kit/view.ts';
import { Name, ownPath } from '../words.tsx';
import { type FormState, LONGEST_TEXT } from './form-state.ts';
import { MOST_NOTES, type Note } from './notes.ts';
import type { OwnPage } from './shown.ts';

export function AlertCard({ view, zone, dialogue, alert, rights, form }: OwnPage): VNode | null {
  const { t } = view;
  if (!alert || !rights.handlesAlert) return null;
  const { state, takenBy, takenAt, resolvedBy, resolvedAt, note } = alert;
  return (
    <Card title={t('dialogue.alert')} id="alert">
      <p>
        {t('dialogue.alertState', { state })}
        {state === 'taken' && takenBy && <By view={view} zone={zone} name={takenBy.name} at={takenAt} />}
        {state === 'resolved' && resolvedBy && (
          <By view={view} zone={zone} name={resolvedBy.name} at={resolvedAt} />
        )}
      </p>
      {note !== null && (
        <p class="words" dir="auto">
          {note}
        </p>
      )}
      {isWaiting(alert) && (
        <div class="forms">
          {state === 'open' && (
            <form method="post" action={`${ownPath(dialogue)}/alert/take`}>
              <button type="submit">{t('alert.take')}</button>
            </form>
          )}
          <form method="post" action={`${ownPath(dialogue)}/alert/resolve`}>
            <Words
              view={view}
              label={t('dialogue.resolution')}
              form={form?.form === 'resolve' ? form : null}
            />
            <button type="submit" class={state === 'open' ? 'quiet' : undefined}>
              {t('alert.resolve')}
            </button>
          </form>
        </div>
      )}
    </Card>
  );
}

/** Whether something is left to do about it. */
export const isWaiting = ({ state }: Pick<Alert, 'state'>): boolean => state === 'open' || state === 'taken';

export function DisputeCard({ view, dialogue, rights, form }: OwnPage): VNode | null {
  const { t } = view;
  if (!rights.disputes) return null;
  return (
    <Folded title={t('dialogue.dispute')} isOpen={form?.form === 'dispute'}>
      <p class="about">{t('dialogue.disputeAbout')}</p>
      <form method="post" action={`${ownPath(dialogue)}/dispute`}>
        <Words
          view={view}
          label={t('dialogue.why')}
          form={form?.form === 'dispute' ? form : null}
          isRequired
        />
        <button type="submit">{t('dialogue.dispute')}</button>
      </form>
    </Folded>
  );
}

export function VoidCard({ view, dialogue, rights, form }: OwnPage): VNode | null {
  const { t } = view;
  if (!rights.voids) return null;
  if (dialogue.voided) {
    return (
      <form method="post" action={`${ownPath(dialogue)}/unvoid`}>
        <button type="submit" class="quiet">
          {t('dialogue.unvoid')}
        </button>
      </form>
    );
  }
  return (
    <Folded title={t('dialogue.void')} isOpen={form?.form === 'void'}>
      <p class="about">{t('dialogue.voidAbout')}</p>
      <form method="post" action={`${ownPath(dialogue)}/void`}>
        <Words view={view} label={t('dialogue.why')} form={form?.form === 'void' ? form : null} isRequired />
        <button type="submit">{t('dialogue.void')}</button>
      </form>
    </Folded>
  );
}

export function NotesCard({ view, zone, dialogue, notes, rights, form }: OwnPage): VNode | null {
  const { t, visitor } = view;
  if (!rights.writesNotes) return null;
  const own = form?.form === 'note' ? form : null;
  return (
    <Card title={t('dialogue.notes')} id="notes" about={t('dialogue.notesAbout')}>
      {notes.length > 0 && (
        <ul class="notes">
          {notes.map((note) => (
            <li key={note.id}>
              <p class="words" dir="auto">
                {note.text}
              </p>
              <NoteBy view={view} zone={zone} note={note} />
              {note.by.id === visitor?.person.id && (
                <Folded title={t('dialogue.noteChange')} isOpen={own?.note === note.id}>
                  <form method="post" action={`${ownPath(dialogue)}/notes/${encodeURIComponent(note.id)}`}>
                    <input type="hidden" name="revision" value={note.revision} />
                    <Words
                      view={view}
                      label={t('dialogue.note')}
                      form={own?.note === note.id ? own : null}
                      value={note.text}
                      isRequired
                    />
                    <button type="submit">{t('dialogue.noteSave')}</button>
                  </form>
                </Folded>
              )}
            </li>
          ))}
        </ul>
      )}
      {notes.length < MOST_NOTES && (
        <form method="post" action={`${ownPath(dialogue)}/notes`}>
          <Words view={view} label={t('dialogue.note')} form={own && !own.note ? own : null} isRequired />
          <button type="submit" class="quiet">
            {t('dialogue.noteAdd')}
          </button>
        </form>
      )}
    </Card>
  );
}

function NoteBy({ view, zone, note }: { view: View; zone: string; note: Note }): VNode {
  return (
    <p class="minor">
      <Name>{note.by.name}</Name> · <Moment at={new Date(note.at)} view={view} zone={zone} />
      {note.changedAt !== null && (
        <>
          {' · '}
          {view.t('dialogue.noteChanged')} <Moment at={new Date(note.changedAt)} view={view} zone={zone} />
        </>
      )}
    </p>
  );
}

function By({ view, zone, name, at }: { view: View; zone: string; name: string; at: number | null }): VNode {
  return (
    <>
      {': '}
      <Name>{name}</Name>
      {at !== null && (
        <>
          , <Moment at={new Date(at)} view={view} zone={zone} />
        </>
      )}
    </>
  );
}

/** What is rarely done, behind a line that opens it. */
function Folded(props: { title: string; isOpen: boolean; children: ComponentChildren }): VNode {
  return (
    <details class="folded" open={props.isOpen}>
      <summary>{props.title}</summary>
      {props.children}
    </details>
  );
}

/** A field for some words; what was refused stands in it again, with what is wrong. */
function Words(props: {
  view: Pick<View, 't'>;
  label: string;
  form: FormState | null;
  value?: string;
  isRequired?: boolean;
}): VNode {
  const { label, form, value = '', isRequired = false } = props;
  return (
    <>
      <Field label={label}>
        <textarea
          name="text"
          rows={3}
          maxlength={LONGEST_TEXT}
          required={isRequired}
          dir="auto"
          aria-invalid={form ? true : undefined}
        >
          {form?.text ?? value}
        </textarea>
      </Field>
      {form && (
        <p class="field-error" role="alert">
          {form.error}
        </p>
      )}
    </>
  );
}
