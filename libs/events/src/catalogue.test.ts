import { BookingConfirmed } from './booking-confirmed.v1';
import { catalogue, definitionOf } from './catalogue';
import { defineEvent } from './define-event';

describe('the event catalogue', () => {
  it.each(catalogue.map((definition) => [definition.name, definition] as const))(
    '%s has an example that its own schema accepts',
    (_, definition) => {
      expect(definition.of(definition.example).data).toEqual(definition.example);
      expect(definitionOf(definition.dataschema)).toBe(definition);
    },
  );

  it('says what others are sent of an event where it is public, and only there', () => {
    const { public: facts, ...withoutFacts } = BookingConfirmed;
    // @ts-expect-error -- a public event has a slug and a description
    expect(defineEvent({ ...withoutFacts, audience: 'public' }).public).toBeUndefined();
    if (!facts) throw new Error('not public');
    // @ts-expect-error -- an internal event is sent to nobody
    expect(defineEvent({ ...withoutFacts, audience: 'internal', public: facts }).public).toBe(facts);
    for (const { audience, public: told } of catalogue) expect(told !== undefined).toBe(audience === 'public');
  });
});
