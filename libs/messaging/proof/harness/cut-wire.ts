import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A wire to a server that can be cut: connections break and new ones are refused, as when the server is out of reach. */
export class CutWire {
  /** Pieces that went to the server so far. */
  sent = 0;
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;
  private isCut = false;
  private onSent: (() => void) | undefined;

  constructor(private readonly target: URL) {
    this.server = createServer((near) => this.join(near));
  }

  get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async open(): Promise<this> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return this;
  }

  async cut(ms: number): Promise<void> {
    this.isCut = true;
    this.breakAll();
    await sleep(ms);
    this.isCut = false;
  }

  /** Cuts as soon as so many pieces have gone to the server; resolves when it is whole again, or closed before so many went. */
  async cutAfter(pieces: number, ms: number): Promise<void> {
    const isReached = await new Promise<boolean>((resolve) => {
      this.onSent = () => this.sent >= pieces && resolve(true);
      this.server.once('close', () => resolve(false));
    });
    this.onSent = undefined;
    if (isReached) await this.cut(ms);
  }

  async close(): Promise<void> {
    const closed = once(this.server.close(), 'close');
    this.breakAll();
    await closed;
  }

  private join(near: Socket): void {
    if (this.isCut) return void near.destroy();
    const far = connect(Number(this.target.port), this.target.hostname);
    for (const socket of [near, far]) this.keep(socket);
    near.on('data', () => {
      this.sent += 1;
      this.onSent?.();
    });
    near.once('close', () => far.destroy()).pipe(far);
    far.once('close', () => near.destroy()).pipe(near);
  }

  private keep(socket: Socket): void {
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket)).on('error', () => socket.destroy());
  }

  private breakAll(): void {
    for (const socket of this.sockets) socket.destroy();
  }
}

export const wireTo = (target: string): Promise<CutWire> => new CutWire(new URL(target)).open();
