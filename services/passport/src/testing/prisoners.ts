import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AGREEMENTS } from '@throughcare/platform/testing';

/** What the gateway answers about a person, ready to be changed. */
export const aPrisoner = (over: Record<string, unknown> = {}) => ({
  ...AGREEMENTS.prisoner.body,
  prisonerNumber: 'A9001AA',
  releaseDate: '2026-03-02',
  releaseType: 'CRD',
  location: 'A-1-001',
  isRecall: false,
  ...over,
});

/** The gateway's `GET /people/prisoner/{nomsId}`: 404 unless told of the person, any status where told to fail. */
export class PrisonersStandIn {
  readonly people = new Map<string, unknown>();
  readonly failing = new Map<string, number>();
  readonly asked: { readonly number: string; readonly authorization: string | undefined }[] = [];
  private constructor(private readonly server: Server) {}

  static async start(): Promise<PrisonersStandIn> {
    const server = createServer();
    const standIn = new PrisonersStandIn(server);
    server.on('request', (request, response) => {
      const number = String(request.url).replace('/people/prisoner/', '');
      standIn.asked.push({ number, authorization: request.headers.authorization });
      const person = standIn.people.get(number);
      const { hiddenPrisoner, prisoner, unknownPrisoner } = AGREEMENTS;
      const failure = standIn.failing.get(number);
      const agreed = failure === hiddenPrisoner.status ? hiddenPrisoner : person ? prisoner : unknownPrisoner;
      response.writeHead(failure ?? agreed.status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(agreed === prisoner && failure === undefined ? person : agreed.body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return standIn;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Makes a person known under this number. */
  add(prisonerNumber: string, over: Record<string, unknown> = {}): void {
    this.people.set(prisonerNumber, aPrisoner({ prisonerNumber, ...over }));
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
