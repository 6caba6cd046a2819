import type { Adjudication, PersonAcctAlert } from '@throughcare/api/cas3/person-records';
import { unavailable } from '@throughcare/base/errors';
import type { Alert } from '../alerts/alerts.client';
import type { AdjudicationsPage } from '../prison-api/prison-api.schema';
import { instantOf } from '../upstream/times.rules';

/** One line for each charge. Prisons write London time; a report whose time cannot be read is not left out unseen. */
export const adjudicationsOf = (pages: readonly AdjudicationsPage[]): Adjudication[] => {
  const names = new Map(pages.flatMap(({ agencies }) => agencies.map((one) => [one.agencyId, one.description])));
  return pages.flatMap(({ results }) =>
    results.flatMap(({ adjudicationNumber, reportTime, agencyId, adjudicationCharges }) => {
      const reportedAt = instantOf(reportTime)?.toISOString();
      if (reportedAt === undefined) throw unavailable('UPSTREAM_UNREADABLE');
      return adjudicationCharges.map(({ offenceDescription, findingCode }) => ({
        id: adjudicationNumber,
        reportedAt,
        establishment: names.get(agencyId) ?? agencyId,
        offenceDescription,
        hearingHeld: findingCode !== undefined,
        finding: findingCode ?? null,
      }));
    }),
  );
};

/** The owner has no number for an alert any more, and clients show none. */
const NO_NUMBER = 0;

export const alertOf = ({ alertCode, description, activeFrom, activeTo }: Alert): PersonAcctAlert => ({
  alertId: NO_NUMBER,
  dateCreated: activeFrom,
  comment: description ?? null,
  description: description ?? null,
  dateExpires: activeTo ?? null,
  alertTypeDescription: alertCode.alertTypeDescription ?? null,
});
