/** A registered client of HMPPS Auth. */
export interface Client {
  id: string;
  secret: string;
  /** What its own tokens may do; a user's token has the user's authorities instead. */
  authorities: string[];
  grants: ('client_credentials' | 'authorization_code' | 'refresh_token')[];
}

export interface ClientSecrets {
  gateway: string;
  staff: string;
  delius: string;
  ops: string;
  person: string;
  referral: string;
  lists: string;
}

/** Of a service that asks in its own name. */
const serviceClient = (id: string, secret: string, ...authorities: string[]): Client => ({
  id,
  secret,
  authorities,
  grants: ['client_credentials'],
});

/** The clients a local system needs: our services, our staff pages, the pages of the person, nDelius's consumer of our events, and our operators. */
export const registeredClients = (secrets: ClientSecrets): Client[] => [
  {
    id: 'throughcare-gateway',
    secret: secrets.gateway,
    grants: ['client_credentials'],
    authorities: [
      'ROLE_PROBATION_API__APPROVED_PREMISES__CASE_DETAIL',
      'ROLE_APPROVED_PREMISES_STAFF',
      'ROLE_VIEW_PRISONER_DATA',
      'ROLE_GLOBAL_SEARCH',
      'ROLE_PROBATION_API__APPROVED_PREMISES__ASSESSMENTS',
      'ROLE_HMPPS_TIER',
      'ROLE_PRISONER_ALERTS__RO',
    ],
  },
  { id: 'throughcare-staff', secret: secrets.staff, grants: ['authorization_code', 'refresh_token'], authorities: [] },
  serviceClient('throughcare-referral', secrets.referral, 'ROLE_THROUGHCARE__RISKS_RO'),
  {
    id: 'throughcare-lists',
    secret: secrets.lists,
    grants: ['client_credentials'],
    authorities: ['ROLE_THROUGHCARE__PEOPLE_INDEX', 'ROLE_THROUGHCARE__RISK_LEVELS'],
  },
  serviceClient('plan-your-future', secrets.person, 'ROLE_RESETTLEMENT_PASSPORT_EDIT'),
  serviceClient('cas3-and-delius', secrets.delius, 'ROLE_APPROVED_PREMISES_EVENTS'),
  {
    id: 'throughcare-ops',
    secret: secrets.ops,
    grants: ['client_credentials'],
    authorities: ['ROLE_THROUGHCARE__OPS', 'ROLE_THROUGHCARE__OPS_RW', 'ROLE_QUEUE_ADMIN'],
  },
];
