import { addDays, type Day } from '@throughcare/base/calendar';
import { dice } from './load';
import { SURNAMES } from './people';
import type { Service } from './requests';
import { LONDON_UNITS } from './seed-estate';

/** A page that somebody looks at. */
export interface Look {
  readonly service: Service;
  readonly path: string;
}

const TABS = ['unallocated', 'in_review', 'ready_to_place', 'closed&statuses=rejected'];
const QUEUE_SORTS = [
  'name',
  'crn',
  'arrivalDate',
  'status',
  'createdAt',
  'probationDeliveryUnitName',
  'releaseDate',
  'allocatedTo',
  'dueAt',
];

const filtersOf = (today: Day): string[] => [
  '',
  '&mine=true',
  '&overdue=true',
  '&sexualRisk=true',
  '&sources=homelessFromApprovedPremises',
  `&probationDeliveryUnitIds=${LONDON_UNITS[0]?.id}`,
  `&requiredFrom=${today}&requiredTo=${addDays(today, 14)}`,
  `&receivedFrom=${addDays(today, -7)}&sexualRisk=false`,
];

/** Every tab, filter and sort of the queue of assessments, ten rows of its first pages. */
export const queueLooks = (today: Day): Look[] =>
  TABS.flatMap((tab) =>
    filtersOf(today).flatMap((filter, at) =>
      QUEUE_SORTS.map((sort, other) => ({
        service: 'assessment' as const,
        path:
          `/cas3/assessments?statuses=${tab}${filter}&sortBy=${sort}` +
          `&sortDirection=${(at + other) % 2 ? 'desc' : 'asc'}&page=${1 + ((at + other) % 3)}&perPage=10`,
      })),
    ),
  );

const STATUSES = ['provisional', 'confirmed', 'arrived', 'departed', 'cancelled'];
const BOOKING_SORTS = ['name', 'crn', 'startDate', 'endDate', 'createdAt'];
const LISTS = [
  'provisional',
  'confirmed',
  'active',
  'departed',
  'cancelled',
  'not-arrived',
  'due-today',
  'overdue',
  'approaching-limit',
  'over-limit',
  'pending-move-on',
  'needs-attention',
];

/** The public front end's bookings, every list of ours, their counts, and who waits for a bedspace. */
export const bookingLooks = (): Look[] => {
  const direction = (n: number) => (n % 2 ? 'desc' : 'asc');
  const searches = STATUSES.flatMap((status, at) =>
    BOOKING_SORTS.map(
      (sort, n) =>
        `bookings/search?status=${status}&sortField=${sort}&sortDirection=${direction(at + n)}&page=${1 + (n % 3)}`,
    ),
  );
  const lists = LISTS.flatMap((list, at) => [
    `bookings/lists/${list}`,
    `bookings/lists/${list}?sortField=name&page=2`,
    `bookings/lists/${list}?sortField=createdAt&sortDirection=desc&probationDeliveryUnitId=${LONDON_UNITS[at % 3]?.id}`,
  ]);
  return [...searches, ...lists, 'bookings/lists', 'waiting-list', 'waiting-list?page=2'].map((path) => ({
    service: 'booking',
    path: `/cas3/v2/${path}`,
  }));
};

/** Surnames, whole or half typed, among bookings and in the queue. */
export const nameLooks = (count: number): Look[] => {
  const roll = dice(11);
  return Array.from({ length: count }, (_, n) => {
    const surname = SURNAMES[roll(SURNAMES.length)] ?? '';
    const typed = n % 3 === 0 ? surname.slice(0, 5) : surname;
    if (n % 2 === 0) {
      const status = STATUSES[roll(STATUSES.length)];
      return { service: 'booking', path: `/cas3/v2/bookings/search?crnOrName=${typed}&status=${status}&page=1` };
    }
    const tab = TABS[roll(TABS.length)];
    return { service: 'assessment', path: `/cas3/assessments?crnOrName=${typed}&statuses=${tab}&page=1&perPage=10` };
  });
};
