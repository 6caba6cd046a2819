import { countStays, stayNumber, staysOnSentence } from './stay-count.rules';

const stay = (arrivalDate: string, departureDate: string, over: object = {}) => ({
  arrivalDate,
  departureDate,
  status: 'departed',
  eventNumber: '1',
  ...over,
});

describe('stays on a sentence', () => {
  it.each([
    ['apart are two', [stay('2026-01-01', '2026-01-10'), stay('2026-01-12', '2026-01-20')], 2],
    ['a day apart are one', [stay('2026-01-01', '2026-01-10'), stay('2026-01-11', '2026-01-20')], 1],
    [
      'that go on are one, whatever was planned',
      [stay('2026-01-01', '2026-01-10', { status: 'arrived' }), stay('2026-03-01', '2026-03-02')],
      1,
    ],
    ['of nobody are none', [], 0],
  ])('%s', (_, stays, count) => {
    expect(countStays(stays)).toBe(count);
  });

  it('count who has come, on that sentence only', () => {
    const stays = [
      stay('2026-01-01', '2026-01-10'),
      stay('2026-02-01', '2026-02-10', { eventNumber: '2' }),
      stay('2026-03-01', '2026-03-10', { status: 'confirmed' }),
    ];
    expect([staysOnSentence('1', stays), staysOnSentence('2', stays), staysOnSentence(null, stays)]).toEqual([
      1,
      1,
      null,
    ]);
  });

  it('number a booking behind those that began before it', () => {
    const earlier = [stay('2026-01-01', '2026-01-10'), stay('2026-05-01', '2026-05-02')];
    expect(stayNumber(stay('2026-03-01', '2026-03-10', { status: 'provisional' }), earlier)).toBe(2);
    expect(stayNumber(stay('2026-03-01', '2026-03-10', { eventNumber: null }), earlier)).toBeNull();
  });
});
