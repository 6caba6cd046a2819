import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AGREEMENTS } from '@throughcare/platform/testing';

interface KnownAssessment {
  readonly status: string;
  readonly applicationId: string;
  readonly crn: string;
  /** What the referral says of the person. */
  readonly facts?: object;
}

/** Answers `GET /cas3/assessments/{id}` as the assessment service does for staff of the region. */
export class AssessmentStandIn {
  readonly assessments = new Map<string, KnownAssessment>();
  readonly calls: string[] = [];
  /** Another status than 200 for everything. */
  failWith: number | undefined;

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<AssessmentStandIn> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const standIn = new AssessmentStandIn(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on('request', (request, response) => {
      const [status, body] = standIn.answer(String(request.url));
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    });
    return standIn;
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private answer(url: string): [status: number, body: unknown] {
    this.calls.push(url);
    if (this.failWith !== undefined) return [this.failWith, { status: this.failWith }];
    const found = this.assessments.get(url.replace('/cas3/assessments/', ''));
    const { assessment, unknownAssessment } = AGREEMENTS;
    if (!found) return [unknownAssessment.status, unknownAssessment.body];
    const person = { ...assessment.body.application.person, crn: found.crn };
    const application = { id: found.applicationId, person, ...found.facts };
    return [assessment.status, { ...assessment.body, status: found.status, application }];
  }
}
