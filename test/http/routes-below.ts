import type { Service } from '../../src/service.ts';

/** The routes below a path, `GET /dashboard/dialogues/:id`, from the tree in which the server shows them. */
export function routesBelow(
  { app }: Pick<Service, 'app'>,
  path: string,
): Array<{ method: string; url: string }> {
  const above: string[] = [];
  const lines = app.server.printRoutes({ commonPrefix: false }).split('\n');
  const routes = lines.flatMap((line) => {
    const [, indent = '', part = '', methods = ''] =
      /^(.*?)[├└]── (\S+)(?: \(([A-Z, ]+)\))?/.exec(line) ?? [];
    const depth = indent.length / 4;
    above.splice(depth, above.length, part);
    const url = above.join('').replace(/^\/\//, '/');
    return methods === '' ? [] : methods.split(', ').map((method) => ({ method, url }));
  });
  return routes.filter(({ url }) => url.startsWith(path));
}
