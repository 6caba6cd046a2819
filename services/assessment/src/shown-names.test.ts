import { pduIdsByName, pduName, reasonOf, regionName } from './shown-names';

describe('names that are shown', () => {
  it('are those of reasons that are no longer in use, too', () => {
    const retired = { name: 'Another reason (please add)', isActive: false };
    expect(reasonOf('85799bf8-8b64-4903-9ab8-b08a77f1a9d3')).toMatchObject(retired);
    expect(reasonOf('nothing')).toBeUndefined();
  });

  it('of all 111 PDUs and the regions are there, and ids without one are survived', () => {
    const ids = pduIdsByName();
    expect(ids).toHaveLength(111);
    expect(ids.map(pduName).slice(0, 2)).toEqual(['All Cluster - NSD', 'Barking, Dagenham and Havering']);
    expect(regionName('d73ae6b5-041e-4d44-b859-b8c77567d893')).toBe('London');
    expect(pduName('00000000-0000-4000-8000-000000000000')).toBeNull();
    expect(pduName(null)).toBeNull();
    expect(regionName('00000000-0000-4000-8000-000000000000')).toBe('');
  });
});
