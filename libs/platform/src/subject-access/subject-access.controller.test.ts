import type { DataSource } from 'typeorm';
import { SubjectAccessController } from './subject-access.controller';

it('answers 209 for a kind of number by which the service knows nobody, and asks for nothing', async () => {
  const statuses: number[] = [];
  const asked = { identifiers: ['crn'] as const, find: () => Promise.reject(new Error('asked')) };
  const controller = new SubjectAccessController(asked, {} as DataSource);
  expect(await controller.read({ prn: 'A7530AA' }, { status: (code) => statuses.push(code) })).toBeUndefined();
  expect(statuses).toEqual([209]);
});
