import { dirname, join } from 'node:path';

/** The folder of the repository; these files run from where they stand and compiled. */
export const repository = join(dirname(require.resolve('#src/messaging')), '../../..');
