import { webConfig } from '@throughcare/web/config';
import { z } from 'zod';

/** A service whose operations API the console asks. */
export interface Service {
  readonly name: string;
  readonly url: string;
}

const services = z.string().transform((text, context): Service[] =>
  text.split(',').map((pair) => {
    const [, name = '', url = ''] = /^\s*([a-z][a-z-]*)=(https?:\/\/\S+?)\/?\s*$/.exec(pair) ?? [];
    if (name === '') context.addIssue('name=url,name=url');
    return { name, url };
  }),
);

export const staffConfig = z.object({
  ...webConfig,
  /** The public API as the edge has it, for pages of staff. */
  API_URL: z.url({ protocol: /^https?$/ }),
  /** `referral=http://…,booking=http://…`: the same variable as the operations CLI has. */
  THROUGHCARE_SERVICES: services,
  /** Where a trace is shown: `https://traces.example/trace/{traceId}`. Without it pages show the number alone. */
  TRACE_URL: z
    .url({ protocol: /^https?$/ })
    .refine((url) => url.includes('{traceId}'), 'has no {traceId}')
    .optional(),
});

export type StaffConfig = z.output<typeof staffConfig>;
