import { RegionSize } from '../seed/world';
import { makeWorld } from '../seed/region';
import { deliusState } from './ndelius.seed';
import { Person } from './person.schema';

describe('F-091: a person put through the control API', () => {
  it('keeps everything that the state had of them', () => {
    const { people } = deliusState(makeWorld(RegionSize.parse({ today: '2026-03-02' })));
    expect(Object.keys(people).length).toBeGreaterThan(30);
    for (const person of Object.values(people)) expect(Person.parse(person)).toEqual(person);
  });

  it('is refused with a member that nobody reads, instead of losing it', () => {
    expect(Person.safeParse({ crn: 'X1', nationality: 'British' }).success).toBe(false);
  });
});
