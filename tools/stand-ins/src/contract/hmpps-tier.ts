import { z } from 'zod';

/** London time without offset. */
const local = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?$/);

const Second = z.strictObject({
  tierScore: z.string().regex(/^[A-D][0-3]S?$/),
  calculationId: z.guid(),
  calculationDate: local,
  changeReason: z.string().optional(),
});

export const Tier = Second;
export const TierV3 = Second.extend({
  tierScore: z.union([z.string().regex(/^[A-G]$/), z.enum(['MISSING', 'NOT_SUPERVISED'])]),
  provisional: z.boolean().optional(),
});
export const Tiers = z.record(z.string(), Second.nullable());
export const TierError = z.strictObject({ status: z.number().int(), developerMessage: z.string() });
