import { z } from 'zod';
import { bodyBytesOf, emptyForm, optionalText, readForm, requiredText } from './form';

const schema = z.object({ reason: requiredText('A reason', 10), type: optionalText('A type', 5, /^[a-z]+$/) });

describe('a form', () => {
  it('gives what was typed, trimmed, and blank as left out', () => {
    expect(readForm(schema, { reason: ' mended ', type: ' ' })).toMatchObject({
      data: { reason: 'mended', type: undefined },
      errors: [],
    });
  });

  it('says what is wrong with each field once, and keeps what was typed', () => {
    const { data, errors, problems, values } = readForm(schema, { reason: '', type: 'TOO LONG' });
    expect(data).toBeUndefined();
    expect(errors).toEqual([
      { text: 'Enter a reason', href: '#reason' },
      { text: 'A type must be 5 characters or fewer', href: '#type' },
    ]);
    expect(problems['type']).toEqual({ text: 'A type must be 5 characters or fewer' });
    expect(values).toEqual({ reason: '', type: 'TOO LONG' });
  });

  it.each([[undefined], [{}], [{ reason: ['a', 'b'] }], [{ reason: 'x', type: ['a', 'b'] }]])('refuses %p', (given) => {
    expect(readForm(schema, given).data).toBeUndefined();
  });

  it('has nothing to say before anybody typed', () => {
    expect(emptyForm({ type: 'a' })).toEqual({ values: { type: 'a' }, errors: [], problems: {} });
  });
});

describe('a form with boxes', () => {
  const boxes = z.object({
    needs: z.array(z.string()).min(1, 'Choose at least one need').optional(),
    risks: z.array(z.enum(['arson', 'theft'])).default([]),
    day: z.string().min(1, 'Enter a day'),
  });

  it('F-060: keeps every tick when it is shown again', () => {
    const { values, errors, data } = readForm(boxes, { needs: ['a', 'b'], risks: 'arson', day: '' });
    expect(data).toBeUndefined();
    expect(errors).toEqual([{ text: 'Enter a day', href: '#day' }]);
    expect(values).toEqual({ needs: ['a', 'b'], risks: ['arson'], day: '' });
  });

  it('F-060: takes one ticked box as a list of one, and none as an empty list', () => {
    expect(readForm(boxes, { needs: 'a', day: '1' }).data).toEqual({ needs: ['a'], risks: [], day: '1' });
    expect(readForm(boxes, { day: '1' }).errors).toEqual([{ text: 'Choose at least one need', href: '#needs' }]);
  });

  it('F-060: leaves a field that is one text as it came, parts of dates too', () => {
    const sent = { day: '', 'start-day': '31', 'start-month': '2', 'start-year': '', note: ['a', 'b'] };
    expect(readForm(boxes, sent).values).toEqual({ ...sent, needs: [], risks: [] });
  });

  it.each([
    [z.object({ a: z.array(z.string()) }), { a: { b: 1 } }],
    [z.object({ a: z.array(z.enum(['x', 'y'])) }), { a: ['x', 'q'] }],
    [z.object({ a: z.string() }), {}],
    [z.object({ a: z.string().max(2) }), { a: 'abc' }],
    [z.object({ a: z.uuid() }), { a: 'x' }],
    [z.object({ a: z.coerce.number().int() }), { a: 'x' }],
    [z.object({ a: z.string().refine((text) => text === '') }), { a: 'x' }],
    [z.strictObject({}), { a: 'x' }],
  ])('F-060: says nothing in words of its parser: case %#', (given, sent) => {
    const { errors } = readForm(given, sent);
    expect(errors.map(({ text }) => text)).toEqual(['Check this answer']);
  });
});

describe('how much a form takes', () => {
  it('F-061: comes from its fields: all of them full of the widest characters, and more, so that it can say what is too long', () => {
    const notes = z.object({ first: requiredText('A note', 10_000), second: optionalText('A note', 10_000) });
    const full = new URLSearchParams({ first: '€'.repeat(20_000), second: '\r\n'.repeat(20_000) }).toString();
    expect(bodyBytesOf(notes)).toBeGreaterThan(full.length);
  });

  it('F-061: is never so little that one wrong paste is lost', () => {
    expect(bodyBytesOf(z.object({}))).toBe(64 * 1024);
    expect(bodyBytesOf(z.object({ a: z.array(z.string().max(50)).max(3).optional() }))).toBeGreaterThan(64 * 1024);
  });
});
