import { pduIdsByName, pduName, regionName, rejectionReasons } from './names';

describe('reference data', () => {
  it('has all 21 reasons for a rejection, two of them retired', () => {
    expect(rejectionReasons.size).toBe(21);
    expect([...rejectionReasons.values()].filter(({ isActive }) => !isActive)).toHaveLength(2);
  });

  it('keeps the name that opens the details box of existing clients', () => {
    expect([...rejectionReasons.values()].map(({ name }) => name)).toContain('Remanded in custody or detained');
  });

  it('names all 111 PDUs and the regions, and survives ids it does not know', () => {
    expect(pduIdsByName).toHaveLength(111);
    expect(pduIdsByName.map(pduName).slice(0, 2)).toEqual(['All Cluster - NSD', 'Barking, Dagenham and Havering']);
    expect(regionName('d73ae6b5-041e-4d44-b859-b8c77567d893')).toBe('London');
    expect(pduName('00000000-0000-4000-8000-000000000000')).toBeNull();
    expect(pduName(null)).toBeNull();
    expect(regionName('00000000-0000-4000-8000-000000000000')).toBe('');
  });
});
