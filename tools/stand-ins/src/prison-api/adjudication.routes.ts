import type { FastifyInstance } from 'fastify';
import type { Adjudication } from '../seed/records';
import { agencyName } from './prison.reference';
import { prisonError, type PrisonContext } from './prison.routes';

const READERS = ['ROLE_VIEW_ADJUDICATIONS', 'ROLE_VIEW_PRISONER_DATA'];
const PAGE = 10;

const resultOf = ({ charges, ...adjudication }: Adjudication): object => ({
  ...adjudication,
  agencyIncidentId: adjudication.adjudicationNumber,
  partySeq: 1,
  adjudicationCharges: charges.map((charge, index) => ({
    oicChargeId: `${adjudication.adjudicationNumber}/${index + 1}`,
    ...charge,
  })),
});

const offencesOf = (all: Adjudication[]): object[] => {
  const codes = new Map(all.flatMap(({ charges }) => charges.map((one) => [one.offenceCode, one.offenceDescription])));
  return [...codes].map(([code, description], index) => ({ id: String(80 + index), code, description }));
};

/** Agencies and offences are those of all rows, on every page. */
const agenciesOf = (all: Adjudication[]): object[] =>
  [...new Set(all.map(({ agencyId }) => agencyId))].map((agencyId) => ({
    agencyId,
    description: agencyName(agencyId).toUpperCase(),
    agencyType: 'INST',
    active: true,
  }));

const whole = (value: unknown, standard: number): number => {
  const number = Number(value ?? standard);
  return Number.isInteger(number) && number >= 0 ? number : standard;
};

/** Adjudications, paged by headers, newest first. */
export const adjudicationRoutes = (app: FastifyInstance, { store, guard }: PrisonContext): void => {
  app.get('/api/offenders/:noms/adjudications', { preHandler: guard(...READERS) }, (request, reply) => {
    const { noms } = request.params as { noms: string };
    const offender = store.state.offenders[noms];
    if (!offender) return reply.code(404).send(prisonError(404, `Resource with id [${noms}] not found.`));
    const offset = whole(request.headers['page-offset'], 0);
    const limit = whole(request.headers['page-limit'], PAGE);
    const all = [...offender.adjudications].sort((one, other) => (one.reportTime < other.reportTime ? 1 : -1));
    void reply.header('page-offset', offset).header('page-limit', limit).header('total-records', all.length);
    const results = all.slice(offset, offset + limit).map(resultOf);
    return reply.send({ results, offences: offencesOf(all), agencies: agenciesOf(all) });
  });
};
