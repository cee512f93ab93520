import type { FastifyPluginAsync } from 'fastify';
import { type ExportPagesOptions, exportRoutes } from './export/routes.ts';
import { type ListOptions, listRoutes } from './list/routes.ts';
import { type OwnPageOptions, ownPageRoutes } from './own/routes.ts';

/** What the pages of dialogues need. */
export type DialoguePagesOptions = ListOptions & ExportPagesOptions & OwnPageOptions;

/** The list of dialogues, a dialogue's own page, and the list as a file. */
export function dialoguePages(options: DialoguePagesOptions): FastifyPluginAsync {
  return async (server) => {
    await server.register(listRoutes(options));
    await server.register(exportRoutes(options));
    await server.register(ownPageRoutes(options));
  };
}
