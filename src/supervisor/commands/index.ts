/** The registry of commands; menus and /help show them in this order. */
import { exportCommand } from '../export/command.ts';
import { settingsCommand } from '../settings/command.ts';
import { targetsCommand } from '../targets/command.ts';
import type { Commands } from './command.ts';
import { dashboard } from './dashboard.ts';
import { alerts } from './dialogues/alerts.ts';
import { comments } from './dialogues/comments.ts';
import { dialogue } from './dialogues/dialogue.ts';
import { themes } from './dialogues/themes.ts';
import { csat } from './figures/csat.ts';
import { month } from './figures/month.ts';
import { operators } from './figures/operators.ts';
import { team } from './figures/team.ts';
import { today } from './figures/today.ts';
import { week } from './figures/week.ts';
import { yesterday } from './figures/yesterday.ts';
import { createHelp, type Sections } from './help.ts';
import { start } from './start.ts';

/** What can be asked, by what it is about; see `help.section`. */
const sections = {
  figures: { today, yesterday, week, month, csat, team, operators, targets: targetsCommand },
  dialogues: { alerts, comments, themes, dialogue, export: exportCommand },
  chat: { dashboard, settings: settingsCommand },
} satisfies Sections;

export const commands: Commands = {
  ...sections.figures,
  ...sections.dialogues,
  ...sections.chat,
  help: createHelp(() => sections),
  start,
};
