import { z } from 'zod';
import { records } from '../seed/records';

const Limit = z.object({ username: z.string(), end: z.iso.date().optional() });

const Address = z.strictObject({
  id: z.number().int(),
  status: z.string().default('M'),
  type: z.string().default('A01A'),
  buildingName: z.string().optional(),
  addressNumber: z.string().optional(),
  streetName: z.string().optional(),
  district: z.string().optional(),
  town: z.string().optional(),
  county: z.string().optional(),
  postcode: z.string().optional(),
  noFixedAbode: z.boolean().default(false),
  startDate: z.iso.date(),
  endDate: z.iso.date().optional(),
});

/** Everything that the state has of a person: what is not here would be lost by a `PUT`. */
export const Person = z.strictObject({
  crn: z.string(),
  noms: z.string().optional(),
  pnc: z.string().optional(),
  profile: z
    .strictObject({
      ethnicity: z.string().optional(),
      genderIdentity: z.string().optional(),
      nationality: z.string().optional(),
      religion: z.string().optional(),
    })
    .optional(),
  forename: z.string().default('Castor'),
  surname: z.string().default('Controlled'),
  middleNames: z.array(z.string()).default([]),
  dateOfBirth: z.iso.date().default('1980-01-01'),
  gender: z.string().default('Male'),
  teamCode: z.string().default('N07T04'),
  managerCode: z.string().default('N07S001'),
  exclusions: z.array(Limit).default([]),
  restrictions: z.array(Limit).default([]),
  exclusionMessage: z.string().optional(),
  restrictionMessage: z.string().optional(),
  addresses: z.array(Address).default([]),
  ...records,
});
