export { ReferenceEvents } from './reference.events';
export { ReferenceLists } from './reference-lists';
export { changedItems, referenceTable } from './table';
