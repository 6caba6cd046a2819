// Violations of the dialect of this repository, and what it lets pass, for `lint-guards.test.ts`.
export type Case = readonly [rule: string, name: string, file: string, text: string];

const bookingService = 'services/booking/src/stay/stay.service.ts';
const bookingController = 'services/booking/src/stay/stay.controller.ts';

const oneName = (name: string, taken: string): Case => [
  'throughcare/one-name',
  name,
  bookingService,
  `import { Param } from '@nestjs/common';
import type { EventContext } from '@throughcare/messaging/on-event';
import { Caller, Me } from '@throughcare/platform/access';

export class X {
  ${taken}
}`,
];

const input = (name: string, text: string): Case => ['throughcare/inputs', name, bookingController, text];
const number = (name: string, file: string, pattern: string): Case => [
  'throughcare/person-numbers',
  name,
  file,
  `export const x = ${pattern};`,
];

export const dialectCases: readonly Case[] = [
  input('a body by another name', 'export class XController { x(@Body() body: ArrivalBody) { return body; } }'),
  input('a query by another name', 'export class XController { x(@Query() query: ListParams) { return query; } }'),
  input('ids of a path by another name', 'export class XController { x(@Param() at: BookingParams) { return at; } }'),
  input('what a route takes, in its controller', 'export class NewArrival {}'),
  input('a view', `import { x } from './application.view';\nexport const y = x;`),
  oneName('another name for the caller', 'x(@Caller() user: string) { return user; }'),
  oneName('another name for the member of staff', 'x(@Me() member: string) { return member; }'),
  oneName('another name for the context of a handler', 'x(context: EventContext) { return context.tx; }'),
  oneName('the context of a handler taken apart', 'x({ tx }: EventContext) { return tx; }'),
  oneName('an id of a path without a check', "x(@Param('bookingId') id: string) { return id; }"),
  ['throughcare/service-names', 'a service by another name', bookingService, 'export class Stays {}'],
  number('the form of a CRN', bookingService, String.raw`/^[A-Z]\d{6}$/`),
  number('the form of a prison number', 'web/staff/src/operations/fields.ts', String.raw`/\b[A-Z][0-9]{4}[A-Z]{2}\b/i`),
];

export const dialectClean: readonly (readonly [name: string, file: string, text: string])[] = [
  [
    'who asks, what a handler is given and an id by their names',
    bookingService,
    `import { Param } from '@nestjs/common';
import type { EventContext } from '@throughcare/messaging/on-event';
import { Caller, Me } from '@throughcare/platform/access';
import { Id, NameParam } from '@throughcare/platform/dto';

export class XService {
  x(@Me() me: string, @Caller() caller: string, @Id('bookingId') id: string, @Param('crn', NameParam) crn: string) {
    return [me, caller, id, crn];
  }
  handle(ctx: EventContext) {
    return ctx.tx;
  }
}`,
  ],
  [
    'what a route takes by its names',
    bookingController,
    `import { Body, Param, Query } from '@nestjs/common';
import type { BookingPath, DatesUpdate, NewArrival } from '../booking/booking.dto';
import type { BookingListQuery } from '../list/lists.dto';

export class XController {
  x(@Param() at: BookingPath, @Body() body: NewArrival, @Query() query: BookingListQuery) {
    return [at, body, query];
  }
  y(@Body() body: DatesUpdate, @Body('one') one: string) {
    return [body, one];
  }
}`,
  ],
  ['a list that only reads', bookingService, 'export class StayList {}'],
];
