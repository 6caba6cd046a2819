/** As staff enter it. */
export interface AddressLines {
  readonly addressLine1: string;
  readonly addressLine2?: string | null | undefined;
}

export interface DeliusAddress {
  /** The lines to send: as entered, or with house number and street first when not everything will be kept. */
  readonly line1: string;
  readonly line2: string | undefined;
  /** What nDelius holds of them, at most three pieces. */
  readonly pieces: readonly string[];
  /** What it drops; empty when it holds everything. */
  readonly lost: string;
  readonly isCut: boolean;
}

/** nDelius has three columns of 35 characters for an address, and cuts each line where it stands. */
const PIECE = 35;
const PIECES = 3;

const cut = (line: string | undefined): string[] => line?.match(/[^]{1,35}/g) ?? [];
const held = (line1: string, line2: string | undefined): string[] => [...cut(line1), ...cut(line2)];

const NUMBER = /^(no\.?\s*)?\d+[a-z]?(\s*[-–/&]\s*\d+[a-z]?)?$/i;
const NUMBER_AND_STREET = /^(no\.?\s*)?\d+[a-z]?(\s*[-–/&]\s*\d+[a-z]?)?\s+\p{L}/iu;
const STREET =
  /\b(street|st|road|rd|lane|avenue|ave|close|crescent|drive|way|place|square|terrace|gardens|grove|hill|row|walk|mews|court)$/i;

/** "12, High Street" is one part: a number alone belongs to what follows. */
const partsOf = (lines: readonly (string | undefined)[]): string[] => {
  const parts = lines
    .flatMap((line) => (line ?? '').split(','))
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return parts.flatMap((part, n) => {
    if (NUMBER.test(parts[n - 1] ?? '')) return [];
    const next = parts[n + 1];
    return [NUMBER.test(part) && next !== undefined ? `${part} ${next}` : part];
  });
};

const streetFirst = (line1: string, line2: string | undefined): string | undefined => {
  const parts = partsOf([line1, line2]);
  const numbered = parts.findIndex((part) => NUMBER_AND_STREET.test(part));
  const street = numbered >= 0 ? numbered : parts.findIndex((part) => STREET.test(part));
  const first = parts[street];
  return first === undefined ? undefined : [first, ...parts.filter((_, n) => n !== street)].join(', ');
};

/**
 * An address as nDelius will hold it: three pieces of 35 characters, and the rest is lost. Where something is lost, house number and
 * street go first, because they lead to the door.
 */
export const deliusAddress = ({ addressLine1, addressLine2 }: AddressLines): DeliusAddress => {
  const entered = { line1: addressLine1, line2: addressLine2 ?? undefined };
  const isCut = held(entered.line1, entered.line2).length > PIECES;
  const turned = isCut ? streetFirst(entered.line1, entered.line2) : undefined;
  const lines = turned === undefined ? entered : { line1: turned, line2: undefined };
  const pieces = held(lines.line1, lines.line2);
  return {
    ...lines,
    pieces: pieces.slice(0, PIECES).map((piece) => piece.trim()),
    lost: pieces.slice(PIECES).join('').trim(),
    isCut: pieces.length > PIECES,
  };
};

/** How many characters nDelius holds of an address at most. */
export const DELIUS_ADDRESS_MAX = PIECE * PIECES;
