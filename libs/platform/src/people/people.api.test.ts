import { PeopleClient } from '.';
import type { FullPerson } from '.';
import { StandInGateway } from '../testing';

const aPerson = (crn: string): FullPerson => ({
  type: 'FullPerson',
  crn,
  name: 'Ben Davies',
  dateOfBirth: '1990-01-31',
  sex: 'Male',
  status: 'InCommunity',
  nomsNumber: null,
});

describe('PeopleClient', () => {
  let gateway: StandInGateway;
  let people: PeopleClient;
  beforeAll(async () => {
    gateway = await StandInGateway.start();
    people = new PeopleClient({ GATEWAY_URL: gateway.url });
    gateway.people.set('X000001', aPerson('X000001'));
    gateway.people.set('X000002', { type: 'RestrictedPerson', crn: 'X000002' });
  });
  afterAll(() => gateway.close());
  beforeEach(() => {
    gateway.calls.length = 0;
    gateway.failWith = undefined;
  });

  it('gives one entry per number asked for, in upper case', async () => {
    const found = await people.summaries(['x000001', 'X000002', 'X000003', 'X000001'], 't');
    expect([...found.entries()].map(([crn, person]) => [crn, person.type])).toEqual([
      ['X000001', 'FullPerson'],
      ['X000002', 'RestrictedPerson'],
      ['X000003', 'UnknownPerson'],
    ]);
  });

  it('shows an odd date of birth as nDelius has it, and everybody else beside', async () => {
    gateway.people.set('X000009', { ...aPerson('X000009'), dateOfBirth: '1980-01-01T00:00:00' });
    const found = await people.summaries(['X000001', 'X000009'], 't');
    expect([...found.values()]).toMatchObject([{ dateOfBirth: '1990-01-31' }, { dateOfBirth: '1980-01-01T00:00:00' }]);
  });

  it('asks for 500 at a time, and for none not at all', async () => {
    const many = Array.from({ length: 501 }, (_, i) => `X${String(i).padStart(6, '0')}`);
    expect((await people.summaries(many, 't')).size).toBe(501);
    expect(gateway.calls).toHaveLength(2);
    await people.summaries([], 't');
    expect(gateway.calls).toHaveLength(2);
  });

  it('is unavailable when the gateway is', async () => {
    gateway.failWith = 503;
    await expect(people.summary('X000001', 't')).rejects.toMatchObject({ kind: 'unavailable' });
  });
});
