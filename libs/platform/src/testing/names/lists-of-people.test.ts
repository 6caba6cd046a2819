import { Cas3ApplicationSummary } from '@throughcare/api/cas3/application';
import { Cas3BookingSearchResults } from '@throughcare/api/cas3/booking';
import { FullPerson } from '@throughcare/api/cas3/person';
import { ReferralRejectionReason } from '@throughcare/api/cas3/reference-data';
import { z } from 'zod';
import { Replies } from '../../replies/replies';
import { isListOfPeople } from './lists-of-people';

const answering = (body: z.ZodType | 'nothing'): object => {
  const descriptor = { value: () => undefined };
  Replies(body)({ constructor: class {} }, 'list', descriptor as never);
  return descriptor.value;
};

it.each([
  ['a list of people', z.array(FullPerson), true],
  ['a list of what is about people', z.array(Cas3ApplicationSummary), true],
  ['a list within a page', Cas3BookingSearchResults, true],
  ['a list within a list', z.array(z.object({ others: z.array(z.object({ crn: z.string() })) })), true],
  ['one person', FullPerson, false],
  ['one person with a list of something else', z.object({ crn: z.string(), needs: z.array(z.string()) }), false],
  ['a list of reasons', z.array(ReferralRejectionReason), false],
  ['nothing', 'nothing' as const, false],
])('%s', (_what, body, expected) => expect(isListOfPeople(answering(body))).toBe(expected));
