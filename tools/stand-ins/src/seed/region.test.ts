import { prisonState } from '../prison-api/prison.seed';
import { deliusState } from '../ndelius/ndelius.seed';
import { regions, teams } from './organisation';
import { makeWorld } from './region';

const size = { number: 1, people: 200, staff: 30, regions: ['N07', 'N55'], today: '2026-03-02' };

describe('the generated region', () => {
  const world = makeWorld(size);

  it('is the same for the same number and another for another', () => {
    expect(makeWorld(size)).toEqual(world);
    expect(makeWorld({ ...size, number: 2 })).not.toEqual(world);
  });

  it('has the asked people and staff beside the cast', () => {
    expect(world.people.filter(({ scenario }) => !scenario)).toHaveLength(200);
    const generated = world.staff.filter(({ code }) => /G\d{3}$/.test(code));
    expect(new Set(generated.map(({ region }) => region))).toEqual(new Set(['N07', 'N55']));
    expect(generated).toHaveLength(30);
  });

  it('gives nobody an identifier of somebody else', () => {
    const big = makeWorld({ ...size, people: 12_000 }).people;
    for (const key of ['crn', 'noms'] as const) {
      const ids = big.map((person) => person[key]).filter((id) => id !== undefined);
      expect(new Set(ids).size).toBe(ids.length);
    }
    expect(big.every(({ noms }) => !noms || /^[A-Z]\d{4}[A-Z]{2}$/.test(noms))).toBe(true);
    expect(big.every(({ crn }) => !crn || /^[A-Z]\d{6}$/.test(crn))).toBe(true);
  });

  it('keeps generated people out of the range of the cast', () => {
    const generated = world.people.filter(({ scenario }) => !scenario);
    expect(generated.some(({ crn, noms }) => crn?.startsWith('X9000') || noms?.startsWith('A90'))).toBe(false);
  });

  it('uses real region and delivery unit codes only', () => {
    const codes = new Set(teams.map(({ code }) => code));
    expect(world.people.every(({ teamCode }) => codes.has(teamCode))).toBe(true);
    expect(world.staff.flatMap((staff) => staff.teams).every(({ code }) => codes.has(code))).toBe(true);
    expect(world.staff.every(({ region }) => regions.some(({ code }) => code === region))).toBe(true);
    expect(teams.find(({ code }) => code === 'N07T04')).toMatchObject({ borough: { code: 'N07CROY' } });
  });

  it('has a prevention team for every region, two with a name of their own', () => {
    const named = regions.map(({ code }) => ({ N58: 'N58XXX', N59: 'N59N59' })[code] ?? `${code}HPT`);
    expect(teams.map(({ code }) => code)).toEqual(expect.arrayContaining(named));
  });

  it('makes the same people on the side of probation and of prison', () => {
    const [delius, prison] = [deliusState(world), prisonState(world)];
    for (const { crn, noms } of world.people) {
      if (crn) expect(delius.people[crn]?.noms).toBe(noms);
      if (noms) expect(prison.offenders[noms]).toBeDefined();
    }
    expect(delius.people['X900001']).toMatchObject({ noms: 'A9001AA' });
    expect(Object.values(delius.people).some(({ noms }) => noms === 'A9002AA')).toBe(false);
    expect(delius.people['X900003']!.noms).toBeUndefined();
  });
});
