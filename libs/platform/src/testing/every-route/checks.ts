import { requireRole } from '../../staff/member';
import { BY_ROLES, CALLERS } from './callers';
import { said, unless, type Check } from './check';
import { oddAddresses } from './odd-addresses';
import { repeated } from './repeated';
import { authoritiesOf, isAsked, isOk, reaches, type TriedRoute } from './tries';

const isGuarded = ({ rule }: TriedRoute) => rule.kind !== 'public';
const isStaff = ({ rule }: TriedRoute) => rule.kind === 'staff';

const noToken: Check = (tries) =>
  tries.wrong(isGuarded, async (route) => {
    const answer = await tries.knock(route);
    return [unless(said(answer) === '401 TOKEN_MISSING', 'nobody', answer)];
  });

/** Of all authorities that any route knows, and of one that none does, only its own open a route. */
const otherAuthorities: Check = (tries) => {
  const known = new Set(['ROLE_OTHER', ...tries.routes.flatMap(authoritiesOf)]);
  return tries.wrong(isGuarded, (route) =>
    Promise.all(
      [...known]
        .filter((authority) => !authoritiesOf(route).includes(authority))
        .map(async (authority) => {
          const by = await tries.with({
            ...tries.matrix.claims,
            username: CALLERS.near.username,
            authorities: [authority],
          });
          const answer = await tries.knock(route, by);
          return unless(said(answer) === '403 AUTHORITY_REQUIRED', authority, answer);
        }),
    ),
  );
};

const noMember: Check = (tries) =>
  tries.wrong(isStaff, (route) =>
    Promise.all(
      [{}, { username: 'MATRIX_UNKNOWN' }].map(async (who) => {
        const by = await tries.with({ ...who, authorities: [...authoritiesOf(route)] });
        const answer = await tries.knock(route, by);
        return unless(answer.status === 403, 'username' in who ? 'an unknown name' : 'a client', answer);
      }),
    ),
  );

const mayEnter = ({ rule }: TriedRoute, member: (typeof BY_ROLES)[number]): boolean => {
  if (rule.kind !== 'staff' || rule.roles.length === 0) return true;
  try {
    requireRole(member, ...rule.roles);
    return true;
  } catch {
    return false;
  }
};

const everySetOfRoles: Check = (tries) =>
  tries.wrong(isStaff, (route) =>
    Promise.all(
      BY_ROLES.map(async (member) => {
        const answer = await tries.knock(route, await tries.as(member, route));
        const isRefused = said(answer) === '403 ROLE_REQUIRED';
        return unless(isRefused !== mayEnter(route, member), member.roles.join('+') || 'no role', answer);
      }),
    ),
  );

const otherRegion: Check = (tries) =>
  tries.wrong(
    (route) => reaches(route, 'region'),
    async (route) => {
      const answer = await tries.send(route, await tries.as(CALLERS.far, route), tries.near);
      return [
        unless(answer.status === 403, 'a member of another region', answer),
        unless(tries.secretsIn(answer).length === 0, 'a member of another region (a secret)', answer),
      ];
    },
  );

const reporters: Check = (tries) =>
  tries.wrong(
    (route) => reaches(route, 'region') && route.method === 'GET' && !(route.name in (tries.matrix.unanswered ?? {})),
    async (route) => {
      const answer = await tries.send(route, await tries.as(CALLERS.reporter, route), tries.near);
      return [unless(isOk(answer), 'a reporter of another region', answer)];
    },
  );

/** Where a region may also be what lets somebody in, the other region has been tried. */
const otherOwner: Check = (tries) =>
  tries.wrong(
    (route) => reaches(route, 'owner') && !reaches(route, 'region'),
    async (route) => {
      const answer = await tries.send(route, await tries.as(CALLERS.colleague, route), tries.near);
      return [unless(answer.status === 403, 'a colleague', answer)];
    },
  );

const otherLists: Check = (tries) =>
  tries.wrong(
    (route) => reaches(route, 'own-list'),
    async (route) => {
      const answer = await tries.send(route, await tries.as(CALLERS.far, route), tries.near);
      const foreign = Object.values(tries.near).filter((id) => id.length > 8 && !Object.values(tries.far).includes(id));
      return [
        unless(isOk(answer), 'a member of another region', answer),
        unless(!foreign.some((id) => answer.text.includes(id)), 'a member of another region (papers)', answer),
      ];
    },
  );

const mixedIds: Check = (tries) =>
  tries.wrong(isAsked, async (route) => {
    const names = [...route.path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
    const mixed = names.length < 2 ? [] : names.filter((name) => tries.far[name] !== tries.near[name]);
    return Promise.all(
      mixed.map(async (name) => {
        const ids = { ...tries.near, [name]: tries.far[name] ?? '' };
        const answer = await tries.send(route, await tries.as(CALLERS.near, route), ids);
        return unless(answer.status >= 400 && answer.status < 500, `another's ${name}`, answer);
      }),
    );
  });

const hidden: Check = async (tries) => {
  const refusal = tries.matrix.refusal ?? 403;
  await tries.matrix.hide?.(tries.kit, true);
  try {
    return await tries.wrong(
      (route) => reaches(route, 'person'),
      async (route) => {
        const answer = await tries.send(route, await tries.as(CALLERS.near, route), tries.near);
        const isMasked = route.reads && isOk(answer) && tries.secretsIn(answer).length === 0;
        return [unless(isMasked || answer.status === refusal, 'who is barred from the person', answer)];
      },
    );
  } finally {
    await tries.matrix.hide?.(tries.kit, false);
  }
};

/** So that what is refused above is refused for want of access, and so that every route shows what it asks. */
export const insiders: Check = (tries) =>
  tries.wrong(
    (route) => isGuarded(route) && (route.reads || isAsked(route)),
    async (route) => {
      const isPapers = isAsked(route) || reaches(route, 'own-list');
      const ids = isPapers ? await tries.matrix.papers(tries.kit, CALLERS.near, route.name) : tries.near;
      const by = await tries.as(CALLERS.near, route);
      if (!isPapers) {
        const answer = await tries.knock(route, by);
        return [unless(!['TOKEN_MISSING', 'AUTHORITY_REQUIRED'].includes(answer.code), 'who may', answer)];
      }
      if (route.name in (tries.matrix.unanswered ?? {})) return [];
      const answer = await tries.send(route, by, ids);
      return [unless(isOk(answer), 'who may', answer)];
    },
  );

/** In this order: what lets somebody in comes last, because it changes things. */
export const CHECKS: readonly (readonly [title: string, check: Check])[] = [
  ['answers nobody without a token', noToken],
  ['refuses every authority but its own', otherAuthorities],
  ['refuses whom the directory of staff does not know, where it is for staff', noMember],
  ['lets in each set of roles as declared', everySetOfRoles],
  ['refuses another region', otherRegion],
  ['shows reporters every region', reporters],
  ['refuses what is another’s', otherOwner],
  ['lists nothing of another region or member', otherLists],
  ['refuses ids that do not belong together', mixedIds],
  ['hides a person from whoever is barred from them', hidden],
  ['takes an odd word in its address for a mistake of the caller', oddAddresses],
  ['answers who may, having asked what it declares', insiders],
  ['repeats no stored answer to whom it would refuse', repeated],
];
