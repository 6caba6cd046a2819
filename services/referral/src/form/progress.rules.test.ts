import { completeAnswers } from '@throughcare/platform/testing/complete-referral';
import { progressOf } from './progress.rules';

const LONDON = 'd73ae6b5-041e-4d44-b859-b8c77567d893';
const unit = { id: '2e3df9de-5875-44b6-8df7-88e4308e5c58', name: 'Croydon' };
const progress = (releaseDate: string, requiredFrom: string) =>
  progressOf(completeAnswers({ unit, releaseDate, requiredFrom }), LONDON, '2026-03-02');

describe('the two dates of a draft', () => {
  it.each([
    ['on the day a place is needed', '2026-03-20', '2026-03-20'],
    ['before it', '2026-03-19', '2026-03-20'],
  ])('go together when the release is %s', (_, releaseDate, requiredFrom) => {
    expect(progress(releaseDate, requiredFrom)).toMatchObject({ problems: [], next: null });
  });

  it('are a problem when the release comes after it: named, where to go on, and the task is not completed', () => {
    const { problems, next, tasks } = progress('2026-03-21', '2026-03-20');
    const page = { task: 'eligibility', page: 'accommodation-required-from-date' };
    expect(problems).toEqual([{ ...page, field: 'accommodationRequiredFromDate', errorType: 'beforeReleaseDate' }]);
    expect(next).toEqual(page);
    expect(tasks.find(({ task }) => task === 'eligibility')?.status).toBe('in-progress');
  });
});
