import { addDays } from '@throughcare/base/calendar';
import type { ListsOfPeople } from '@throughcare/platform/testing';
import { SORT_FIELDS } from '../list/booking-search.rules';
import { LIST_NAMES } from '../list/lists.rules';
import { CROYDON } from './builders';

type Parts = Readonly<Record<string, string | number | undefined>>;
const query = (parts: Parts): string =>
  new URLSearchParams(Object.entries(parts).map(([name, value]): [string, string] => [name, String(value)])).toString();
const nth = <T>(items: readonly T[], at: number): T | undefined => items[at % items.length];

const BOOKINGS = '/cas3/v2/bookings';
const stay = (choice: number) => ({ startDate: addDays('2026-03-02', choice % 30), probationDeliveryUnits: [CROYDON] });
const nights = (choice: number): number => 1 + (choice % 41);

/** Every list of people of this service, with what it may be asked. */
export const LISTS_OF_PEOPLE: ListsOfPeople<{ readonly premisesId: string }> = {
  asked: {
    [`GET ${BOOKINGS}/search`]: ({ crnOrName, choice, direction, page }) => ({
      path: `${BOOKINGS}/search?${query({ crnOrName, sortField: nth(SORT_FIELDS, choice), sortDirection: direction, page })}`,
    }),
    [`GET ${BOOKINGS}/lists/:listName`]: ({ choice, direction, ...asked }) => {
      const sortField = nth(SORT_FIELDS, Math.floor(choice / LIST_NAMES.length));
      return {
        path: `${BOOKINGS}/lists/${nth(LIST_NAMES, choice)}?${query({ sortField, sortDirection: direction, ...asked })}`,
      };
    },
    'GET /cas3/v2/waiting-list': ({ page, perPage }) => ({ path: `/cas3/v2/waiting-list?${query({ page, perPage })}` }),
    'GET /cas3/v2/premises/:premisesId/bookings': (_, { premisesId }) => ({
      path: `/cas3/v2/premises/${premisesId}/bookings`,
    }),
    'GET /cas3/v2/premises/:premisesId/former-stays': (_, { premisesId }) => ({
      path: `/cas3/v2/premises/${premisesId}/former-stays`,
    }),
    'POST /cas3/v2/bedspaces/search': ({ choice }) => ({
      path: '/cas3/v2/bedspaces/search',
      body: { ...stay(choice), durationDays: nights(choice) },
    }),
    'POST /cas3/v2/bedspaces/placement-search': ({ choice, page, perPage }) => ({
      path: '/cas3/v2/bedspaces/placement-search',
      body: { ...stay(choice), nights: nights(choice), page, perPage },
    }),
  },
};
