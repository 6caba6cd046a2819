import { OpsCanary } from '@throughcare/events/ops-canary.v1';
import { newId } from '@throughcare/events/ids';
import type { AggregateType, Change, Versioned } from '@throughcare/messaging/aggregate';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import { aggregateSuite } from '@throughcare/messaging/proof';
import { canaries } from './canary/canary.aggregate';
import { custodyPeople } from './custody/custody-person.aggregate';
import { followedRisks } from './followed-risks/followed-risk.aggregate';
import { links, merges } from './identity/identity.aggregate';
import { operations } from './ledger/operations.aggregate';
import { SyncOperation } from './ledger/sync-operation.entity';
import { staffMembers } from './staff/staff.aggregate';
import { TestGateway } from './testing/gateway';

let gateway: TestGateway;
beforeAll(async () => void (gateway = await TestGateway.start()), 60_000);
afterAll(() => gateway.close());

const at = new Date('2026-03-02T09:00:00Z');
let last = 1000;
const nomsNumber = () => `G${(last += 1)}GG`;
const crn = () => `X90${(last += 1)}`;

const holds = <Row extends Versioned>(
  type: AggregateType<Row>,
  aRow: () => Omit<Row, 'version'>,
  changes: Change<Row>['changes'],
) =>
  describe(`a row of ${type.table} as an aggregate`, () => {
    aggregateSuite(type, () => ({
      work: gateway.app.app.get(UnitOfWork),
      db: gateway.app.db,
      aRow: async () => aRow(),
      changes,
      event: OpsCanary.of(OpsCanary.example),
    }));
  });

holds(canaries, () => ({ id: newId(), sentAt: at, hmppsSentAt: at, hmppsSeenAt: at }), {
  sentAt: new Date('2026-03-02T09:01:00Z'),
});

holds(
  staffMembers,
  () => ({
    userId: newId(),
    username: `STAFF_${(last += 1)}`,
    name: 'Cast One',
    staffCode: null,
    email: null,
    telephoneNumber: null,
    regionId: null,
    regionCode: null,
    pduId: null,
    isActive: true,
    roles: ['CAS3_REFERRER' as const],
    refreshedAt: at,
  }),
  { isActive: false },
);

holds(
  links,
  () => ({ crn: crn(), aggregateId: newId(), nomsNumber: nomsNumber(), source: 'case-summary', learntAt: at }),
  { source: 'said-by-staff' },
);

holds(
  merges,
  () => {
    const [fromNumber, intoNumber] = [nomsNumber(), nomsNumber()];
    const numbers = { numberType: 'noms' as const, fromNumber, intoNumber, eventKey: intoNumber };
    return { id: newId(), ...numbers, isMerged: true, saidAt: at };
  },
  { isMerged: false },
);

holds(
  custodyPeople,
  () => ({
    nomsNumber: nomsNumber(),
    aggregateId: newId(),
    key: null,
    known: null,
    knownAs: null,
    failures: 0,
    releaseDate: null,
    releaseDateKind: null,
    nextDatesAt: null,
    nextLookAt: null,
    nextCheckAt: null,
    followedSince: null,
    followedUntil: null,
    lease: null,
    leasedUntil: null,
  }),
  { knownAs: 'released' },
);

holds(
  operations,
  () =>
    Object.assign(new SyncOperation(), {
      id: newId(),
      eventId: newId(),
      beside: null,
      target: 'ndelius' as const,
      operation: 'person.arrived',
      eventType: 'accommodation.cas3.person.arrived',
      person: 'X900001',
      eventKey: 'X900001',
      crn: 'X900001',
      occurredAt: at.toISOString(),
      state: 'ready' as const,
      reason: null,
      warnings: [],
      attempts: 0,
      nextAttemptAt: at,
      doubt: false,
      fetches: 0,
      copies: 0,
      correlationId: newId(),
      createdAt: at,
    }),
  { state: 'dry-run' },
);

holds(followedRisks, () => ({ crn: crn(), aggregateId: newId(), toldAt: null }), { toldAt: at });
