import { z } from 'zod';

const local = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?$/);
const by = (moment: string) => ({
  [`${moment}At`]: local.optional(),
  [`${moment}By`]: z.string().optional(),
  [`${moment}ByDisplayName`]: z.string().optional(),
});

const Alert = z.strictObject({
  alertUuid: z.guid(),
  prisonNumber: z.string(),
  alertCode: z.strictObject({
    alertTypeCode: z.string(),
    alertTypeDescription: z.string(),
    code: z.string(),
    description: z.string(),
    canBeAdministered: z.boolean(),
  }),
  description: z.string().optional(),
  authorisedBy: z.string().optional(),
  activeFrom: z.iso.date(),
  activeTo: z.iso.date().optional(),
  isActive: z.boolean(),
  ...by('created'),
  ...by('lastModified'),
  ...by('activeToLastSet'),
  ...by('madeInactive'),
  prisonCodeWhenCreated: z.string().optional(),
});

export const AlertsPage = z.strictObject({
  totalElements: z.number().int(),
  totalPages: z.number().int(),
  first: z.boolean(),
  last: z.boolean(),
  size: z.number().int(),
  content: z.array(Alert),
  number: z.number().int(),
  sort: z.looseObject({ sorted: z.boolean() }),
  numberOfElements: z.number().int(),
  pageable: z.looseObject({ pageNumber: z.number().int() }),
  empty: z.boolean(),
});
