import type { ListsOfPeople } from '@throughcare/platform/testing';

/** Every list of people of this service, with what it may be asked. */
export const LISTS_OF_PEOPLE: ListsOfPeople<object> = {
  // The author's own, neither searched nor sorted by name.
  asked: { 'GET /cas3/applications': () => ({ path: '/cas3/applications' }) },
};
