import process from 'node:process';
import { Command } from 'commander';
import { commands } from './index.ts';
import type { Print } from './command.ts';
import { ConfigError, isKnown, messageOf, ScenarioError } from '../errors.ts';
import { printable } from '../text/printable.ts';

const print: Print = (text) => void process.stdout.write(`${text}\n`);

const program = new Command('afterword').description(
  'Asks a client how a support dialogue went, in the chat where they were helped.',
);
for (const [index, [name, { description, argument, run }]] of Object.entries(commands).entries()) {
  const command = program.command(name, { isDefault: index === 0 }).description(description);
  if (argument) command.argument(argument.name, argument.description);
  command.action(guarded((given?: unknown) => run(print, typeof given === 'string' ? given : undefined)));
}

await program.parseAsync();

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
