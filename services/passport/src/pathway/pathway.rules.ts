import { PathwayUpdated } from '@throughcare/events/pathway-updated.v1';
import { invalid, invalidField } from '@throughcare/base/errors';

/** In the order that every list has. */
export const PATHWAYS = [
  'ACCOMMODATION',
  'ATTITUDES_THINKING_AND_BEHAVIOUR',
  'CHILDREN_FAMILIES_AND_COMMUNITY',
  'DRUGS_AND_ALCOHOL',
  'EDUCATION_SKILLS_AND_WORK',
  'FINANCE_AND_ID',
  'HEALTH',
] as const;
export type Pathway = (typeof PATHWAYS)[number];

export const STATUSES = [
  'NOT_STARTED',
  'IN_PROGRESS',
  'SUPPORT_NOT_REQUIRED',
  'SUPPORT_DECLINED',
  'DONE',
  'SUPPORT_REQUIRED',
] as const;
export type Status = (typeof STATUSES)[number];

/** The cause of a change that a member of staff made. */
export const STAFF = 'staff';

interface Whose {
  readonly nomsNumber: string;
  readonly crn: string | null;
  /** `OUT` after a release; null until a prison has told us. */
  readonly prisonId?: string | null;
}

/** Any status may follow any other. What does not change is no event, though it counts as set by the new cause. */
export const setStatus = (
  person: Whose,
  held: { readonly pathway: Pathway; readonly status: Status },
  to: Status,
  cause: string,
  now: Date,
) => {
  if (held.status === to) return { changes: { cause }, events: [] };
  const event = PathwayUpdated.of({
    nomsNumber: person.nomsNumber,
    ...(person.crn !== null && { crn: person.crn }),
    ...(person.prisonId != null && person.prisonId !== 'OUT' && { prisonId: person.prisonId }),
    pathway: held.pathway,
    from: held.status,
    to,
    cause,
    changedAt: now.toISOString(),
  });
  return { changes: { cause, status: to, updatedAt: now }, events: [event] };
};

/** Prison staff (NOMIS) and probation staff (nDelius) set statuses; anyone else is refused with 400, as clients expect. */
export const requireStaffSource = (authSource: string) => {
  if (!['nomis', 'delius'].includes(authSource.toLowerCase())) throw invalid('AUTH_SOURCE_NOT_ALLOWED');
};

/** Within this time the same note by the same hand is the second press of one button. */
export const SAME_PRESS_MS = 60_000;

/** True when what is asked has just been done: nothing is written twice, whatever a client sends. */
export const isSecondPress = (
  held: { readonly status: Status },
  to: Status,
  latest: { readonly text: string; readonly authorUsername: string; readonly createdAt: Date } | null,
  now: { readonly text: string; readonly authorUsername: string; readonly at: Date },
): boolean =>
  held.status === to &&
  latest !== null &&
  latest.text === now.text &&
  latest.authorUsername === now.authorUsername &&
  now.at.getTime() - latest.createdAt.getTime() < SAME_PRESS_MS;

/** Text that the database can keep: no NUL and no half of a character. */
export const requireStorable = (field: string, text: string) => {
  if (text.includes('\u0000') || /\p{Surrogate}/u.test(text)) throw invalidField(`$.${field}`, 'invalid');
};
