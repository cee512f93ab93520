import { createWriteStream } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import type { Alerts } from '../alerts/alerts.ts';
import { readAlertFigures } from '../alerts/figures.ts';
import { createAlertRecords } from '../alerts/records.ts';
import { handlingIn } from '../app/handling.ts';
import type { ComparedFigure } from '../audit/figures.ts';
import { type Month, monthFault, monthOf } from '../audit/month.ts';
import { type Audit, type AuditPack, type AuditResult, createAudit } from '../audit/pack.ts';
import { systemClock } from '../clock.ts';
import { createDisputeLedger } from '../disputes/dispute.ts';
import { ConfigError, messageOf } from '../errors.ts';
import { languages } from '../locales/index.ts';
import { createBelonging } from '../stats/lists/belonging.ts';
import { createStatistics } from '../stats/statistics.ts';
import { createTargets, csatTarget } from '../stats/targets/targets.ts';
import { printable } from '../text/printable.ts';
import type { CliCommand, Print } from './command.ts';
import { type OpenedStore, withStore } from './store.ts';

const flags = z.object({
  month: z.string().optional(),
  out: z.string().optional(),
  team: z.array(z.string()).default([]),
  language: z.string().optional(),
});

/** Differences that are printed; all of them are in the pack. */
const MOST_PRINTED = 20;

export const audit: CliCommand = {
  description: 'write the evidence behind the figures of a month, with a recount of each figure',
  options: [
    { flags: '--month <month>', description: 'the month, such as 2026-11' },
    { flags: '--out <folder>', description: 'where it is written; default: ./evidence-<month>' },
    { flags: '--team <name>', description: 'only the dialogues of a team; default: all', repeats: true },
    { flags: '--language <language>', description: `of the page: ${languages.join(' or ')}` },
  ],
  run: (print, { options }) =>
    withStore(async (opened) => {
      const { month, out, team, language: wished } = flags.parse(options);
      const made = auditOf(opened);
      const language = languages.find((one) => one === (wished ?? opened.config.SUPERVISOR_LANGUAGE));
      const now = systemClock.now();
      const faults = [
        ...(month === undefined
          ? [`--month is missing; write which month, such as --month ${monthOf(now, made.zone)}`]
          : []),
        ...(language
          ? []
          : [`--language: there are no pages in "${wished}"; write ${languages.join(' or ')}`]),
        ...team.flatMap((name) => (name.trim() === '' ? ['--team is empty; write the name of a team'] : [])),
      ];
      const fault = month === undefined ? null : monthFault(month, now, made.zone);
      if (fault) faults.push(`--month: ${fault.message}`);
      if (faults.length > 0 || month === undefined || !language) throw new ConfigError(faults);
      const folder = out ?? `evidence-${month}`;
      await makeFolder(folder);
      const pack = made.open({ month, language, scope: team.length > 0 ? { team } : {} });
      const result = await write(pack, folder);
      report(print, folder, pack.month, result);
    }),
};

function auditOf({ config, store, log }: OpenedStore): Audit {
  const clock = systemClock;
  const { CSAT_TARGET: target, ESCALATE: escalation, REPORT_TIMEZONE: zone } = config;
  const records = createAlertRecords(store, log);
  const belonging = createBelonging(store);
  const seed = target === undefined ? [] : [csatTarget(target / 100)];
  const inTime = escalation[0]?.afterMs ?? null;
  const alertFigures: Alerts['alertFigures'] = (query) =>
    readAlertFigures({ records, belonging }, query, inTime, clock.now());
  return createAudit({
    store,
    statistics: createStatistics({ store, zone, clock }),
    ledger: createDisputeLedger(store),
    targets: createTargets({ store, clock, seed }),
    handling: handlingIn(alertFigures, zone),
    clock,
  });
}

/** A folder of its own, so that nothing of an earlier pack is taken for a part of this one. */
async function makeFolder(folder: string): Promise<void> {
  const there = await mkdir(folder, { recursive: true })
    .then(() => readdir(folder))
    .catch((error: unknown) => {
      throw new ConfigError([`--out: ${folder} cannot be used: ${messageOf(error)}`], { cause: error });
    });
  if (there.length > 0) {
    throw new ConfigError([`--out: ${folder} is not empty; name another folder, or delete what is in it`]);
  }
}

async function write(pack: AuditPack, folder: string): Promise<AuditResult> {
  for await (const { name, body } of pack.files) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await pipeline(Readable.from(body, { objectMode: false }), createWriteStream(path, { flags: 'wx' }));
  }
  const result = pack.result();
  if (!result) throw new Error('a pack was read to its end without a result');
  return result;
}

function report(print: Print, folder: string, month: Month, result: AuditResult): void {
  const { rows, figures, differences, faults } = result;
  print(`${join(folder, 'index.html')}: ${rows} dialogues of ${month.name}`);
  if (!month.isOver) print(`${month.name} is not over: its figures still change.`);
  for (const { version, scenario, fault } of faults) {
    print(
      `NOT AS ASKED  scenario ${printable(scenario)}, version ${version || 'unknown'}: its text is ${fault}`,
    );
  }
  if (differences.length === 0) print(`${figures} figures were counted twice, and all of them are equal.`);
  else {
    for (const one of differences.slice(0, MOST_PRINTED)) print(printable(differenceText(one)));
    const more = differences.length - MOST_PRINTED;
    if (more > 0) print(`and ${more} more, in ${join(folder, 'recount.csv')}`);
    print(`${differences.length} of ${figures} figures differ from the recount.`);
  }
  if (differences.length > 0 || faults.length > 0) process.exitCode = 1;
}

function differenceText({ dimension, name, scale, figure, shown, recounted }: ComparedFigure): string {
  const where = dimension === '' ? 'all' : `${dimension} ${name ?? 'without a name'}`;
  return `NOT EQUAL  ${where}, ${figure}${scale === null ? '' : ` (${scale})`}: shown ${shown}, recounted ${recounted}`;
}
