import { catalogue } from '../catalogue';
import { brokenUses, declaredUses } from './consumers';
import { dataSchema, type JsonSchema } from './json-schema';

const type = 'accommodation.cas3.person.arrived';
const without = (schema: JsonSchema, name: string): JsonSchema => {
  const { [name]: _, ...properties } = schema.properties ?? {};
  return { ...schema, properties, required: (schema.required ?? []).filter((each) => each !== name) };
};

describe('what consumers use', () => {
  it('is in the contracts', () => {
    expect(declaredUses().length).toBeGreaterThan(30);
    expect(brokenUses(catalogue, declaredUses())).toEqual([]);
  });

  it('stops the producer when a field disappears, naming who uses it', () => {
    const broken = brokenUses(catalogue, declaredUses(), (definition) =>
      definition.type === type ? without(dataSchema(definition), 'bookingId') : dataSchema(definition),
    );
    expect(broken).toContain(`passport (passport.accommodation) uses ${type} bookingId, which is gone`);
    const users = declaredUses().filter((use) => use.type === type && use.fields.includes('bookingId'));
    expect(broken).toEqual(
      users.map(({ service, consumer }) => `${service} (${consumer}) uses ${type} bookingId, which is gone`),
    );
  });

  it.each<[string, readonly string[], readonly string[]]>([
    ['that is not always there', ['nomsNumber'], ['nomsNumber, which may be absent now']],
    ['inside an object', ['premises.postcode', 'premises.county'], ['premises.county, which is gone']],
    [
      'inside what may be absent',
      ['recordedBy?.staffCode', 'recordedBy?.shoeSize?'],
      ['recordedBy?.shoeSize?, which is gone'],
    ],
  ])('is told of a field %s', (_, fields, problems) => {
    const broken = brokenUses(catalogue, [{ service: 's', consumer: 'c', type, fields }]);
    expect(broken).toEqual(problems.map((problem) => `s (c) uses ${type} ${problem}`));
  });

  it('is told of an event that no contract knows', () => {
    expect(brokenUses(catalogue, [{ service: 's', consumer: 'c', type: 'x.y', fields: [] }])).toEqual([
      's (c) consumes x.y, which no contract knows',
    ]);
  });
});
