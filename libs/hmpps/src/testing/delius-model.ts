import { deliusAddress } from '../delius-address.rules';

/** An event of ours, as much as matters here. */
export interface ToldEvent {
  readonly type: string;
  readonly data: {
    readonly applicationId?: string | undefined;
    readonly bookingId?: string | undefined;
    readonly arrivedOn?: string | undefined;
    readonly atAddressSince?: string | undefined;
    readonly movedOn?: string | undefined;
    readonly fromPremisesId?: string | undefined;
    readonly toPremisesId?: string | undefined;
    readonly departedOn?: string | undefined;
    readonly staysAtBookingId?: string | undefined;
    readonly premises?: { readonly addressLine1: string; readonly addressLine2?: string | undefined } | undefined;
  };
}
export interface HeldAddress {
  readonly pieces: readonly string[];
  readonly from: string;
  /** Absent: the person lives there. */
  readonly to?: string;
}
export interface Held {
  /** Addresses that are ours, oldest first. */
  readonly addresses: readonly HeldAddress[];
  /** References of the entries in the case log, sorted. */
  readonly entries: readonly string[];
}

const later = (a: string, b: string): string => (a > b ? a : b);
const piecesOf = ({ premises }: ToldEvent['data']): readonly string[] =>
  premises === undefined ? [] : deliusAddress(premises).pieces;

const KINDS: readonly (readonly [prefix: string, kind: string])[] = [
  ['booking.provisionally-made', 'booking-provisionally-made'],
  ['booking.confirmed', 'booking-confirmed'],
  ['booking.cancelled', 'booking-cancelled'],
  ['person.arrived', 'person-arrived'],
  ['person.departed', 'person-departed'],
];

const entriesOf = (name: string, { applicationId, bookingId }: ToldEvent['data']): string[] => {
  if (name === 'referral.submitted') return [`application-submitted:${applicationId}`];
  if (name === 'person.arrival-undone') return [`person-arrived:${bookingId}`, `person-departed:${bookingId}`];
  return KINDS.filter(([prefix]) => name === prefix || name === `${prefix}.updated`).map(
    ([, kind]) => `${kind}:${bookingId}`,
  );
};

type Addresses = readonly HeldAddress[];
const current = (addresses: Addresses): HeldAddress | undefined => addresses.find(({ to }) => to === undefined);
const changed = (addresses: Addresses, change: (one: HeldAddress) => HeldAddress): Addresses =>
  addresses.map((one) => (one.to === undefined ? change(one) : one));

const arrived = (addresses: Addresses, data: ToldEvent['data']): Addresses => {
  const from = data.arrivedOn ?? '';
  const closed = changed(addresses, (one) => ({ ...one, to: later(from, one.from) }));
  return [...closed, { pieces: piecesOf(data), from }];
};
const corrected = (addresses: Addresses, data: ToldEvent['data']): Addresses =>
  changed(addresses, () => ({ pieces: piecesOf(data), from: data.atAddressSince ?? data.arrivedOn ?? '' }));
const departed = (addresses: Addresses, day: string): Addresses => {
  const here = current(addresses);
  return here && here.from <= day ? changed(addresses, (one) => ({ ...one, to: day })) : addresses;
};

const addressesAfter = (addresses: Addresses, name: string, data: ToldEvent['data']): Addresses => {
  switch (name) {
    case 'person.arrived':
      return arrived(addresses, data);
    case 'person.arrived.updated':
      return corrected(addresses, data);
    case 'person.moved':
      return data.fromPremisesId === data.toPremisesId
        ? addresses
        : arrived(addresses, { ...data, arrivedOn: data.movedOn });
    case 'person.arrival-undone':
      return data.staysAtBookingId === undefined
        ? departed(corrected(addresses, data), data.arrivedOn ?? '')
        : corrected(addresses, data);
    case 'person.departed':
      return data.staysAtBookingId === undefined ? departed(addresses, data.departedOn ?? '') : addresses;
    default:
      return addresses;
  }
};

/**
 * What nDelius must hold of one person after these events of ours, in the order in which they happened: its addresses of ours and its
 * entries, by what its consumer does with the messages that tell them. For tests of whoever publishes and whoever tells.
 */
export const expectedInDelius = (events: readonly ToldEvent[]): Held => {
  const named = events.map(({ type, data }) => ({ name: type.replace('accommodation.cas3.', ''), data }));
  const entries = new Set(named.flatMap(({ name, data }) => entriesOf(name, data)));
  const addresses = named.reduce<Addresses>((held, { name, data }) => addressesAfter(held, name, data), []);
  return { addresses, entries: [...entries].sort() };
};
