export { SubjectAccessController } from './subject-access.controller';
export { SUBJECT_RECORDS, type Subject, type SubjectRecords } from './subject-records';
export { surnameOf } from './surname.rules';
