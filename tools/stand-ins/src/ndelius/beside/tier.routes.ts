import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Guard } from '../../kit/bearer';
import type { Store } from '../../kit/store';
import type { DeliusPerson, DeliusState } from '../ndelius.state';
import type { Tier } from '../../seed/records';

export interface TierContext {
  store: Store<DeliusState>;
  guard: (...roles: string[]) => Guard;
}

export const TIER = 'ROLE_HMPPS_TIER';

/** The owner's error body: it has no message for users. */
export const tierError = (status: number, message: string): object => ({ status, developerMessage: message });

/** The newer score is a letter alone, and a word where OASys has nothing. */
const third = ({ tierScore, ...tier }: Tier, person: DeliusPerson): object => ({
  ...tier,
  tierScore: person.assessments.length === 0 ? 'MISSING' : (tierScore[0] ?? 'G'),
  provisional: false,
});

const second = ({ tierScore, calculationId, calculationDate, changeReason }: Tier): object => ({
  tierScore,
  calculationId,
  calculationDate,
  ...(changeReason ? { changeReason } : {}),
});

type View = (tier: Tier, person: DeliusPerson) => object;

/** HMPPS Tier: how much supervision somebody needs, by CRN, in both versions; the path without one is the second, and old. */
export const tierRoutes = (app: FastifyInstance, { store, guard }: TierContext): void => {
  const preHandler = guard(TIER);
  const tierOf = (crn: string, view: View): object | undefined => {
    const person = store.state.people[crn];
    return person?.tier && view(person.tier, person);
  };
  const one = (path: string, view: View): void => {
    app.get(`/tier${path}/crn/:crn/tier`, { preHandler }, (request, reply) => {
      const { crn } = request.params as { crn: string };
      return tierOf(crn, view) ?? reply.code(404).send(tierError(404, `Tier Result Not Found for ${crn}`));
    });
  };
  one('', second);
  one('/v2', second);
  one('/v3', third);
  for (const [version, view] of [
    ['v2', second],
    ['v3', third],
  ] as const) {
    app.post(`/tier/${version}/crns/tier`, { preHandler }, (request, reply) => {
      const asked = z.array(z.string()).max(20).safeParse(request.body);
      if (!asked.success) return reply.code(400).send(tierError(400, 'At most 20 CRNs at once'));
      return Object.fromEntries(asked.data.map((crn) => [crn, tierOf(crn, view) ?? null]));
    });
  }
};
