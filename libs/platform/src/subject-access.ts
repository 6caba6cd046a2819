export { SubjectAccessController } from './subject-access/subject-access.controller';
export { SUBJECT_RECORDS, type Subject, type SubjectRecords } from './subject-access/subject-records';
export { surnameOf } from './subject-access/surname.rules';
