import { personalisationOf, skippedBecause, waitAfter } from './notification.rules';

const member = { email: 'cast.one@justice.gov.uk', isActive: true, wantsEmail: null };

it.each([
  [{}, undefined],
  [{ wantsEmail: true }, undefined],
  [{ wantsEmail: false }, 'UNWANTED'],
  [{ email: null }, 'NO_ADDRESS'],
  [{ email: 'cast.one@example.com' }, 'ADDRESS_OUTSIDE_GOVERNMENT'],
  [{ email: 'cast.one@notgov.uk' }, 'ADDRESS_OUTSIDE_GOVERNMENT'],
  [{ email: 'a@b@justice.gov.uk' }, 'ADDRESS_OUTSIDE_GOVERNMENT'],
  [{ isActive: false }, 'LEFT'],
])('whether a practitioner is written to, %j: %s', (over, because) => {
  expect(skippedBecause({ ...member, ...over })).toBe(because);
});

it('waits a minute after the first attempt, and never more than two hours', () => {
  expect([1, 2, 3, 8, 12].map(waitAfter)).toEqual([60, 120, 240, 7_200, 7_200]);
});

it('says nothing but where to read on', () => {
  expect(personalisationOf('https://cas3.example/', 'id-1')).toEqual({
    link: 'https://cas3.example/referrals/id-1/full',
  });
});
