export interface Fault {
  path: Array<string | number>;
  message: string;
  /** What was meant, looked for only when the fault is shown: it compares with every name. */
  hint?: () => string;
  /** True: the name at the end of `path` is the fault, not what it names. */
  atKey?: boolean;
}
