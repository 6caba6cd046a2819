import { producersOf } from '@throughcare/hmpps/producer.rules';
import { z } from 'zod';

const Written = z.record(z.string().min(1), z.array(z.string().startsWith('arn:'))).transform(producersOf);

/** `HMPPS_PRODUCERS` as JSON text. A list that cannot be read stops the start: without it anybody could tell anything. */
export const Producers = z.preprocess((value, context) => {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    context.issues.push({ code: 'custom', message: 'is not JSON', input: value });
    return z.NEVER;
  }
}, Written);
