import { z } from 'zod';

/** An id of ours, or of a reference list. */
export const Uuid = z.guid().meta({ examples: ['7b8f7b5e-3c1d-4c55-9d0a-2f6a1e8b9c01'] });
/** A London day, `yyyy-MM-dd`. */
export const Day = z.iso.date().meta({ examples: ['2027-05-14'] });
/** A moment in UTC, with milliseconds. */
export const Instant = z.iso.datetime().meta({ examples: ['2027-05-14T16:30:00.000Z'] });
/** A moment with its offset, as public events carry it. */
export const Moment = z.iso.datetime({ offset: true }).meta({ examples: ['2027-05-14T16:30:00Z'] });
/** A person's case reference number in nDelius. */
export const Crn = z.string().meta({ examples: ['X320741'] });
/** A person's number in prison. */
export const NomsNumber = z.string().meta({ examples: ['A9001AA'] });
export const Text = z.string().meta({ examples: ['Text'] });
export const Count = z
  .int()
  .min(0)
  .meta({ examples: [1] });
export const Seconds = z.number().meta({ examples: [12] });
/** Kept as somebody sent it: any JSON, to the byte. */
export const AnyJson = z.unknown().meta({ examples: [{}] });
/** An object without members. */
export const Nothing = z.object({}).meta({ id: 'Nothing' });
