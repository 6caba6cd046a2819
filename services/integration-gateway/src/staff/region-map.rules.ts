import pdus from './delius-pdus.json';
import regions from './delius-regions.json';

/** What nDelius calls a region or PDU, and what we do. Reference lists belong to booking; these are the ids only the gateway must map. */
export interface Region {
  readonly id: string;
  readonly name: string;
  readonly deliusCode: string;
  readonly hptEmail: string | null;
}
export interface Pdu {
  readonly id: string;
  readonly name: string;
  readonly deliusCode: string;
  readonly probationRegionId: string;
}

const regionByCode = new Map<string, Region>(regions.map((region) => [region.deliusCode, region]));
const regionById = new Map<string, Region>(regions.map((region) => [region.id, region]));
const pduByCode = new Map<string, Pdu>(pdus.map((pdu) => [pdu.deliusCode, pdu]));
const pduById = new Map<string, Pdu>(pdus.map((pdu) => [pdu.id, pdu]));

export const regionOfCode = (code: string | undefined): Region | undefined =>
  code === undefined ? undefined : regionByCode.get(code);
export const regionOfId = (id: string | null): Region | undefined => (id === null ? undefined : regionById.get(id));
export const pduOfCode = (code: string | undefined): Pdu | undefined =>
  code === undefined ? undefined : pduByCode.get(code);
export const pduOfId = (id: string | null): Pdu | undefined => (id === null ? undefined : pduById.get(id));

/** nDelius credits a contact to the team region + `HPT`; where there is none the whole message would die there. */
export const hasHptTeam = (regionCode: string): boolean => (regionByCode.get(regionCode)?.hptEmail ?? null) !== null;
