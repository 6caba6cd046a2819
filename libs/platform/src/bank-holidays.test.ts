import { acceptFeed } from './bank-holidays';
import { BANK_HOLIDAYS } from '@throughcare/base/calendar';

const feedOf = (...dates: string[]) => ({
  'england-and-wales': {
    division: 'england-and-wales',
    events: dates.map((date) => ({ title: 'x', date, bunting: true })),
  },
});
const of2026 = [...BANK_HOLIDAYS].filter((day) => day.startsWith('2026'));
const today = '2026-11-21';

describe('acceptFeed', () => {
  it('takes an extra holiday of a year that the feed covers', () => {
    const accepted = acceptFeed(feedOf(...of2026, '2026-06-15'), BANK_HOLIDAYS, today);
    expect(accepted?.has('2026-06-15')).toBe(true);
    expect(accepted?.size).toBe(BANK_HOLIDAYS.size + 1);
  });

  it('drops a holiday that was moved', () => {
    const moved = of2026.map((day) => (day === '2026-05-04' ? '2026-05-08' : day));
    const accepted = acceptFeed(feedOf(...moved), BANK_HOLIDAYS, today);
    expect([accepted?.has('2026-05-04'), accepted?.has('2026-05-08')]).toEqual([false, true]);
  });

  it('keeps what is known of years that the feed covers in part', () => {
    const accepted = acceptFeed(feedOf(...of2026, '2027-01-01'), BANK_HOLIDAYS, today);
    expect(accepted?.has('2027-12-28')).toBe(true);
  });

  it.each([
    ['nothing', undefined],
    ['an error page', '<html>'],
    ['no division of ours', { scotland: { events: [] } }],
    ['an empty list', feedOf()],
    ['a year that is over', feedOf(...[...BANK_HOLIDAYS].filter((day) => day.startsWith('2024')))],
    ['a short year', feedOf(...of2026.slice(1))],
    ['a day that does not exist', feedOf(...of2026, '2026-02-30')],
  ])('refuses %s', (_, feed) => expect(acceptFeed(feed, BANK_HOLIDAYS, today)).toBeUndefined());
});
