import type { Upstreams } from './upstreams';
import { sampleJson } from './samples';

const OASYS = [
  'rosh',
  'rosh-summary',
  'risk-management-plan',
  'offence-details',
  'needs-details',
  'risk-to-the-individual',
];

/** Gives a person everything that can be recorded, begun or calculated on this day. */
export const recordEverything = ({ records }: Upstreams, crn: string, noms: string, day: string): void => {
  records.details.set(crn, sampleJson('upstreams/approved-premises-and-delius/case-detail.json'));
  for (const name of OASYS)
    records.oasys.set(`${name}/${crn}`, {
      ...sampleJson(`upstreams/approved-premises-and-oasys/${name}.json`),
      initiationDate: `${day}T10:00:00Z`,
    });
  records.tiers.set(crn, sampleJson('upstreams/hmpps-tier/tier.json'));
  records.adjudications.set(noms, sampleJson('upstreams/prison-api/adjudications.json'));
  const { content } = sampleJson<{ content: object[] }>('upstreams/prisoner-alerts-api/alerts.acct.json');
  records.alerts.set(noms, content);
};
