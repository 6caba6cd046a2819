import { type May, mayBy } from './may';

const OPS: May = { authority: ['ROLE_OPS', 'ROLE_OPS_RW'] };
const STAFF: May = { roles: ['CAS3_REFERRER', 'CAS3_ASSESSOR'] };

describe('who may see a page', () => {
  it.each([
    [OPS, ['ROLE_OPS'], undefined, true],
    [OPS, ['ROLE_X', 'ROLE_OPS_RW'], undefined, true],
    [OPS, [], ['CAS3_REFERRER'], false],
    [STAFF, ['ROLE_OPS'], undefined, false],
    [STAFF, [], ['CAS3_ASSESSOR'], true],
    [STAFF, ['CAS3_REFERRER'], ['CAS3_REPORTER'], false],
    [STAFF, [], [], false],
  ] as const)('%j with %j and roles %j: %s', (may, authorities, roles, expected) => {
    const me = roles && { roles: [...roles] };
    expect(mayBy(may, { user: { authorities }, me })).toBe(expected);
  });
});
