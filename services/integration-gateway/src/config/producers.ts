import { producersOf } from '@throughcare/hmpps/producer.rules';
import { z } from 'zod';
import { jsonVariable } from '../json-variable';

const Written = z.record(z.string().min(1), z.array(z.string().startsWith('arn:'))).transform(producersOf);

/** `HMPPS_PRODUCERS` as JSON text. A list that cannot be read stops the start: without it anybody could tell anything. */
export const Producers = jsonVariable(Written);
