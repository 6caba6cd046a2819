import type { May } from '@throughcare/web/visit/may';

/** Making referrals: the service asks for the same role. */
export const MAY_REFER = { roles: ['CAS3_REFERRER'] } as const satisfies May;
