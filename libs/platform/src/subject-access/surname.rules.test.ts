import { surnameOf } from './surname.rules';

it.each([
  ['Siobhán O\u2019Neill', 'O\u2019Neill'],
  ['Pieter van der Berg', 'van der Berg'],
  [' Cast   One ', 'One'],
  ['Cher', 'Cher'],
  ['', null],
  [null, null],
])('B5.6: of %j the surname is %j', (name, surname) => {
  expect(surnameOf(name)).toBe(surname);
});
