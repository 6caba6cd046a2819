export { ReferenceEvents } from './reference/reference.events';
export { ReferenceLists } from './reference/reference-lists';
export { changedItems, referenceTable } from './reference/table';
