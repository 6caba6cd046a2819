import { checkboxes, dayParts, notes, optional, text } from './fields';
import { bodyBytesOf, emptyForm, inputsOf, readForm, valuesOf, withProblems } from './form';

const fields = {
  reason: text('a reason', { max: 10 }),
  type: optional(text('a type', { max: 5, pattern: /^[a-z]+$/ })),
};

describe('a form', () => {
  it('gives what was typed, trimmed, and blank as left out', () => {
    expect(readForm(fields, { reason: ' mended ', type: ' ' })).toMatchObject({
      data: { reason: 'mended', type: undefined },
      errors: [],
    });
  });

  it('says what is wrong with each field once, and keeps what was typed', () => {
    const { data, errors, problems, values } = readForm(fields, { reason: '', type: 'TOO LONG', _csrf: 'secret' });
    expect(data).toBeUndefined();
    expect(errors).toEqual([
      { text: 'Enter a reason', href: '#reason' },
      { text: 'A type must be 5 characters or fewer. You have 8', href: '#type' },
    ]);
    expect(problems['reason']).toEqual({ text: 'Enter a reason' });
    expect(values).toEqual({ reason: '', type: 'TOO LONG' });
  });

  it.each([[undefined], [{}], [{ reason: ['a', 'b'] }], [{ reason: { a: 1 } }], [{ reason: 'x', type: ['a', 'b'] }]])(
    'refuses %p',
    (given) => expect(readForm(fields, given).data).toBeUndefined(),
  );

  it.each([
    ['\u202dX900001\u202c', 'X900001'],
    ['\ufeffone\u200b\u2060 \u00adtwo\u200e', 'one two'],
    ['a\u2066b\u2069\u061c\u0000\u001b\u0085', 'ab'],
    ['12\u200d34 a\u200cb', '1234 ab'],
    ['one\r\ntwo\rthree\n\tfour', 'one\ntwo\nthree\n\tfour'],
    ['می\u200cروم', 'می\u200cروم'],
    ['ශ්\u200dරී', 'ශ්\u200dරී'],
    ['👩\u200d💻 naïve “עברית”', '👩\u200d💻 naïve “עברית”'],
  ])('drops marks that nobody sees, and no letter: %j is %j', (typed, kept) => {
    const note = { note: notes('a note', { max: 50 }), ticks: checkboxes('ticks', ['a']) };
    const { data, values } = readForm(note, { note: typed, ticks: ['a\u200b'] });
    expect([data?.note, values]).toEqual([kept, { note: kept, ticks: ['a'] }]);
  });

  it('has nothing to say before anybody typed', () => {
    expect(emptyForm({ type: 'a' })).toEqual({ values: { type: 'a' }, errors: [], problems: {} });
  });

  it('says what a service refuses, by type or in its words, and leads to the field', () => {
    const found = [
      { field: 'type', errorType: 'doesNotExist' },
      { field: 'reason', text: 'Another run is open' },
      { field: 'unheardOf', errorType: 'unheardOf' },
    ];
    expect(withProblems(fields, {}, found).errors).toEqual([
      { text: 'Select a type from the list. Your earlier choice is no longer available', href: '#type' },
      { text: 'Another run is open', href: '#reason' },
      { text: 'Check this answer', href: '#unheardOf' },
    ]);
  });
});

describe('a form with boxes', () => {
  const boxes = {
    needs: checkboxes('at least one need', ['a', 'b']),
    risks: optional(checkboxes('risks', ['arson', 'theft'])),
    day: dayParts('a date'),
  };
  const day = { 'day-day': '1', 'day-month': '2', 'day-year': '2027' };

  it('F-060: keeps every tick when it is shown again', () => {
    const { values, errors, data, problems } = readForm(boxes, { needs: ['a', 'b'], risks: 'arson', day: '' });
    expect(data).toBeUndefined();
    expect(errors).toEqual([{ text: 'Enter a date', href: '#day-day' }]);
    expect(problems).toEqual({ day: { text: 'Enter a date', part: '-day' } });
    expect(values).toEqual({ needs: ['a', 'b'], risks: ['arson'] });
  });

  it('F-060: takes one ticked box as a list of one, and none as an empty list', () => {
    expect(readForm(boxes, { needs: 'a', ...day }).data).toEqual({ needs: ['a'], risks: undefined, day: '2027-02-01' });
    expect(readForm(boxes, day).errors).toEqual([{ text: 'Select at least one need', href: '#needs' }]);
  });

  it('F-060: keeps the parts of a date as they came', () => {
    const { values, errors } = readForm(boxes, { needs: 'a', 'day-day': '31', 'day-month': '2', 'day-year': '' });
    expect(values).toMatchObject({ 'day-day': '31', 'day-month': '2', 'day-year': '' });
    expect(errors).toEqual([{ text: 'A date must include a year', href: '#day-year' }]);
  });

  it('names its inputs, and takes no others', () => {
    expect(inputsOf(boxes)).toEqual(['needs', 'risks', 'day-day', 'day-month', 'day-year']);
    expect(valuesOf(boxes, { ...day, day: 'x', other: 'y' })).toEqual({ needs: [], risks: [], ...day });
  });
});

describe('how much a form takes', () => {
  it('F-061: comes from its fields: all of them full of the widest characters, and more, so that it can say what is too long', () => {
    const long = { first: notes('a note', { max: 10_000 }), second: optional(notes('a note', { max: 10_000 })) };
    const full = new URLSearchParams({ first: '€'.repeat(20_000), second: '\r\n'.repeat(20_000) }).toString();
    expect(bodyBytesOf(long)).toBeGreaterThan(full.length);
  });

  it('F-061: is never so little that one wrong paste is lost', () => {
    expect(bodyBytesOf({})).toBe(68 * 1024);
    expect(bodyBytesOf({ a: checkboxes('boxes', ['x', 'y']) })).toBe(68 * 1024);
  });
});
