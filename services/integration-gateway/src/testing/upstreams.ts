import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AGREEMENTS } from '@throughcare/platform/testing';
import { RecordStandIns } from './record-stand-ins';
import { sampleJson } from './samples';

export interface PrisonPerson {
  detail: Record<string, unknown>;
  movement?: Record<string, unknown>;
}
interface Answer {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}
export interface Case {
  crn: string;
  nomsId?: string;
  name?: { forename: string; surname: string };
  gender?: string;
  currentExclusion?: boolean;
  currentRestriction?: boolean;
}

const read = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
};
const json = (status: number, body: unknown): Answer => ({ status, body });

/** HMPPS Auth's token endpoint, nDelius and the prison API on one loopback port, answering from what a test puts in. */
export class Upstreams {
  readonly prison = new Map<string, PrisonPerson>();
  readonly cases = new Map<string, Case>();
  readonly staff = new Map<string, Record<string, unknown>>();
  /** Offences, registrations, OASys, tiers, adjudications and alerts. */
  readonly records = new RecordStandIns();
  /** CRNs that a user may not see. */
  readonly refusals = new Map<string, ReadonlySet<string>>();
  /** Bookings that whoever asks may not open, with the booking service's status; all others may be. */
  readonly hiddenBookings = new Map<string, 403 | 404>();
  /** Who reaches the region of no booking, by user name. */
  readonly strangers = new Set<string>();
  /** Prisons of whoever asks; undefined: not a NOMIS account. */
  caseloads: readonly string[] | undefined = ['MDI'];
  /** Calls by path pattern, for "asked at most once". */
  readonly calls: string[] = [];
  /** Runs before a call is answered. */
  onCall: (path: string) => Promise<void> = () => Promise.resolve();
  private readonly faults = new Map<string, Answer>();

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<Upstreams> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const upstreams = new Upstreams(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on('request', (request, response) => void upstreams.serve(request, response));
    return upstreams;
  }

  get env(): Record<string, string> {
    return {
      AUTH_TOKEN_URL: `${this.url}/auth/oauth/token`,
      AUTH_CLIENT_ID: 'throughcare-gateway',
      AUTH_CLIENT_SECRET: 'secret',
      NDELIUS_URL: `${this.url}/ndelius`,
      PRISON_API_URL: `${this.url}/prison`,
      BOOKING_URL: `${this.url}/booking`,
      OASYS_URL: `${this.url}/oasys`,
      TIER_URL: `${this.url}/tier`,
      PRISONER_ALERTS_URL: `${this.url}/alerts`,
      NOMIS_USER_ROLES_URL: `${this.url}/nomis-users`,
    };
  }

  /** Every call whose path starts like this answers so, until `mend`. */
  break(prefix: string, status = 503, body: unknown = '<html>', headers?: Record<string, string>): void {
    this.faults.set(prefix, { status, body, ...(headers && { headers }) });
  }
  mend(): void {
    this.faults.clear();
  }

  /** In prison since the first of the year. */
  admit(noms: string, changes: Record<string, unknown> = {}): void {
    this.move(
      noms,
      { movementType: 'ADM', directionCode: 'IN', movementReasonCode: 'N', fromAgency: 'CRT', toAgency: 'MDI' },
      {
        movementDate: '2026-01-01',
        movementTime: '10:00:00',
        createDateTime: '2026-01-01T10:05:00',
        ...changes,
      },
    );
  }

  /** Out, by this movement. */
  release(noms: string, changes: Record<string, unknown> = {}): void {
    this.move(
      noms,
      sampleJson<Record<string, unknown>[]>('upstreams/prison-api/movements-offender.released.json')[0] ?? {},
      changes,
    );
  }

  move(noms: string, movement: Record<string, unknown>, changes: Record<string, unknown> = {}): void {
    const moved: Record<string, unknown> = { ...movement, ...changes, offenderNo: noms };
    const out = moved['movementType'] === 'REL';
    const base = sampleJson(`upstreams/prison-api/offender-detail${out ? '.released' : ''}.json`);
    this.prison.set(noms, {
      movement: moved,
      detail: {
        ...base,
        offenderNo: noms,
        activeFlag: !out,
        lastMovementTypeCode: moved['movementType'],
        lastMovementReasonCode: moved['movementReasonCode'],
      },
    });
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.url);
    this.calls.push(`${request.method} ${url.pathname}`);
    const body = await read(request);
    await this.onCall(url.pathname);
    const fault = [...this.faults].find(([prefix]) => url.pathname.startsWith(prefix))?.[1];
    const answer = fault ?? this.answer(url, body, request.headers.authorization);
    const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
    const type = typeof answer.body === 'string' ? 'text/html' : 'application/json';
    response.writeHead(answer.status, { 'content-type': type, ...answer.headers }).end(text);
  }

  private answer(url: URL, body: string, authorization = ''): Answer {
    const { pathname } = url;
    if (pathname === '/auth/oauth/token') return json(200, { access_token: 'system-token', expires_in: 3600 });
    if (pathname === '/ndelius/probation-cases/summaries') return json(200, { cases: this.summaries(body) });
    if (pathname === '/ndelius/users/access') return json(200, { access: this.access(url, body) });
    if (pathname.startsWith('/ndelius/staff/')) return this.staffAnswer(decodeURIComponent(pathname.slice(15)));
    if (pathname.startsWith('/booking/cas3/v2/bookings/'))
      return this.bookingAnswer(pathname.split('/').at(-1) ?? '', authorization);
    if (pathname === '/nomis-users/me/caseloads' && this.caseloads)
      return json(200, { username: 'X', active: true, caseloads: this.caseloads.map((id) => ({ id, name: id })) });
    if (pathname === '/prison/api/movements/offenders') return json(200, this.movements(body));
    const record = this.records.answer(pathname);
    if (record) return record;
    const inmate = this.prison.get(pathname.replace('/prison/api/offenders/', ''));
    if (inmate) return json(200, inmate.detail);
    return json(404, { status: 404, userMessage: 'Resource not found.', developerMessage: 'Resource not found.' });
  }

  private bookingAnswer(id: string, authorization: string): Answer {
    const claims = Buffer.from(authorization.split('.')[1] ?? '', 'base64url').toString();
    const isStranger = [...this.strangers].some((name) => claims.includes(`"${name}"`));
    const hidden = this.hiddenBookings.get(id) ?? (isStranger ? 403 : undefined);
    if (hidden === undefined) return json(AGREEMENTS.booking.status, { ...AGREEMENTS.booking.body, id });
    const { bookingOfAnotherRegion, unknownBooking } = AGREEMENTS;
    const { status, body } = hidden === 403 ? bookingOfAnotherRegion : unknownBooking;
    return json(status, body);
  }

  private staffAnswer(username: string): Answer {
    const found = this.staff.get(username);
    return found
      ? json(200, found)
      : json(404, { status: 404, message: `Staff with username of ${username} not found` });
  }

  private summaries(body: string): object[] {
    const asked = new Set(JSON.parse(body) as string[]);
    return [...this.cases.values()]
      .filter(({ crn, nomsId }) => asked.has(crn) || asked.has(nomsId ?? ''))
      .map((one) => ({
        name: { forename: 'Test', surname: `Person ${one.crn}`, middleNames: [] },
        dateOfBirth: '1980-01-01',
        gender: 'Male',
        currentExclusion: false,
        currentRestriction: false,
        ...one,
      }));
  }

  private access(url: URL, body: string): object[] {
    const refused = this.refusals.get(url.searchParams.get('username') ?? '');
    return (JSON.parse(body) as string[]).map((crn) => ({
      crn,
      userExcluded: refused?.has(crn) ?? false,
      userRestricted: false,
    }));
  }

  private movements(body: string): unknown[] {
    return (JSON.parse(body) as string[]).flatMap((noms) => this.prison.get(noms)?.movement ?? []);
  }
}
