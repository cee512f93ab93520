import { createGroupCommand } from './group-command.ts';

/** `/team [name] [period]` */
export const team = createGroupCommand({ command: 'team', dimension: 'team', about: 'figures.aboutTeam' });
