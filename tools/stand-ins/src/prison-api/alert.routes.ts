import type { FastifyInstance } from 'fastify';
import { londonDate } from '../kit/london';
import type { PrisonContext } from './prison.routes';
import type { Alert } from '../seed/records';

const READERS = ['ROLE_PRISONER_ALERTS__RO', 'ROLE_PRISONER_ALERTS__RW'];
/** The default size is everything. */
const EVERYTHING = 2_147_483_647;
const WHO = { createdBy: 'USER1234', createdByDisplayName: 'Alan Alerter' };

const viewOf = (noms: string, today: string, alert: Alert): object => ({
  alertUuid: alert.alertUuid,
  prisonNumber: noms,
  alertCode: {
    alertTypeCode: alert.code.slice(0, 1),
    alertTypeDescription: 'Self Harm',
    code: alert.code,
    description: alert.codeDescription,
    canBeAdministered: false,
  },
  ...(alert.description === undefined ? {} : { description: alert.description }),
  activeFrom: alert.activeFrom,
  isActive: isActive(alert, today),
  createdAt: alert.createdAt,
  ...WHO,
  ...(alert.activeTo === undefined ? {} : { activeTo: alert.activeTo }),
});

const isActive = ({ activeFrom, activeTo }: Alert, today: string): boolean =>
  activeFrom <= today && (activeTo === undefined || activeTo > today);

const SORT = { empty: false, sorted: true, unsorted: false };

const pageOf = (content: object[], number: number, size: number): object => {
  const rows = content.slice(number * size, (number + 1) * size);
  const totalPages = Math.ceil(content.length / size);
  return {
    totalElements: content.length,
    totalPages,
    first: number === 0,
    last: number >= totalPages - 1,
    size,
    content: rows,
    number,
    sort: SORT,
    numberOfElements: rows.length,
    pageable: { offset: number * size, sort: SORT, pageSize: size, paged: true, pageNumber: number, unpaged: false },
    empty: rows.length === 0,
  };
};

/** Alerts of prisoners: a page, newest first, empty for a number that nobody has. */
export const alertRoutes = (app: FastifyInstance, { store, guard, now }: PrisonContext): void => {
  app.get('/alerts/prisoners/:noms/alerts', { preHandler: guard(...READERS) }, (request) => {
    const { noms } = request.params as { noms: string };
    const { alertCode, isActive: wanted, page, size } = request.query as Record<string, string | undefined>;
    const today = londonDate(now());
    const found = (store.state.offenders[noms]?.alerts ?? [])
      .filter((alert) => !alertCode || alertCode.split(',').includes(alert.code))
      .filter((alert) => wanted === undefined || String(isActive(alert, today)) === wanted)
      .sort((one, other) => (one.createdAt < other.createdAt ? 1 : -1));
    return pageOf(
      found.map((alert) => viewOf(noms, today, alert)),
      Number(page ?? 0),
      Number(size ?? EVERYTHING),
    );
  });
};
