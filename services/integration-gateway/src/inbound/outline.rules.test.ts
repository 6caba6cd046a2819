import { outlineOf } from './outline.rules';

it('shows kinds, times and codes of a message, and nobody', () => {
  const message = {
    eventType: 'prison-offender-events.prisoner.released',
    occurredAt: '02/03/2026 09:12',
    version: 1,
    description: 'Kim Jones was released',
    personReference: { identifiers: [{ type: 'NOMS', value: 'A1234BC' }] },
    additionalInformation: { nomsNumber: 'A1234BC', reason: 'RELEASED', note: null, count: 3 },
    detailUrl: 'https://prison/api/A1234BC/x',
  };
  const shown = outlineOf(JSON.stringify({ Type: 'Notification', Message: JSON.stringify(message), Signature: 'abc' }));
  expect(shown).toEqual({
    Type: 'Notification',
    Signature: 'text of 3 characters',
    Message: {
      eventType: 'prison-offender-events.prisoner.released',
      occurredAt: '02/03/2026 09:12',
      version: 1,
      description: 'text of 22 characters',
      personReference: { identifiers: [{ type: 'NOMS', value: 'text of 7 characters' }] },
      additionalInformation: { nomsNumber: 'text of 7 characters', reason: 'RELEASED', note: null, count: 'number' },
      detailUrl: 'https://prison/api/PERSON/x',
    },
  });
});

it('says what is not JSON', () => {
  expect(outlineOf('Kim Jones')).toBe('not JSON: text of 9 characters');
  expect(outlineOf('[1]')).toEqual(['number']);
  expect(outlineOf('null')).toBeNull();
});
