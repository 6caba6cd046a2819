import { changeDate } from './dates.rules';

const dates = { releaseDate: '2026-03-01', accommodationRequiredFromDate: '2026-03-02' };
const detailOf = (run: () => unknown): unknown => {
  try {
    run();
  } catch (error) {
    return (error as { details: { detail: string } }).details.detail;
  }
  return 'not refused';
};

describe('changing a date of an assessment', () => {
  it.each([
    [{ releaseDate: '2026-03-02' }, '2026-03-01', '2026-03-02'],
    [{ accommodationRequiredFromDate: '2026-03-01' }, '2026-03-02', '2026-03-01'],
    [{ releaseDate: null, accommodationRequiredFromDate: '2026-04-01' }, '2026-03-02', '2026-04-01'],
  ])('to %j is kept with what it was', (asked, updatedFrom, updatedTo) => {
    const { changes, note } = changeDate(dates, asked);
    expect(Object.values(changes)).toEqual([updatedTo]);
    expect(note).toMatchObject({ updatedFrom, updatedTo });
  });

  it('to a release after the required-from date is refused in the words that clients take apart', () => {
    expect(detailOf(() => changeDate(dates, { releaseDate: '2026-03-03' }))).toBe(
      'Release date cannot be after accommodation required from date: 2026-03-02',
    );
  });

  it('to a required-from date before the release likewise', () => {
    expect(detailOf(() => changeDate(dates, { accommodationRequiredFromDate: '2026-02-28' }))).toBe(
      'Accommodation required from date cannot be before release date: 2026-03-01',
    );
  });

  it('is one at a time', () => {
    expect(
      detailOf(() => changeDate(dates, { releaseDate: '2026-03-01', accommodationRequiredFromDate: '2026-03-02' })),
    ).toBe('Cannot update both dates');
    expect(detailOf(() => changeDate(dates, {}))).toBe('One date is needed');
  });

  it('to what it is already writes nothing', () => {
    expect(changeDate(dates, { releaseDate: '2026-03-01' })).toEqual({ changes: {} });
  });

  it('works where the referral named no release date', () => {
    const open = { ...dates, releaseDate: null };
    expect(changeDate(open, { accommodationRequiredFromDate: '2026-01-01' }).changes).toEqual({
      accommodationRequiredFromDate: '2026-01-01',
    });
    expect(changeDate(open, { releaseDate: '2026-03-02' }).note?.updatedFrom).toBeNull();
  });
});
