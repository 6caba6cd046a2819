/**
 * Milliseconds of a clock that nobody sets: for how long something took or may take. `Date.now()` jumps when the time of the machine is
 * corrected, and is for moments that are stored, shown, or compared with those of others.
 */
export const monotonic = (): number => performance.now();
