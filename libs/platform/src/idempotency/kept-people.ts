import { personRestricted } from '../access/reaches';
import { unknownPerson, type Person } from '../people';

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
type Found = { readonly type: 'FullPerson'; readonly crn: string };

const isPerson = (value: Json): value is Json & Found =>
  typeof value === 'object' && value !== null && 'type' in value && 'crn' in value && value['type'] === 'FullPerson';

const mapPeople = (value: Json, change: (person: Found) => unknown): unknown => {
  if (isPerson(value)) return change(value);
  if (Array.isArray(value)) return value.map((item) => mapPeople(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, mapPeople(item, change)]));
};

/** The same in an answer that is JSON text already, whose other bytes stay as they are. A person has no object inside. */
const PERSON_TEXT = /\{"type":"FullPerson","crn":"([^"\\]*)"(?:[^{}"]|"(?:[^"\\]|\\.)*")*\}/g;

/** Answers are JSON, or (as a string) JSON text that a service wrote itself. */
const changePeople = (body: string, change: (person: Found) => unknown): unknown => {
  const value = JSON.parse(body) as Json;
  if (typeof value !== 'string') return mapPeople(value, change);
  return value.replace(PERSON_TEXT, (_, crn: string) => JSON.stringify(change({ type: 'FullPerson', crn })));
};

/** An answer as it may be kept: of each person only the number, so that no name or date of birth lies in the table. */
export const withoutPeople = (body: string): string =>
  JSON.stringify(changePeople(body, ({ crn }) => ({ type: 'FullPerson', crn })));

/** Numbers of the people in a kept answer. */
export const peopleIn = (body: string): string[] => {
  const crns = new Set<string>();
  changePeople(body, (person) => crns.add(person.crn));
  return [...crns];
};

/** A kept answer with its people as this caller may see them now. Throws PERSON_RESTRICTED as the write itself would. */
export const withPeople = (body: string, people: ReadonlyMap<string, Person>): unknown =>
  changePeople(body, ({ crn }) => {
    const person = people.get(crn);
    if (person?.type === 'RestrictedPerson') throw personRestricted();
    return person ?? unknownPerson(crn);
  });
