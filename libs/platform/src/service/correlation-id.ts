import { newId } from '@throughcare/events/ids';
import { maskText } from '../logging';

const ACCEPTED = /^[A-Za-z0-9][A-Za-z0-9_-]{7,63}$/;

/** The caller's correlation id where it is usable (8 to 64 letters, digits, `-`, `_`, and no id of a person), else a new one. */
export const correlationIdOf = (header: unknown): string =>
  typeof header === 'string' && ACCEPTED.test(header) && maskText(header) === header ? header : newId();
