/** One command of the command line: a file in this folder and a line in its `index.ts`. */
export interface CliCommand {
  /** For people, one line. */
  description: string;
  /** An argument that may be left out. */
  argument?: { name: string; description: string };
  /** Writes what a person reads with `print`. @throws what `cli.ts` words for a person */
  run: (print: Print, argument?: string) => Promise<void>;
}

export type Print = (text: string) => void;
