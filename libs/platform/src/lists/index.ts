export { pageHeaders } from './paged';
export type { PageAsked } from './paged';
export { PeopleIndex } from './people-index';
export type { PageOf } from './people-index';
export { bySex } from './people-list';
export type { ByName, Direction, Narrowing, PeopleList } from './people-list';
export { PeopleIndexEvents } from './people-index.events';
export { PeopleIndexFeed } from './people-index-feed';
