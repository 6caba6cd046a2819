import { londonDate } from '@throughcare/base/calendar';
import { everyRoute } from '@throughcare/platform/testing';
import { StaffRecord } from './staff/staff-member.entity';
import { TestGateway } from './testing/gateway';
import { recordEverything } from './testing/records';

const [CRN, NOMS] = ['X900001', 'A9001AA'];
const start = async () => {
  const gateway = await TestGateway.start();
  gateway.upstreams.cases.set(CRN, { crn: CRN, nomsId: NOMS });
  gateway.upstreams.admit(NOMS);
  recordEverything(gateway.upstreams, CRN, NOMS, londonDate(new Date()));
  return { gateway, test: gateway.app, close: () => gateway.close() };
};

everyRoute(start, {
  lists: {
    byNumber: {
      'POST /people/summaries': 'Who is asked about by number, as the caller may see them.',
      'POST /people-index': 'Who is asked about by number; of people with limits there is no name for anybody.',
    },
  },
  papers: async () => ({ crn: CRN, nomsId: NOMS, bookingId: crypto.randomUUID() }),
  enrol: async ({ gateway }, { pduId: _, ...member }) => {
    if (member.username === 'MATRIX_FAR') gateway.upstreams.strangers.add(member.username);
    const unsaid = { email: null, telephoneNumber: null, pduId: null, isActive: true, version: 0 };
    await gateway.app.db.manager.insert(StaffRecord, {
      ...unsaid,
      ...member,
      roles: [...member.roles],
      refreshedAt: new Date('2026-03-02T12:00:00Z'),
    });
  },
  hide: ({ gateway }, isHidden) => gateway.upstreams.refusals.set('MATRIX_NEAR', new Set(isHidden ? [CRN] : [])),
  secrets: [`Person ${CRN}`, '1980-01-01', NOMS],
  bodies: { 'PUT /profile/notifications': () => ({ email: false }), 'POST /people/summaries': () => ({ crns: [CRN] }) },
  queries: { 'GET /people/search': `crn=${CRN}`, 'GET /profile/v2': 'readOnly=true' },
});
