import process from 'node:process';
import { Command } from 'commander';
import { commands } from './index.ts';
import type { CliCommand, Print } from './command.ts';
import { ConfigError, isKnown, messageOf, ScenarioError } from '../errors.ts';
import { printable } from '../text/printable.ts';

const print: Print = (text) => void process.stdout.write(`${text}\n`);

const program = new Command('afterword').description(
  'Asks a client how a support dialogue went, in the chat where they were helped.',
);
for (const [index, [name, command]] of Object.entries(commands).entries()) {
  define(program.command(name, { isDefault: index === 0 }), command);
}

/** Runs the command that the process was started with. */
export async function run(): Promise<void> {
  await program.parseAsync();
}

function define(command: Command, { description, run, ...rest }: CliCommand): void {
  command.description(description);
  for (const argument of rest.arguments ?? []) command.argument(argument.name, argument.description);
  for (const { flags, description: about, repeats } of rest.options ?? []) {
    if (repeats) command.option(flags, about, listed);
    else command.option(flags, about);
  }
  if (run) {
    const act = guarded(() => {
      const given = command.processedArgs.filter((one) => typeof one === 'string');
      return run(print, { arguments: given, options: command.opts() });
    });
    command.action(() => act());
  }
  for (const [name, own] of Object.entries(rest.commands ?? {})) define(command.command(name), own);
}

/** Adds a value to those that were given before it. */
function listed(value: string, before: string[] | undefined): string[] {
  return [...(before ?? []), value];
}

/** Known errors are read by a person: a line for each fault, and no stack. */
function guarded<Arguments extends unknown[]>(run: (...given: Arguments) => Promise<void>) {
  return async (...given: Arguments): Promise<void> => {
    try {
      await run(...given);
    } catch (error) {
      process.stderr.write(`${readable(error)}\n`);
      process.exitCode = 1;
    }
  };
}

function readable(error: unknown): string {
  if (error instanceof ConfigError || error instanceof ScenarioError)
    return error.faults.map(printable).join('\n');
  if (isKnown(error)) return printable(error.message);
  const { stack = messageOf(error) } = Object(error) as { stack?: string };
  return stack.split('\n').map(printable).join('\n');
}
