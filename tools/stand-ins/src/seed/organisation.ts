import { lists } from '@throughcare/reference/lists';
import { regionOf } from '@throughcare/reference/regions';

export interface Team {
  code: string;
  name: string;
  region: string;
  ldu: { code: string; name: string };
  borough?: { code: string; description: string };
}

/** A region has one area here, its own. */
const codeOf = ({ deliusCodes: [code = ''] }: { deliusCodes: readonly string[] }): string => code;

export const regions: readonly { code: string; name: string }[] = lists.all('probation-regions').map((region) => ({
  code: codeOf(region),
  name: region.name,
}));
const units = lists.all('probation-delivery-units').map((unit) => ({
  name: unit.name,
  code: codeOf(unit),
  region: regionOf(unit.probationRegionId)?.deliusCodes[0],
}));

/** Team whose members speak for a region's homelessness prevention work; two regions name it differently. */
export const preventionTeamOf = (region: string): string =>
  ({ N58: 'N58XXX', N59: 'N59N59' })[region] ?? `${region}HPT`;

const unitTeams: Team[] = regions.flatMap(({ code: region }) =>
  units
    .filter((unit) => unit.region === region)
    .map((unit, index) => ({
      code: `${region}T${String(index + 1).padStart(2, '0')}`,
      name: `${unit.name} Team 1`,
      region,
      ldu: { code: unit.code, name: unit.name },
      borough: { code: unit.code, description: unit.name },
    })),
);

const preventionTeams: Team[] = regions.map(({ code, name }) => ({
  code: preventionTeamOf(code),
  name: `${name} Homelessness Prevention Team`,
  region: code,
  ldu: { code: `${code}HPL`, name: `${name} HPT` },
}));

/** Every team of Delius that the stand-ins know: one per delivery unit, one prevention team per region. */
export const teams: readonly Team[] = [...unitTeams, ...preventionTeams];

export const unitTeamsOf = (region: string): Team[] => unitTeams.filter((team) => team.region === region);

/** The team of a delivery unit by its Delius code, e.g. `N07CROY`. */
export const teamOfUnit = (unit: string): Team => {
  const team = unitTeams.find(({ borough }) => borough?.code === unit);
  if (!team) throw new Error(`No delivery unit ${unit}`);
  return team;
};
