import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import { decodeJwt } from 'jose';
import type { Person } from '../people';
import type { StaffMember, StaffRole } from '../staff';
import { AGREEMENTS } from './agreements';
import { listenOnLoopback } from './loopback';

const SHORT: Record<StaffRole, string> = {
  CAS3_REFERRER: 'referrer',
  CAS3_ASSESSOR: 'assessor',
  CAS3_REPORTER: 'reporter',
  CAS3_ADMIN: 'admin',
};

const profileOf = (member: StaffMember | undefined, username: string) => ({
  ...(member ? AGREEMENTS.profile : AGREEMENTS.noProfile).body,
  deliusUsername: username,
  user: member
    ? {
        service: 'CAS3',
        id: member.userId,
        name: member.name,
        deliusUsername: member.username,
        region: { id: member.regionId, name: 'Region', hptEmail: null },
        roles: member.roles.map((role) => SHORT[role]),
        email: null,
        telephoneNumber: null,
        isActive: true,
        probationDeliveryUnit: member.pduId === undefined ? null : { id: member.pduId, name: 'PDU' },
        staffCode: member.staffCode ?? null,
        probationRegionCode: member.regionCode ?? null,
      }
    : null,
});

const indexEntryOf = (person: Person) => {
  const isOpen = person.type === 'FullPerson' && person.isRestricted === false;
  return { crn: person.crn, name: isOpen ? person.name : null, sex: isOpen ? person.sex : null };
};

const readBody = async (request: IncomingMessage): Promise<string> => {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
};

/** Answers what other services ask of the gateway: `GET /profile/v2` by the token's user, `POST /people/summaries`, `POST /people-index` (and HMPPS Auth: for a token). */
export class StandInGateway {
  /** By username, upper case. */
  readonly staff = new Map<string, StaffMember>();
  /** By CRN, upper case. */
  readonly people = new Map<string, Person>();
  /** By CRN: what `GET /cas3/people/{crn}/risk-profile` and `GET /risks/{crn}` answer; 503 for others. */
  readonly risks = new Map<string, object>();
  /** `GET /profile/v2` and so on, in order. */
  readonly calls: string[] = [];
  /** Another status than 200 for everything. */
  failWith: number | undefined;

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<StandInGateway> {
    const server = createServer();
    const gateway = new StandInGateway(server, await listenOnLoopback(server));
    server.on('request', (request, response) => {
      void gateway.answer(request).then(([status, body]) => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(body));
      });
    });
    return gateway;
  }

  /** Adds a member of staff. */
  addStaff(member: StaffMember): void {
    this.staff.set(member.username.toUpperCase(), member);
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private async answer(request: IncomingMessage): Promise<[status: number, body: unknown]> {
    const call = `${request.method} ${request.url}`;
    const body = await readBody(request);
    this.calls.push(call);
    if (this.failWith !== undefined) return [this.failWith, { status: this.failWith }];
    if (call === 'GET /profile/v2') {
      const claims = decodeJwt(request.headers.authorization?.slice('Bearer '.length) ?? '');
      const username = String(claims['user_name']).toUpperCase();
      return [200, profileOf(this.staff.get(username), username)];
    }
    if (call === 'POST /people/summaries') {
      const { crns } = JSON.parse(body) as { crns: string[] };
      return [200, crns.map((crn) => this.people.get(crn) ?? { type: 'UnknownPerson', crn })];
    }
    if (call === 'POST /people-index') {
      const { crns } = JSON.parse(body) as { crns: string[] };
      const people = crns.map((crn) => this.people.get(crn));
      return [200, people.flatMap((one) => (one && one.type !== 'UnknownPerson' ? [indexEntryOf(one)] : []))];
    }
    if (call === 'POST /auth/oauth/token') return [200, { access_token: 'service', expires_in: 3600 }];
    const crn = /^GET (?:\/cas3\/people|\/risks)\/([^/]+)/.exec(call)?.[1];
    if (crn !== undefined) {
      const risks = this.risks.get(crn);
      return risks ? [200, risks] : [503, { status: 503 }];
    }
    return [404, { status: 404 }];
  }
}
