// Who a synthetic person is follows from their number, here and in SQL alike.
const beginnings = [
  'Al',
  'Ber',
  'Car',
  'Dor',
  'El',
  'Fer',
  'Gar',
  'Hol',
  'Ing',
  'Jor',
  'Kel',
  'Lam',
  'Mor',
  'Nor',
  'Os',
];
const middles = ['ber', 'den', 'gen', 'lin', 'mer', 'nan', 'ring', 'sel', 'ton', 'wen'];
const ends = ['by', 'ford', 'ham', 'ley', 'ton', 'wick'];
const join = (first: readonly string[], second: readonly string[]) =>
  first.flatMap((one) => second.map((other) => one + other));

export const FORENAMES: readonly string[] = join(beginnings, ['a', 'en', 'ic', 'on']);
export const SURNAMES: readonly string[] = join(join(beginnings, middles), ends);

/** nDelius bars somebody from one in so many. */
export const LIMITED_EVERY = 200;
const WOMEN_EVERY = 12;
const PER_LETTER = 1_000_000;

export const crnOf = (n: number): string =>
  `${String.fromCharCode(75 + Math.floor(n / PER_LETTER))}${String(n % PER_LETTER).padStart(6, '0')}`;

/** Undefined: somebody else's number. */
export const numberOf = (crn: string): number | undefined => {
  const letter = crn.charCodeAt(0) - 75;
  return /^[K-N]\d{6}$/.test(crn) ? letter * PER_LETTER + Number(crn.slice(1)) : undefined;
};

/** The same in SQL, of a column with the number. */
export const crnSql = (n: string): string =>
  `(chr((75 + ${n} / ${PER_LETTER})::int) || lpad((${n} % ${PER_LETTER})::text, 6, '0'))`;
export const forenameSql = (n: string, names: string): string => `(${names}::text[])[1 + ${n} % ${FORENAMES.length}]`;
export const surnameSql = (n: string, names: string): string =>
  `(${names}::text[])[1 + (${n} / 7) % ${SURNAMES.length}]`;
export const limitedSql = (n: string): string => `(${n} % ${LIMITED_EVERY} = 3)`;

export const isLimited = (n: number): boolean => n % LIMITED_EVERY === 3;

/** As approved-premises-and-delius shows a person. */
export const summaryOf = (n: number) => ({
  crn: crnOf(n),
  name: {
    forename: FORENAMES[n % FORENAMES.length],
    surname: SURNAMES[Math.floor(n / 7) % SURNAMES.length],
    middleNames: [],
  },
  dateOfBirth: `${1960 + (n % 45)}-0${1 + (n % 9)}-1${n % 9}`,
  gender: n % WOMEN_EVERY === 5 ? 'Female' : 'Male',
  currentExclusion: isLimited(n),
  currentRestriction: false,
});
