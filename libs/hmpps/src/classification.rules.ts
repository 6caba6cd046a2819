import table from './classification.v2.json';

/** `OUT`: a message or movement that says the person left; `IN`: that they came. */
export type Direction = 'IN' | 'OUT';
export type ReceivedKind = 'ADMISSION' | 'TEMPORARY_ABSENCE_RETURN' | 'RETURN_FROM_COURT' | 'TRANSFERRED';

/** What a movement means for us. `name` says why it is nothing to act on. */
export type Classified =
  | { readonly outcome: 'released' }
  | { readonly outcome: 'died' }
  | { readonly outcome: 'received'; readonly kind: ReceivedKind }
  | { readonly outcome: 'ignore'; readonly name: string };

type Codes = '*' | readonly string[];
interface KindRow {
  readonly movementType: string;
  readonly direction: Direction;
  readonly codes: Codes;
  readonly reason: string;
}
type Row = { readonly direction: Direction; readonly reason: string; readonly codes: Codes } & Classified;

export interface ClassificationTable {
  readonly version: number;
  readonly recallCodes: readonly string[];
  /** How prison-api movements (type, direction, code) are called in messages. First match wins. */
  readonly kinds: readonly KindRow[];
  /** Reason and movement code to outcome. First match wins; no match is `NoConfigForMovement`. */
  readonly rows: readonly Row[];
}

/** The table in force. A new version is a new file: PersonReleased and PersonReceived say which one decided. */
export const classification = table as ClassificationTable;

const matches = (codes: Codes, code: string | undefined): boolean =>
  codes === '*' || (code !== undefined && codes.includes(code.toUpperCase()));

/** Looks a reason and raw NOMIS movement code up. */
export const classify = (direction: Direction, reason: string, code: string | undefined): Classified =>
  classification.rows.find(
    (row) => row.direction === direction && row.reason === reason.toUpperCase() && matches(row.codes, code),
  ) ?? { outcome: 'ignore', name: 'NoConfigForMovement' };

/** What messages call a movement that the prison API shows, or undefined for a type nobody has described. */
export const reasonOfMovement = (
  movementType: string,
  direction: Direction,
  code: string | undefined,
): string | undefined =>
  classification.kinds.find(
    (row) => row.movementType === movementType && row.direction === direction && matches(row.codes, code),
  )?.reason;

/** A guess from the movement code; upstream warns that it is often keyed wrongly. */
export const looksLikeRecall = (code: string | undefined): boolean =>
  code !== undefined && classification.recallCodes.includes(code.toUpperCase());
