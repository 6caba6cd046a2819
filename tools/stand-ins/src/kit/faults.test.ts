import { FaultRule, Faults, type FaultSubject } from './faults';

const request = (changes: Partial<FaultSubject> = {}): FaultSubject => ({
  method: 'GET',
  path: '/staff/CAST_01',
  query: '',
  caller: 'throughcare-gateway',
  body: '',
  ...changes,
});
const rule = (changes: object = {}): FaultRule => FaultRule.parse({ fault: { kind: 'hang' }, ...changes });
const NOON = new Date('2024-06-10T12:00:00Z');

describe('fault rules', () => {
  const faults = new Faults(
    () => NOON,
    () => 0.5,
  );
  beforeEach(() => faults.remove());

  it('apply to every request without a match', () => {
    faults.add(rule());
    expect(faults.take(request())).toEqual({ kind: 'hang' });
  });

  it.each([
    ['method', { method: 'POST' }],
    ['path pattern', { path: '/staff/*' }],
    ['caller', { caller: 'somebody-else' }],
    ['person', { person: 'X900001' }],
    ['text in the body', { contains: 'Action=Publish' }],
  ])('leave alone what differs in %s', (_what, match) => {
    faults.add(rule({ match }));
    expect(faults.take(request({ path: '/other', body: 'Action=Subscribe&X900002' }))).toBeUndefined();
    const fits = { method: 'POST', path: '/staff/X900001', caller: 'somebody-else', body: 'Action=Publish' };
    expect(faults.take(request(fits))).toBeDefined();
  });

  it('find a person in path, query and body', () => {
    faults.add(rule({ match: { person: 'X900001' } }));
    expect(faults.take(request({ path: '/probation-cases/X900001/details' }))).toBeDefined();
    expect(faults.take(request({ query: 'crn=X900001' }))).toBeDefined();
    expect(faults.take(request({ body: '["X900001"]' }))).toBeDefined();
  });

  it('let requests pass first, then apply a number of times', () => {
    faults.add(rule({ after: 1, times: 2 }));
    const taken = [1, 2, 3, 4].map(() => faults.take(request()) !== undefined);
    expect(taken).toEqual([false, true, true, false]);
  });

  it('end at an instant', () => {
    faults.add(rule({ until: '2024-06-10T12:00:00Z' }));
    expect(faults.take(request())).toBeUndefined();
    faults.add(rule({ until: '2024-06-10T12:00:01Z' }));
    expect(faults.take(request())).toBeDefined();
  });

  it('apply with a probability', () => {
    faults.add(rule({ probability: 0.5 }));
    expect(faults.take(request())).toBeUndefined();
    faults.add(rule({ probability: 0.51 }));
    expect(faults.take(request())).toBeDefined();
  });

  it('can be removed one by one', () => {
    const first = faults.add(rule({ fault: { kind: 'reset' } }));
    faults.add(rule({ fault: { kind: 'unauthorised' } }));
    faults.remove(first);
    expect(faults.take(request())).toEqual({ kind: 'unauthorised' });
  });
});
