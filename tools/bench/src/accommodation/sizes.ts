/** How much there is. At 1 the national estate as it was published: 700 properties, 2,500 bedspaces. */
export interface Sizes {
  readonly premises: number;
  /** Ten of each bedspace: those of the past, the running one, and some to come. */
  readonly bookings: number;
  /** Half of them led to a booking. */
  readonly referrals: number;
  /** Whom bookings are about, eight to a bedspace. */
  readonly booked: number;
  /** Referred once and never booked. */
  readonly referred: number;
  /** Of whom there is nothing yet: they are booked and referred while it is measured. */
  readonly fresh: number;
}

/** Seven properties have 25 bedspaces: four of four and three of three. */
const bedspacesOf = (premises: number): number => {
  const rest = premises % 7;
  return Math.floor(premises / 7) * 25 + Math.min(rest, 4) * 4 + Math.max(0, rest - 4) * 3;
};

export const sizesAt = (scale: number): Sizes & { readonly bedspaces: number } => {
  const premises = Math.max(7, Math.round(700 * scale));
  const bedspaces = bedspacesOf(premises);
  const bookings = bedspaces * 10;
  return {
    premises,
    bedspaces,
    bookings,
    referrals: bookings * 2,
    booked: bedspaces * 8,
    referred: bookings,
    fresh: Math.max(400, Math.min(20_000, bookings)),
  };
};
