import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import v8 from 'node:v8';
import vm from 'node:vm';

export interface Bundle {
  /** What the part exports. */
  load(part: string): unknown;
  /** Keeps what V8 has compiled of the parts so far, for processes with the same V8 and the same flags. */
  saveCodeCache(): void;
}

type Wrapped = (
  exports: object,
  require: (id: string) => unknown,
  module: { exports: unknown },
  filename: string,
) => void;

/**
 * The parts of the built command, in CommonJS; tools/bundle-command.mjs makes them. V8's code cache spares the start
 * 40 % of its CPU. Where there is none for this process, the parts are compiled as ever.
 * @param folder where the parts are; the cache is below it
 * @see https://v8.dev/blog/code-caching-for-devs
 */
export function openBundle(folder: string): Bundle {
  // Other versions of V8 and other flags cannot read it, so each has its own.
  const cache = join(folder, 'code-cache', String(v8.cachedDataVersionTag()));
  const scripts = new Map<string, vm.Script>();
  const modules = new Map<string, { exports: unknown }>();

  function load(part: string): unknown {
    const loaded = modules.get(part);
    if (loaded) return loaded.exports;
    const module = { exports: {} };
    modules.set(part, module);
    const filename = join(folder, part);
    const requireLibrary = createRequire(filename);
    const require = (id: string): unknown => (id.startsWith('./') ? load(basename(id)) : requireLibrary(id));
    const script = compile(part, filename);
    (script.runInThisContext() as Wrapped)(module.exports, require, module, filename);
    return module.exports;
  }

  function compile(part: string, filename: string): vm.Script {
    // tools/bundle-command.mjs writes them in ASCII.
    const text = readFileSync(filename, 'latin1');
    const script = new vm.Script(`(function (exports, require, module, __filename) {${text}\n})`, {
      filename,
      cachedData: readIfThere(join(cache, part)),
    });
    scripts.set(part, script);
    return script;
  }

  return {
    load,
    saveCodeCache() {
      mkdirSync(cache, { recursive: true });
      for (const [part, script] of scripts) writeFileSync(join(cache, part), script.createCachedData());
    },
  };
}

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
