import { z } from 'zod';
import { Crn, Day, NomsNumber, Text } from '../fields';

const optionalText = Text.nullish();

export const FullPerson = z
  .object({
    type: z.literal('FullPerson'),
    crn: Crn,
    name: z.string().meta({ examples: ['Ada Byron'] }),
    dateOfBirth: Day,
    sex: z.string().meta({ examples: ['Female'] }),
    status: z.enum(['InCustody', 'InCommunity', 'Unknown']),
    nomsNumber: NomsNumber.nullish(),
    pncNumber: optionalText,
    ethnicity: optionalText,
    nationality: optionalText,
    religionOrBelief: optionalText,
    genderIdentity: optionalText,
    prisonName: optionalText,
    /** Beside the public route's members: where the person is held, as far as that is known. */
    prisonId: optionalText,
    isRestricted: z.boolean().nullish(),
  })
  .meta({ id: 'FullPerson' });
export type FullPerson = z.output<typeof FullPerson>;

export const RestrictedPerson = z
  .object({ type: z.literal('RestrictedPerson'), crn: Crn })
  .meta({ id: 'RestrictedPerson', description: 'A person this caller may not see.' });
export type RestrictedPerson = z.output<typeof RestrictedPerson>;

export const UnknownPerson = z
  .object({ type: z.literal('UnknownPerson'), crn: Crn })
  .meta({ id: 'UnknownPerson', description: 'nDelius knows no case of that number.' });
export type UnknownPerson = z.output<typeof UnknownPerson>;

export const PersonIndexEntry = z
  .object({
    crn: Crn,
    name: z
      .string()
      .nullable()
      .meta({ examples: ['Ada Byron'] }),
    sex: z
      .string()
      .nullish()
      .meta({ examples: ['Female'] }),
  })
  .meta({
    id: 'PersonIndexEntry',
    description:
      'For an index of names. Null where nDelius bars anybody from the person. Whom nDelius does not know is not there.',
  });
export type PersonIndexEntry = z.output<typeof PersonIndexEntry>;

export const Person = z
  .discriminatedUnion('type', [FullPerson, RestrictedPerson, UnknownPerson])
  .meta({ id: 'Person', description: 'Already masked for the caller.' });
/** Already masked for the caller. */
export type Person = z.output<typeof Person>;
