import { ReferralSubmitted } from '@throughcare/events/referral-submitted.v1';
import { placementOf, pduChosenInOwnRegion, submit, type Draft, type Submission } from './submission.rules';

const LONDON = 'd73ae6b5-041e-4d44-b859-b8c77567d893';
const WALES = 'afee0696-8df3-4d9f-9d0c-268f17772e2c';
const OWN_PDU = '6d720c1a-4dc3-4541-b0f5-bee02deb2cd1';
const OTHER_PDU = '4b8cb5d6-9e9c-4a1a-9d3c-0a5a1a1b2c3d';
const now = new Date('2026-01-12T10:15:30Z');

const aDraft = (over: Partial<Draft> = {}): Draft => ({
  id: '1b6a2c1e-5f0c-4c39-8a35-2f64cf4a6d10',
  crn: 'X900001',
  nomsNumber: 'A9001AA',
  eventNumber: '1',
  createdByUserId: 'a4b1f0de-31d9-4c07-8d51-6d9b6a4f1c77',
  data: '{}',
  revision: 3,
  submittedAt: null,
  deletedAt: null,
  ...over,
});
const aSubmission = (over: Partial<Submission> = {}): Submission => ({
  arrivalDate: '2026-03-02',
  probationDeliveryUnitId: OWN_PDU,
  ...over,
});
const submitter = { username: 'CAST_01', regionId: LONDON, staffCode: 'N07S001', regionCode: 'N07' };
const inOwnRegion = (alternativePdu: string, pduId: unknown) =>
  JSON.stringify({ 'placement-location': { 'alternative-pdu': { alternativePdu, pduId } } });

describe('where the person is to live', () => {
  it('is the practitioner’s own PDU unless another is asked for', () => {
    expect(placementOf(aSubmission(), '{}', submitter)).toEqual({
      homeRegionId: LONDON,
      homePduId: OWN_PDU,
      placementRegionId: LONDON,
      placementPduId: OWN_PDU,
    });
  });

  it('is the other PDU of the home region that only the answers name', () => {
    const place = placementOf(aSubmission(), inOwnRegion('yes', OTHER_PDU), submitter);
    expect(place).toMatchObject({ placementRegionId: LONDON, placementPduId: OTHER_PDU, homePduId: OWN_PDU });
  });

  it('is the destination when out of region, whatever an earlier answer said', () => {
    const away = aSubmission({ outOfRegionProbationRegionId: WALES, outOfRegionPduId: OTHER_PDU });
    expect(placementOf(away, inOwnRegion('yes', OWN_PDU), submitter)).toEqual({
      homeRegionId: LONDON,
      homePduId: OWN_PDU,
      placementRegionId: WALES,
      placementPduId: OTHER_PDU,
    });
  });

  it.each([
    ['no', OTHER_PDU],
    ['yes', 'not-an-id'],
    ['yes', undefined],
    ['yes', 7],
  ])('ignores the answer %s with PDU %s', (answer, pduId) => {
    expect(pduChosenInOwnRegion(inOwnRegion(answer, pduId))).toBeUndefined();
  });

  it.each(['null', '[]', '"text"', '{"placement-location":null}', '{"placement-location":{"alternative-pdu":[]}}'])(
    'survives answers of any shape: %s',
    (data) => expect(pduChosenInOwnRegion(data)).toBeUndefined(),
  );
});

describe('submitting', () => {
  it('freezes the draft and says so with ids only', () => {
    const { changes, events } = submit(aDraft(), aSubmission({ personReleaseDate: '2026-03-01' }), submitter, now);
    expect(changes).toMatchObject({ submittedAt: now, revision: 4, placementRegionId: LONDON });
    expect(events).toHaveLength(1);
    expect(ReferralSubmitted.data.parse(events[0]?.data)).toEqual({
      applicationId: '1b6a2c1e-5f0c-4c39-8a35-2f64cf4a6d10',
      crn: 'X900001',
      nomsNumber: 'A9001AA',
      eventNumber: '1',
      submittedAt: '2026-01-12T10:15:30.000Z',
      probationRegionId: LONDON,
      probationDeliveryUnitId: OWN_PDU,
      homeProbationRegionId: LONDON,
      homeProbationDeliveryUnitId: OWN_PDU,
      accommodationRequiredFromDate: '2026-03-02',
      releaseDate: '2026-03-01',
      sexualRisk: false,
      createdByUserId: 'a4b1f0de-31d9-4c07-8d51-6d9b6a4f1c77',
      submittedBy: { staffCode: 'N07S001', username: 'CAST_01', probationRegionCode: 'N07' },
    });
  });

  it.each(['isRegisteredSexOffender', 'isHistoryOfSexualOffence', 'isConcerningSexualBehaviour'] as const)(
    'marks sexual risk from %s alone',
    (answer) => {
      const { events } = submit(aDraft(), aSubmission({ [answer]: true }), submitter, now);
      expect(events[0]?.data.sexualRisk).toBe(true);
    },
  );

  it('names no member of staff of whom a code is missing', () => {
    const { events } = submit(aDraft(), aSubmission(), { ...submitter, staffCode: undefined }, now);
    expect(events[0]?.data.submittedBy).toBeUndefined();
  });

  it('needs answers', () => {
    expect(() => submit(aDraft({ data: null }), aSubmission(), submitter, now)).toThrow(
      expect.objectContaining({
        details: { invalidParams: [{ propertyName: '$.data', errorType: 'empty' }] },
      }),
    );
  });

  it('happens once', () => {
    expect(() => submit(aDraft({ submittedAt: now }), aSubmission(), submitter, now)).toThrow(
      expect.objectContaining({ code: 'APPLICATION_ALREADY_SUBMITTED' }),
    );
  });
});
