import type { ListsOfPeople } from '@throughcare/platform/testing';

const SORTS = ['name', 'crn', 'createdAt', 'submittedAt', 'requiredFrom', 'stage'];

/** Every list of people of this service, with what it may be asked. */
export const LISTS_OF_PEOPLE: ListsOfPeople<object> = {
  asked: {
    // The author's own, neither searched nor sorted by name.
    'GET /cas3/applications': () => ({ path: '/cas3/applications' }),
    'GET /cas3/applications/search': ({ crnOrName, choice, direction, page, perPage }) => {
      const asked = { scope: choice % 2 === 0 ? 'mine' : 'region', sortBy: SORTS[choice % SORTS.length] ?? '' };
      const pages = { sortDirection: direction, page: String(page), perPage: String(perPage) };
      const query = new URLSearchParams({ search: crnOrName, ...asked, ...pages });
      return { path: `/cas3/applications/search?${query.toString()}` };
    },
  },
};
