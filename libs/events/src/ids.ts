import { v5, v7 } from 'uuid';

const ASSESSMENT_NAMESPACE = '8d5c2b7e-6a0f-4f0b-9d53-1c6c7f6f2f4e';

/** One referral has one assessment, so its id is derived: every service knows it as soon as it knows the application. */
export const assessmentIdOf = (applicationId: string): string => v5(applicationId, ASSESSMENT_NAMESPACE);

/** Id of the message of an older type that goes out beside an event: it follows from both, so a replay finds it again. */
export const idBeside = (eventId: string, type: string): string => v5(type, eventId);

/** Time-ordered id for events and rows. */
export const newId = (): string => v7();
