import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { catalogue } from '@throughcare/events/catalogue';
import { PersonReleased } from '@throughcare/events/person-released.v1';
import { entriesOf, publicTypes, slugs } from './topic.rules';

describe('F-038: what the catalogue calls public', () => {
  it('is what is told on the topic, and nothing else', () => {
    const called = catalogue.filter(({ audience }) => audience === 'public').map(({ type }) => type);
    expect([...new Set(called)].sort()).toEqual([...publicTypes].sort());
  });

  it('has a slug of its own', () => {
    expect(slugs.size).toBe(publicTypes.length);
    for (const slug of slugs) expect(slug).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });

  it('is refused under a name for which the topic has no place', () => {
    const { public: facts } = BookingConfirmed;
    if (!facts) throw new Error('not public');
    expect(() => entriesOf([{ ...PersonReleased, public: facts }])).toThrow(/custody.person.released: a public event/);
  });
});
