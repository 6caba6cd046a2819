/** What the process ends with; documented in the README, and never renumbered. */
export const EXIT = {
  ok: 0,
  /** A bug of ours, or something nobody thought of. */
  unexpected: 1,
  /** The command line makes no sense (as the service sees it, too), or a file cannot be read. */
  usage: 2,
  /** The service said no: not found, not possible, not in this state. */
  refused: 3,
  /** No token, a wrong one, or not the role. */
  unauthorised: 4,
  /** A service or the token endpoint does not answer. */
  unreachable: 5,
  /** The plan was printed; `--yes` does it. */
  notConfirmed: 6,
  /** Done, and something needs a person: a check failed, a key is still parked, a run failed. */
  findings: 7,
} as const;

/** An end that a person can do something about. */
export class CliError extends Error {
  constructor(
    readonly exitCode: number,
    message: string,
    /** The service's own code. */
    readonly code?: string,
  ) {
    super(message);
  }
}

export const usage = (message: string): CliError => new CliError(EXIT.usage, message);

let ending = 0;

/** The verb did its work, and this is what the process is to end with. */
export const endWith = (code: number): void => {
  ending = code;
};

/** What the verb asked for; the next one begins with 0. */
export const takeEnding = (): number => {
  const code = ending;
  ending = 0;
  return code;
};
