/** Waits for `work`, but not longer than this. What is unfinished then is repeated elsewhere: nothing is lost by leaving. */
export const withDeadline = async (ms: number, work: () => Promise<void>): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  try {
    await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
};
