export { ReferenceEvents } from './reference/reference.events';
export { ReferenceLists } from './reference/reference-lists';
export { referenceTable } from './reference/table';
