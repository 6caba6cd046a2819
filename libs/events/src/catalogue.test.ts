import { catalogue, definitionOf } from './catalogue';

describe('the event catalogue', () => {
  it.each(catalogue.map((definition) => [definition.name, definition] as const))(
    '%s has an example that its own schema accepts',
    (_, definition) => {
      expect(definition.of(definition.example).data).toEqual(definition.example);
      expect(definitionOf(definition.dataschema)).toBe(definition);
    },
  );
});
