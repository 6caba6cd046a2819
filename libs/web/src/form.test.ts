import { z } from 'zod';
import { emptyForm, optionalText, readForm, requiredText } from './form';

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
