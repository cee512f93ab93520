import { createGroupCommand } from './group-command.ts';

/** `/operators [name] [period]` */
export const operators = createGroupCommand({
  command: 'operators',
  dimension: 'operator',
  about: 'figures.aboutOperators',
});
