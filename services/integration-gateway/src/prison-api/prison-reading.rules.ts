import type { InmateDetail, Movement } from './prison-api.schema';

/** What the prison API says of a person now: the booking and its newest movement. */
export interface PrisonReading {
  readonly booking: {
    readonly active: boolean;
    readonly movementType?: string | undefined;
    readonly movementCode?: string | undefined;
  };
  readonly movement?: PrisonMovement | undefined;
}
export interface PrisonMovement {
  readonly type: string;
  readonly direction?: string | undefined;
  readonly code?: string | undefined;
  readonly date: string;
  readonly time: string;
  /** When it was keyed: later than date and time where staff back-dated it. */
  readonly createdAt?: string | undefined;
  readonly fromPrison?: string | undefined;
  readonly toPrison?: string | undefined;
}

/** By when it happened, then by when it was keyed; of two alike the same one in whatever order they come. */
const order = (movement: Movement): string =>
  [`${movement.movementDate}T${movement.movementTime}`, movement.createDateTime ?? '', JSON.stringify(movement)].join(
    ' ',
  );

/** The person's newest movement, should more than one come. */
export const newestOf = (movements: readonly Movement[], noms: string): Movement | undefined =>
  movements
    .filter(({ offenderNo }) => offenderNo === undefined || offenderNo === noms)
    .reduce<Movement | undefined>((newest, one) => (newest && order(newest) > order(one) ? newest : one), undefined);

/** What of the prison's two answers the custody rules need. */
export const readingOf = (detail: InmateDetail, movement: Movement | undefined): PrisonReading => ({
  booking: {
    active: detail.activeFlag ?? false,
    movementType: detail.lastMovementTypeCode,
    movementCode: detail.lastMovementReasonCode,
  },
  movement:
    movement && detail.bookingId !== undefined
      ? {
          type: movement.movementType,
          direction: movement.directionCode,
          code: movement.movementReasonCode ?? detail.lastMovementReasonCode,
          date: movement.movementDate,
          time: movement.movementTime,
          createdAt: movement.createDateTime,
          fromPrison: movement.fromAgency,
          toPrison: movement.toAgency,
        }
      : undefined,
});
