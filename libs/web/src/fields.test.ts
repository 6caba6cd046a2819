import { address, checkboxes, choice, dayParts, notes, optional, parsed, pick, text, tick, yesNo } from './fields';

const outcome = <T>(
  { read }: { read: (name: string, values: Record<string, string | string[]>) => T },
  typed: object,
) => read('it', typed as Record<string, string | string[]>);

describe('text', () => {
  const field = text('a reason', { max: 5, pattern: /^[a-z]+$/ });

  it.each([
    ['abc', { data: 'abc' }],
    ['  abc ', { data: 'abc' }],
    ['abcde', { data: 'abcde' }],
    ['abcdef', { errorType: 'tooLong' }],
    [' ', { errorType: 'empty' }],
    ['AB', { errorType: 'invalid' }],
    [['a', 'b'], { errorType: 'repeated' }],
  ])('%j is %j', (typed, expected) => expect(outcome(field, { it: typed })).toEqual(expected));

  it('that was not sent at all is empty', () => expect(outcome(field, {})).toEqual({ errorType: 'empty' }));

  it('counts a line break as one character, as the browser does', () => {
    expect(outcome(notes('a note', { max: 3 }), { it: 'a\r\nb' })).toEqual({ data: 'a\nb' });
    expect(outcome(notes('a note', { max: 3 }), { it: 'a\r\n\r\nb' })).toEqual({ errorType: 'tooLong' });
  });

  it('may be left out, and is still held to its rules where it is not', () => {
    expect(outcome(optional(field), { it: ' ' })).toEqual({ data: undefined });
    expect(outcome(optional(field), { it: 'AB' })).toEqual({ errorType: 'invalid' });
  });

  it('may mean something', () => {
    const number = parsed(field, (typed) => (typed === 'one' ? { data: 1 } : { errorType: 'unknown' }));
    expect(outcome(number, { it: 'one' })).toEqual({ data: 1 });
    expect(outcome(number, { it: 'two' })).toEqual({ errorType: 'unknown' });
    expect(outcome(number, { it: '' })).toEqual({ errorType: 'empty' });
  });
});

describe('choices', () => {
  it.each([
    ['a', { data: 'a' }],
    ['', { errorType: 'empty' }],
    ['c', { errorType: 'invalid' }],
    [['a', 'b'], { errorType: 'repeated' }],
  ])('of one: %j is %j', (typed, expected) => {
    expect(outcome(choice('a letter', ['a', 'b']), { it: typed })).toEqual(expected);
  });

  it.each([
    [['b', 'a'], { data: ['a', 'b'] }],
    [['a'], { data: ['a'] }],
    [[], { errorType: 'empty' }],
    [['a', 'c'], { errorType: 'invalid' }],
  ])('of several: %j is %j', (typed, expected) => {
    expect(outcome(checkboxes('letters', ['a', 'b']), { it: typed })).toEqual(expected);
  });

  it('of what the page offers take any text of theirs', () => {
    expect(outcome(pick('a consumer', { max: 5 }), { it: 'x/y' })).toEqual({ data: 'x/y' });
  });

  it('of one box are yes or no, and of two radios too', () => {
    expect([outcome(tick('all'), { it: 'yes' }), outcome(tick('all'), {})]).toEqual([{ data: true }, { data: false }]);
    expect(outcome(yesNo('they agree'), { it: 'no' })).toEqual({ data: 'no' });
    expect(outcome(yesNo('they agree'), {})).toEqual({ errorType: 'empty' });
  });
});

describe('a day in three boxes', () => {
  const day = dayParts('the release date');
  const typed = (d: string, m: string, y: string) => ({ 'it-day': d, 'it-month': m, 'it-year': y });

  it.each([
    [typed('2', '3', '2027'), { data: '2027-03-02' }],
    [typed(' 29 ', '02', '2028'), { data: '2028-02-29' }],
    [typed('29', '2', '2027'), { errorType: 'notReal', part: '-day' }],
    [typed('x', '2', '2027'), { errorType: 'notReal', part: '-day' }],
    [typed('', '', ''), { errorType: 'empty', part: '-day' }],
    [{ it: '' }, { errorType: 'empty', part: '-day' }],
    [typed('', '2', '2027'), { errorType: 'dayMissing', part: '-day' }],
    [typed('1', '', '2027'), { errorType: 'monthMissing', part: '-month' }],
    [typed('1', '2', ''), { errorType: 'yearMissing', part: '-year' }],
    [typed('1', '2', '27'), { errorType: 'yearTooShort', part: '-year' }],
  ])('%j is %j', (parts, expected) => expect(outcome(day, parts)).toEqual(expected));

  it('may be left out as a whole, and not in parts', () => {
    expect(outcome(optional(day), typed('', ' ', ''))).toEqual({ data: undefined });
    expect(outcome(optional(day), typed('1', '', ''))).toMatchObject({ errorType: 'monthMissing' });
  });
});

describe('an address', () => {
  const typed = {
    'it-addressLine1': '1 High Street',
    'it-addressLine2': '',
    'it-addressTown': 'Ipswich',
    'it-addressPostcode': 'ip1 1aa',
  };

  it('is its parts, the postcode in capitals', () => {
    const data = { addressLine1: '1 High Street', addressTown: 'Ipswich', addressPostcode: 'IP1 1AA' };
    expect(outcome(address('an address'), typed)).toEqual({ data });
  });

  it.each([
    [{ 'it-addressLine1': '' }, { errorType: 'addressLine1Empty', part: '-addressLine1' }],
    [{ 'it-addressTown': '' }, { errorType: 'addressTownEmpty', part: '-addressTown' }],
    [{ 'it-addressPostcode': 'nowhere' }, { errorType: 'addressPostcodeInvalid', part: '-addressPostcode' }],
    [{ 'it-addressLine2': 'x'.repeat(101) }, { errorType: 'addressLine2TooLong', part: '-addressLine2' }],
  ])('with %j names the box to mend: %j', (part, expected) => {
    expect(outcome(address('an address'), { ...typed, ...part })).toEqual(expected);
  });
});
