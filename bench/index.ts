/** Measures by hand: npm run bench -- NAME [options]. bench/README.md says what each one measures and how to read it. */

/** Every bench, by its name: a file that measures as it is imported. */
const benches: Record<string, () => Promise<unknown>> = {
  survey: () => import('./survey.ts'),
  tap: () => import('./tap.ts'),
  figures: () => import('./figures.ts'),
  digest: () => import('./figures/digest.ts'),
  dialogues: () => import('./figures/dialogues.ts'),
  dashboard: () => import('./figures/dashboard.ts'),
  themes: () => import('./figures/themes.ts'),
  relay: () => import('./relay/relay.ts'),
  pace: () => import('./pace.ts'),
  scale: () => import('./scale.ts'),
  still: () => import('./still.ts'),
  size: () => import('./size.ts'),
};

const name = process.argv[2] ?? '';
const bench = benches[name];
if (!bench) {
  console.error(`There is no bench "${name}"; choose one of ${Object.keys(benches).join(', ')}`);
  process.exit(1);
}
await bench();
