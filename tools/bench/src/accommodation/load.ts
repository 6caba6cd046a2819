/** Runs each of the tasks once, so many at a time, each the next one that nobody has; milliseconds of each, in the order they ended. */
export const timed = async <T>(
  clients: number,
  tasks: readonly T[],
  run: (task: T) => Promise<unknown>,
): Promise<number[]> => {
  const times: number[] = [];
  let next = 0;
  const client = async () => {
    for (let at = next++; at < tasks.length; at = next++) {
      const begin = performance.now();
      await run(tasks[at] as T);
      times.push(performance.now() - begin);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return times;
};

/** Numbers that look like chance and are the same in every run. */
export const dice = (seed: number) => {
  let state = seed >>> 0;
  return (sides: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  };
};
