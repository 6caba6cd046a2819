export const HOME = '/operations/ledger';
export const GATEWAY = 'integration-gateway';

interface Word {
  readonly text: string;
  readonly colour: string;
}

/** Every state in words; `open` and `all` are choices of the search. */
export const STATES: Readonly<Record<string, Word>> = {
  open: { text: 'Needs attention', colour: 'red' },
  all: { text: 'All', colour: 'grey' },
  'read-again': { text: 'Read again', colour: 'red' },
  'no-address': { text: 'No address', colour: 'red' },
  unconfirmed: { text: 'Not known whether sent', colour: 'red' },
  parked: { text: 'Parked', colour: 'yellow' },
  untaken: { text: 'Not read', colour: 'red' },
  held: { text: 'Waits for a move', colour: 'blue' },
  ready: { text: 'Ready', colour: 'blue' },
  claimed: { text: 'Being sent', colour: 'blue' },
  published: { text: 'Sent', colour: 'blue' },
  read: { text: 'Read', colour: 'turquoise' },
  confirmed: { text: 'Confirmed', colour: 'green' },
  'dry-run': { text: 'Dry run', colour: 'grey' },
};
