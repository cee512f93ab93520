// The command `afterword` as few files: Node takes longer to find and read some 900 modules one by one than the
// service takes for everything else until it is ready.
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Found in node_modules when they are needed: with native code, or never loaded by most who start the service. What
 * fastify loads for schemas other than zod's, and for requests of tests, nobody needs.
 */
const apart = [
  'libsql',
  'mongoose',
  'viber-bot',
  '@fastify/ajv-compiler',
  '@fastify/fast-json-stringify-compiler',
  'light-my-request',
];

/** Modules look for their files beside themselves; in the bundle they still find them there. */
const ownUrls = {
  name: 'own-urls',
  transform(code, id) {
    if (!id.startsWith(root) || id.includes('/node_modules/') || !code.includes('import.meta.url'))
      return null;
    const compiled = relative(`${root}src`, id).replace(/\.tsx?$/, '.js');
    const url = `new URL(${JSON.stringify(`../${compiled}`)}, import.meta.url).href`;
    return { code: code.replaceAll('import.meta.url', url), map: null };
  },
};

/** V8 keeps a text in half the memory, and reads it sooner, when nothing in it is beyond Latin-1. */
const inAscii = {
  name: 'in-ascii',
  generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle)) {
      chunk.code = chunk.code.replace(
        /[^\0-\x7f]/g,
        (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
      );
    }
  },
};

/** @param folder the build, with what tsc has written; the parts go to its `src/parts`, which `src/commands/bundle.ts` reads */
export async function bundleCommand(folder) {
  const bundle = await rolldown({
    input: `${root}src/commands/program.ts`,
    platform: 'node',
    tsconfig: `${root}tsconfig.json`,
    external: (id) => apart.some((name) => id === name || id.startsWith(`${name}/`)),
    plugins: [ownUrls, inAscii],
  });
  await bundle.write({
    dir: `${folder}/src/parts`,
    // V8's code cache is for scripts, which CommonJS is.
    format: 'cjs',
    // A script that is compiled by itself has no `import()`.
    dynamicImportInCjs: false,
    // Names without a hash: a service that is running finds its parts after a new build.
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name].cjs',
    minifyInternalExports: false,
    comments: false,
  });
  await bundle.close();
}
