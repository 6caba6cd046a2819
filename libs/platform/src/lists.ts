export { pageHeaders } from './lists/paged';
export type { PageAsked } from './lists/paged';
export { PeopleIndex } from './lists/people-index';
export type { PageOf } from './lists/people-index';
export type { ByName, Direction, PeopleList } from './lists/people-list';
export { PeopleIndexEvents } from './lists/people-index.events';
export { PeopleIndexFeed, peopleIndexConfig } from './lists/people-index-feed';
