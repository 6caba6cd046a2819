import { AssessmentUpdated } from '@throughcare/events/assessment-updated.v1';
import fc from 'fast-check';
import { ME, anAssessment } from '../assessment/assessment.builder';
import { changeDates, type Dates } from './dates.rules';

const now = new Date('2026-01-20T14:05:00Z');
const dates: Dates = { releaseDate: '2026-03-01', accommodationRequiredFromDate: '2026-03-02' };
type Asked = Parameters<typeof changeDates>[1];
const change = (current: Dates, asked: Asked) => changeDates({ ...anAssessment(), ...current }, asked, ME, now);
const detailOf = (run: () => unknown): unknown => {
  try {
    run();
  } catch (error) {
    return (error as { details: { detail: string } }).details.detail;
  }
  return 'not refused';
};

describe('changing the dates of an assessment', () => {
  it.each([
    [{ releaseDate: '2026-03-02' }, '2026-03-01', '2026-03-02'],
    [{ accommodationRequiredFromDate: '2026-03-01' }, '2026-03-02', '2026-03-01'],
    [{ releaseDate: null, accommodationRequiredFromDate: '2026-04-01' }, '2026-03-02', '2026-04-01'],
  ])('to %j is kept with what it was', (asked, updatedFrom, updatedTo) => {
    const { changes, notes } = change(dates, asked);
    expect(Object.values(changes)).toEqual([updatedTo]);
    expect(notes).toMatchObject([{ updatedFrom, updatedTo }]);
  });

  it('to a release after the required-from date is refused in the words that clients take apart', () => {
    expect(detailOf(() => change(dates, { releaseDate: '2026-03-03' }))).toBe(
      'Release date cannot be after accommodation required from date: 2026-03-02',
    );
  });

  it('to a required-from date before the release likewise', () => {
    expect(detailOf(() => change(dates, { accommodationRequiredFromDate: '2026-02-28' }))).toBe(
      'Accommodation required from date cannot be before release date: 2026-03-01',
    );
  });

  it('to nothing is refused', () => {
    expect(detailOf(() => change(dates, {}))).toBe('One date is needed');
  });

  it('to what it is already writes nothing', () => {
    const nothing = { changes: {}, notes: [], events: [] };
    expect(change(dates, { releaseDate: '2026-03-01' })).toEqual(nothing);
    expect(change(dates, { ...dates })).toEqual(nothing);
  });

  it('works where the referral named no release date', () => {
    const open = { ...dates, releaseDate: null };
    expect(change(open, { accommodationRequiredFromDate: '2026-01-01' }).changes).toEqual({
      accommodationRequiredFromDate: '2026-01-01',
    });
    const { notes, events } = change(open, { releaseDate: '2026-03-02' });
    expect(notes).toMatchObject([{ updatedFrom: null }]);
    expect(events[0]?.data).toMatchObject({ releaseDate: { to: '2026-03-02' } });
  });
});

describe('F-022: a changed date is told', () => {
  it('with what it was, who changed it and when', () => {
    const { events } = change(dates, { releaseDate: '2026-02-27' });
    expect(events).toHaveLength(1);
    expect(AssessmentUpdated.data.parse(events[0]?.data)).toEqual({
      assessmentId: anAssessment().id,
      applicationId: anAssessment().applicationId,
      crn: anAssessment().crn,
      nomsNumber: anAssessment().nomsNumber ?? undefined,
      probationRegionId: anAssessment().probationRegionId,
      probationDeliveryUnitId: anAssessment().probationDeliveryUnitId ?? undefined,
      releaseDate: { from: '2026-03-01', to: '2026-02-27' },
      byUserId: ME,
      at: '2026-01-20T14:05:00.000Z',
    });
  });
});

describe('F-045: the two dates do not lock each other', () => {
  const broken: Dates = { releaseDate: '2026-12-19', accommodationRequiredFromDate: '2026-12-09' };

  it.each<[Asked]>([
    [{ releaseDate: '2026-12-17' }],
    [{ accommodationRequiredFromDate: '2026-12-17' }],
    [{ releaseDate: '2026-12-17', accommodationRequiredFromDate: '2026-12-17' }],
  ])('a pair that is broken is made better by %j', (asked) => {
    expect(change(broken, asked).changes).toEqual(asked);
  });

  it('both move together, with a note each and one event', () => {
    const asked = { releaseDate: '2026-04-01', accommodationRequiredFromDate: '2026-04-01' };
    const { notes, events } = change(dates, asked);
    expect(notes.map(({ fieldName }) => fieldName)).toEqual(['releaseDate', 'accommodationRequiredFromDate']);
    expect(events).toHaveLength(1);
    expect(events[0]?.data).toMatchObject({
      releaseDate: { from: '2026-03-01', to: '2026-04-01' },
      accommodationRequiredFromDate: { from: '2026-03-02', to: '2026-04-01' },
    });
  });

  it('both together are refused where they cannot be', () => {
    const asked = { releaseDate: '2026-04-02', accommodationRequiredFromDate: '2026-04-01' };
    expect(detailOf(() => change(dates, asked))).toBe(
      'Release date cannot be after accommodation required from date: 2026-04-01',
    );
  });

  it('a broken pair is not made worse, and not left as it is', () => {
    expect(() => change(broken, { releaseDate: '2026-12-20' })).toThrow('RELEASE_AFTER_REQUIRED_FROM');
    expect(() => change(broken, { accommodationRequiredFromDate: '2026-12-08' })).toThrow(
      'REQUIRED_FROM_BEFORE_RELEASE',
    );
    const asked = { releaseDate: '2026-12-20', accommodationRequiredFromDate: '2026-12-10' };
    expect(() => change(broken, asked)).toThrow('RELEASE_AFTER_REQUIRED_FROM');
  });

  it('from every pair every sound pair is reached in one step', () => {
    const day = fc.integer({ min: 1, max: 28 }).map((n) => `2026-02-${String(n).padStart(2, '0')}`);
    fc.assert(
      fc.property(day, day, day, day, (release, needed, one, other) => {
        const [releaseDate = '', accommodationRequiredFromDate = ''] = [one, other].toSorted();
        const current = { releaseDate: release, accommodationRequiredFromDate: needed };
        const asked = { releaseDate, accommodationRequiredFromDate };
        expect({ ...current, ...change(current, asked).changes }).toEqual(asked);
      }),
    );
  });
});

it.each([
  ['2226-01-01', true],
  ['1926-01-01', true],
  ['2028-01-21', true],
  ['2028-01-20', false],
  ['2021-01-20', false],
  ['2021-01-19', true],
])('F-065: a release or required-from date of %s is too far away: %s', (day, isFar) => {
  const open: Dates = { releaseDate: null, accommodationRequiredFromDate: '2026-03-02' };
  const run = () => change(open, { accommodationRequiredFromDate: day });
  if (isFar) expect(run).toThrow('DATE_TOO_FAR');
  else expect(run).not.toThrow();
});
