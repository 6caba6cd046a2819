import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AGREEMENTS } from '@throughcare/platform/testing';

/** What assessment asks of referral: one application, with the caller's token, and risk levels. */
export class ReferralStandIn {
  /** JSON text by application id. */
  readonly applications = new Map<string, string>();
  /** What `POST /risk-levels` answers. */
  levels: readonly object[] = [];
  /** The tokens it was asked with. */
  readonly tokens: string[] = [];
  /** Another status than 200 for everything. */
  failWith: number | undefined;

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<ReferralStandIn> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const referral = new ReferralStandIn(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on('request', (request, response) => {
      referral.tokens.push(request.headers.authorization ?? '');
      const isLevels = request.url === '/risk-levels';
      const text = isLevels
        ? JSON.stringify(referral.levels)
        : referral.applications.get(request.url?.split('/').at(-1) ?? '');
      const { application, unknownApplication } = AGREEMENTS;
      const { status, body } = text === undefined ? unknownApplication : application;
      response.writeHead(referral.failWith ?? status, { 'content-type': 'application/json' });
      response.end(text ?? JSON.stringify(body));
    });
    return referral;
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}
