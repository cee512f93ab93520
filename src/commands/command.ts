/** One command of the command line: a file in this folder and a line in its `index.ts`. */
export interface CliCommand {
  /** For people, one line. */
  description: string;
  /** In brackets where it may be left out: `[folder]`. */
  arguments?: ReadonlyArray<{ name: string; description: string }>;
  options?: readonly CliOption[];
  /**
   * Writes what a person reads with `print`. Absent: it has `commands`, and shows them when none is named.
   * @throws what `program.ts` words for a person
   */
  run?: (print: Print, given: Given) => Promise<void>;
  /** Commands of its own, such as `people remove`. */
  commands?: Readonly<Record<string, CliCommand>>;
}

export interface CliOption {
  /** `--name <name>`; without a value in brackets: it is given or not. */
  flags: string;
  description: string;
  /** True: it may be given several times, and its values are a list. */
  repeats?: true;
}

/** What a person wrote behind the command. */
export interface Given {
  arguments: readonly string[];
  /** By name, without the dashes. */
  options: Readonly<Record<string, unknown>>;
}

export type Print = (text: string) => void;
