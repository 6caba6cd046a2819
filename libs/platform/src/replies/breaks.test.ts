import { z } from 'zod';
import { breaksOf } from './breaks';

const Stay = z.object({ id: z.guid(), notes: z.string().nullable(), nights: z.number().optional() });
const Person = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Full'), name: z.string() }),
  z.object({ type: z.literal('Restricted') }),
]);
const Booking = z.object({ person: Person, stays: z.array(Stay), document: z.unknown() });

const ID = '7b8f7b5e-3c1d-4c55-9d0a-2f6a1e8b9c01';
const aBooking = (over: object = {}) => ({
  person: { type: 'Full', name: 'John Smith' },
  stays: [{ id: ID, notes: null }],
  document: { any: [1, { thing: null }] },
  ...over,
});

describe('a body against its schema', () => {
  it('is as promised, with and without what may be left out', () => {
    expect(breaksOf(Booking, aBooking())).toEqual([]);
    expect(breaksOf(Booking, aBooking({ stays: [{ id: ID, notes: 'x', nights: 84 }] }))).toEqual([]);
  });

  it.each([
    ['a member too many', { status: 'John Smith' }, ['$.status (stray)']],
    ['one inside a list, once', { stays: [1, 2].map(() => ({ id: ID, notes: null, x: 1 })) }, ['$.stays[].x (stray)']],
    ['one too few', { stays: [{ id: ID }] }, ['$.stays[].notes (invalid_type)']],
    ['null where something is', { stays: null }, ['$.stays (invalid_type)']],
    ['another format', { stays: [{ id: 'X320741', notes: null }] }, ['$.stays[].id (invalid_format)']],
    ['a member of another kind of person', { person: { type: 'Restricted', name: 'John' } }, ['$.person.name (stray)']],
    ['a kind that nobody knows', { person: { type: 'John Smith' } }, ['$.person.type (invalid_union)']],
  ])('names %s and no value', (_, over, expected) => {
    const found = breaksOf(Booking, aBooking(over));
    expect(found).toEqual(expected);
    expect(found.join()).not.toMatch(/John|X320741/);
  });

  it('names what is wrong in the branch of a union that was meant', () => {
    const Either = z.union([z.object({ a: z.object({ b: z.number() }) }), z.string()]);
    expect(breaksOf(Either, { a: { b: 'x' } })).toEqual(['$.a.b (invalid_type)']);
  });
});
