import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Sent {
  readonly message: Record<string, unknown>;
  readonly attributes: Readonly<Record<string, string>>;
}
/** `lost`: takes the message, then breaks the connection. `late`: takes it and never answers. */
export type SnsFault =
  { readonly status: number; readonly headers?: Record<string, string> } | 'lost' | 'reset' | 'late';

const attributesOf = (form: URLSearchParams): Record<string, string> => {
  const found: Record<string, string> = {};
  for (let n = 1; form.has(`MessageAttributes.entry.${n}.Name`); n += 1)
    found[form.get(`MessageAttributes.entry.${n}.Name`) ?? ''] =
      form.get(`MessageAttributes.entry.${n}.Value.StringValue`) ?? '';
  return found;
};

/** The one call of SNS that we make, with every way in which it can go wrong. */
export class FakeSns {
  readonly sent: Sent[] = [];
  fault: SnsFault | undefined;
  /** Called when a message was taken, before the answer. */
  onSent: (sent: Sent) => Promise<void> = () => Promise.resolve();

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(port = 0): Promise<FakeSns> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    const sns = new FakeSns(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on('request', (request, response) => void sns.serve(request, response));
    return sns;
  }

  get types(): string[] {
    return this.sent.map(({ message }) => String(message['eventType']).replace('accommodation.cas3.', ''));
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { fault } = this;
    if (fault === 'reset') return void request.socket.destroy();
    if (typeof fault === 'object') {
      const type = fault.status === 400 ? 'InvalidParameter' : 'ServiceUnavailable';
      response.writeHead(fault.status, { 'content-type': 'text/xml', ...fault.headers });
      return void response.end(
        `<ErrorResponse><Error><Code>${type}</Code><Message>no</Message></Error></ErrorResponse>`,
      );
    }
    const form = new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
    const message = JSON.parse(form.get('Message') ?? '{}') as Record<string, unknown>;
    const sent = { message, attributes: attributesOf(form) };
    this.sent.push(sent);
    await this.onSent(sent);
    if (fault === 'late') return;
    if (fault === 'lost') return void request.socket.destroy();
    const result = `<PublishResult><MessageId>${randomUUID()}</MessageId></PublishResult>`;
    response.writeHead(200, { 'content-type': 'text/xml' });
    response.end(
      `<PublishResponse>${result}<ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></PublishResponse>`,
    );
  }
}
