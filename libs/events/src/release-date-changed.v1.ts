import { z } from 'zod';
import { defineEvent } from './define-event';
import { Crn, Instant, LondonDay, NomsNumber } from './fields';

export const ReleaseDateChanged = defineEvent({
  name: 'ReleaseDateChanged',
  type: 'custody.release-date.changed',
  version: 1,
  source: 'integration-gateway',
  audience: 'internal',
  meaning:
    'The prison API shows another release date of a person who is followed than before, or was asked for the first time.',
  since: '0.4.0',
  data: z.object({
    nomsNumber: NomsNumber,
    crn: Crn.optional(),
    /** Absent: the prison has none now. */
    releaseDate: LondonDay.optional(),
    /** By what the person is released on that day. */
    kind: z.enum(['confirmed', 'parole', 'hdc', 'conditional', 'automatic', 'other', 'none']),
    /** When the prison was asked: the latest counts. */
    changedAt: Instant,
  }),
  example: {
    nomsNumber: 'A9001AA',
    crn: 'X900001',
    releaseDate: '2026-03-09',
    kind: 'conditional',
    changedAt: '2026-02-02T10:02:00.000Z',
  },
});
