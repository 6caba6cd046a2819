import type { Person } from '../people';
import { peopleIn, withPeople, withoutPeople } from './kept-people';

const person: Person = {
  type: 'FullPerson',
  crn: 'X900013',
  name: 'Ada {"Byron}',
  dateOfBirth: '1971-07-17',
  sex: 'Female',
  status: 'Unknown',
  nomsNumber: null,
};
const object = JSON.stringify({ id: 1, person, list: [{ person }] });
/** As the referral service answers: its own JSON text, with answers to the byte. */
const text = JSON.stringify(`{"id":1,"person":${JSON.stringify(person)},"data":{"n":12345678901234567890,"x":1e400}}`);

describe.each([
  ['an object', object],
  ['JSON text', text],
])('F-013: a kept answer that is %s', (_, body) => {
  it('holds numbers of people and nothing else of them', () => {
    expect(withoutPeople(body)).not.toMatch(/Byron|1971/);
    expect(peopleIn(withoutPeople(body))).toEqual(['X900013']);
  });

  it('is the first answer again for who may still see them', () => {
    const people = new Map<string, Person>([['X900013', person]]);
    expect(JSON.stringify(withPeople(withoutPeople(body), people))).toBe(body);
  });

  it('is refused to who may not', () => {
    const people = new Map<string, Person>([['X900013', { type: 'RestrictedPerson', crn: 'X900013' }]]);
    expect(() => withPeople(withoutPeople(body), people)).toThrow('PERSON_RESTRICTED');
  });
});
