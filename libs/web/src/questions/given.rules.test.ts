import type { Page, Question } from '@throughcare/forms/form';
import { givenFrom, valuesFrom } from './given.rules';

const ask = (field: string, kind: Question['kind'], over: Partial<Question> = {}): Question => ({
  field,
  kind,
  text: field,
  required: true,
  ...over,
});
const page: Page = {
  slug: 'one',
  title: 'One',
  next: { otherwise: null },
  questions: [
    ask('reason', 'notes'),
    ask('needs', 'checkboxes', {
      options: [
        { value: 'a', text: 'A', then: [ask('since', 'day')] },
        { value: 'b', text: 'B' },
      ],
    }),
    ask('home', 'address'),
    ask('team', 'derived'),
    ask('alerts', 'imported'),
  ],
};
const address = { addressLine1: '1 High Street', addressLine2: '', addressTown: 'Ipswich', addressPostcode: 'IP1 1AA' };
const typedAddress = Object.fromEntries(Object.entries(address).map(([part, line]) => [`home-${part}`, line]));
const since = (day: string, month: string, year: string) => ({
  'since-day': day,
  'since-month': month,
  'since-year': year,
});

describe('what a page keeps of what was typed', () => {
  it('is each answer under its own field, also beneath an option', () => {
    const values = { reason: ' one\r\ntwo ', needs: ['a', 'b'], ...since('1', '2', '2027'), ...typedAddress };
    expect(givenFrom(page, values)).toEqual({
      reason: 'one\ntwo',
      needs: ['a', 'b'],
      since: '2027-02-01',
      ...since('1', '2', '2027'),
      home: address,
    });
  });

  it('is nothing where nothing was typed, and no half of an address', () => {
    expect(givenFrom(page, {})).toEqual({ reason: '', needs: [], since: '', ...since('', '', ''), home: '' });
  });

  it.each([
    ['31', '2', '2027', '2027-2-31'],
    ['1', '', '2027', ''],
    ['x', 'y', 'z', 'z-y-x'],
    ['01', '02', '2027', '2027-02-01'],
  ])('keeps the parts of a day as they came: %s %s %s', (day, month, year, whole) => {
    expect(givenFrom(page, since(day, month, year))).toMatchObject({ since: whole, ...since(day, month, year) });
  });

  it('takes one ticked box as a list', () => expect(givenFrom(page, { needs: 'a' })).toMatchObject({ needs: ['a'] }));
});

describe('what stands in the inputs of a page', () => {
  it('is what was typed before', () => {
    const values = { reason: 'one', needs: ['a'], ...since('1', '2', '2027'), ...typedAddress };
    expect(valuesFrom(page, givenFrom(page, values))).toMatchObject(values);
  });

  it('is read from a day without its parts, as other clients may keep it', () => {
    expect(valuesFrom(page, { since: '2027-02-01' })).toMatchObject(since('1', '2', '2027'));
  });

  it.each([[{ reason: 1, needs: 'a', since: null, home: 'x' }], [{ needs: [1, 'a', {}], home: [] }], [{}]])(
    'is text whatever is kept: %j',
    (stored) => {
      for (const value of Object.values(valuesFrom(page, stored)).flat()) expect(typeof value).toBe('string');
    },
  );

  it('has no marks that nobody sees, as other clients may keep them', () => {
    const kept = { reason: '\u202done\u202c', home: { addressTown: 'Ips\u200bwich' }, 'since-day': '1\ufeff' };
    expect(valuesFrom(page, kept)).toMatchObject({ reason: 'one', 'home-addressTown': 'Ipswich', 'since-day': '1' });
  });

  it('is empty before anything was kept', () => {
    const empty = valuesFrom(page);
    expect(empty['reason']).toBe('');
    expect(empty['needs']).toEqual([]);
    expect(empty).toMatchObject(since('', '', ''));
  });
});
