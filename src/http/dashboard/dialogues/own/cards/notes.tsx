import type { VNode } from 'preact';
import { Card } from '../../../kit/controls.tsx';
import { Moment } from '../../../kit/moment.tsx';
import type { View } from '../../../kit/view.ts';
import { Name, ownPath } from '../../words.tsx';
import { MOST_NOTES, type Note } from '../notes.ts';
import type { OwnPage } from '../shown.ts';
import { Folded, Words } from './words.tsx';

export function NotesCard({ view, zone, dialogue, notes, rights, form }: OwnPage): VNode | null {
  const { t, visitor } = view;
  if (!rights.writesNotes) return null;
  const own = form?.form === 'note' ? form : null;
  const kept = notes.filter(({ deleted }) => !deleted);
  return (
    <Card title={t('dialogue.notes')} id="notes" about={t('dialogue.notesAbout')}>
      {kept.length > 0 && (
        <ul class="notes">
          {kept.map((note) => (
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
              {(rights.deletesNotes || note.by.id === visitor?.person.id) && (
                <Folded title={t('dialogue.noteDelete')} isOpen={false}>
                  <p class="about">{t('dialogue.noteDeleteAbout')}</p>
                  <form
                    method="post"
                    action={`${ownPath(dialogue)}/notes/${encodeURIComponent(note.id)}/delete`}
                  >
                    <button type="submit">{t('dialogue.noteDelete')}</button>
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
