import type { FastifyPluginAsync } from 'fastify';
import type { Files } from '../files.ts';

/** What a browser may draw itself; it is told to save everything else. */
const pictures: Record<string, string> = {
  gif: 'image/gif',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  png: 'image/png',
};

/** The pictures and documents that bots sent, as long as they are in memory. */
export function createFileRoutes(files: Files): FastifyPluginAsync {
  return async (app) => {
    app.get('/page/files/:id', { logLevel: 'silent' }, (request, reply) => {
      const { id } = request.params as { id: string };
      const file = files.find(id);
      if (!file) return reply.code(404).send();
      const ending = file.name.slice(file.name.lastIndexOf('.') + 1).toLowerCase();
      const type = Object.hasOwn(pictures, ending) ? pictures[ending] : undefined;
      const name = encodeURIComponent(file.name);
      return reply
        .header('content-type', type ?? 'application/octet-stream')
        .header('content-disposition', type ? 'inline' : `attachment; filename*=UTF-8''${name}`)
        .header('x-content-type-options', 'nosniff')
        .header('cache-control', 'private, max-age=3600')
        .send(Buffer.from(file.bytes));
    });
  };
}
