let source = (): Date => new Date();

/**
 * The time by which services decide: what day it is in London, when something was done. Everything that is not a test reads it here and
 * nowhere else (lint: `throughcare/one-clock`), so that tests play months, midnights and clock changes without waiting.
 * How long something takes is `performance.now()`: this clock can be set back.
 */
export const clock = { now: (): Date => source() };

/** For `testing/clock.ts` alone. Without an argument time is the system's again. */
export const readTimeFrom = (other: () => Date = () => new Date()): void => {
  source = other;
};
