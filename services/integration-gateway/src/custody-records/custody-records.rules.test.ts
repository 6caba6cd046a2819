import { AlertsPage } from '../alerts/alerts.client';
import { AdjudicationsPage } from '../prison-api/prison-api.schema';
import { sampleJson } from '../testing/samples';
import { adjudicationsOf, alertOf } from './custody-records.rules';

const page = AdjudicationsPage.parse(sampleJson('upstreams/prison-api/adjudications.json'));

describe('adjudications', () => {
  it('have a line for each charge, with the name of the prison and London time', () => {
    const lines = adjudicationsOf([page]);
    expect(lines).toHaveLength(3);
    expect(lines[0]).toEqual({
      id: -7,
      reportedAt: '2019-08-24T23:03:00.000Z',
      establishment: 'MOORLAND',
      offenceDescription: expect.stringContaining('Detains any person'),
      hearingHeld: true,
      finding: 'PROVED',
    });
  });

  it('without a finding have had no hearing, and a prison without a name shows its code', () => {
    const [first] = page.results;
    const charges = [{ offenceDescription: 'x', findingCode: undefined }];
    const odd = { results: first ? [{ ...first, agencyId: 'ZZI', adjudicationCharges: charges }] : [], agencies: [] };
    expect(adjudicationsOf([odd])).toMatchObject([{ hearingHeld: false, finding: null, establishment: 'ZZI' }]);
  });

  it('whose time cannot be read are not left out unseen', () => {
    const [first] = page.results;
    const odd = { ...page, results: first ? [{ ...first, reportTime: 'then' }] : [] };
    expect(() => adjudicationsOf([odd])).toThrow('UPSTREAM_UNREADABLE');
  });
});

describe('ACCT alerts', () => {
  it('are shown with their days, open or closed', () => {
    const { content } = AlertsPage.parse(sampleJson('upstreams/prisoner-alerts-api/alerts.acct.json'));
    expect(content.map(alertOf)).toEqual([
      {
        alertId: 0,
        dateCreated: '2021-09-27',
        comment: 'Alert description',
        description: 'Alert description',
        dateExpires: null,
        alertTypeDescription: 'Self Harm',
      },
      expect.objectContaining({ dateCreated: '2020-03-02', dateExpires: '2020-04-15' }),
    ]);
    expect(AlertsPage.parse(sampleJson('upstreams/prisoner-alerts-api/alerts.none.json')).content).toEqual([]);
  });
});
