import type { ActiveOffence } from '@throughcare/api/cas3/person-records';
import type { CaseDetail } from '../ndelius/ndelius.schema';

/** In the order of nDelius, which is the order that clients show. */
export const offencesOf = ({ offences }: CaseDetail): ActiveOffence[] =>
  offences.map((offence) => ({
    deliusEventNumber: offence.eventNumber,
    offenceDescription: offence.description,
    offenceId: offence.id,
    convictionId: offence.eventId,
    offenceDate: offence.date ?? null,
    mainOffence: offence.main,
    mainCategoryDescription: offence.mainCategoryDescription ?? offence.description,
    subCategoryDescription: offence.subCategoryDescription ?? null,
  }));
