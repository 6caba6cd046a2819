import fc from 'fast-check';
import { BookingCancelled } from '@throughcare/events/booking-cancelled.v1';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { BookingProvisionallyMade } from '@throughcare/events/booking-provisionally-made.v1';
import { PersonArrived } from '@throughcare/events/person-arrived.v1';
import { PersonArrivedUpdated } from '@throughcare/events/person-arrived-updated.v1';
import { PersonDeparted } from '@throughcare/events/person-departed.v1';
import { ReferralSubmitted } from '@throughcare/events/referral-submitted.v1';
import { deliusFaults } from '../testing/delius-consumer';
import { anEvent, publicDefinitions } from '../testing/events';
import { sampleJson } from '../testing/samples';
import type { PublicEvent } from './public-event.rules';
import { publicationOf } from './public-event.rules';
import { entryOfType, topicMessage } from '../public-events/topic.rules';

const UI = 'https://accommodation.example';
const API = 'https://api.example';
const publish = (event: PublicEvent) => publicationOf(event, 'X900001', UI);
const messageOf = (event: PublicEvent) => {
  const data = event.data as { nomsNumber?: string; applicationId?: string; bookingId?: string };
  return topicMessage(
    {
      eventId: event.id,
      operation: entryOfType(event.type).operation,
      occurredAt: publish(event).occurredAt,
      crn: 'X900001',
      nomsNumber: data.nomsNumber ?? null,
      applicationId: data.applicationId ?? null,
      bookingId: data.bookingId ?? null,
    },
    API,
  );
};
const detailsOf = (event: PublicEvent) => publish(event).detail.eventDetails;

describe('every public event', () => {
  it.each(publicDefinitions.map((definition) => [definition.name, definition] as const))(
    '%s is taken by the consumer of nDelius, with and without what is optional',
    (_, definition) => {
      const full = anEvent(definition) as PublicEvent;
      const bare = anEvent(definition, {
        nomsNumber: undefined,
        applicationId: undefined,
        eventNumber: undefined,
        bookedBy: undefined,
        confirmedBy: undefined,
        cancelledBy: undefined,
        recordedBy: undefined,
        ...(definition === ReferralSubmitted && { applicationId: ReferralSubmitted.example.applicationId }),
      }) as PublicEvent;
      for (const event of [full, bare])
        expect(deliusFaults(messageOf(event), publish(event).detail as never)).toEqual([]);
    },
  );

  it.each(publicDefinitions.map((definition) => [definition.type, definition] as const))(
    '%s has the envelope of its sample',
    (type, definition) => {
      const sample = sampleJson(`hmpps-events/${type}.json`);
      const message = messageOf(anEvent(definition));
      expect(message).toMatchObject({
        eventType: sample['eventType'],
        version: sample['version'],
        description: sample['description'],
      });
      expect(Object.keys(message).sort()).toEqual(Object.keys(sample).sort());
      const path = (url: unknown) => new URL(String(url)).pathname.replace(/[^/]+$/, '');
      expect(path(message.detailUrl)).toBe(path(sample['detailUrl']));
      expect(message.personReference.identifiers.map((one) => one.type)).toEqual(['CRN', 'NOMS']);
    },
  );

  it('carries nothing of the person but numbers', () => {
    for (const definition of publicDefinitions) {
      const text = JSON.stringify(messageOf(anEvent(definition)));
      expect(text).not.toMatch(/Church Street|CAST_01|N07S001|alternative/);
    }
  });

  it('leaves a number without value out', () => {
    const message = messageOf(anEvent(BookingConfirmed, { nomsNumber: undefined }));
    expect(message.personReference.identifiers).toEqual([{ type: 'CRN', value: 'X900001' }]);
  });
});

describe('details', () => {
  it('of an arrival', () => {
    const event = anEvent(PersonArrived);
    expect(publish(event)).toEqual({
      detail: {
        id: event.id,
        timestamp: '2026-03-02T15:20:00.123Z',
        eventType: 'accommodation.cas3.person.arrived',
        eventDetails: {
          applicationId: event.data.applicationId,
          applicationUrl: `${UI}/referrals/${event.data.applicationId}`,
          personReference: { crn: 'X900001', noms: 'A9001AA' },
          bookingId: event.data.bookingId,
          bookingUrl: `${UI}/properties/${event.data.premisesId}/bedspaces/${event.data.bedspaceId}/bookings/${event.data.bookingId}`,
          deliusEventNumber: '1',
          premises: { addressLine1: '12 Church Street', postcode: 'CR0 1AA', town: 'Croydon', region: 'London' },
          arrivedAt: '2026-03-02T12:00:00.000Z',
          expectedDepartureOn: '2026-05-25',
          notes: 'The actual time of arrival is unknown so has been defaulted to midday.',
          recordedBy: { staffCode: 'N07S001', username: 'CAST_01', probationRegionCode: 'N07' },
        },
      },
      occurredAt: '2026-03-02T12:00:00.000Z',
      warnings: [],
    });
  });

  it.each([
    ['arrival', PersonArrived, 'accommodation.cas3.person.arrived.detail.json'],
    ['confirmation', BookingConfirmed, 'accommodation.cas3.booking.confirmed.detail.json'],
  ] as const)('of an %s have every field of the sample', (_, definition, name) => {
    const sample = sampleJson<{ eventDetails: object }>(`hmpps-events/${name}`);
    expect(Object.keys(detailsOf(anEvent(definition) as PublicEvent))).toEqual(
      expect.arrayContaining(Object.keys(sample.eventDetails)),
    );
  });

  it('say days as London middays, in summer too', () => {
    const event = anEvent(BookingProvisionallyMade, { arrivalDate: '2026-06-11' });
    expect(detailsOf(event)).toMatchObject({
      expectedArrivedAt: '2026-06-11T11:00:00.000Z',
      notes: 'The actual time of arrival is unknown so has been defaulted to midday.',
    });
  });

  it('keep the time of a departure only when it falls on the day given', () => {
    const at = (departedAt: string) =>
      detailsOf(
        anEvent(PersonDeparted, { departedAt, departedOn: '2026-05-25' }, { time: '2026-05-26T09:00:00.000Z' }),
      )['departedAt'];
    expect(at('2026-05-25T09:30:00.000Z')).toBe('2026-05-25T09:30:00.000Z');
    expect(at('2026-05-25T00:00:00.000Z')).toBe('2026-05-25T11:00:00.000Z');
    expect(at('2026-05-25T23:30:00.000Z')).toBe('2026-05-25T11:00:00.000Z');
  });

  it('of a cancellation always have notes, and its day', () => {
    expect(detailsOf(anEvent(BookingCancelled))).toMatchObject({ notes: '', cancelledAt: '2026-02-01' });
  });

  it('of a referral name it by its id', () => {
    const event = anEvent(ReferralSubmitted);
    expect(detailsOf(event)).toEqual({
      personReference: { crn: 'X900001', noms: 'A9001AA' },
      applicationId: event.data.applicationId,
      applicationUrl: `${UI}/referrals/${event.data.applicationId}`,
    });
  });

  it('have a number for the sentence even when there is none', () => {
    expect(detailsOf(anEvent(PersonArrived, { eventNumber: undefined }))['deliusEventNumber']).toBe('');
  });

  it('normalise the postcode', () => {
    const premises = { ...PersonArrived.example.premises, postcode: ' cr0\u00a0 1aa ' };
    expect(detailsOf(anEvent(PersonArrived, { premises }))).toMatchObject({ premises: { postcode: 'CR0 1AA' } });
  });

  it('of a correction happened when it was corrected', () => {
    expect(publish(anEvent(PersonArrivedUpdated)).occurredAt).toBe('2026-03-02T15:20:00.123Z');
  });
});

describe('what nDelius would not take or not keep', () => {
  const staff = (recordedBy: object | undefined) => publish(anEvent(PersonArrived, { recordedBy } as never));

  it.each([
    { staffCode: 'N07S001', username: 'X', probationRegionCode: 'NA' },
    { staffCode: 'N07S001', username: 'X', probationRegionCode: 'ZZZ' },
    { staffCode: ' ', username: 'X', probationRegionCode: 'N07' },
  ])('a member of staff it cannot find is left out, and that is said: %p', (member) => {
    const { detail, warnings } = staff(member);
    expect(detail.eventDetails).not.toHaveProperty('recordedBy');
    expect(warnings).toEqual(['STAFF_LEFT_OUT']);
  });

  it('nobody is no warning', () => {
    expect(staff(undefined).warnings).toEqual([]);
  });

  const address = (addressLine1: string, addressLine2?: string) =>
    publish(
      anEvent(PersonArrived, {
        premises: { addressLine1, ...(addressLine2 !== undefined && { addressLine2 }), postcode: 'X', region: 'Y' },
      }),
    );

  it.each([
    [105, 0, []],
    [106, 0, ['ADDRESS_CUT_BY_NDELIUS']],
    [70, 35, []],
    [70, 36, ['ADDRESS_CUT_BY_NDELIUS']],
    [36, 36, ['ADDRESS_CUT_BY_NDELIUS']],
    [35, 35, []],
  ])('an address of %i and %i characters is sent whole, and what will be lost is said', (one, two, warnings) => {
    const sent = address('a'.repeat(one), 'b'.repeat(two));
    expect(sent.warnings).toEqual(warnings);
    expect(sent.detail.eventDetails).toMatchObject({ premises: { addressLine1: 'a'.repeat(one) } });
  });

  it('an address without any line is refused here, because the message would die there', () => {
    expect(address('', ' ').refusal).toBe('ADDRESS_EMPTY');
    expect(address('', 'Flat 2').refusal).toBeUndefined();
  });

  it('whatever staff write in notes and addresses, the consumer takes the message', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1 }), fc.string(), (notes, line, town) => {
        fc.pre(line.trim() !== '');
        const premises = { addressLine1: line, town, postcode: 'A1 1AA', region: 'London' };
        const event = anEvent(PersonArrived, { notes, premises });
        expect(deliusFaults(messageOf(event), publish(event).detail as never)).toEqual([]);
      }),
    );
  });
});

describe('the consumer stand-in of these tests', () => {
  it('sees what it is there to see', () => {
    const event = anEvent(PersonArrived);
    const { detail } = publish(event);
    const broken = { ...detail, timestamp: '2026-03-02', eventDetails: { ...detail.eventDetails, notes: undefined } };
    const message = { ...messageOf(event), personReference: { identifiers: [{ type: 'NOMS', value: null }] } };
    expect(deliusFaults(message, broken)).toEqual(['no CRN', 'identifier without value', 'detail.timestamp', 'notes']);
  });
});
