import pairs from './lists/departure-pairs.json';
import neighbours from './lists/neighbouring-units.json';
import nonArrivals from './lists/non-arrival-cancellations.json';
import absences from './lists/nobody-came-reasons.json';

interface Named {
  readonly id: string;
  readonly name: string;
}

/** Cancellation reasons that say the person never moved in. */
export const nobodyCameReasons: readonly Named[] = absences;
/** Departure reasons that say where the person went, and the one category of moving on that goes with each. */
export const departurePairs: readonly { readonly reason: Named; readonly moveOn: Named }[] = pairs;
/** How nDelius and lists of cancellations call a booking whose person did not come: there is no word for it among the public events. */
export const cancellationsOfNonArrival: readonly { readonly nonArrival: Named; readonly cancellation: Named }[] =
  nonArrivals;
/** Delivery units of one region that have a border in common, by their nDelius codes: where to look next. */
export const neighbouringUnits: readonly (readonly string[])[] = neighbours;
