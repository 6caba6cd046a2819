import { logger } from '@throughcare/platform/logging';

/** What is known of a field when a sentence about it is made. */
export interface Named {
  readonly label: string;
  readonly how: 'enter' | 'select' | 'yesNo';
  readonly max?: number;
  readonly says: Readonly<Record<string, string>>;
}

interface Asked extends Named {
  /** Characters that were typed. */
  readonly length: number;
}

const numbers = new Intl.NumberFormat('en-GB');
const log = logger('web');
const upper = (label: string) => `${label.charAt(0).toUpperCase()}${label.slice(1)}`;
const ASKS = { enter: 'Enter', select: 'Select', yesNo: 'Select yes if' } as const;
const ask = ({ how, label }: Named) => `${ASKS[how]} ${label}`;
const tooLong = ({ label, max = 0, length }: Asked) =>
  `${upper(label)} must be ${numbers.format(max)} characters or fewer. You have ${numbers.format(length)}`;

/** One sentence for each `errorType`, of our own fields and of the services. */
const SENTENCES: Readonly<Record<string, (asked: Asked) => string>> = {
  empty: ask,
  repeated: (asked) => `${ask(asked)} once`,
  tooLong,
  invalid: (asked) =>
    asked.how === 'enter' ? `${upper(asked.label)} must be in the correct format` : `${ask(asked)} from the list`,
  doesNotExist: ({ label }) => `Select ${label} from the list. Your earlier choice is no longer available`,
  dayMissing: ({ label }) => `${upper(label)} must include a day`,
  monthMissing: ({ label }) => `${upper(label)} must include a month`,
  yearMissing: ({ label }) => `${upper(label)} must include a year`,
  yearTooShort: ({ label }) => `${upper(label)} must have a year with four numbers, like 2027`,
  notReal: ({ label }) => `${upper(label)} must be a real date`,
  inThePast: ({ label }) => `${upper(label)} must be today or in the future`,
  inTheFuture: ({ label }) => `${upper(label)} must be today or in the past`,
  addressLine1Empty: () => 'Enter address line 1',
  addressLine1TooLong: (asked) => tooLong({ ...asked, label: 'address line 1' }),
  addressLine2TooLong: (asked) => tooLong({ ...asked, label: 'address line 2' }),
  addressTownEmpty: () => 'Enter a town or city',
  addressTownTooLong: (asked) => tooLong({ ...asked, label: 'town or city' }),
  addressPostcodeEmpty: () => 'Enter a postcode',
  addressPostcodeTooLong: () => 'Enter a full UK postcode, like IP1 1AA',
  addressPostcodeInvalid: () => 'Enter a full UK postcode, like IP1 1AA',
};

/**
 * What a page says about an answer. The field's own sentence counts first; a type that nobody foresaw is "Check …", and the log
 * names it: never a code on a page, and never a page that fails.
 */
export const sentenceFor = (errorType: string, asked: Asked): string => {
  const own = Object.hasOwn(asked.says, errorType) ? asked.says[errorType] : undefined;
  if (own !== undefined) return own;
  if (Object.hasOwn(SENTENCES, errorType)) return SENTENCES[errorType]?.(asked) ?? '';
  log.warn({ errorType }, 'no sentence for an error of a field; the page says "Check"');
  return `Check ${asked.label}`;
};
