import { mergesIn } from '@throughcare/platform/numbers';

export type { NumberType } from '@throughcare/platform/numbers';

/** The gateway decides what is merged, so it reads its own decisions and not what it heard of them. */
export const { survivorOf, numbersIn } = mergesIn('identity_merge');
