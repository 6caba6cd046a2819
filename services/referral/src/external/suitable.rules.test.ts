import { suitableOf, type Candidate } from './suitable.rules';

const TODAY = '2026-03-02';
const aReferral = (over: Partial<Candidate> = {}): Candidate => ({
  startedOn: '2026-02-01',
  isSubmitted: true,
  isRejected: false,
  isClosed: false,
  arrivalDate: '2026-03-10',
  releaseDate: '2026-03-09',
  bookings: [],
  ...over,
});
const aDraft = (startedOn: string) =>
  aReferral({ startedOn, isSubmitted: false, arrivalDate: null, releaseDate: null });
const isSuitable = (over: Partial<Candidate>) => suitableOf([aReferral(over)], TODAY) !== undefined;

describe('the best current referral', () => {
  it.each([
    ['whose dates are to come', {}, true],
    ['that is required today', { arrivalDate: TODAY, releaseDate: '2026-01-01' }, true],
    ['whose release is today', { arrivalDate: '2026-01-01', releaseDate: TODAY }, true],
    ['whose dates have passed', { arrivalDate: '2026-03-01', releaseDate: '2026-03-01' }, false],
    [
      'whose dates have passed, with a bedspace on offer',
      { arrivalDate: '2026-03-01', releaseDate: null, bookings: ['provisional'] },
      true,
    ],
    [
      'whose dates have passed, with the person in',
      { arrivalDate: '2026-03-01', releaseDate: null, bookings: ['arrived'] },
      false,
    ],
  ])('is one %s: %j', (_, over, expected) => {
    expect(isSuitable(over)).toBe(expected);
  });

  it.each([
    ['2026-01-02', false],
    ['2026-01-03', true],
  ])('is a draft of the last two months: begun on %s', (startedOn, expected) => {
    expect(suitableOf([aDraft(startedOn)], TODAY) !== undefined).toBe(expected);
  });

  it.each([
    ['was rejected', { isRejected: true }],
    ['was closed without a booking', { isClosed: true }],
    ['was closed, and its booking cancelled', { isClosed: true, bookings: ['cancelled'] }],
    ['has brought the person in', { bookings: ['arrived'] }],
    ['is over with the stay', { bookings: ['departed'] }],
  ])('that %s comes behind an older one that is open, and is shown where there is no other', (_, over) => {
    const [over_, open] = [aReferral(over), aReferral({ startedOn: '2026-01-15' })];
    expect(suitableOf([over_, open], TODAY)).toBe(open);
    expect(suitableOf([over_], TODAY)).toBe(over_);
  });

  it('is the newest of several that are open', () => {
    const confirmed = aReferral({ isClosed: true, bookings: ['confirmed'] });
    expect(suitableOf([confirmed, aReferral()], TODAY)).toBe(confirmed);
  });
});
