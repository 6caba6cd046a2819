import { LONDON, WALES, refusal } from '../testing/builders';
import { requirePlaceable } from './placement.rules';

const wanted = { crn: 'X900001', probationRegionId: LONDON };
const referral = {
  applicationId: '1b6a2c1e-5f0c-4c39-8a35-2f64cf4a6d10',
  crn: 'X900001',
  status: 'ready_to_place',
  probationRegionId: LONDON as string | undefined,
};

describe('linking a booking to a referral', () => {
  it('takes one that is ready, of the same person and region', () => {
    expect(() => requirePlaceable(referral, wanted)).not.toThrow();
  });

  it('trusts the assessment service about the region when only it could tell', () => {
    expect(() => requirePlaceable({ ...referral, probationRegionId: undefined }, wanted)).not.toThrow();
  });

  it.each([
    ['another region', { probationRegionId: WALES }, 'forbidden', 'ASSESSMENT_OF_ANOTHER_REGION'],
    ['another person', { crn: 'X900002' }, 'invalid', 'ASSESSMENT_OF_ANOTHER_PERSON'],
    ['in review', { status: 'in_review' }, 'invalid', 'ASSESSMENT_NOT_READY_TO_PLACE'],
    ['closed', { status: 'closed' }, 'invalid', 'ASSESSMENT_NOT_READY_TO_PLACE'],
    ['without a status', { status: null }, 'invalid', 'ASSESSMENT_NOT_READY_TO_PLACE'],
  ])('refuses a referral: %s', (_, change, kind, code) => {
    expect(refusal(() => requirePlaceable({ ...referral, ...change }, wanted))).toMatchObject({ kind, code });
  });
});
