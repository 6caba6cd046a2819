import fc from 'fast-check';
import type { HmppsMessage } from './hmpps-message.rules';
import { fingerprintOf, intakeOf, receive, subscribedTypes } from './intake.rules';
import { momentOf } from './moment.rules';

const types = [...subscribedTypes, 'accommodation.cas3.booking.confirmed', 'tier.calculation.complete'];
const fields = {
  reason: ['RELEASED', 'ADMISSION', 'TRANSFERRED'],
  prisonId: ['MDI', 'SWI'],
  nomisMovementReasonCode: ['CR', 'MRG', 'DEC'],
  currentPrisonStatus: ['NOT_UNDER_PRISON_CARE', 'UNDER_PRISON_CARE'],
  currentLocation: ['OUTSIDE_PRISON', 'IN_PRISON'],
  addressId: ['1', '2'],
  addressStatus: ['Main', 'Previous'],
  removedNomsNumber: ['A0001AA', 'A0002AA'],
  nomsNumber: ['A0003AA', 'A0004AA'],
  sourceCRN: ['X000001', 'X000002'],
  targetCRN: ['X000003', 'X000004'],
  reactivatedCRN: ['X000001', 'X000002'],
  unmergedCRN: ['X000003', 'X000004'],
  categoriesChanged: ['SENTENCE', 'LOCATION'],
  sentenceCalculationId: ['1', '2'],
} as const;
const detail = (end: string) => `https://events.example/0193a7d0-0000-7000-8000-00000000000${end}`;

/** A message of everything that the intake may look at. */
const aMessage = fc
  .record({
    type: fc.constantFrom(...types),
    noms: fc.constantFrom('A7001AA', 'A7002AA', undefined),
    crn: fc.constantFrom('X900001', 'X900002', undefined),
    occurredAt: fc.constantFrom('2026-03-02T09:12:45Z', '2026-03-02T09:12:46Z'),
    detailUrl: fc.constantFrom(detail('1'), detail('2'), undefined),
    information: fc.record<Record<string, string | undefined>>(
      Object.fromEntries(Object.entries(fields).map(([name, values]) => [name, fc.constantFrom(...values, undefined)])),
    ),
  })
  .map(({ information, occurredAt, ...rest }) => ({ ...rest, information, occurredAt: momentOf(occurredAt) }));

type Parts = typeof aMessage extends fc.Arbitrary<infer T> ? T : never;
const messageOf = ({ information, noms, crn, detailUrl, ...rest }: Parts): HmppsMessage => ({
  ...rest,
  ...(noms !== undefined && { noms }),
  ...(crn !== undefined && { crn }),
  ...(detailUrl !== undefined && { detailUrl }),
  information: (name) => information[name],
});

/** What a decision looked at: names of the message's members and, with a dot, of its information. */
const readsOf = (message: HmppsMessage): ReadonlySet<string> => {
  const names = new Set<string>();
  const information = (name: string) => (names.add(`.${name}`), message.information(name));
  const watched = new Proxy(message, {
    get: (target, name: keyof HmppsMessage) => {
      if (name === 'information') return information;
      names.add(name);
      return target[name];
    },
  });
  intakeOf(watched);
  return names;
};

/** The same message with another value of one member. */
const changed = (parts: Parts, name: string): Parts => {
  if (name.startsWith('.')) {
    const other = (fields as Record<string, readonly string[]>)[name.slice(1)]?.find(
      (value) => value !== parts.information[name.slice(1)],
    );
    return { ...parts, information: { ...parts.information, [name.slice(1)]: other } };
  }
  const others = {
    noms: 'A7009AA',
    crn: 'X900009',
    detailUrl: detail('9'),
    type: 'other',
    occurredAt: momentOf('2020-01-01T00:00:00Z'),
  };
  return { ...parts, [name]: others[name as keyof typeof others] };
};

describe('copies of one fact', () => {
  it('F-025: are no copies when one says something else that decides, whatever it is', () => {
    fc.assert(
      fc.property(aMessage, (parts) => {
        const message = messageOf(parts);
        for (const name of readsOf(message)) {
          if (name === 'nomsInInformation') continue; // differs from noms in quarantine only
          expect([name, fingerprintOf(messageOf(changed(parts, name)), '')]).not.toEqual([
            name,
            fingerprintOf(message, ''),
          ]);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('F-025: are decided alike', () => {
    fc.assert(
      fc.property(aMessage, aMessage, ({ information }, parts) => {
        const [one, other] = [messageOf(parts), messageOf({ ...parts, information })];
        if (fingerprintOf(one, '') === fingerprintOf(other, '')) expect(intakeOf(other)).toEqual(intakeOf(one));
      }),
      { numRuns: 5_000 },
    );
  });

  it('F-025: a corrected movement code is no copy', () => {
    const release = (nomisMovementReasonCode: string) =>
      receive(
        JSON.stringify({
          eventType: 'prison-offender-events.prisoner.released',
          occurredAt: '2026-03-02T09:12:45Z',
          additionalInformation: {
            nomsNumber: 'A9016AA',
            reason: 'RELEASED',
            prisonId: 'MDI',
            nomisMovementReasonCode,
          },
        }),
      );
    expect([release('MRG').intake.decision, release('CR').intake.decision]).toEqual(['ignore', 'custody']);
    expect(release('MRG').fingerprint).not.toBe(release('CR').fingerprint);
  });

  it('F-025: without an instant are told apart by their id, and without an id by their body', () => {
    const raw = (text: string) => JSON.stringify({ eventType: 'tier.calculation.complete', description: text });
    const sent = (MessageId: string) => JSON.stringify({ MessageId, Message: raw('one') });
    expect(receive(raw('one')).fingerprint).not.toBe(receive(raw('two')).fingerprint);
    expect(receive(sent('1')).fingerprint).not.toBe(receive(sent('2')).fingerprint);
    expect(receive(sent('1')).fingerprint).toBe(receive(sent('1')).fingerprint);
  });
});
