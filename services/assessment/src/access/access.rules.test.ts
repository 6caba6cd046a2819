import { depthOfTimeline, mayAssess, requireAssessor, type Assessed, type Reader } from './access.rules';

const LONDON = 'd73ae6b5-041e-4d44-b859-b8c77567d893';
const WALES = 'afee0696-8df3-4d9f-9d0c-268f17772e2c';
const REFERRER = 'a4b1f0de-31d9-4c07-8d51-6d9b6a4f1c77';

const assessment: Assessed = { referrerUserId: REFERRER, probationRegionId: LONDON };
const aReader = (roles: string[], over: Partial<Reader> = {}): Reader => ({
  userId: 'b5c2f1ef-42ea-4d18-9e62-7eac7b5a2d88',
  regionId: LONDON,
  roles,
  ...over,
});

describe('who may assess', () => {
  it.each([
    ['an assessor of the region', aReader(['CAS3_ASSESSOR']), true],
    ['an assessor elsewhere', aReader(['CAS3_ASSESSOR'], { regionId: WALES }), false],
    ['an assessor elsewhere who is a reporter', aReader(['CAS3_ASSESSOR', 'CAS3_REPORTER'], { regionId: WALES }), true],
    ['a referrer of the region', aReader(['CAS3_REFERRER']), false],
    ['the one who referred', aReader(['CAS3_REFERRER'], { userId: REFERRER }), false],
    ['a reporter of the region', aReader(['CAS3_REPORTER']), false],
    ['an admin', aReader(['CAS3_ADMIN']), false],
    ['someone without a role', aReader([]), false],
  ])('%s: %s', (_, reader, expected) => {
    expect(mayAssess(reader, assessment)).toBe(expected);
    const attempt = () => requireAssessor(reader, assessment);
    if (expected) expect(attempt).not.toThrow();
    else expect(attempt).toThrow(expect.objectContaining({ kind: 'forbidden' }));
  });
});

describe('how much of a timeline is shown', () => {
  it.each([
    ['an assessor of the region', aReader(['CAS3_ASSESSOR', 'CAS3_REFERRER']), 'full'],
    ['the one who referred, from another region', aReader([], { userId: REFERRER, regionId: WALES }), 'referrer'],
    [
      'the one who referred, being an assessor elsewhere',
      aReader(['CAS3_ASSESSOR'], { userId: REFERRER, regionId: WALES }),
      'referrer',
    ],
    ['a referrer of the region', aReader(['CAS3_REFERRER']), 'referrer'],
  ])('to %s: %s', (_, reader, expected) => {
    expect(depthOfTimeline(reader, assessment)).toBe(expected);
  });

  it.each([
    ['a referrer elsewhere', aReader(['CAS3_REFERRER'], { regionId: WALES })],
    ['a reporter who is nothing else', aReader(['CAS3_REPORTER'])],
    ['someone without a role', aReader([])],
  ])('nothing to %s', (_, reader) => {
    expect(() => depthOfTimeline(reader, assessment)).toThrow(expect.objectContaining({ kind: 'forbidden' }));
  });
});
