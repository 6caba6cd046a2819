import { sentenceFor } from './words';

const asked = (over: object = {}) => ({
  label: 'the release date',
  how: 'enter' as const,
  says: {},
  length: 0,
  ...over,
});

describe('sentences about an answer', () => {
  it.each([
    ['empty', {}, 'Enter the release date'],
    ['empty', { how: 'select', label: 'a region' }, 'Select a region'],
    ['empty', { how: 'yesNo', label: 'the person agrees' }, 'Select yes if the person agrees'],
    ['repeated', {}, 'Enter the release date once'],
    [
      'tooLong',
      { max: 4_000, length: 4_310, label: 'details' },
      'Details must be 4,000 characters or fewer. You have 4,310',
    ],
    ['invalid', {}, 'The release date must be in the correct format'],
    ['invalid', { how: 'select', label: 'a region' }, 'Select a region from the list'],
    ['doesNotExist', { label: 'a PDU' }, 'Select a PDU from the list. Your earlier choice is no longer available'],
    ['monthMissing', {}, 'The release date must include a month'],
    ['yearTooShort', {}, 'The release date must have a year with four numbers, like 2027'],
    ['notReal', {}, 'The release date must be a real date'],
    ['inThePast', {}, 'The release date must be today or in the future'],
    ['addressPostcodeInvalid', {}, 'Enter a full UK postcode, like IP1 1AA'],
  ])('%s %j: %s', (errorType, over, sentence) => expect(sentenceFor(errorType, asked(over))).toBe(sentence));

  it('are those of the field where it has its own', () => {
    expect(sentenceFor('empty', asked({ says: { empty: 'Enter when they leave' } }))).toBe('Enter when they leave');
  });

  it.each(['never-seen', 'toString', '__proto__', ''])('never show a type that nobody foresaw: %j', (errorType) => {
    expect(sentenceFor(errorType, asked())).toBe('Check the release date');
  });
});
