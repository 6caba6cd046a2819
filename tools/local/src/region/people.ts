// Who is referred in the synthetic region, and how far each of them has come. The people are those of the stand-ins.
export type Stage =
  'draft' | 'submitted' | 'in-review' | 'ready' | 'rejected' | 'provisional' | 'confirmed' | 'arrived' | 'departed';

/** In the order a referral goes through them; `rejected` leaves the path after `in-review`. */
export const STAGES: readonly Stage[] = [
  'draft',
  'submitted',
  'in-review',
  'ready',
  'provisional',
  'confirmed',
  'arrived',
  'departed',
];

export interface PlannedReferral {
  readonly crn: string;
  readonly referrer: string;
  readonly assessor: string;
  readonly region: string;
  readonly unit: string;
  readonly stage: Stage;
  /** Days from today on which accommodation is required. */
  readonly inDays: number;
  /** Where they are booked: reference of the premises and of the bedspace. */
  readonly place?: readonly [premises: string, bedspace: string];
}

type Line = readonly [stage: Stage, inDays: number, unit: string, place?: readonly [string, string]];

const london: readonly Line[] = [
  ['draft', 30, 'Croydon'],
  ['draft', 45, 'Brent'],
  ['submitted', 12, 'Croydon'],
  ['submitted', 9, 'Lambeth'],
  ['submitted', 21, 'Newham'],
  ['in-review', 14, 'Croydon'],
  ['in-review', 10, 'Brent'],
  ['ready', 7, 'Croydon'],
  ['ready', 5, 'Lambeth'],
  ['rejected', 3, 'Newham'],
  ['provisional', 6, 'Croydon', ['Alder House', 'Room 1']],
  ['provisional', 8, 'Newham', ['Gorse House', 'Room 1']],
  ['confirmed', 2, 'Croydon', ['Alder House', 'Room 2']],
  ['confirmed', 4, 'Lambeth', ['Damson House', 'Room 1']],
  ['arrived', 0, 'Croydon', ['Birch House', 'Room 1']],
  ['arrived', 0, 'Brent', ['Cedar House', 'Room 1']],
  ['departed', 0, 'Newham', ['Gorse House', 'Room 2']],
];

const yorkshire: readonly Line[] = [
  ['submitted', 15, 'Sheffield'],
  ['in-review', 8, 'Hull and East Riding'],
  ['ready', 6, 'Sheffield'],
  ['confirmed', 3, 'Sheffield', ['Ivy House', 'Room 1']],
  ['arrived', 0, 'Bradford and Calderdale', ['Larch House', 'Room 1']],
];

const planned =
  (first: number, region: string, referrer: string, assessor: string) =>
  ([stage, inDays, unit, place]: Line, index: number): PlannedReferral => ({
    crn: `Y${first + index}`,
    referrer,
    assessor,
    region,
    stage,
    inDays,
    unit,
    ...(place ? { place } : {}),
  });

export const referrals: readonly PlannedReferral[] = [
  ...london.map(planned(200_000, 'London', 'CAST_01', 'CAST_02')),
  ...yorkshire.map(planned(200_050, 'Yorkshire & The Humber', 'CAST_06', 'CAST_05')),
];
