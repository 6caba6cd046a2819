/** How far an application is, in the words of assessments. */
export const STAGES = [
  ...(['draft', 'unallocated', 'in_review', 'ready_to_place', 'rejected', 'closed', 'withdrawn'] as const),
] as const;

/** SQL of an application's stage. An index has the same expression. */
export const STAGE = `case when a.submitted_at is null then 'draft' when a.withdrawn_at is not null then 'withdrawn'
  else coalesce(a.assessment_status, 'unallocated') end`;

export const SORTS = ['createdAt', 'submittedAt', 'requiredFrom', 'name', 'crn', 'stage'] as const;
