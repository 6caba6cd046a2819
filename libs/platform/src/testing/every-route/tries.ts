import { STAFF_AUTHORITY } from '../../access/access-rule';
import { ASKED, type ReachKind } from '../../access/decorators';
import { Routes, type DeclaredRoute } from '../../access/routes';
import type { StaffMember } from '../../staff/member';
import type { TestClaims } from '../issuer';
import type { TestRequest } from '../request';
import { BY_ROLES, CALLERS } from './callers';
import type { Ids, Kit, Matrix } from './matrix';

export interface Answer {
  readonly status: number;
  /** Of a refusal. */
  readonly code: string;
  readonly text: string;
}
export interface TriedRoute extends DeclaredRoute {
  /** `GET /cas3/assessments/:assessmentId` */
  readonly name: string;
}
/** Where in an address a word stands. */
export interface Place {
  readonly kind: 'id' | 'query';
  readonly name: string;
}
const NOBODY = '00000000-0000-4000-8000-000000000000';

export const authoritiesOf = ({ rule }: DeclaredRoute): readonly string[] =>
  'authorities' in rule ? rule.authorities : [];
export const reaches = ({ rule }: DeclaredRoute, kind: ReachKind): boolean =>
  'reach' in rule && rule.reach.includes(kind);
export const isAsked = (route: DeclaredRoute): boolean => ASKED.some((kind) => reaches(route, kind));
export const isOk = ({ status }: Answer): boolean => status >= 200 && status < 300;

/** What begins with a percent sign is sent as it is: it may be no text at all. */
const written = (word: string): string => (word.startsWith('%') ? word : encodeURIComponent(word));

/** One service, its routes, papers of two regions, and requests to any route by anybody. */
export class Tries<K extends Kit> {
  private constructor(
    readonly kit: K,
    readonly matrix: Matrix<K>,
    readonly routes: readonly TriedRoute[],
    readonly near: Ids,
    readonly far: Ids,
  ) {}

  static async begin<K extends Kit>(kit: K, matrix: Matrix<K>): Promise<Tries<K>> {
    for (const member of [...Object.values(CALLERS), ...BY_ROLES]) await matrix.enrol?.(kit, member);
    const declared = kit.test.app.get(Routes, { strict: false }).all();
    const routes = declared.map((route) => ({ ...route, name: `${route.method} ${route.path}` }));
    const near = await matrix.papers(kit, CALLERS.near);
    return new Tries(kit, matrix, routes, near, await matrix.papers(kit, CALLERS.far));
  }

  /** Lines of what went wrong, of all routes that `applies` to. */
  async wrong(
    applies: (route: TriedRoute) => boolean,
    attempt: (route: TriedRoute) => Promise<readonly (string | false)[]>,
  ): Promise<string[]> {
    const lines: string[] = [];
    for (const route of this.routes.filter(applies))
      for (const line of await attempt(route)) if (line !== false) lines.push(`${route.name}: ${line}`);
    return lines;
  }

  /** As a caller of this route, with the first of its authorities. */
  as(member: StaffMember, route: TriedRoute): Promise<TestRequest> {
    const authority = authoritiesOf(route)[0] ?? STAFF_AUTHORITY;
    return this.with({ ...this.matrix.claims, username: member.username, authorities: [authority] });
  }

  async with(claims: TestClaims): Promise<TestRequest> {
    return this.kit.test.as({ expiresIn: 366 * 86_400, ...claims }); // tests may move the clock by months
  }

  /** With its whole body, or with this one. */
  send(route: TriedRoute, by: TestRequest, ids: Ids, body = this.bodyOf(route, ids)): Promise<Answer> {
    return this.call(route, by, ids, body);
  }

  bodyOf(route: TriedRoute, ids: Ids): unknown {
    return this.matrix.bodies?.[route.name]?.(ids);
  }

  /** About what is not there, and without a body: nothing changes, whoever asks. */
  knock(route: TriedRoute, by: TestRequest = this.kit.test.request): Promise<Answer> {
    return this.call(route, by, {}, undefined);
  }

  /** As the directory of staff says from now on, in a service that keeps one. */
  move(
    { userId }: Pick<StaffMember, 'userId'>,
    to: Partial<Pick<StaffMember, 'userId' | 'regionId'>>,
  ): Promise<unknown> {
    return this.kit.test.db.query(
      'update staff set user_id = coalesce($2, user_id), region_id = coalesce($3, region_id) where user_id = $1',
      [userId, to.userId ?? null, to.regionId ?? null],
    );
  }

  /** With its whole body and one odd word: in place of an id of the address, or as a value of the query. */
  sendOdd(route: TriedRoute, by: TestRequest, { kind, name }: Place, word: string): Promise<Answer> {
    const whole = this.bodyOf(route, this.near);
    if (kind === 'id') return this.call(route, by, { ...this.near, [name]: word }, whole);
    return this.call(route, by, this.near, whole, `${name}=${written(word)}`);
  }

  secretsIn({ text }: Answer): readonly string[] {
    return (this.matrix.secrets ?? []).filter((secret) => text.includes(secret));
  }

  private async call(
    route: TriedRoute,
    by: TestRequest,
    ids: Ids,
    whole: unknown,
    query = this.matrix.queries?.[route.name],
  ): Promise<Answer> {
    const path = route.path.replaceAll(/:(\w+)/g, (_, name: string) => written(ids[name] ?? NOBODY));
    const body = ['GET', 'DELETE'].includes(route.method) ? undefined : (whole ?? {});
    const { status, body: answer } = await by.send(route.method, query ? `${path}?${query}` : path, body);
    const { code } = (answer ?? {}) as { code?: unknown };
    return { status, code: typeof code === 'string' ? code : '', text: JSON.stringify(answer) ?? '' };
  }
}
