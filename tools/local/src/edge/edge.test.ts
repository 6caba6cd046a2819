import { serviceOf } from './edge-routes';

describe('the edge', () => {
  it.each([
    ['/cas3/applications', 'referral'],
    ['/cas3/applications/1/submission', 'referral'],
    ['/cas3/assessments/1', 'assessment'],
    ['/cas3/timeline/1', 'assessment'],
    ['/tasks/assessment/1/allocations', 'assessment'],
    ['/cas3/v2/premises', 'booking'],
    ['/cas3/reference-data', 'booking'],
    ['/reference-data/probation-regions', 'booking'],
    ['/resettlement-passport/prisons', 'passport'],
    ['/people/summaries', 'integration-gateway'],
    ['/cas3/people/X900001/offences', 'integration-gateway'],
    ['/profile/v2', 'integration-gateway'],
    ['/events/cas3/person-arrived/1', 'integration-gateway'],
    ['/staff/grants', 'integration-gateway'],
    ['/sync/bookings/1', 'integration-gateway'],
  ])('hands %s to %s', (path, service) => expect(serviceOf(path)).toBe(service));

  it.each(['/', '/cas3', '/cas3/applicationsx', '/peoples', '/people-index', '/events/other'])(
    'knows nothing of %s',
    (path) => expect(serviceOf(path)).toBeUndefined(),
  );
});
