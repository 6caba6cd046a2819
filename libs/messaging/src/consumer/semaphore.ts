/** Lets at most n transactions run at once, first come first served: a backlog must not take every connection from HTTP. */
export class Semaphore {
  private readonly queue: (() => void)[] = [];
  constructor(private free: number) {}

  async through<T>(work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((resolve) => this.queue.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.queue.shift();
      if (next) next();
      else this.free += 1;
    }
  }
}
