import { addDays, type Day } from '@throughcare/base/calendar';
import { dice, timed } from './load';
import type { Client } from './requests';
import { LONDON_UNITS, MEN, NOT_FOR_SEXUAL_RISK, SHARED, SINGLE, WHEELCHAIR } from './seed-estate';

interface Filter {
  readonly includedCharacteristicIds?: readonly string[];
  readonly excludedCharacteristicIds?: readonly string[];
}

/** As the public front end sends it. */
export interface Asked {
  readonly startDate: Day;
  readonly durationDays: number;
  readonly probationDeliveryUnits: readonly string[];
  readonly premisesFilters: Filter;
  readonly bedspaceFilters: Filter;
}

interface Found {
  readonly results: readonly {
    readonly premises: { readonly id: string };
    readonly bedspace: { readonly id: string };
  }[];
}

export interface Offer {
  readonly premisesId: string;
  readonly bedspaceId: string;
  readonly arrivalDate: Day;
  readonly departureDate: Day;
}

const KINDS: readonly Filter[] = [
  {},
  {},
  { includedCharacteristicIds: [SHARED] },
  { includedCharacteristicIds: [SINGLE] },
  { includedCharacteristicIds: [MEN] },
  { excludedCharacteristicIds: [NOT_FOR_SEXUAL_RISK] },
];
const LENGTHS = [84, 84, 84, 56, 28, 7];

/** What assessors of London ask for: one to five of their delivery units, within the next two months, mostly for twelve weeks. */
export const searchesOf = (count: number, today: Day): Asked[] => {
  const roll = dice(84);
  return Array.from({ length: count }, (_, n) => {
    const first = roll(LONDON_UNITS.length);
    const units = Array.from({ length: 1 + (n % 5) }, (_, at) => LONDON_UNITS[(first + at) % LONDON_UNITS.length]);
    return {
      startDate: addDays(today, 1 + roll(60)),
      durationDays: LENGTHS[roll(LENGTHS.length)] ?? 84,
      probationDeliveryUnits: units.flatMap((unit) => unit?.id ?? []),
      premisesFilters: KINDS[roll(KINDS.length)] ?? {},
      bedspaceFilters: roll(10) === 0 ? { includedCharacteristicIds: [WHEELCHAIR] } : {},
    };
  });
};

const search = (client: Client, asked: Asked) =>
  client.json<Found>('booking', 'POST', '/cas3/v2/bedspaces/search', asked);

export const timeSearches = async (client: Client, clients: number, asked: readonly Asked[]) => {
  let offered = 0;
  const times = await timed(clients, asked, async (one) => {
    const { results } = await search(client, one);
    offered += results.length;
  });
  return { times, offered };
};

/** Offers of these searches, each of them at the moment when it is tried. */
export const tryOffers = async (
  client: Client,
  asked: readonly Asked[],
  book: (offer: Offer) => Promise<boolean>,
): Promise<{ tried: number; refused: number }> => {
  const roll = dice(7);
  let [tried, refused] = [0, 0];
  for (const one of asked) {
    const { results } = await search(client, one);
    const chosen = results[roll(Math.max(1, results.length))];
    if (!chosen) continue;
    tried += 1;
    const days = { arrivalDate: one.startDate, departureDate: addDays(one.startDate, one.durationDays - 1) };
    const booked = await book({ premisesId: chosen.premises.id, bedspaceId: chosen.bedspace.id, ...days });
    refused += booked ? 0 : 1;
  }
  return { tried, refused };
};
