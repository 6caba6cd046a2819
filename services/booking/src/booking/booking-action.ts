/** What staff recorded, by kind. Kept for ever: the latest of a kind counts, the earlier ones are the history. */
export interface ActionDetails {
  confirmation: { notes: string | null };
  arrival: { arrivalDate: string; expectedDepartureDate: string; notes: string | null };
  'arrival-undone': { date: string; reasonId: string; notes: string | null };
  dates: {
    previousArrivalDate: string;
    previousDepartureDate: string;
    arrivalDate: string;
    departureDate: string;
    notes: string | null;
  };
  extension: { previousDepartureDate: string; newDepartureDate: string; notes: string | null };
  overstay: { previousDepartureDate: string; newDepartureDate: string; isAuthorised: boolean; reason: string | null };
  move: {
    movedOn: string;
    fromPremisesId: string;
    fromBedspaceId: string;
    toPremisesId: string;
    toBedspaceId: string;
    notes: string | null;
  };
  departure: { dateTime: string; reasonId: string; moveOnCategoryId: string; notes: string | null };
  cancellation: { date: string; reasonId: string; notes: string | null };
  /** The booking is cancelled by it, with the reason that other systems know. */
  'non-arrival': { date: string; reasonId: string; cancellationReasonId: string; notes: string | null };
  turnaround: { workingDays: number };
}

export type ActionKind = keyof ActionDetails;

/** A kind with its details, as a rule decides it. */
export interface NewAction<K extends ActionKind = ActionKind> {
  readonly kind: K;
  readonly details: ActionDetails[K];
}

export interface RecordedAction<K extends ActionKind = ActionKind> extends NewAction<K> {
  readonly id: string;
  readonly bookingId: string;
  readonly createdAt: Date;
}

export const ofKind = <K extends ActionKind>(actions: readonly RecordedAction[], kind: K): RecordedAction<K>[] =>
  actions.filter((action): action is RecordedAction<K> => action.kind === kind);

/** What belongs to a stay: it no longer counts when its arrival was undone. */
const OF_A_STAY: readonly ActionKind[] = ['arrival', 'extension', 'overstay', 'move', 'departure'];

/** The one that counts: the last of its kind, of this stay where it belongs to one. Actions come in the order they were recorded. */
export const latest = <K extends ActionKind>(
  actions: readonly RecordedAction[],
  kind: K,
): RecordedAction<K> | undefined => {
  const undone = OF_A_STAY.includes(kind) ? actions.findLastIndex((action) => action.kind === 'arrival-undone') : -1;
  return ofKind(actions.slice(undone + 1), kind).at(-1);
};

/** What ended the booking, if it was that nobody came. */
export const standingNonArrival = (actions: readonly RecordedAction[]): RecordedAction<'non-arrival'> | undefined => {
  const last = actions.findLast(({ kind }) => kind === 'cancellation' || kind === 'non-arrival');
  return last && ofKind([last], 'non-arrival')[0];
};

/** Whether staff sent the same again: a second press of the same button, which changes nothing and tells nobody. */
export const repeats = <K extends ActionKind>(
  before: RecordedAction<K> | undefined,
  details: Partial<ActionDetails[K]>,
): boolean =>
  before !== undefined &&
  Object.entries(details).every(([key, value]) => before.details[key as keyof ActionDetails[K]] === value);
