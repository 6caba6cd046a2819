import { z } from 'zod';
import { Day, Uuid } from '../fields';

/** A bedspace that cannot be archived within three months, and until when. */
export const Cas3ValidationResult = z
  .object({
    entityId: Uuid,
    entityReference: z.string().meta({ examples: ['Room 1'] }),
    date: Day,
    /** What lasts longest. Beside the public route's members. */
    blockedBy: z.object({ id: Uuid, kind: z.enum(['booking', 'void']) }),
  })
  .meta({ id: 'Cas3ValidationResult' });
export type Cas3ValidationResult = z.output<typeof Cas3ValidationResult>;

export const Cas3ValidationResults = z
  .object({ items: z.array(Cas3ValidationResult) })
  .meta({ id: 'Cas3ValidationResults' });
