import type { ServiceName } from '../settings';

/**
 * Every operation of the public APIs has a service here, also one that is not built yet: that service then answers 501.
 * First match wins; a prefix matches a path segment, not half a word.
 */
const routes: readonly (readonly [prefix: string, service: ServiceName])[] = [
  ['/cas3/applications', 'referral'],
  ['/cas3/referral-form', 'referral'],
  ['/cas3/assessments', 'assessment'],
  ['/cas3/timeline', 'assessment'],
  ['/tasks', 'assessment'],
  ['/cas3/people', 'integration-gateway'],
  ['/cas3/v2', 'booking'],
  ['/cas3/reference-data', 'booking'],
  ['/cas3/reports', 'booking'],
  ['/cas3/external', 'referral'],
  ['/reference-data', 'booking'],
  ['/resettlement-passport', 'passport'],
  ['/person-on-probation-user', 'passport'],
  ['/events/cas3', 'integration-gateway'],
  ['/people', 'integration-gateway'],
  ['/profile', 'integration-gateway'],
  ['/staff', 'integration-gateway'],
  ['/sync', 'integration-gateway'],
];

export const serviceOf = (path: string): ServiceName | undefined =>
  routes.find(([prefix]) => path === prefix || path.startsWith(`${prefix}/`))?.[1];
