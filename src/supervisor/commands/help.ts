import { may } from '../../access/may.ts';
import type { Person } from '../../access/person.ts';
import type { Choice } from '../../channel.ts';
import type { Translate } from '../../locales/index.ts';
import { askButton, rowsOf } from '../buttons.ts';
import { fitted } from '../render/fit.ts';
import type { Command, Commands } from './command.ts';

/** The commands by what they are about, in the order in which they are shown. */
export type Sections = Readonly<Record<string, Commands>>;

/** `/help`: what a person may ask, by what it is about, with a button for each. */
export function createHelp(sections: () => Sections): Command {
  return {
    about: 'help.about',
    action: null,
    async run({ place, t }) {
      const allowed = Object.entries(sections())
        .map(([section, commands]) => ({ section, names: namesFor(place, commands), commands }))
        .filter(({ names }) => names.length > 0);
      const texts = allowed.map(({ section, names, commands }) =>
        [
          t('help.section', { section }),
          ...names.map((name) => lineFor(t, name, commands)),
          t('help.examples', { section }),
        ].join('\n'),
      );
      return fitted({
        title: t('help.title'),
        text: [
          ...(may(place, 'read_figures') ? [] : [t('help.outside')]),
          ...texts,
          ...(place.kind === 'person' ? [t('help.stop')] : []),
        ].join('\n\n'),
        choices: allowed.flatMap(({ names }) =>
          rowsOf(
            names.map((name) => buttonFor(t, name)),
            2,
          ),
        ),
      });
    },
  };
}

const namesFor = (place: Person, commands: Commands): string[] =>
  Object.entries(commands).flatMap(([name, { action }]) =>
    action === null || may(place, action) ? [name] : [],
  );

const lineFor = (t: Translate, name: string, commands: Commands): string => {
  const command = commands[name];
  return `/${name} – ${command ? t(command.about) : name}`;
};

/** Of few words: half a row of a phone cuts what is longer. */
const buttonFor = (t: Translate, name: string): Choice => askButton(t('help.button', { name }), name);
