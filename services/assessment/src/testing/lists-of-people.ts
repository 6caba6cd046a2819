import type { ListsOfPeople } from '@throughcare/platform/testing';

const SORTS = [
  'name',
  'crn',
  'arrivalDate',
  'status',
  'createdAt',
  'probationDeliveryUnitName',
  'releaseDate',
  'dueAt',
];

const NARROWED = [{}, {}, { sexes: 'unknown' }, { roshLevels: 'unknown' }, { sexes: 'male' }];

/** Every list of people of this service, with what it may be asked. */
export const LISTS_OF_PEOPLE: ListsOfPeople<object> = {
  asked: {
    'GET /cas3/assessments': ({ crnOrName, choice, direction, page, perPage }) => {
      const sortBy = SORTS[choice % SORTS.length] ?? '';
      const pages = { page: String(page), perPage: String(perPage) };
      // By what may be unknown, too: of whoever has limits all of it is.
      const narrowed = NARROWED[choice % NARROWED.length] ?? {};
      const query = new URLSearchParams({ crnOrName, sortBy, sortDirection: direction, ...narrowed, ...pages });
      return { path: `/cas3/assessments?${query.toString()}` };
    },
  },
  byNumber: { 'GET /cas3/assessments/without-region': 'It has numbers and no names, for administrators.' },
};
