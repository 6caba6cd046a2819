import { z } from 'zod';
import { defineEvent } from '../define-event';
import { incompatibilities } from './compatibility';
import { dataSchema } from './json-schema';

const fields = {
  id: z.uuid(),
  day: z.iso.date(),
  status: z.enum(['OPEN', 'SHUT']),
  note: z.string().min(1).max(20).optional(),
  count: z.number().int(),
  tags: z.array(z.enum(['A', 'B'])),
  place: z.object({ line: z.string(), town: z.string().optional() }),
};
const { day: _, ...withoutDay } = fields;

const schemaOf = (shape: z.ZodRawShape) =>
  dataSchema(
    defineEvent({
      name: 'Sample',
      type: 'sample.changed',
      version: 1,
      source: 'test',
      audience: 'internal',
      meaning: 'A sample changed.',
      data: z.object(shape),
      example: {},
    }),
  );
const changed = (shape: z.ZodRawShape) => incompatibilities(schemaOf(fields), schemaOf(shape));

describe('a change of a contract under the same version', () => {
  it.each<[string, z.ZodRawShape]>([
    ['nothing at all', fields],
    ['a new optional field', { ...fields, extra: z.string().optional() }],
    ['a new optional field inside', { ...fields, place: fields.place.extend({ postcode: z.string().optional() }) }],
    ['one more value of a list', { ...fields, status: z.enum(['OPEN', 'SHUT', 'AJAR']) }],
    ['a wider bound', { ...fields, note: z.string().max(30).optional() }],
    ['fields in another order', Object.fromEntries(Object.entries(fields).reverse())],
  ])('may be %s', (_title, shape) => {
    expect(changed(shape)).toEqual([]);
  });

  it.each<[string, z.ZodRawShape, string[]]>([
    ['removes a field', withoutDay, ['data.day: removed or renamed', 'data.day: no longer always there']],
    [
      'renames a field',
      { ...withoutDay, date: fields.day },
      ['data.day: removed or renamed', 'data.date: newly required', 'data.day: no longer always there'],
    ],
    ['demands a new field', { ...fields, extra: z.string() }, ['data.extra: newly required']],
    ['demands an optional field', { ...fields, note: z.string().min(1).max(20) }, ['data.note: newly required']],
    ['lets a field go missing', { ...fields, day: fields.day.optional() }, ['data.day: no longer always there']],
    ['changes a type', { ...fields, count: z.string() }, ['data.count: type changed']],
    ['takes a value from a list', { ...fields, status: z.enum(['OPEN']) }, ['data.status: value "SHUT" removed']],
    ['frees a list', { ...fields, status: z.string() }, ['data.status: list of values dropped']],
    [
      'makes a list of text',
      { ...fields, note: z.enum(['x']).optional() },
      ['data.note: narrowed to a list of values'],
    ],
    ['shortens text', { ...fields, note: z.string().min(1).max(10).optional() }, ['data.note: maxLength changed']],
    ['lengthens text', { ...fields, note: z.string().min(2).max(20).optional() }, ['data.note: minLength changed']],
    ['changes a format', { ...fields, day: z.iso.datetime() }, ['data.day: format changed']],
    [
      'adds a pattern',
      { ...fields, note: z.string().min(1).max(20).regex(/^x/).optional() },
      ['data.note: pattern changed'],
    ],
    ['narrows inside an array', { ...fields, tags: z.array(z.enum(['A'])) }, ['data.tags[]: value "B" removed']],
    [
      'removes inside an object',
      { ...fields, place: z.object({ line: z.string() }) },
      ['data.place.town: removed or renamed'],
    ],
    [
      'allows null',
      { ...fields, count: z.number().int().nullable() },
      ['data.count: type changed', 'data.count: anyOf changed'],
    ],
  ])('is refused when it %s', (_title, shape, reasons) => {
    expect(changed(shape)).toEqual(reasons);
  });
});
