import { ReferralSubmitted } from '@throughcare/events/referral-submitted.v1';
import { completeAnswers, completeSubmission } from '@throughcare/platform/testing/complete-referral';
import { AppError, type ErrorDetails } from '@throughcare/base/errors';
import type { Submission } from './sent-values.rules';
import { submit, type Draft } from './submission.rules';

const LONDON = 'd73ae6b5-041e-4d44-b859-b8c77567d893';
const WALES = 'afee0696-8df3-4d9f-9d0c-268f17772e2c';
const CROYDON = '2e3df9de-5875-44b6-8df7-88e4308e5c58';
const BRENT = '69eb45a3-b3ce-4a2b-9d57-e727039c3b7d';
const CARDIFF = 'c38b9a56-bc95-42ef-abbe-6d9018dac4d4';
const now = new Date('2026-01-12T10:15:30Z');

const facts = { unit: { id: CROYDON, name: 'Croydon' }, releaseDate: '2026-03-01', requiredFrom: '2026-03-02' };
const away = { ...facts, away: { regionId: WALES, pduId: CARDIFF } };
const answers = (pages: Readonly<Record<string, unknown>> = {}, of = facts) =>
  JSON.stringify(completeAnswers(of, pages));

const aDraft = (over: Partial<Draft> = {}): Draft => ({
  id: '1b6a2c1e-5f0c-4c39-8a35-2f64cf4a6d10',
  crn: 'X900001',
  nomsNumber: 'A9001AA',
  eventNumber: '1',
  createdByUserId: 'a4b1f0de-31d9-4c07-8d51-6d9b6a4f1c77',
  data: answers(),
  revision: 3,
  createdAt: new Date('2026-01-10T09:00:00Z'),
  referenceNumber: 100_001,
  submittedAt: null,
  deletedAt: null,
  ...over,
});
const aSubmission = (over: Partial<Submission> = {}, of = facts): Submission => ({
  ...completeSubmission(of),
  ...over,
});
const submitter = { username: 'CAST_01', regionId: LONDON, staffCode: 'N07S001', regionCode: 'N07' };
const changesOf = (data: string, over: Partial<Submission> = {}) =>
  submit(aDraft({ data }), aSubmission(over), submitter, now).changes;
const refusalOf = (run: () => unknown): ErrorDetails => {
  try {
    run();
  } catch (error) {
    if (error instanceof AppError) return error.details;
  }
  throw new Error('not refused');
};

describe('where the person is to live', () => {
  it('is the practitioner’s own PDU unless another is asked for', () => {
    expect(changesOf(answers())).toMatchObject({
      homeRegionId: LONDON,
      homePduId: CROYDON,
      placementRegionId: LONDON,
      placementPduId: CROYDON,
    });
  });

  it('is the other PDU of the home region that only the answers name', () => {
    const pages = {
      'placement-location/alternative-pdu': { alternativePdu: 'yes', pduId: BRENT },
      'placement-location/alternative-pdu-reason': { reason: 'Family' },
    };
    expect(changesOf(answers(pages))).toMatchObject({
      placementRegionId: LONDON,
      placementPduId: BRENT,
      homePduId: CROYDON,
    });
  });

  it('is the destination when out of region, whatever an earlier answer said', () => {
    const pages = { 'placement-location/alternative-pdu': { alternativePdu: 'yes', pduId: BRENT } };
    expect(changesOf(answers(pages, away))).toMatchObject({
      homeRegionId: LONDON,
      homePduId: CROYDON,
      placementRegionId: WALES,
      placementPduId: CARDIFF,
    });
  });

  it.each([
    [
      'a unit of another region',
      { 'placement-location/alternative-pdu': { alternativePdu: 'yes', pduId: CARDIFF } },
      facts,
    ],
    ['a region that does not exist', {}, { ...facts, away: { regionId: CROYDON, pduId: CARDIFF } }],
    ['a unit that is not of that region', {}, { ...facts, away: { regionId: WALES, pduId: BRENT } }],
    ['a home unit of another region', {}, { ...facts, unit: { id: CARDIFF, name: 'Cardiff' } }],
  ])('F-055: is never %s', (_, pages, of) => {
    const reason = { 'placement-location/alternative-pdu-reason': { reason: 'Family' } };
    const draft = aDraft({ data: answers({ ...reason, ...pages }, of) });
    expect(refusalOf(() => submit(draft, aSubmission(), submitter, now)).invalidAnswers).toContainEqual(
      expect.objectContaining({ errorType: 'doesNotExist' }),
    );
  });
});

describe('submitting', () => {
  it('freezes the draft and says so with ids only', () => {
    const { changes, events } = submit(aDraft(), aSubmission(), submitter, now);
    expect(changes).toMatchObject({ submittedAt: now, revision: 4, placementRegionId: LONDON });
    expect(events).toHaveLength(1);
    expect(ReferralSubmitted.data.parse(events[0]?.data)).toEqual({
      reference: 'TA100001W',
      startedAt: '2026-01-10T09:00:00.000Z',
      eligibilityReason: 'homelessFromCustody',
      applicationId: '1b6a2c1e-5f0c-4c39-8a35-2f64cf4a6d10',
      crn: 'X900001',
      nomsNumber: 'A9001AA',
      eventNumber: '1',
      submittedAt: '2026-01-12T10:15:30.000Z',
      probationRegionId: LONDON,
      probationDeliveryUnitId: CROYDON,
      homeProbationRegionId: LONDON,
      homeProbationDeliveryUnitId: CROYDON,
      accommodationRequiredFromDate: '2026-03-02',
      releaseDate: '2026-03-01',
      sexualRisk: false,
      createdByUserId: 'a4b1f0de-31d9-4c07-8d51-6d9b6a4f1c77',
      submittedBy: { staffCode: 'N07S001', username: 'CAST_01', probationRegionCode: 'N07' },
    });
  });

  it.each<[string, Readonly<Record<string, unknown>>]>([
    [
      'a registered sex offender',
      {
        'history-of-sexual-offence': { historyOfSexualOffence: 'yes' },
        'registered-sex-offender': { registeredSexOffender: 'yes' },
      },
    ],
    [
      'a history',
      {
        'history-of-sexual-offence': { historyOfSexualOffence: 'yes' },
        'registered-sex-offender': { registeredSexOffender: 'no' },
      },
    ],
    [
      'concerns',
      { 'concerning-sexual-behaviour': { concerningSexualBehaviour: 'yes', concerningSexualBehaviourDetail: 'Some' } },
    ],
  ])('marks sexual risk from %s alone, whatever a client says', (_, changed) => {
    const pages = Object.entries(changed).map(([page, value]) => [`offence-and-behaviour-summary/${page}`, value]);
    const draft = aDraft({ data: answers(Object.fromEntries(pages)) });
    const sent = {
      isRegisteredSexOffender: false,
      isHistoryOfSexualOffence: false,
      isConcerningSexualBehaviour: false,
    };
    const { events, differing } = submit(draft, aSubmission(sent), submitter, now);
    expect(events[0]?.data.sexualRisk).toBe(true);
    expect(differing).not.toEqual([]);
  });

  it('finds nothing to say of a client that computes as the form does', () => {
    expect(submit(aDraft(), aSubmission(), submitter, now).differing).toEqual([]);
    const draft = aDraft({ data: answers({}, away) });
    expect(submit(draft, aSubmission({}, away), submitter, now).differing).toEqual([]);
  });

  it('names no member of staff of whom a code is missing', () => {
    const { events } = submit(aDraft(), aSubmission(), { ...submitter, staffCode: undefined }, now);
    expect(events[0]?.data.submittedBy).toBeUndefined();
  });

  it('needs answers', () => {
    expect(refusalOf(() => submit(aDraft({ data: null }), aSubmission(), submitter, now)).invalidParams).toEqual([
      { propertyName: '$.data', errorType: 'empty' },
    ]);
  });

  it('happens once', () => {
    expect(() => submit(aDraft({ submittedAt: now }), aSubmission(), submitter, now)).toThrow(
      expect.objectContaining({ code: 'APPLICATION_ALREADY_SUBMITTED' }),
    );
  });
});
