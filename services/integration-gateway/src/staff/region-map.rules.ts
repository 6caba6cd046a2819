import { lists } from '@throughcare/reference/lists';

/**
 * nDelius credits a contact to the team region + `HPT`; where there is none the whole message would die there. Only a region's own
 * area has that team: the areas that were merged into it, and the national ones, have not.
 */
export const hasHptTeam = (areaCode: string): boolean => {
  const region = lists.regionOfCode(areaCode);
  return region !== undefined && region.hptEmail !== null && region.deliusCodes[0] === areaCode;
};
