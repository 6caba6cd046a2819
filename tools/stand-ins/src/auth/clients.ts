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
}

/** The clients a local system needs: our gateway, our staff pages, nDelius's consumer of our events, and our operators. */
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
    ],
  },
  { id: 'throughcare-staff', secret: secrets.staff, grants: ['authorization_code', 'refresh_token'], authorities: [] },
  {
    id: 'cas3-and-delius',
    secret: secrets.delius,
    grants: ['client_credentials'],
    authorities: ['ROLE_APPROVED_PREMISES_EVENTS'],
  },
  {
    id: 'throughcare-ops',
    secret: secrets.ops,
    grants: ['client_credentials'],
    authorities: ['ROLE_THROUGHCARE__OPS', 'ROLE_THROUGHCARE__OPS_RW', 'ROLE_QUEUE_ADMIN'],
  },
];
